import type { Handlers } from '../../shared/ipc/contract.ts'
import type { FoundSome, FoundStudent } from '../../shared/model/found.ts'
import type { Core } from '../core.ts'

/** The window's call that finds anything. Each kind is a question of its own, so that others are answered between. */
export function findHandlers({ store }: Pick<Core, 'store'>): Handlers['find'] {
  /** Counted up by every question: an overtaken one is not finished. */
  let turn = 0

  const studentsBy = async (
    text: string,
    accounts: readonly string[] | undefined,
    isOvertaken: () => boolean,
  ): Promise<FoundSome<FoundStudent> | null> => {
    for (;;) {
      const students = await store.findStudents(text, accounts)
      if (students !== 'more') return students
      if (isOvertaken()) return null
    }
  }

  return {
    ask: async ({ text, accounts }) => {
      turn += 1
      const mine = turn
      const [students, tests, certificates, codes] = await Promise.all([
        studentsBy(text, accounts, () => mine !== turn),
        store.findTests(text, accounts),
        store.findSerials(text, accounts),
        store.findCodes(text, accounts),
      ])
      return { students, tests, certificates, codes }
    },
  }
}
