import { AppError, serialiseError } from '../../../shared/errors.ts'
import { areAtSeveralPlaces, type StoredAccount, type SyncOutcome } from '../../../shared/model/account.ts'
import {
  outcomeOf,
  type RequestBudget,
  type SyncProgress,
  type SyncSummary,
  sharedIdsOf,
} from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { translator } from '../../../shared/translate.ts'
import { connectedAccounts } from '../chosen-accounts.ts'
import type { CommandContext, DeclareCommand } from '../command.ts'
import { cliSentence, statusOfOutcome } from '../failures.ts'
import { plainText, printJson, progressLine, write } from '../terminal.ts'

interface Sync {
  readonly wait: boolean
  readonly recheck: boolean
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('sync')
    .description('Fetches what is new.')
    .option('--wait', 'waits out the limit of requests (30 an hour at ClassMarker) and goes on')
    .option('--recheck', 'reads again what still needs grading and the last seven days, for scores that changed')
    .action(answers({ folder: 'write', read: syncOf, answer: sync }))
}

const syncOf = (_: readonly string[], { wait = false, recheck = false }: Partial<Sync>): Sync => ({ wait, recheck })

const words = translator({
  requests_one: '{{count}} request',
  requests_other: '{{count}} requests',
  counted_one: '{{count}} {{kind}} result',
  counted_other: '{{count}} {{kind}} results',
  received_one: '{{count}} result',
  received_other: '{{count}} results',
  receivedOf_one: '{{received}} of {{count}} result',
  receivedOf_other: '{{received}} of {{count}} results',
  gaps_one: 'Results may be missing in {{count}} time range; `gradekeep status` names them.',
  gaps_other: 'Results may be missing in {{count}} time ranges; `gradekeep status` names them.',
  unreadable_one: '{{count}} could not be read and is kept as it came.',
  unreadable_other: '{{count}} could not be read and are kept as they came.',
  // Written once, by the sync that first met it.
  sharedIds_one: '{{count}} result came under a result number that another person’s result has too; both are kept.',
  sharedIds_other: '{{count}} results came under result numbers that other people’s results have too; all are kept.',
})

/**
 * Syncs the chosen account, or each in turn; a failure does not stop the others.
 * @returns the status of the worst outcome
 */
async function sync(asked: Sync, context: CommandContext): Promise<number> {
  const { terminal, json, core, stopped } = context
  const accounts = await connectedAccounts(context)
  refuseOneSecretForBoth(accounts, context)
  const summaries: SyncSummary[] = []
  for (const account of accounts) {
    if (stopped.aborted && summaries.length > 0) break
    const summary = await syncOne(account, asked, context)
    summaries.push(summary)
    if (summary.error === null) continue
    const name = accounts.length > 1 ? `${plainText(account.name)}: ` : ''
    await write(terminal.err, `${name}${cliSentence(summary.error)}\n`)
  }
  // Some laptops run Gradekeep only as a nightly job, so it takes the daily copy too.
  await core.snapshots.takeDaily().catch(context.onInternalError)
  const whole = summaries.reduce(together)
  if (json && whole.sharedIds) await write(terminal.err, `${words('sharedIds', { count: whole.sharedIds })}\n`)
  if (json) await printJson(terminal, syncDocument(whole))
  else await write(terminal.out, `${syncLine(whole, core.clock())}\n`)
  return statusOfOutcome(whole.outcome)
}

/** Refuses before the first account what each would refuse for itself. @throws AppError `keychain/whose` */
function refuseOneSecretForBoth(accounts: readonly StoredAccount[], { givenSecret }: CommandContext): void {
  if (givenSecret !== undefined && areAtSeveralPlaces(accounts)) throw new AppError('keychain/whose')
}

async function syncOne(account: StoredAccount, asked: Sync, context: CommandContext): Promise<SyncSummary> {
  const { core, terminal, stopped } = context
  const line = progressLine(terminal)
  const sayWaiting = (until: UnixSeconds) => {
    line.clear()
    const minutes = Math.max(1, Math.ceil((until - core.clock()) / 60))
    const service = account.service === 'classmarker' ? 'ClassMarker' : 'the platform'
    void write(terminal.err, `Waiting ${minutes} min until ${service} allows the next request.\n`)
  }
  try {
    return await core.syncs.run(account.id, asked.recheck ? 'asked' : 'when due', {
      signal: stopped,
      report: (progress) => line.show(...syncProgress(progress)),
      ...(asked.wait ? { waiting: sayWaiting } : {}),
    })
  } catch (thrown) {
    return await summaryOf(thrown, account, context)
  } finally {
    line.clear()
  }
}

