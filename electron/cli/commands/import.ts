import { resolve } from 'node:path'
import { Option } from 'commander'
import { type QuestionFormat, questionFormats } from '../../../shared/model/bank.ts'
import type { ImportOutcome } from '../../../shared/model/import-outcome.ts'
import {
  type DayOrder,
  dayOrders,
  type ImportProblem,
  type ResultFileKind,
  resultFileKinds,
} from '../../../shared/model/imported.ts'
import { isTimeZone } from '../../../shared/model/zone.ts'
import { translator } from '../../../shared/translate.ts'
import { categoryWord } from '../bank/chosen.ts'
import { type ImportedQuestions, importQuestions, noQuestions, type QuestionCounts } from '../bank/importing.ts'
import { type CommandContext, type DeclareCommand, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
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
}

interface Options {
  readonly dryRun?: boolean
  readonly kind?: string
  readonly category?: string
  readonly source?: string
  readonly dates?: string
  readonly timeZone?: string
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
    .option('--source <NAME>', 'the webhook source that the files come from')
    .addOption(
      new Option(
        `--dates <${dayOrders.join('|')}>`,
        'the order of day and month in a results CSV that does not tell it; kept for the account',
      ),
    )
    .option('--time-zone <ZONE>', 'the zone of the times in a results CSV, such as Europe/Berlin; kept for the account')
    .action(answers({ folder: 'write', read: asked, answer: importFiles }))
}

function asked(words: readonly string[], { dryRun = false, kind, category, source, dates, timeZone }: Options): Import {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw usage(`“${timeZone}” is no time zone; write it as in Europe/Berlin.`)
  return {
    paths: words.map((path) => resolve(path)),
    ...kindOf(kind),
    category: category === undefined ? null : categoryWord('import --category', category),
    isPreview: dryRun,
    dayOrder: dayOrderOf(dates),
    timeZone: timeZone ?? null,
    ...(source !== undefined && { source }),
  }
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

const words = translator({
  files_one: '{{count}} file',
  files_other: '{{count}} files',
  added_one: '{{count}} new result',
  added_other: '{{count}} new results',
  answers_one: 'answers of {{count}} attempt',
  answers_other: 'answers of {{count}} attempts',
  samples_one: '{{count}} sample',
  samples_other: '{{count}} samples',
  unfinished_one: '{{count}} without a finish',
  unfinished_other: '{{count}} without a finish',
  read: '{{files}} read: {{added}}, {{updated}} updated, {{unchanged}} unchanged; {{answers}}.',
  preview: '{{files}} read, nothing kept: {{added}}, {{updated}} to update, {{unchanged}} unchanged; {{answers}}.',
  leftOut: 'Left out: {{what}}.',
  questions:
    'Questions: {{added}} new, {{updated}} changed, {{unchanged}} unchanged, {{duplicates}} duplicates left out.',
  similar_one: '{{count}} of the new ones has the wording of another, with other options.',
  similar_other: '{{count}} of the new ones have the wording of another, with other options.',
  signed: 'Signatures: {{verified}} verified, {{unverified}} unverified, {{wrong}} wrong.',
})

/** Imports files. The exit status says whether any of them could be read. */
async function importFiles(
  { paths, kind, questionKind, category, isPreview, source: name, ...said }: Import,
  context: CommandContext,
): Promise<number> {
  const { core, terminal, json, stopped } = context
  const { source, phrase } = await signedBy(name, context)
  const account = source === null ? await onlyAccount(context, 'A file') : await core.accounts.stored(source.account)
  const phrases = phrase === null ? [] : [phrase]
  const { choice } = await core.imports.dateChoice(account)
  const dates = { dayOrder: said.dayOrder ?? choice.dayOrder, timeZone: said.timeZone ?? choice.timeZone }
  // What is said to be results is not looked at for questions.
  const questions =
    kind === undefined
      ? await importQuestions(
          { account: account.id, paths, format: questionKind ?? null, category, isPreview },
          context,
        )
      : null
  const hasResults =
    questionKind === undefined && (questions === null || questions.hasOthers || questions.names.size === 0)
  const outcome = hasResults
    ? withoutQuestions(
        await core.imports.run({
          ...{ account: { ...account, timeZone: dates.timeZone }, paths, kind, phrases, isPreview, signal: stopped },
          dayOrder: dates.dayOrder ?? undefined,
        }),
        questions,
      )
    : { ...noOutcome, problems: questions?.problems ?? [] }
  const isSaid = said.dayOrder !== null || said.timeZone !== null
  if (isSaid && !isPreview && outcome.dates.length > 0) await core.imports.keepDateChoice(account, dates)
  const read = outcome.files.filter((file) => file.kind !== null).length + (questions?.files ?? 0)
  if (json) await printJson(terminal, documentOf(outcome, read, questions?.counts ?? noQuestions))
  else {
    await write(terminal.err, outcome.problems.map(problemLine).join(''))
    await write(terminal.out, linesOf(outcome, read, isPreview, questions))
  }
  return read === 0 && outcome.problems.length > 0 ? exitStatus.failed : exitStatus.done
}

type Outcome = Pick<
  ImportOutcome,
  'files' | 'results' | 'answers' | 'samples' | 'unfinished' | 'signatures' | 'problems' | 'dates'
>

/** Where all files are of questions. */
const noOutcome: Outcome = {
  files: [],
  results: { added: 0, updated: 0, unchanged: 0 },
  ...{ answers: 0, samples: 0, unfinished: 0, problems: [], dates: [] },
  signatures: { verified: 0, unverified: 0, wrong: 0 },
}

/** That a file of questions holds no results is no problem; what it lost is told in its place. */
function withoutQuestions(outcome: Outcome, questions: ImportedQuestions | null): Outcome {
  if (questions === null) return outcome
  const problems = outcome.problems.filter(({ file }) => !questions.names.has(file))
  return { ...outcome, problems: [...problems, ...questions.problems] }
}

function documentOf(
  { results, answers, samples, signatures, problems }: Outcome,
  files: number,
  questions: QuestionCounts,
) {
  return { files, results, answers, questions, samples, signatures, problems }
}

const problemLine = ({ file, line, problem }: ImportProblem): string =>
  `${plainText(file)}${line === null ? '' : `, line ${line}`}: ${plainText(problem)}\n`

function linesOf(outcome: Outcome, files: number, isPreview: boolean, questions: ImportedQuestions | null): string {
  const { results, answers, samples, unfinished, signatures } = outcome
  const facts = {
    ...results,
    files: words('files', { count: files }),
    added: words('added', { count: results.added }),
    answers: words('answers', { count: answers }),
  }
  const leftOut = [
    ...(samples > 0 ? [words('samples', { count: samples })] : []),
    ...(unfinished > 0 ? [words('unfinished', { count: unfinished })] : []),
  ]
  const isSigned = signatures.verified + signatures.wrong > 0
  const lines = [
    words(isPreview ? 'preview' : 'read', facts),
    ...(leftOut.length > 0 ? [words('leftOut', { what: leftOut.join(', ') })] : []),
    ...(questions !== null && questions.files > 0 ? [words('questions', { ...questions.counts })] : []),
    ...(questions !== null && questions.counts.similar > 0
      ? [words('similar', { count: questions.counts.similar })]
      : []),
    ...(isSigned ? [words('signed', signatures)] : []),
  ]
  return `${lines.join('\n')}\n`
}
