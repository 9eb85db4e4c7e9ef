import { setTimeout as wait } from 'node:timers/promises'
import { serialiseError } from '../../shared/errors.ts'
import type { SyncOutcome } from '../../shared/model/account.ts'
import { requestsPerHour, type SyncSummary } from '../../shared/model/sync.ts'
import type { StoredAccount } from '../store/queries/accounts.ts'
import { someAccounts } from './chosen-accounts.ts'
import type { CommandContext, Named } from './context.ts'
import { cliSentence, outcomeOf } from './failures.ts'
import { plainText } from './plain-text.ts'
import { progressLine, syncProgress } from './progress-line.ts'
import { syncDocument, syncLine } from './summaries.ts'
import { printJson, write } from './terminal.ts'

/**
 * Syncs the chosen account, or each in turn; one that fails leaves the others their turn.
 * @returns how it ended, the worst first
 */
export async function sync(command: Named<'sync'>, context: CommandContext): Promise<SyncOutcome> {
  const { terminal, json, core, stopped } = context
  const accounts = await someAccounts(context)
  const summaries: SyncSummary[] = []
  for (const account of accounts) {
    if (stopped.aborted && summaries.length > 0) break
    const summary = await syncOne(account, command.wait, context)
    summaries.push(summary)
    if (summary.error === null) continue
    const name = accounts.length > 1 ? `${plainText(account.name)}: ` : ''
    await write(terminal.err, `${name}${cliSentence(summary.error)}\n`)
  }
  const whole = summaries.reduce(together)
  if (json) await printJson(terminal, syncDocument(whole))
  else await write(terminal.out, `${syncLine(whole, core.clock())}\n`)
  return whole.outcome
}

async function syncOne(account: StoredAccount, mayWait: boolean, context: CommandContext): Promise<SyncSummary> {
  const { core, terminal, stopped } = context
  let whole: SyncSummary | null = null
  for (;;) {
    const summary = await runOnce(account, context)
    whole = whole === null ? summary : afterwards(whole, summary)
    if (!mayWait || summary.outcome !== 'rate-limited' || summary.nextRequestAfter === null) return whole
    const seconds = Math.max(1, summary.nextRequestAfter - core.clock() + 1)
    await write(terminal.err, `Waiting ${Math.ceil(seconds / 60)} min until ClassMarker allows the next request.\n`)
    await wait(seconds * 1000, undefined, { signal: stopped }).catch(() => undefined)
    if (stopped.aborted) return { ...whole, outcome: 'cancelled', error: { code: 'job/cancelled', detail: {} } }
  }
}

async function runOnce(account: StoredAccount, context: CommandContext): Promise<SyncSummary> {
  const { core, terminal, stopped } = context
  const line = progressLine(terminal)
  try {
    return await core.syncs.runHere(account.id, {
      signal: stopped,
      report: (progress) => line.show(...syncProgress(progress)),
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
  const known = await core.store.syncState(id).catch(() => null)
  return {
    outcome: outcomeOf(error.code),
    requests: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    unreadable: 0,
    gaps: known?.gaps ?? [],
    nextRequestAfter: typeof told === 'number' ? (known?.nextRequestAfter ?? null) : null,
    budget: { used: await core.store.requestsInLastHour(id, core.clock()).catch(() => 0), limit: requestsPerHour },
    error,
  }
}

/** Two runs of one account: what they did adds up, how it stands is what the later one says. */
const afterwards = (earlier: SyncSummary, later: SyncSummary): SyncSummary => ({
  ...together(earlier, later),
  outcome: later.outcome,
  error: later.error,
  nextRequestAfter: later.nextRequestAfter,
  budget: later.budget,
  gaps: later.gaps,
})

const gravity: readonly SyncOutcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

/** Runs of different accounts. */
function together(one: SyncSummary, other: SyncSummary): SyncSummary {
  const worse = gravity.indexOf(other.outcome) > gravity.indexOf(one.outcome) ? other : one
  return {
    outcome: worse.outcome,
    error: worse.error,
    nextRequestAfter: worse.nextRequestAfter,
    requests: one.requests + other.requests,
    added: one.added + other.added,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
    unreadable: one.unreadable + other.unreadable,
    gaps: [...one.gaps, ...other.gaps],
    budget: { used: one.budget.used + other.budget.used, limit: one.budget.limit + requestsPerHour },
  }
}
