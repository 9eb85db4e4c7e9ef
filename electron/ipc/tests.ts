import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on tests. */
export function testHandlers({ store }: Core): Pick<Handlers, 'tests'> {
  return {
    tests: {
      page: (query) => store.testPage(query),
      part: ({ query, part }) => store.testPart(query, part),
    },
  }
}
