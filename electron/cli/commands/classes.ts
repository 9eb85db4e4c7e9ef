import type { Command } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import type { ClassChange, ClassMember, ClassSummary } from '../../../shared/model/class.ts'
import { changeOf } from '../../../shared/model/class-file.ts'
import { translator } from '../../../shared/translate.ts'
import { perhapsHere, readAtOneMoment } from '../../store/api.ts'
import { accountsToChoose, someAccounts } from '../chosen-accounts.ts'
import { perhapsHereLines, refusedRows } from '../classes/answer.ts'
import { classesNamed, classNamed, classNameIn } from '../classes/named.ts'
import { columnWords, learnerIdWord, namedColumn, type PeopleSource, peopleIn } from '../classes/source.ts'
import { type CommandContext, type DeclareCommand, refuseAction, repeated, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface OfClass {
  readonly className: string
}

interface Adding extends OfClass {
  readonly keys: readonly string[]
  readonly source: PeopleSource | undefined
}

interface Removing extends OfClass {
  readonly keys: readonly string[]
}

interface AddOptions {
  readonly file?: string
  readonly column?: readonly string[]
  readonly sheet?: string
  readonly encoding?: string
}

export const declare: DeclareCommand = (program, answers) => {
  const classes = program
    .command('classes')
    .description('Lists classes, or changes them. They are kept on this computer only.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('classes', 'list, show, add, remove or delete'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  const ofClass = (name: string, description: string): Command =>
    classes.command(name).description(description).argument('<NAME>', 'the name of the class')
  const keys = (command: Command): Command => command.argument('[KEY...]', 'the keys of students')

  classes
    .command('list')
    .description('Lists the classes.')
    .action(
      answers({
        folder: 'read',
        empty: { json: classesDocument([]), words: 'beside it' },
        read: () => ({}),
        answer: (_, context) => listClasses(context),
      }),
    )
  ofClass('show', 'Lists the students of a class.').action(
    answers({ folder: 'read', read: ([name]) => ({ className: classNameIn(name) }), answer: showClass }),
  )
  keys(ofClass('add', `Adds students to a class, and makes it where there is none of that name. ${aboutFiles}`))
    .option('--file <FILE>', 'a file to take more students from')
    .option('--column <WHAT=NAME>', 'which of its columns is what, by heading or letter', repeated)
    .option('--sheet <NAME>', 'the sheet of a workbook')
    .option('--encoding <NAME>', 'the letters of a text, such as utf-8 or gbk')
    .action(answers({ folder: 'write', read: adding, answer: addStudents }))
  keys(ofClass('remove', 'Takes students out of a class.')).action(
    answers({ folder: 'write', read: removing, answer: removeStudents }),
  )
  ofClass('delete', 'Deletes a class; its students’ results stay.').action(
    answers({ folder: 'write', read: ([name]) => ({ className: classNameIn(name) }), answer: deleteClass }),
  )
}

const aboutFiles =
  'FILE is text, CSV, a workbook (.xlsx, .xls, .ods) or - for standard input. Its columns are found by their headings ' +
  `(${columnWords}); where that would be a guess, nothing is changed and the choices are named. Learners of a learning ` +
  `platform are known by ${learnerIdWord} alone: a row with a name says what they are called from then on.`

function adding([name, ...keys]: readonly string[], { file, column, sheet, encoding }: AddOptions): Adding {
  const className = classNameIn(name)
  if (file !== undefined) {
    const columns = Object.fromEntries((column ?? []).map(namedColumn))
    return { className, keys, source: { file, sheet, encoding, columns } }
  }
  const [stray] = Object.entries({ column, sheet, encoding }).find(([, value]) => value !== undefined) ?? []
  if (stray !== undefined) throw usage(`--${stray} says how a file is read: it needs --file F.`)
  return { className, keys, source: undefined }
}

function removing([name, ...keys]: readonly string[]): Removing {
  if (keys.length === 0) throw usage('“classes remove” needs the keys of the students.')
  return { className: classNameIn(name), keys }
}

const words = translator({
  students_one: '{{count}} student',
  students_other: '{{count}} students',
})

async function listClasses(context: CommandContext): Promise<number> {
  const accounts = await someAccounts(context)
  return answer(await context.core.store.listClasses(accounts.map(({ id }) => id)), context)
}

async function showClass({ className }: OfClass, context: CommandContext): Promise<number> {
  const found = await classNamed(className, await someAccounts(context), context)
  const members = await context.core.store.classMembers(found.id)
  if (!context.json) {
    const lines = members.map(({ key, first, last }) => `${plainText(key)}  ${plainText(`${first} ${last}`.trim())}\n`)
    await write(context.terminal.out, lines.join(''))
    return exitStatus.done
  }
  const students = members.map(({ key, first, last, externalId }) => ({
    student_key: key,
    first,
    last,
    external_id: externalId,
  }))
  await printJson(context.terminal, { ...classesDocument([found]), students })
  return exitStatus.done
}

async function addStudents({ className, keys, source }: Adding, context: CommandContext): Promise<number> {
  const { core, terminal } = context
  const accounts = await someAccounts(context)
  const [found] = await classesNamed(className, accounts, context)
  const account = found?.account ?? onlyAccount(accounts)
  const isPlatform = accounts.find(({ id }) => id === account)?.service === 'assessments'
  const people = source === undefined ? null : await peopleIn(source, isPlatform, context)
  const chosen = await studentsWith(keys, account, context)
  const diff =
    people === null ? null : await core.store.previewClass(account, found?.id ?? null, people.rows, people.columns)
  const fromFile: ClassChange = diff === null ? { put: [], remove: [] } : changeOf(diff, false)
  const { names = [] } = fromFile
  const present = new Set(found === undefined ? [] : (await core.store.classMembers(found.id)).map(({ key }) => key))
  // Who stands in the class already keeps what it says of them.
  const added = new Map(chosen.filter(({ key }) => !present.has(key)).map((each) => [each.key, each]))
  for (const each of fromFile.put) added.set(each.key, each)
  const change = { put: [...added.values()], remove: fromFile.remove, names }
  const strangers = diff?.new.filter(({ isKnown }) => !isKnown) ?? []
  const alike = await perhapsHere(
    core.store,
    account,
    strangers.map(({ member }) => member),
  )
  await write(terminal.err, perhapsHereLines(strangers, alike))
  const isNothing =
    diff !== null && diff.refused.length > 0 && diff.new.length + diff.changed.length + names.length === 0
  if (found !== undefined) await core.store.changeClass(found.id, change)
  else if (!isNothing || keys.length > 0) await core.store.addClass(account, className, change.put, core.clock(), names)
  if (diff !== null) await write(terminal.err, refusedRows(diff.refused))
  const status = await answer(await classesNamed(className, accounts, context), context)
  return isNothing && keys.length === 0 && diff.unchanged.length === 0 ? exitStatus.failed : status
}

/** Students by any of their keys, also before their first result. @throws AppError `usage/invalid` for a key that nobody has */
async function studentsWith(
  keys: readonly string[],
  account: string,
  { core }: CommandContext,
): Promise<readonly ClassMember[]> {
  if (keys.length === 0) return []
  const students = await readAtOneMoment(core.databaseFile, async (reading) =>
    keys.map((key) => ({ key, student: reading.studentRows([{ account, key }], 'best')[0] })),
  )
  return students.map(({ key: asked, student }) => {
    if (student === undefined) throw usage(`No student has the key “${plainText(asked)}”.`)
    const { key, first, last, email } = student
    return { key, first, last, email, externalId: null, extraTime: null }
  })
}

async function removeStudents({ className, keys }: Removing, context: CommandContext): Promise<number> {
  const { core, terminal } = context
  const accounts = await someAccounts(context)
  const { id } = await classNamed(className, accounts, context)
  const members = new Set((await core.store.classMembers(id)).map(({ key }) => key))
  const strangers = keys.filter((key) => !members.has(key))
  await core.store.changeClass(id, { put: [], remove: keys })
  if (strangers.length > 0) {
    const named = strangers.map((key) => `“${plainText(key)}”`).join(', ')
    await write(terminal.err, `Not in the class: ${named}.\n`)
  }
  const status = await answer(await classesNamed(className, accounts, context), context)
  return strangers.length === keys.length ? exitStatus.failed : status
}

async function deleteClass({ className }: OfClass, context: CommandContext): Promise<number> {
  const accounts = await someAccounts(context)
  await context.core.store.removeClass((await classNamed(className, accounts, context)).id)
  return listClasses(context)
}

const classesDocument = (classes: readonly ClassSummary[]) => ({
  classes: classes.map(({ name, students }) => ({ name, students })),
})

async function answer(classes: readonly ClassSummary[], { json, terminal }: CommandContext): Promise<number> {
  if (json) await printJson(terminal, classesDocument(classes))
  else {
    const lines = classes.map(({ name, students }) => `${plainText(name)}: ${words('students', { count: students })}\n`)
    await write(terminal.out, lines.join(''))
  }
  return exitStatus.done
}

/** @throws AppError `usage/invalid` where there are several */
function onlyAccount(accounts: readonly StoredAccount[]): string {
  const [only, another] = accounts
  if (only === undefined) throw new AppError('account/not-found')
  if (another === undefined) return only.id
  throw usage(`A class is of one account. Choose one with --account ID: ${accountsToChoose(accounts)}.`)
}
