import type { Discovery } from '../../../shared/model/discovery.ts'

/** A key's view of an account with one link for each of these access lists, and nothing else. */
export const linksUsing = (...lists: readonly number[]): Discovery => ({
  tests: [],
  sources: lists.map((listId) => ({
    feed: 'links',
    id: listId,
    name: `Link of ${listId}`,
    linkUrlId: null,
    accessListId: listId,
    testIds: [],
  })),
})
