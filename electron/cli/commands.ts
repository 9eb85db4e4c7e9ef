import { basename, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { AccountSummary, SyncOutcome } from '../../shared/model/account.ts'
import type { ResultsFilter } from '../../shared/model/query.ts'
import { requestsPerHour, type SyncSummary } from '../../shared/model/sync.ts'
import { sentenceFor } from '../../shared/sentences.ts'
import type { Core } from '../core.ts'
import { systemClock } from '../environment.ts'
import { startSimulator } from '../simulator/simulator.ts'
import type { Command } from './arguments.ts'
import { resultDocument } from './result-document.ts'
import { statusDocument, statusLines, syncDocument, syncLine } from './summaries.ts'
import { askSecret, printJson, progressLine, type Terminal, write } from './terminal.ts'

export interface CommandContext {
  readonly core: Core
  readonly terminal: Terminal
  readonly json: boolean
  readonly account: string | undefined
  /** The secret from the environment, for this run only. */
  readonly givenSecret: string | undefined
  readonly stopped: AbortSignal
}

type Named<Name extends Command['name']> = Extract<Command, { name: Name }>

export async function connect(command: Named<'connect'>, { core, terminal, json, givenSecret }: CommandContext) {
  const secret = givenSecret ?? (await askSecret(terminal, 'API secret: '))
  if (!secret.trim()) throw new AppError('usage/invalid', { problem: 'No API secret was given.' })
  const connected = await core.accounts.connect({
    key: command.key,
    secret,
    name: command.accountName ?? 'ClassMarker',
    signature: command.signature,
  })
  const { id, name, key, signature } = connected.account
  const { groups, links, tests, requests } = connected
  if (json) await printJson(terminal, { account: { id, name, key, signature }, groups, links, tests, requests })
  else
    await write(
      terminal.out,
      `Connected “${name}” (${id}): the key sees ${groups} groups, ${links} links and ${tests} tests.\n`,
    )
  if (givenSecret === undefined && core.secrets.place === 'memory') {
    await write(terminal.err, `${sentenceFor({ code: 'keychain/unavailable', detail: {} })}\n`)
  }
}

/** Syncs the chosen account, or each in turn. @returns how it ended, the worst first */
export async function sync(command: Named<'sync'>, context: CommandContext): Promise<SyncOutcome> {
  const { terminal, json, core } = context
  const accounts = await chosenAccounts(context)
  const summaries: SyncSummary[] = []
  for (const account of accounts) summaries.push(await syncOne(account, command.wait, context))
  const whole = summaries.reduce(together)
  if (json) await printJson(terminal, syncDocument(whole))
  else await write(terminal.out, `${syncLine(whole, core.clock())}\n`)
  if (whole.error !== null) await write(terminal.err, `${sentenceFor(whole.error)}\n`)
  return whole.outcome
}

async function syncOne(account: AccountSummary, mayWait: boolean, context: CommandContext): Promise<SyncSummary> {
  const { core, terminal, stopped } = context
  const line = progressLine(terminal)
  let whole: SyncSummary | null = null
  for (;;) {
    const summary = await core.syncs.runHere(account.id, { signal: stopped, report: line.show })
    line.clear()
    whole =
      whole === null
        ? summary
        : {
            ...together(whole, summary),
            outcome: summary.outcome,
            error: summary.error,
            budget: summary.budget,
            gaps: summary.gaps,
          }
    if (!mayWait || summary.outcome !== 'rate-limited' || summary.nextRequestAfter === null) return whole
    const seconds = Math.max(1, summary.nextRequestAfter - core.clock() + 1)
    await write(terminal.err, `Waiting ${Math.ceil(seconds / 60)} min until ClassMarker allows the next request.\n`)
    await wait(seconds * 1000, undefined, { signal: stopped }).catch(() => undefined)
    if (stopped.aborted) return whole
  }
}

const gravity: readonly SyncOutcome[] = ['complete', 'cancelled', 'rate-limited', 'offline', 'failed']

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

const pageRows = 5_000

export async function results(command: Named<'results'>, context: CommandContext): Promise<void> {
  const { core, terminal, json } = context
  const filter = await accountFilter(command.filter, context)
  const total = await core.store.countResults(filter)
  const end = Math.min(total, command.offset + (command.limit ?? total))
  if (json) await write(terminal.out, `{"total":${total},"results":[`)
  for (let offset = command.offset; offset < end; offset += pageRows) {
    const limit = Math.min(pageRows, end - offset)
    const rows = await core.store.storedResultsPage({ filter, sort: command.sort, offset, limit })
    const documents = rows.map(resultDocument)
    const text = json
      ? documents.map((document) => JSON.stringify(document)).join(',\n')
      : documents.map((document) => `${lineOf(document)}\n`).join('')
    await write(terminal.out, json && offset > command.offset ? `,\n${text}` : text)
  }
  if (json) await write(terminal.out, ']}\n')
  else await write(terminal.err, `${Math.max(0, end - command.offset)} of ${total} results\n`)
}

function lineOf(result: Record<string, unknown>): string {
  const finished = new Date(Number(result.time_finished) * 1000).toISOString().slice(0, 16).replace('T', ' ')
  const source = result.group_name ?? result.link_name
  return [finished, `${result.first} ${result.last}`, result.test_name, source, `${result.percentage}%`].join('\t')
}

export async function exportFile(command: Named<'export'>, context: CommandContext): Promise<void> {
  const { core, terminal, json, stopped } = context
  const file = resolve(command.file)
  const outcome = await core.exporter.run(
    {
      query: { filter: await accountFilter(command.filter, context), sort: { field: 'finished', direction: 'desc' } },
      file,
      format: /\.csv$/i.test(file) ? 'csv' : 'xlsx',
      policy: command.policy,
      identity: command.identity,
      pseudonymKey: await core.store.pseudonymKey(),
      exportedAt: core.clock(),
    },
    { signal: stopped, onProgress: () => undefined },
  )
  const { sheets, students, attempts } = outcome
  if (json) await printJson(terminal, { file, sheets, students, attempts })
  else await write(terminal.out, `${basename(file)}: ${attempts} attempts of ${students} students\n`)
  if (outcome.formulaLikeTexts > 0 && /\.csv$/i.test(file)) {
    await write(
      terminal.err,
      `${outcome.formulaLikeTexts} texts begin like a formula; a spreadsheet may run them. Use .xlsx to open the file in Excel.\n`,
    )
  }
}

export async function status(context: CommandContext): Promise<void> {
  const { core, terminal, json } = context
  const accounts = await Promise.all((await chosenAccounts(context, true)).map((account) => core.syncs.status(account)))
  if (json) await printJson(terminal, statusDocument(accounts))
  else await write(terminal.out, statusLines(accounts, core.clock()))
}

/** Runs a ClassMarker on this computer until interrupted. */
export async function simulator(
  command: Named<'simulator'>,
  { terminal, json, stopped }: Omit<CommandContext, 'core'>,
) {
  const running = await startSimulator({ ...command, clock: systemClock }).catch((thrown: unknown) => {
    if (!isPortTaken(thrown)) throw thrown
    throw new AppError('simulator/port-taken', { port: command.port })
  })
  const { url, key, secret } = running
  if (json) await printJson(terminal, { url, key, secret })
  else await write(terminal.out, `URL:    ${url}\nKey:    ${key}\nSecret: ${secret}\n`)
  await new Promise<void>((done) => {
    if (stopped.aborted) done()
    else stopped.addEventListener('abort', () => done(), { once: true })
  })
  await running.close()
}

const isPortTaken = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && (thrown.code === 'EADDRINUSE' || thrown.code === 'EACCES')

async function chosenAccounts({ core, account }: CommandContext, mayBeNone = false): Promise<AccountSummary[]> {
  if (account !== undefined) return [await core.accounts.get(account)]
  const all = await core.accounts.list()
  if (all.length === 0 && !mayBeNone) throw new AppError('account/not-found')
  return all
}

async function accountFilter(filter: ResultsFilter, { core, account }: CommandContext): Promise<ResultsFilter> {
  return account === undefined ? filter : { ...filter, accounts: [(await core.accounts.get(account)).id] }
}
