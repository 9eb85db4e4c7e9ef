import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on accounts. */
export function accountHandlers({ accounts, store, syncs, jobs }: Core): Handlers['accounts'] {
  return {
    list: () => accounts.list(),
    status: async () => Promise.all((await store.listAccounts()).map((account) => syncs.status(account))),
    connect: (input) => accounts.connect(input),
    replaceSecret: ({ id, secret }) => accounts.replaceSecret(id, secret),
    change: ({ id, ...change }) => accounts.change(id, change),
    remove: async ({ id, keepResults }) => {
      await accounts.stored(id)
      await jobs.stopFor(id)
      await accounts.remove(id, keepResults)
    },
    addSample: async () => ({ jobId: syncs.startSample() }),
  }
}
