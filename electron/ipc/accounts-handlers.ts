import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** Accounts as the window asks for them; every change is told to it. */
export function accountHandlers({ accounts, store, syncs, jobs }: Core, changed: () => void): Handlers['accounts'] {
  const telling = async <T>(work: Promise<T>): Promise<T> => {
    const value = await work
    changed()
    return value
  }
  return {
    list: () => accounts.list(),
    status: async () => Promise.all((await store.listAccounts()).map((account) => syncs.status(account))),
    connect: (input) => telling(accounts.connect(input)),
    replaceSecret: ({ id, secret }) => telling(accounts.replaceSecret(id, secret)),
    change: ({ id, ...change }) => telling(accounts.change(id, change)),
    remove: async ({ id, keepResults }) => {
      await accounts.stored(id)
      await jobs.stopFor(id)
      await telling(accounts.remove(id, keepResults))
    },
    addSample: async () => ({ jobId: syncs.startSample() }),
  }
}
