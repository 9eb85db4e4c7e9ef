import { expect, test } from 'vitest'
import { account, answer, ask } from './account.ts'

test('lists every group and link of the account with the tests assigned to it', async () => {
  const simulator = await account()
  const { groups = [], links = [], ...rest } = await answer(simulator, '/v1.json')
  expect(rest).toEqual({ status: 'ok', request_path: 'v1', server_timestamp: simulator.world.now() })
  expect(groups.map(({ group }) => group.group_name)).toContain('10B Maths')
  expect(links.map(({ link }) => link.link_name)).toContain('New York sales staff')
  expect(groups.map(({ group }) => group.group_id)).toEqual(simulator.world.groups.map(({ id }) => id))
  for (const { group } of groups) expect(group.assigned_tests?.length).toBeGreaterThan(0)
  for (const { link } of links) expect(link.assigned_tests).toHaveLength(1)
})

test('is JSON by its content type', async () => {
  const response = await ask(await account(), '/v1.json')
  expect(response.headers.get('content-type')).toMatch(/^application\/json/)
})

test('gives link_url_id and access_list_id only where there is one', async () => {
  const { links = [] } = await answer(await account(), '/v1.json')
  const fields = new Set(links.map(({ link }) => `${'link_url_id' in link} ${'access_list_id' in link}`))
  expect(fields).toEqual(new Set(['true true', 'true false', 'false false']))
})

test('sends names with their HTML entities and a link’s test id as a string', async () => {
  const { groups = [], links = [] } = await answer(await account(), '/v1.json')
  const inGroups = groups.flatMap(({ group }) => group.assigned_tests ?? [])
  const inLinks = links.flatMap(({ link }) => link.assigned_tests ?? [])
  expect(inGroups.map(({ test }) => test.test_name)).toContain('Unit 3: Fractions, Ratio &amp; Proportion')
  expect(inGroups.map(({ test }) => test.test_name)).toContain('Reading response: &#039;An Inspector Calls&#039;')
  expect(groups.map(({ group }) => group.group_name)).toContain('Adult learners: Spanish &amp; culture')
  expect(inGroups.every(({ test }) => typeof test.test_id === 'number')).toBe(true)
  expect(inLinks.every(({ test }) => typeof test.test_id === 'string')).toBe(true)
})
