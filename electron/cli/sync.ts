import { serialiseError } from '../../shared/errors.ts'
import type { SyncOutcome } from '../../shared/model/account.ts'
import { outcomeOf, requestsPerHour, type SyncSummary, sharedIdsOf } from '../../shared/model/sync.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { StoredAccount } from '../store/api.ts'
import { connectedAccounts } from './chosen-accounts.ts'
import type { CommandContext, Named } from './context.ts'
import { cliSentence } from './failures.ts'
import { plainText } from './plain-text.ts'
import { progressLine, syncProgress } from './progress-line.ts'
import { sharedIdsWords, syncDocument, syncLine } from './summaries.ts'
import { printJson, write } from './terminal.ts'

/**
 * Syncs the chosen account, or each in turn; one that fails leaves the others their turn.
 * @returns how it ended, the worst first
 */
export async function sync(command: Named<'sync'>, context: CommandContext): Promise<SyncOutcome> {
  const { terminal, json, core, stopped } = context
  const accounts = await connectedAccounts(context)
  const summaries: SyncSummary[] = []
  for (const account of accounts) {
    if (stopped.aborted && summaries.length > 0) break
    const summary = await syncOne(account, command, context)
    summaries.push(summary)
    if (summary.error === null) continue
    const name = accounts.length > 1 ? `${plainText(account.name)}: ` : ''
    await write(terminal.err, `${name}${cliSentence(summary.error)}\n`)
  }
  // A nightly job is the only time some laptops run Gradekeep, so it takes the day's copy as well.
  await core.snapshots.takeDaily().catch(context.onInternalError)
  const whole = summaries.reduce(together)
  if (json && whole.sharedIds) await write(terminal.err, `${sharedIdsWords(whole.sharedIds)}\n`)
  if (json) await printJson(terminal, syncDocument(whole))
  else await write(terminal.out, `${syncLine(whole, core.clock())}\n`)
  return whole.outcome
}

async function syncOne(account: StoredAccount, command: Named<'sync'>, context: CommandContext): Promise<SyncSummary> {
  const { core, terminal, stopped } = context
  const line = progressLine(terminal)
  const sayWaiting = (until: UnixSeconds) => {
    line.clear()
    const minutes = Math.max(1, Math.ceil((until - core.clock()) / 60))
    void write(terminal.err, `Waiting ${minutes} min until ClassMarker allows the next request.\n`)
  }
  try {
    return await core.syncs.run(account.id, command.recheck ? 'asked' : 'when due', {
      signal: stopped,
      report: (progress) => line.show(...syncProgress(progress)),
      ...(command.wait ? { waiting: sayWaiting } : {}),
    })
  } catch (thrown) {
    return await summaryOf(thrown, account, context)
  } finally {
    line.clear()
  }
}

/** What a run that could not even begin comes to: a missing secret, for one. */
async function summaryOf(thrown: unknown, { id }: StoredAccount, context: CommandContext): Promise<SyncSummary> {
  const { core, onInternalError } = context
  onInternalError(thrown)
  const error = serialiseError(thrown)
  const told = error.detail.nextRequestAfter
  // The error below is the news; what the store cannot say beside it stays empty.
  const known = await core.store.syncState(id).catch(() => null)
  return {
    outcome: outcomeOf(error.code),
    requests: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    unreadable: await core.store.countUnreadable(id).catch(() => 0),
    gaps: known?.gaps ?? [],
    nextRequestAfter: typeof told === 'number' ? (known?.nextRequestAfter ?? null) : null,
    clockOffset: known?.clockOffset ?? 0,
    budget: { used: await core.store.requestsInLastHour(id, core.clock()).catch(() => 0), limit: requestsPerHour },
    error,
  }
}

const gravity: readonly SyncOutcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

/** Runs of different accounts. */
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
    budget: { used: one.budget.used + other.budget.used, limit: one.budget.limit + requestsPerHour },
  }
}
