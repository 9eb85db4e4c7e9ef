import { basename, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { newestFirst } from '../../shared/model/query.ts'
import { systemClock } from '../environment.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { ofChosenAccounts } from './chosen-accounts.ts'
import { sayIncomplete } from './completeness.ts'
import type { CommandContext, Named } from './context.ts'
import { plainText } from './plain-text.ts'
import { exportProgress, progressLine } from './progress-line.ts'
import { clockLine, type Outbox, statusDocument, statusLines } from './summaries.ts'
import { askSecret, printJson, write } from './terminal.ts'

const secretNotKept =
  'This computer has no keychain that Gradekeep can use. The API secret is not kept after this command; ' +
  'set GRADEKEEP_API_SECRET for each run.'

export async function connect(command: Named<'connect'>, context: CommandContext): Promise<void> {
  const { core, terminal, json, givenSecret, stopped } = context
  const secret = givenSecret ?? (await askSecret(terminal, 'API secret: ', stopped))
  if (!secret.trim()) throw new AppError('usage/invalid', { problem: 'No API secret was given.' })
  const name = command.accountName ?? ''
  const sameAccount = command.separate ? 'separate' : 'take-over'
  const input = { key: command.key, secret, name, signature: command.signature, sameAccount } as const
  const connected = await core.accounts.connect(input, stopped)
  const { account, tookOver, groups, links, tests, requests } = connected
  if (json) {
    const { id, name, key, signature } = account
    await printJson(terminal, { account: { id, name, key, signature }, tookOver, groups, links, tests, requests })
  } else {
    const seen = `the key sees ${counted(groups, 'group')}, ${counted(links, 'link')} and ${counted(tests, 'test')}`
    await write(terminal.out, `Connected “${plainText(account.name)}” (${account.id}): ${seen}.\n`)
    if (tookOver) await write(terminal.out, `${takenOverWords(account.results)}\n`)
  }
  const wrongClock = clockLine(connected.clockOffset)
  if (wrongClock !== null) await write(terminal.err, `${wrongClock}\n`)
  if (givenSecret === undefined && account.secret === 'memory') await write(terminal.err, `${secretNotKept}\n`)
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

const takenOverWords = (results: number): string =>
  `This ClassMarker account was here under another key: its ${results} results stay, and the former key is replaced. ` +
  'With --separate it would be an account of its own.'

export async function exportFile(command: Named<'export'>, context: CommandContext): Promise<void> {
  const { core, isCopy, terminal, json, stopped } = context
  // A key made for this once would give every student another pseudonym the next time.
  if (isCopy && command.identity === 'pseudonyms' && !(await core.store.hasPseudonymKey())) {
    throw new AppError('export/no-pseudonyms')
  }
  const file = resolve(command.file)
  const line = progressLine(terminal)
  const request = {
    query: { filter: await ofChosenAccounts(command.filter, context), sort: newestFirst },
    file,
    format: /\.csv$/i.test(file) ? 'csv' : 'xlsx',
    policy: command.policy,
    hiddenColumns: (await core.store.settings()).hiddenColumns,
    identity: command.identity,
    pseudonymKey: await core.store.pseudonymKey(),
    exportedAt: core.clock(),
  } as const
  await sayIncomplete(context)
  const onProgress = (written: number, total: number) => line.show(...exportProgress({ written, total }))
  const outcome = await core.exporter.run('results', request, { signal: stopped, onProgress }).finally(line.clear)
  const { sheets, students, attempts } = outcome
  if (json) await printJson(terminal, { file, sheets, students, attempts })
  else
    await write(
      terminal.out,
      `${plainText(basename(file))}: ${counted(attempts, 'attempt')} of ${counted(students, 'student')}\n`,
    )
  if (outcome.formulaLikeTexts > 0 && request.format === 'csv') {
    await write(
      terminal.err,
      `${outcome.formulaLikeTexts} texts begin like a formula; a spreadsheet may run them. Use .xlsx to open the file in Excel.\n`,
    )
  }
}

/** Says of every account, the sample included, what is here, until when, and what waits to be sent. */
export async function status({ core, terminal, json, account: named }: CommandContext): Promise<void> {
  const accounts = named === undefined ? await core.store.listAccounts() : [await core.accounts.stored(named)]
  const statuses = await Promise.all(
    accounts.map(async (account) => ({
      zone: account.timeZone,
      status: { ...(await core.syncs.status(account)), outbox: await outboxOf(account.id, core) },
    })),
  )
  if (json) await printJson(terminal, statusDocument(statuses.map((each) => each.status)))
  else {
    const zoned = statuses.map((each) => ({ ...each.status, timeZone: each.zone }))
    await write(terminal.out, statusLines(zoned, core.clock()))
  }
}

async function outboxOf(accountId: string, { store }: CommandContext['core']): Promise<Outbox> {
  return { pending: await store.pendingCodes(accountId), held: await store.heldCodes(accountId) }
}

/** Runs a ClassMarker on this computer until interrupted. */
export async function simulator(
  command: Named<'simulator'>,
  { terminal, json, stopped }: Pick<CommandContext, 'terminal' | 'json' | 'stopped'>,
): Promise<void> {
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
