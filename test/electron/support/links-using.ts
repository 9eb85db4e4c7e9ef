import type { Discovery } from '../../../electron/store/accounts/accounts.ts'

/** What a key sees that has a link for each of these access lists, and nothing else. */
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
