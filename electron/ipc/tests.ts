import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on tests. */
export function testHandlers({ store, accounts, syncs }: Core): Pick<Handlers, 'tests'> {
  return {
    tests: {
      fetch: async ({ account, testId, source }) => {
        await accounts.connected(account)
        return syncs.fetchPart(account, source.feed, { sourceId: source.id, testId })
      },
      hideables: ({ accounts: chosen }) => store.hideables(chosen),
      hide: (what) => store.hide(what),
      showAgain: (what) => store.showAgain(what),
      page: (query) => store.testPage(query),
      part: ({ query, part }) => store.testPart(query, part),
    },
  }
}
