import { resolve } from 'node:path'
import { Option } from 'commander'
import type { ConfirmedRow, ImportOutcome, RowToConfirm } from '../../../shared/model/import-outcome.ts'
import { type DayOrder, dayOrders, type ResultFileKind, resultFileKinds } from '../../../shared/model/imported.ts'
import { type QuestionFormat, questionFormats } from '../../../shared/model/question-file.ts'
import { isTimeZone } from '../../../shared/model/zone.ts'
import { categoryWord } from '../bank/chosen.ts'
import { type ImportedQuestions, importQuestions, noQuestions } from '../bank/importing.ts'
import { type NamedColumn, namedColumn } from '../bank/question-table.ts'
import { type CommandContext, type DeclareCommand, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import {
  documentOf,
  gapOf,
  linesOf,
  type Outcome,
  openLines,
  placeOf,
  problemLine,
  rowsToConfirm,
} from '../imports/told.ts'
import { plainText, printJson, write } from '../terminal.ts'
import { onlyAccount, signedBy } from '../webhooks/named.ts'

interface Import {
  readonly paths: readonly string[]
  readonly kind: ResultFileKind | undefined
  readonly questionKind: QuestionFormat | undefined
  readonly category: string | null
  readonly isPreview: boolean
  readonly source?: string
  readonly dayOrder: DayOrder | null
  readonly timeZone: string | null
  readonly confirm: readonly Confirmation[]
  readonly fills: readonly string[]
  readonly columns: readonly NamedColumn[]
  readonly sheet: string | undefined
}

/** A row of a list, by the words for its place, and the result that it is said to be. */
interface Confirmation {
  readonly place: string
  readonly result: number
}

interface Options {
  readonly dryRun?: boolean
  readonly kind?: string
  readonly category?: string
  readonly source?: string
  readonly dates?: string
  readonly timeZone?: string
  readonly confirm?: readonly string[]
  readonly fills?: readonly string[]
  readonly column?: readonly string[]
  readonly sheet?: string
}

/** Files of questions, which are of another kind than results. */
const questionKinds: readonly QuestionFormat[] = questionFormats
const kinds = [...resultFileKinds, ...questionKinds]

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('import')
    .description(
      'Imports results and what was answered: payloads of ClassMarker’s webhooks, its results CSV, or saved answers of its API; ' +
        'and questions: ClassMarker’s CSV of them, GIFT, Aiken, Moodle XML, QTI, workbooks of Kahoot and Quizizz, text. ' +
        'FILE may be a folder or a ZIP too. Importing the same again changes nothing, and one import is undone as one step. ' +
        'Signatures are checked with the phrase of the source, or with GRADEKEEP_WEBHOOK_SECRET.',
    )
    .argument('<FILE...>', 'files, folders or ZIP archives')
    .option('--dry-run', 'says what an import would come to, and keeps nothing')
    .addOption(new Option(`--kind <${kinds.join('|')}>`, 'what the files are; it is found where nothing is said'))
    .option('--category <ID>', 'the category for questions whose file names none')
    .option(
      '--column <WHAT=NAME>',
      'with --kind table, what a column holds, by its heading or letter, any number of times: question=B, option=C, correct=F',
      another,
    )
    .option('--sheet <NAME>', 'with --kind table, the sheet of a workbook')
    .option('--source <NAME>', 'the webhook source that the files come from')
    .addOption(
      new Option(
        `--dates <${dayOrders.join('|')}>`,
        'the order of day and month in a results CSV that does not tell it; kept for the account',
      ),
    )
    .option('--time-zone <ZONE>', 'the zone of the times in a results CSV, such as Europe/Berlin; kept for the account')
    .option(
      '--confirm <FILE:LINE=RESULT>',
      'a row of a results CSV and the result that it is, any number of times; --dry-run lists the rows that wait for that',
      another,
    )
    .option(
      '--fills <FEED:FROM-TO>',
      'a gap that the files fill, any number of times; --dry-run lists those that they may fill',
      another,
    )
    .action(answers({ folder: 'write', read: asked, answer: importFiles }))
}

const another = (given: string, before: readonly string[] = []): readonly string[] => [...before, given]

function asked(
  words: readonly string[],
  { dryRun = false, kind, category, source, dates, timeZone, confirm = [], fills = [], column = [], sheet }: Options,
): Import {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw usage(`“${timeZone}” is no time zone; write it as in Europe/Berlin.`)
  if ((column.length > 0 || sheet !== undefined) && kind !== 'table')
    throw usage('--column and --sheet go with --kind table.')
  return {
    columns: column.map(namedColumn),
    sheet,
    paths: words.map((path) => resolve(path)),
    ...kindOf(kind),
    category: category === undefined ? null : categoryWord('import --category', category),
    isPreview: dryRun,
    dayOrder: dayOrderOf(dates),
    timeZone: timeZone ?? null,
    confirm: confirm.map(confirmationIn),
    fills,
    ...(source !== undefined && { source }),
  }
}

function confirmationIn(given: string): Confirmation {
  const [, place, result] = /^(.+:\d+)=(\d+)$/.exec(given) ?? []
  if (place === undefined) throw usage(`--confirm names file, line and result as in results.csv:2=17, not “${given}”.`)
  return { place, result: Number(result) }
}

