import type { AccessCodeRow, AccessListSummary, GivenCode, ListRef } from '../../shared/model/access-code.ts'
import { connectedAccounts, someAccounts } from './chosen-accounts.ts'
import { chosenList } from './chosen-list.ts'
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
} from './codes-answer.ts'
import type { CodesCommand } from './codes-arguments.ts'
import { codesIn } from './codes-file.ts'
import type { CommandContext } from './context.ts'
import { cliSentence, exitStatus, statusOfOutcome } from './failures.ts'
import { plainText } from './plain-text.ts'
import { nothingPushed, type Pushed, partOf, push, together } from './push.ts'
import { printJson, write } from './terminal.ts'

type Change = Extract<CodesCommand, { action: 'add' | 'remove' }>

/** Access codes as they are known here, and changes of them. @returns the exit status */
export function codes(command: CodesCommand, context: CommandContext): Promise<number> {
  switch (command.action) {
    case 'list':
      return listCodes(command.listId, context)
    case 'push':
      return pushCodes(context)
    default:
      return changeCodes(command, context)
  }
}

// A list of 20,000 codes in four steps.
const rowsPerStep = 5_000

async function listCodes(listId: number, context: CommandContext): Promise<number> {
  const { terminal, json } = context
  const list = await chosenList(listId, await someAccounts(context), context)
  const rows = await rowsOf(list, context)
  const answer = answerOf(await listsOf(list, context), nothingPushed, listId)
  if (json) {
    const known = rows.map(({ code, name, state }) => ({ code, name, state }))
    await printJson(terminal, { ...codesDocument(answer), codes: known })
    return exitStatus.done
  }
  // As many lines as codes are known here: what is to be taken off, or is not to be added, is not on the list.
  const kept = rows.filter(({ state }) => state !== 'pending-remove' && state !== 'held-add')
  await write(terminal.out, kept.map(({ code }) => `${plainText(code)}\n`).join(''))
  await write(terminal.err, standingLine(answer))
  return exitStatus.done
}

async function rowsOf(list: ListRef, { core }: CommandContext): Promise<AccessCodeRow[]> {
  const query = { list, filter: {}, sort: { field: 'code', direction: 'asc' }, limit: rowsPerStep } as const
  const rows: AccessCodeRow[] = []
  for (;;) {
    const step = await core.store.codesPage({ ...query, offset: rows.length })
    rows.push(...step)
    if (step.length < rowsPerStep) return rows
  }
}

/** Keeps the change and sends it where that is possible. That it waits, or that another process sends, is no failure. */
async function changeCodes(command: Change, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const { action: change, listId, codes: typed, source } = command
  const list = await chosenList(listId, await connectedAccounts(context), context)
  const entries: GivenCode[] = typed.map((code) => ({ code, name: null }))
  if (source !== undefined) entries.push(...(await codesIn(source, context)))
  const edit = { list, change, origin: 'command-line', codes: entries, at: core.clock() } as const
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

/** Sends what waits, of every chosen account. */
async function pushCodes(context: CommandContext): Promise<number> {
  const { core, stopped } = context
  const ids = (await connectedAccounts(context)).map(({ id }) => id)
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

/** The answer is given also where sending failed; why, and what waits, stands beside it. */
async function say(answer: CodesAnswer, { error }: Pushed, { terminal, json }: CommandContext): Promise<void> {
  if (json) await printJson(terminal, codesDocument(answer))
  else await write(terminal.out, changedLine(answer))
  if (error !== null) await write(terminal.err, `${cliSentence(error)}\n`)
  if (answer.pending > 0) await write(terminal.err, waitingLine(answer.pending))
}
