import { type ErrorCode, rebuildError, type SerialisedError, serialiseError } from '../../../shared/errors.ts'
import type {
  BankCategory,
  BankEdit,
  BankPushSummary,
  CategoryAtService,
  PullSummary,
} from '../../../shared/model/bank.ts'
import { outcomeOf } from '../../../shared/model/sync.ts'
import { translator } from '../../../shared/translate.ts'
import { connectedAt } from '../chosen-accounts.ts'
import type { CommandContext } from '../command.ts'
import { cliSentence, exitStatus, statusOfOutcome } from '../failures.ts'
import { progressLine, write } from '../terminal.ts'
import type { RejectedQuestion } from './documents.ts'

type Outcome = PullSummary['outcome']

/** How reading or sending ended for the accounts that were asked. */
export interface Ended {
  readonly accounts: readonly string[]
  readonly outcome: Outcome
  /** Edits that ClassMarker carried out. */
  readonly sent: number
  /** Refused, in conflict or held: nothing of these is sent by itself. */
  readonly refused: readonly RejectedQuestion[]
  readonly error: SerialisedError | null
}

const gravity: readonly Outcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

const words = translator({
  read_one: '{{count}} question read',
  read_other: '{{count}} questions read',
  sent_one: '{{sent}} of {{count}} change',
  sent_other: '{{sent}} of {{count}} changes',
})

/** Reads the banks of the chosen accounts. Never throws once it has begun. */
export const pullBanks = (context: CommandContext): Promise<Ended> =>
  eachAccount(context, async (account, show) => {
    const { outcome, error } = await context.core.banks.pull(account, {
      signal: context.stopped,
      report: ({ questions }) => show(0, words('read', { count: questions })),
    })
    return { outcome, error, sent: 0, refused: [] }
  })

/** Sends what waits of the chosen accounts. Never throws once it has begun. */
export const pushBanks = (context: CommandContext): Promise<Ended> =>
  eachAccount(context, async (account, show) => {
    // An account with nothing to send needs no secret.
    const { store } = context.core
    const { questions, categories } = await store.bankWaiting([account])
    const stopped = async () => {
      const [edits, there] = [await store.bankEdits([account]), await store.bankCategories([account])]
      return edits.flatMap((edit) => stoppedFor(edit, there))
    }
    if (questions + categories === 0) return { outcome: 'complete', error: null, sent: 0, refused: await stopped() }
    const { outcome, error, sent } = await context.core.banks.push(account, {
      signal: context.stopped,
      report: ({ sent, total }) => show(total > 0 ? sent / total : 0, words('sent', { sent, count: total })),
    })
    return { outcome, error, sent, refused: await stopped() }
  })

/** An edit that is not sent by itself, and why. */
function stoppedFor(
  { state, name, refusal, kind, subject }: BankEdit,
  categories: readonly BankCategory[],
): RejectedQuestion[] {
  const told = (reason: string) => [{ question: name, reason }]
  const clash = kind.endsWith('-question') ? undefined : categories.find(({ id }) => id === subject)?.atService
  if (state === 'conflict' && clash != null)
    return told(
      clash.twin === null
        ? `At ClassMarker it is “${placeOf(clash, categories)}” by now. Choose one of the two in the window`
        : 'ClassMarker has a category of this name in this place by now. Give yours another name, or take the one that is there in the window',
    )
  if (state === 'conflict')
    return told('It was changed at ClassMarker since it was edited here. Choose one of the two in the window')
  if (state === 'held')
    return told(
      refusal === null
        ? 'It came with a restored copy and may have been sent since. Send it again, or take it back, in the window'
        : `What it needs was refused. ${sentenceOf(refusal)}`,
    )
  return state === 'refused' ? told(sentenceOf(refusal ?? 'api/rejected')) : []
}

/** The name of a category at ClassMarker, with its parent's. */
const placeOf = ({ name, parent }: CategoryAtService, categories: readonly BankCategory[]): string =>
  [...categories.flatMap((each) => (each.id === parent ? [each.name] : [])), name].join(' › ')

type Show = (share: number, words: string) => void

async function eachAccount(
  context: CommandContext,
  work: (
    account: string,
    show: Show,
  ) => Promise<Pick<Ended, 'outcome' | 'sent' | 'refused'> & { readonly error: BankPushSummary['error'] }>,
): Promise<Ended> {
  const accounts = (await connectedAt('classmarker', context)).map(({ id }) => id)
  const line = progressLine(context.terminal)
  let ended: Ended = { accounts, outcome: 'complete', sent: 0, refused: [], error: null }
  for (const account of accounts) {
    if (context.stopped.aborted && account !== accounts[0]) break
    try {
      const { error, ...own } = await work(account, (...shown) => line.show(...shown))
      ended = together(ended, { ...own, error: error === null ? null : readable(error) })
    } catch (thrown) {
      context.onInternalError(thrown)
      const error = serialiseError(thrown)
      ended = together(ended, { outcome: outcomeOf(error.code), sent: 0, refused: [], error })
    } finally {
      line.clear()
    }
  }
  return ended
}

/** Adds up how it ended for two accounts; the worse outcome stands for both. */
function together(one: Ended, other: Omit<Ended, 'accounts'>): Ended {
  const isWorse = gravity.indexOf(other.outcome) > gravity.indexOf(one.outcome)
  const { outcome, error } = isWorse ? other : one
  const refused = [...one.refused, ...other.refused]
  return { accounts: one.accounts, outcome, error, sent: one.sent + other.sent, refused }
}

const readable = ({ code, detail }: NonNullable<BankPushSummary['error']>): SerialisedError =>
  serialiseError(rebuildError({ code: code as ErrorCode, detail }))

/** Why ClassMarker refused something, as a sentence. */
export const sentenceOf = (code: string): string => cliSentence(readable({ code, detail: {} }))

/** Says what kept it from being complete. @returns the exit status */
export async function sayEnd({ outcome, error, sent, refused }: Ended, { terminal }: CommandContext): Promise<number> {
  if (error !== null) await write(terminal.err, `${cliSentence(error)}\n`)
  return outcome === 'complete' && sent === 0 && refused.length > 0 ? exitStatus.failed : statusOfOutcome(outcome)
}
