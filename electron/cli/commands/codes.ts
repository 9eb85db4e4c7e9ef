import type { Command } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import type {
  AccessCodeRow,
  AccessListSummary,
  ListRef,
  UncheckedAccessCode,
} from '../../../shared/model/access-code.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import { accountsAt, accountsToChoose, connectedAt } from '../chosen-accounts.ts'
import {
  alikeLine,
  type CodesAnswer,
  changedLine,
  codesDocument,
  everyCodeRefused,
  passedOverLine,
  refusedLines,
  standingLine,
  waitingLine,
} from '../codes/answer.ts'
import { nothingPushed, type Pushed, partOf, push, together } from '../codes/push.ts'
import { type CodesSource, codesIn } from '../codes/source.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { cliSentence, exitStatus, statusOfOutcome } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface ListCodes {
  readonly action: 'list'
  readonly listId: number
}

interface Change {
  readonly action: 'add' | 'remove'
  readonly listId: number
  readonly codes: readonly string[]
  /** A table to read more codes from. */
  readonly source: CodesSource | undefined
}

interface ChangeOptions {
  readonly file?: string
  readonly column?: string
  readonly sheet?: string
  readonly encoding?: string
}

export const declare: DeclareCommand = (program, answers) => {
  const codes = program
    .command('codes')
    .description('Lists the access codes known here, adds codes to an access list or takes them off.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('codes', 'list, add, remove or push'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  codes
    .command('list')
    .description('Lists the access codes known here.')
    .argument('<LIST_ID>', 'the number of the access list')
    .action(
      answers({
        folder: 'read',
        read: ([list]): ListCodes => ({ action: 'list', listId: listOf('list', list) }),
        answer: listCodes,
      }),
    )
  changeOptions(codes.command('add').description(`Adds codes to an access list. ${aboutFiles}`)).action(
    answers({ folder: 'write', read: changeOf('add'), answer: changeCodes }),
  )
  changeOptions(codes.command('remove').description('Takes codes off an access list.')).action(
    answers({ folder: 'write', read: changeOf('remove'), answer: changeCodes }),
  )
  codes
    .command('push')
    .description('Sends the changes that wait.')
    .action(
      answers({
        folder: 'write',
        read: () => ({ action: 'push' }),
        answer: (_, context) => pushCodes(context),
      }),
    )
}

const aboutFiles =
  'FILE is text, CSV, a workbook (.xlsx, .xls, .ods) or - for standard input. Its codes stand below a heading such as ' +
  '“access code”, or are all there is; where column, sheet or letters would be a guess, nothing is sent and the choices ' +
  'are named. Codes that begin with a dash stand behind “--”. Offline, changes are kept and wait.'

const changeOptions = (command: Command): Command =>
  command
    .argument('<LIST_ID>', 'the number of the access list')
    .argument('[CODE...]', 'the codes')
    .option('--file <FILE>', 'a file to take more codes from')
    .option('--column <NAME>', 'the heading or the letter of its column')
    .option('--sheet <NAME>', 'the sheet of a workbook')
    .option('--encoding <NAME>', 'the letters of a text, such as utf-8 or gbk')

const changeOf =
  (action: Change['action']) =>
  ([list, ...codes]: readonly string[], options: ChangeOptions): Change => {
    const listId = listOf(action, list)
    const source = sourceOf(options)
    if (codes.length === 0 && source === undefined) {
      throw usage(`“codes ${action}” needs the codes, or a file with --file F.`)
    }
    return { action, listId, codes, source }
  }

function sourceOf({ file, column, sheet, encoding }: ChangeOptions): CodesSource | undefined {
  if (file !== undefined) return { file, column, sheet, encoding }
  const [stray] = Object.entries({ column, sheet, encoding }).find(([, value]) => value !== undefined) ?? []
  if (stray !== undefined) throw usage(`--${stray} says how a file is read: it needs --file F.`)
  return undefined
}

function listOf(action: string, word = ''): number {
  if (!/^\d{1,15}$/.test(word) || Number(word) === 0) {
    throw usage(`“codes ${action}” needs the number of the access list, not “${word}”.`)
  }
  return Number(word)
}

// Writes a list of 20,000 codes in four steps.
const rowsPerStep = 5_000

async function listCodes({ listId }: ListCodes, context: CommandContext): Promise<number> {
  const { terminal, json } = context
  const list = await chosenList(listId, await accountsAt('classmarker', context), context)
  const rows = await rowsOf(list, context)
  const answer = answerOf(await listsOf(list, context), nothingPushed, listId)
  if (json) {
    const known = rows.map(({ code, name, state }) => ({ code, name, state }))
    await printJson(terminal, { ...codesDocument(answer), codes: known })
    return exitStatus.done
  }
  // Lists only codes known to be on the list: not those to be removed, and not held additions.
  const kept = rows.filter(({ state }) => state !== 'pending-remove' && state !== 'held-add')
  await write(terminal.out, kept.map(({ code }) => `${plainText(code)}\n`).join(''))
  await write(terminal.err, standingLine(answer))
  return exitStatus.done
}

async function rowsOf(list: ListRef, { core }: CommandContext): Promise<AccessCodeRow[]> {
  const { answers } = core.store
  const query = { list, filter: {}, sort: { field: 'code', direction: 'asc' } } as const
  const { answer, rows: first } = await answers.open('codes', query, rowsPerStep)
  const rows = [...first]
  const count = await answers.count(answer)
  for (let from = first.length; from < count; from += rowsPerStep)
    rows.push(...(await answers.rows('codes', answer, from, from + rowsPerStep)))
  answers.close(answer)
  return rows
}

/** Saves the change and sends it if possible. Waiting, or another process sending, is not a failure. */
async function changeCodes(asked: Change, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { action: change, listId, codes: typed, source } = asked
  const list = await chosenList(listId, await connectedAt('classmarker', context), context)
  const accessCodes: UncheckedAccessCode[] = typed.map((code) => ({ code, name: null }))
  if (source !== undefined) accessCodes.push(...(await codesIn(source, context)))
  const edit = { list, change, origin: 'command-line', codes: accessCodes, at: core.clock() } as const
  const { rejected, effective, alike } = await core.store.applyCodes(edit)
  const pushed = partOf(await push(list.accountId, context), listId)
  const answer = answerOf(await listsOf(list, context), pushed, listId, rejected)
  await say(answer, pushed, context)
  if (!json) await write(terminal.err, passedOverLine(answer.rejected))
  await write(terminal.err, refusedLines(rejected) + alikeLine(alike))
  if (everyCodeRefused(effective, rejected, pushed)) return exitStatus.failed
  const waits = pushed.outcome === 'offline' || pushed.error?.code === 'sync/busy'
  return waits ? exitStatus.done : statusOfOutcome(pushed.outcome)
}

/** Sends the waiting changes of every chosen account. */
async function pushCodes(context: CommandContext): Promise<number> {
  const { core, stopped } = context
  const ids = (await connectedAt('classmarker', context)).map(({ id }) => id)
  const before = await core.store.accessLists(ids)
  let pushed = nothingPushed
  for (const id of ids) {
    if (stopped.aborted && id !== ids[0]) break
    pushed = together(pushed, await push(id, context))
  }
  const concerned = before.filter((list) => waitingIn(list) > 0)
  const after = await core.store.accessLists(ids)
  const [only, ...others] = concerned
  const isOne = only !== undefined && others.length === 0
  const lists = isOne ? after.filter((list) => isSame(list, only)) : after
  const answer = answerOf(lists, pushed, isOne ? only.listId : null)
  await say(answer, pushed, context)
  return statusOfOutcome(pushed.outcome)
}

const isSame = (one: ListRef, other: ListRef): boolean =>
  one.accountId === other.accountId && one.listId === other.listId

const waitingIn = ({ pendingAdds, pendingRemoves }: AccessListSummary): number => pendingAdds + pendingRemoves

async function listsOf(list: ListRef, { core }: CommandContext): Promise<readonly AccessListSummary[]> {
  return (await core.store.accessLists([list.accountId])).filter((each) => isSame(each, list))
}

function answerOf(
  lists: readonly AccessListSummary[],
  pushed: Pushed,
  listId: number | null,
  rejected: CodesAnswer['rejected'] = [],
): CodesAnswer {
  const totals = lists.map(({ serverTotal }) => serverTotal)
  return {
    listId,
    added: pushed.added,
    removed: pushed.removed,
    pending: sum(lists.map(waitingIn)),
    knownHere: sum(lists.map(({ knownHere }) => knownHere)),
    serverTotal: totals.length > 0 && totals.every((total) => total !== null) ? sum(totals) : null,
    rejected: [...rejected, ...pushed.refused],
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((whole, number) => whole + number, 0)

/** Writes the answer even if sending failed; the reason and what waits go to standard error. */
async function say(answer: CodesAnswer, { error }: Pushed, { terminal, json }: CommandContext): Promise<void> {
  if (json) await printJson(terminal, codesDocument(answer))
  else await write(terminal.out, changedLine(answer))
  if (error !== null) await write(terminal.err, `${cliSentence(error)}\n`)
  if (answer.pending > 0) await write(terminal.err, waitingLine(answer.pending))
}

/**
 * The access list of that number, found through the accounts' links.
 * @throws AppError `access-list/not-found`, `usage/invalid` where several accounts have such a list
 */
async function chosenList(
  listId: number,
  accounts: readonly StoredAccount[],
  context: CommandContext,
): Promise<ListRef> {
  const known = await context.core.store.accessLists(accounts.map(({ id }) => id))
  const owners = known.filter((list) => list.listId === listId).map(({ accountId }) => accountId)
  const [own, other] = owners
  if (own === undefined) throw new AppError('access-list/not-found', { listId })
  if (other === undefined) return { accountId: own, listId }
  const named = accountsToChoose(accounts.filter(({ id }) => owners.includes(id)))
  throw usage(`Several accounts have an access list ${listId}. Choose one with --account ID: ${named}.`)
}