/** The summary of a run that could not even start, for example without a secret. */
async function summaryOf(thrown: unknown, account: StoredAccount, context: CommandContext): Promise<SyncSummary> {
  const { core, onInternalError } = context
  const { id } = account
  onInternalError(thrown)
  const error = serialiseError(thrown)
  const nextAllowed = error.detail.nextRequestAfter
  // The original error matters; what the store cannot tell stays empty.
  const known = await core.store.syncState(id).catch(() => null)
  const status = await core.syncs.status(account).catch(() => null)
  return {
    outcome: outcomeOf(error.code),
    requests: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    unreadable: await core.store.countUnreadable(id).catch(() => 0),
    gaps: known?.gaps ?? [],
    nextRequestAfter: typeof nextAllowed === 'number' ? (known?.nextRequestAfter ?? null) : null,
    clockOffset: known?.clockOffset ?? 0,
    budget: status?.budget ?? { used: 0, limit: 0 },
    error,
  }
}

const gravity: readonly SyncOutcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

/** Adds up the runs of two accounts. */
function together(one: SyncSummary, other: SyncSummary): SyncSummary {
  const worse = gravity.indexOf(other.outcome) > gravity.indexOf(one.outcome) ? other : one
  return {
    outcome: worse.outcome,
    error: worse.error,
    nextRequestAfter: worse.nextRequestAfter,
    clockOffset: worse.clockOffset,
    requests: one.requests + other.requests,
    added: one.added + other.added,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    unreadable: one.unreadable + other.unreadable,
    ...sharedIdsOf(one, other),
    gaps: [...one.gaps, ...other.gaps],
    budget: budgets(one.budget, other.budget),
  }
}

/** What is left of an hour and of a minute cannot be added up; the longer one is told. */
function budgets(one: RequestBudget, other: RequestBudget): RequestBudget {
  if (one.per !== other.per) return one.per === undefined ? one : other
  return { ...one, used: one.used + other.used, limit: one.limit + other.limit }
}

const outcomeWords = {
  complete: 'Complete',
  'rate-limited': 'Stopped at the request limit',
  offline: 'Stopped: ClassMarker cannot be reached',
  failed: 'Stopped',
  cancelled: 'Cancelled',
} as const

/** A sync as JSON. For a script, an interrupted run has failed. */
function syncDocument(summary: SyncSummary): object {
  const { outcome, requests, added, updated, unchanged, unreadable, gaps, nextRequestAfter, budget, error } = summary
  return {
    outcome: outcome === 'cancelled' ? 'failed' : outcome,
    requests,
    added,
    updated,
    unchanged,
    unreadable,
    gaps,
    nextRequestAfter,
    budget,
    error: error === null ? null : { code: error.code, message: cliSentence(error) },
  }
}

export function syncLine(summary: SyncSummary, now: UnixSeconds): string {
  const { added, updated, unchanged, unreadable, requests, nextRequestAfter, clockOffset } = summary
  // ClassMarker's moment is in its own time, so the offset is taken off.
  const left = nextRequestAfter === null ? null : nextRequestAfter - clockOffset - now
  const next = left === null ? '' : ` Next request in ${Math.ceil(left / 60)} min.`
  const kept = unreadable === 0 ? '' : ` ${words('unreadable', { count: unreadable })}`
  const shared = summary.sharedIds ? ` ${words('sharedIds', { count: summary.sharedIds })}` : ''
  const missing = summary.gaps.length === 0 ? '' : ` ${words('gaps', { count: summary.gaps.length })}`
  const asked = words('requests', { count: requests })
  const counted = countsSaid([
    ['new', added],
    ['updated', updated],
    ['unchanged', unchanged],
  ])
  const counts = counted ?? (summary.outcome === 'complete' ? 'nothing new' : 'nothing arrived')
  const isPlatform = summary.budget.per === 'minute'
  const ended =
    isPlatform && summary.outcome === 'offline'
      ? 'Stopped: the platform cannot be reached'
      : outcomeWords[summary.outcome]
  return `${ended}: ${counts}, ${asked}.${kept}${shared}${missing}${next}`
}

/** "60 new results, 2 updated"; leaves out zero counts; null if all are zero. */
function countsSaid(counts: readonly (readonly [kind: string, count: number])[]): string | null {
  const [first, ...others] = counts.filter(([, count]) => count > 0)
  if (first === undefined) return null
  const [kind, count] = first
  return [words('counted', { count, kind }), ...others.map(([also, n]) => `${n} ${also}`)].join(', ')
}

function syncProgress({ phase, received, available, requests }: SyncProgress): [share: number, words: string] {
  const results =
    available === null ? words('received', { count: received }) : words('receivedOf', { received, count: available })
  return [available ? received / available : 0, `${phase}: ${results}, ${words('requests', { count: requests })}`]
}
