import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on what is new. */
export function digestHandlers({ store, clock }: Core): Pick<Handlers, 'digest'> {
  return {
    digest: {
      get: ({ accounts }) => store.digest({ accounts, now: clock() }),
      part: ({ accounts, part }) => store.digestPart({ accounts, now: clock() }, part),
      markSeen: ({ accounts, upTo }) => store.markDigestSeen(accounts, upTo, clock()),
      unmarkSeen: ({ accounts }) => store.unmarkDigestSeen(accounts),
      look: ({ accounts, upTo, day }) => store.lookAtDigest(accounts, upTo, { now: clock(), day }),
    },
  }
}