function dayOrderOf(given: string | undefined): DayOrder | null {
  if (given === undefined) return null
  const order = dayOrders.find((each) => each === given)
  if (order === undefined) throw usage(`--dates is ${dayOrders.join(' or ')}, not “${given}”.`)
  return order
}

function kindOf(given: string | undefined): Pick<Import, 'kind' | 'questionKind'> {
  const kind = resultFileKinds.find((each) => each === given)
  const questionKind = questionKinds.find((each) => each === given)
  if (given !== undefined && kind === undefined && questionKind === undefined)
    throw usage(`--kind is one of ${kinds.join(', ')}, not “${given}”.`)
  return { kind, questionKind }
}

/** Imports files. The exit status says whether any of them could be read. */
async function importFiles(
  { paths, kind, questionKind, category, isPreview, columns, sheet, source: name, ...said }: Import,
  context: CommandContext,
): Promise<number> {
  const { core, terminal, json, stopped } = context
  const { source, phrase } = await signedBy(name, context)
  const account = source === null ? await onlyAccount(context, 'A file') : await core.accounts.stored(source.account)
  const phrases = phrase === null ? [] : [phrase]
  const { choice } = await core.imports.dateChoice(account)
  const dates = { dayOrder: said.dayOrder ?? choice.dayOrder, timeZone: said.timeZone ?? choice.timeZone }
  const asked = {
    ...{ account: { ...account, timeZone: dates.timeZone }, paths, kind, phrases, signal: stopped },
    dayOrder: dates.dayOrder ?? undefined,
  }
  const isDecided = said.confirm.length + said.fills.length > 0
  // Before anything is kept: what is said of rows and gaps may be wrong.
  const decided = isDecided
    ? decidedIn(await core.imports.run({ ...asked, isPreview: true }), said, (row, result) =>
        core.imports.confirmed(row, result, dates.timeZone),
      )
    : {}
  // What is said to be results is not looked at for questions.
  const questions =
    kind === undefined
      ? await importQuestions(
          { account: account.id, paths, format: questionKind ?? null, category, isPreview, columns, sheet },
          context,
        )
      : null
  const hasResults =
    questionKind === undefined && (questions === null || questions.hasOthers || questions.names.size === 0)
  const outcome = hasResults
    ? withoutQuestions(await core.imports.run({ ...asked, ...decided, isPreview }), questions)
    : { ...noOutcome, problems: questions?.problems ?? [] }
  const isSaid = said.dayOrder !== null || said.timeZone !== null
  if (isSaid && !isPreview && outcome.dates.length > 0) await core.imports.keepDateChoice(account, dates)
  const read = outcome.files.filter((file) => file.kind !== null).length + (questions?.files ?? 0)
  if (json) await printJson(terminal, documentOf(outcome, read, questions?.counts ?? noQuestions))
  else {
    // What each question lost is summed up.
    const summed = new Set(questions?.problems.slice(questions.ofPlaces))
    await write(
      terminal.err,
      outcome.problems
        .filter((each) => !summed.has(each))
        .map(problemLine)
        .join(''),
    )
    await write(terminal.err, (questions?.lossLines ?? []).map((line) => `${plainText(line)}\n`).join(''))
    await write(terminal.out, linesOf(outcome, read, isPreview, questions))
    if (isPreview) await write(terminal.out, openLines(outcome))
  }
  return read === 0 && outcome.problems.length > 0 ? exitStatus.failed : exitStatus.done
}

/** Where all files are of questions. */
const noOutcome: Outcome = {
  files: [],
  results: { added: 0, updated: 0, unchanged: 0 },
  ...{ answers: 0, samples: 0, unfinished: 0, problems: [], dates: [], toConfirm: [], gaps: [] },
  signatures: { verified: 0, unverified: 0, wrong: 0 },
}

/** That a file of questions holds no results is no problem; what it lost is told in its place. */
function withoutQuestions(outcome: Outcome, questions: ImportedQuestions | null): Outcome {
  if (questions === null) return outcome
  const problems = outcome.problems.filter(({ file }) => !questions.names.has(file))
  return { ...outcome, problems: [...problems, ...questions.problems] }
}

/** What is said of rows and gaps, as the files have them. @throws AppError `usage/invalid` */
function decidedIn(
  preview: ImportOutcome,
  { confirm, fills }: Pick<Import, 'confirm' | 'fills'>,
  confirmedOf: (row: RowToConfirm, result: number) => ConfirmedRow,
) {
  const rows = rowsToConfirm(preview)
  const confirmed = confirm.map(({ place, result }) => {
    const row = rows.find((each) => placeOf(each) === place)
    if (row === undefined)
      throw usage(`No row ${plainText(place)} waits to be confirmed; --dry-run lists those that do.`)
    if (!row.candidates.some(({ id }) => id === result))
      throw usage(`${plainText(place)} cannot be result ${result}; --dry-run lists those that it may be.`)
    return confirmedOf(row, result)
  })
  const unknown = fills.find((said) => !preview.gaps.some((gap) => gapOf(gap) === said))
  if (unknown !== undefined)
    throw usage(
      `No result of the files falls into a gap ${plainText(unknown)}; --dry-run lists the gaps they may fill.`,
    )
  // What the files prove needs no word.
  return { confirmed, fills: preview.gaps.filter((gap) => gap.isWhole || fills.includes(gapOf(gap))) }
}
