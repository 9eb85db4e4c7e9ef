import { type ErrorCode, rebuildError, type SerialisedError, serialiseError } from '../../../shared/errors.ts'
import type { PushedList, PushOutcome, PushProgress, RejectedCode } from '../../../shared/model/access-code.ts'
import { outcomeOf } from '../../../shared/model/sync.ts'
import { translator } from '../../../shared/translate.ts'
import type { CommandContext } from '../command.ts'
import { progressLine } from '../terminal.ts'

/** What a command sent of the changes that wait, and how that ended. */
export interface Pushed {
  readonly outcome: PushOutcome
  /** As ClassMarker counted them. */
  readonly added: number
  readonly removed: number
  readonly refused: readonly RejectedCode[]
  readonly lists: readonly PushedList[]
  readonly error: SerialisedError | null
}

export const nothingPushed: Pushed = { outcome: 'complete', added: 0, removed: 0, refused: [], lists: [], error: null }

/** Sends the changes of an account that wait; without any, nobody is asked for the secret. Nothing is thrown. */
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

/** Of what was sent for one account, the part of one list; how it ended stays as it was. */
export function partOf(pushed: Pushed, listId: number): Pushed {
  const { added, removed, refused } = pushed.lists.find((list) => list.listId === listId) ?? nothingPushed
  return { ...pushed, added, removed, refused }
}

/** What was sent for different accounts; the worst end stands for all. */
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
