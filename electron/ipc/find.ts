import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's call that finds anything. Each kind is a question of its own, so that others are answered between. */
export const findHandlers = ({ store }: Pick<Core, 'store'>): Handlers['find'] => ({
  ask: async ({ text, accounts }) => {
    const [students, tests, certificates, codes] = await Promise.all([
      store.findStudents(text, accounts),
      store.findTests(text, accounts),
      store.findSerials(text, accounts),
      store.findCodes(text, accounts),
    ])
    return { students, tests, certificates, codes }
  },
})
