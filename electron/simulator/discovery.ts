import type { Group, Link, Test } from './catalogue.ts'
import type { JsonObject } from './json.ts'
import { htmlEncoded } from './result.ts'
import type { World } from './world.ts'

/** All groups and links with the tests assigned to them (API page, "All available Groups, Links & Tests"). */
export const discovery = (world: World): JsonObject => ({
  status: 'ok',
  groups: world.groups.map((group) => ({
    group: { ...groupNames(group), assigned_tests: group.tests.map((test) => ({ test: testNames(test) })) },
  })),
  links: world.links.map((link) => ({
    link: { ...linkNames(link), assigned_tests: link.tests.map((test) => ({ test: testNamesInLink(test) })) },
  })),
})

export const groupNames = (group: Group) => ({ group_id: group.id, group_name: htmlEncoded(group.name) })

/** `link_url_id` and `access_list_id` are there only where the key may see the one and the link has the other. */
export const linkNames = (link: Link) => ({
  link_name: htmlEncoded(link.name),
  link_id: link.id,
  ...(link.urlId !== undefined && { link_url_id: link.urlId }),
  ...(link.accessListId !== undefined && { access_list_id: link.accessListId }),
})

export const testNames = (test: Test) => ({ test_id: test.id, test_name: htmlEncoded(test.name) })

/** In the API page's sample of a link the test's id is a string, though its results give the number. */
export const testNamesInLink = (test: Test) => ({ test_name: htmlEncoded(test.name), test_id: String(test.id) })
