import type { Handlers } from '../../shared/ipc/contract.ts'
import type { UndoOutcome } from '../../shared/model/access-code.ts'
import type { Core } from '../core.ts'

/**
 * The window's calls on access codes. An edit is saved first and then sent; offline, the job ends and the changes wait.
 */
export function codeHandlers({ store, accounts: connections, pushes, clock, generateCodes }: Core): Handlers['codes'] {
  /** Undoes something, and sends what that leaves to be sent, for its account only. */
  const takingBack = async (work: Promise<UndoOutcome>): Promise<UndoOutcome> => {
    const outcome = await work
    const { accountId } = outcome.list
    if ((await store.pendingCodes(accountId)) > 0) pushes.start(accountId, { held: false })
    return outcome
  }
  return {
    lists: ({ accounts }) => store.accessLists(accounts),
    waiting: ({ accounts }) => store.waitingCodes(accounts),
    alike: ({ list, filter, facts }) => store.codesAlike(list, filter, facts),
    preview: async ({ list, change, source }) => {
      const codes = 'codes' in source ? source.codes : await generateCodes(source.generate)
      return store.previewCodes(list, change, codes)
    },
    apply: async (edit) => {
      const { actionId, pending } = await store.applyCodes({ ...edit, at: clock() })
      if (actionId === null) return null
      return { actionId, jobId: pending > 0 ? pushes.start(edit.list.accountId, { held: false }) : null }
    },
    rename: ({ list, code, name }) => store.renameCode(list, code, name),
    undo: ({ actionId }) => takingBack(store.undoCodes(actionId, clock())),
    takeBack: ({ list, codes }) => takingBack(store.takeBackCodes(list, codes, clock())),
    push: async ({ accountId, held }) => {
      await connections.connectedTo('classmarker', accountId)
      return { jobId: pushes.start(accountId, { held }) }
    },
    journal: ({ list }) => store.codesJournal(list),
    findings: ({ list }) => store.codeFindings(list),
    accessCodes: ({ list, filter }) => store.accessCodes(list, filter),
  }
}
