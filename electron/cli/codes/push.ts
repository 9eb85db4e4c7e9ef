import { type ErrorCode, rebuildError, type SerialisedError, serialiseError } from '../../../shared/errors.ts'
import type { PushedList, PushOutcome, PushProgress, RejectedAccessCode } from '../../../shared/model/access-code.ts'
import { outcomeOf } from '../../../shared/model/sync.ts'
import { translator } from '../../../shared/translate.ts'
import type { CommandContext } from '../command.ts'
import { progressLine } from '../terminal.ts'

/** What a command sent of the waiting changes, and how that ended. */
export interface Pushed {
  readonly outcome: PushOutcome
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  readonly refused: readonly RejectedAccessCode[]
  readonly lists: readonly PushedList[]
  readonly error: SerialisedError | null
}

export const nothingPushed: Pushed = { outcome: 'complete', added: 0, removed: 0, refused: [], lists: [], error: null }

/** Sends an account's waiting changes; reads no secret if there are none. Never throws. */
export async function push(accountId: string, context: CommandContext): Promise<Pushed> {
  const { core, terminal, stopped, onInternalError } = context
  if ((await core.store.pendingCodes(accountId)) === 0) return nothingPushed
  const line = progressLine(terminal)
  try {
    const { outcome, added, removed, refused, lists, error } = await core.pushes.run(accountId, {
      held: false,
      signal: stopped,
      report: (progress) => line.show(...pushProgress(progress)),
    })
    return { outcome, added, removed, refused, lists, error: error === null ? null : readable(error) }
  } catch (thrown) {
    onInternalError(thrown)
    const error = serialiseError(thrown)
    return { ...nothingPushed, outcome: outcomeOf(error.code), error }
  } finally {
    line.clear()
  }
}

const readable = ({ code, detail }: { code: string; detail: SerialisedError['detail'] }): SerialisedError =>
  serialiseError(rebuildError({ code: code as ErrorCode, detail }))

const gravity: readonly PushOutcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

/** The part of what was sent that concerns one list; the outcome stays that of the account. */
export function partOf(pushed: Pushed, listId: number): Pushed {
  const { added, removed, refused } = pushed.lists.find((list) => list.listId === listId) ?? nothingPushed
  return { ...pushed, added, removed, refused }
}

/** Adds up what was sent for two accounts; the worse outcome stands for both. */
export function together(one: Pushed, other: Pushed): Pushed {
  const worse = gravity.indexOf(other.outcome) > gravity.indexOf(one.outcome) ? other : one
  return {
    outcome: worse.outcome,
    error: worse.error,
    added: one.added + other.added,
    removed: one.removed + other.removed,
    refused: [...one.refused, ...other.refused],
    lists: [...one.lists, ...other.lists],
  }
}

const words = translator({
  sent_one: '{{sent}} of {{count}} code',
  sent_other: '{{sent}} of {{count}} codes',
})

export const pushProgress = ({ sent, total }: PushProgress): [share: number, words: string] => [
  total > 0 ? sent / total : 0,
  words('sent', { sent, count: total }),
]
