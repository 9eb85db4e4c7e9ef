import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Gap } from '../../shared/model/sync.ts'
import type { Core } from '../core.ts'

/** The window's calls on accounts. */
export function accountHandlers({ accounts, store, syncs, jobs }: Core): Handlers['accounts'] {
  return {
    list: () => accounts.list(),
    status: async () => Promise.all((await store.listAccounts()).map((account) => syncs.status(account))),
    connect: (input) => accounts.connect(input),
    replaceSecret: ({ id, secret }) => accounts.replaceSecret(id, secret),
    signIn: ({ id, signIn }) => accounts.signIn(id, signIn),
    change: ({ id, ...change }) => accounts.change(id, change),
    handMade: async ({ id }) => {
      await accounts.stored(id)
      return store.handMade(id)
    },
    remove: async ({ id, keepResults }) => {
      await accounts.stored(id)
      await jobs.stopFor(id)
      await accounts.remove(id, keepResults)
    },
    addSample: async ({ service }) => ({ jobId: syncs.startSample(service) }),
  }
}

/** Accepts a gap that has grown since it was shown. @throws AppError `gap/not-found` */
async function requireGap({ store }: Core, accountId: string, { feed, from, to }: Gap): Promise<void> {
  const { gaps } = await store.syncState(accountId)
  if (!gaps.some((gap) => gap.feed === feed && gap.from <= to && gap.to >= from)) throw new AppError('gap/not-found')
}

/** Syncs of one account, as jobs. */
export function syncHandlers(core: Core): Handlers['sync'] {
  const { accounts, syncs } = core
  return {
    start: async ({ accountId, recheck }) => {
      await accounts.connected(accountId)
      return { jobId: syncs.start(accountId, recheck ? 'asked' : 'when due') }
    },
    recheckPrice: ({ accountId }) => syncs.recheckPrice(accountId),
    fetchGap: async ({ accountId, gap }) => {
      await accounts.connected(accountId)
      await requireGap(core, accountId, gap)
      return { jobId: syncs.startGap(accountId, gap) }
    },
  }
}
