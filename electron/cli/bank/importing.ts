import { rebuildError } from '../../../shared/errors.ts'
import type { ImportProblem } from '../../../shared/model/imported.ts'
import type { QuestionFormat, QuestionsPreview } from '../../../shared/model/question-file.ts'
import { lossLines, lossSentence } from '../../../shared/question-losses.ts'
import { sentenceFor } from '../../../shared/sentences.ts'
import { type CommandContext, usage } from '../command.ts'
import { tableIn } from '../table-source.ts'
import { plainText } from '../terminal.ts'
import { categoryNamed } from './chosen.ts'
import { chosenTable, type NamedColumn } from './question-table.ts'

/** What importing questions came to. Similar ones are added, and counted among the added ones too. */
export interface QuestionCounts {
  readonly added: number
  readonly updated: number
  readonly unchanged: number
  readonly duplicates: number
  readonly similar: number
}

export const noQuestions: QuestionCounts = { added: 0, updated: 0, unchanged: 0, duplicates: 0, similar: 0 }

export interface ImportedQuestions {
  readonly counts: QuestionCounts
  /** How many files held questions. */
  readonly files: number
  /** The files that hold questions, or are said to, by name. */
  readonly names: ReadonlySet<string>
  readonly problems: readonly ImportProblem[]
  /** What was lost of the questions that were read: a line for each kind, for `problems` that say it one by one. */
  readonly lossLines: readonly string[]
  /** How many of the `problems`, the first ones, `lossLines` do not say. */
  readonly ofPlaces: number
  /** Whether a file is of another kind. */
  readonly hasOthers: boolean
}

interface Asked {
  readonly account: string
  readonly paths: readonly string[]
  /** Null where it is found by content: files of another kind are passed over then. */
  readonly format: QuestionFormat | null
  readonly category: string | null
  readonly isPreview: boolean
  /** Columns of a table, and its sheet, as far as they are named. */
  readonly columns: readonly NamedColumn[]
  readonly sheet: string | undefined
}

const isTableFile = /\.(?:xls[xmb]?|ods|csv|tsv|txt)$/i

/**
 * Imports questions, as one step of undo: new ones and similar ones are added, those with the number of one that is here
 * change it, and duplicates are left out.
 * @throws AppError `category/not-found`, `usage/which-question-columns`, `usage/which-sheet`
 */
export async function importQuestions(
  { account, paths, format, category, isPreview, columns, sheet }: Asked,
  context: CommandContext,
): Promise<ImportedQuestions> {
  const { core, stopped } = context
  const { questionsDesk, store } = core
  const own = category === null ? null : categoryNamed(category, 'category', await store.bankCategories([account])).id
  const [path = '', another] = paths
  if (another !== undefined && columns.length > 0) throw usage('--column goes with one file.')
  const isTable = format === 'table' && another === undefined && isTableFile.test(path)
  const table = isTable ? chosenTable(await tableIn({ file: path, sheet }, context), columns, sheet) : null
  const reading = { ...(format !== null && { format }), ...table }
  const read = await questionsDesk.read(paths, reading, stopped)
  const problems: ImportProblem[] = read.errors.map(({ file, error }) => ({
    ...{ file, line: null, problem: sentenceFor(rebuildError(error)) },
  }))
  const names = new Set([...read.files, ...read.errors.map(({ file }) => file)])
  const about = { files: read.files.length, names, hasOthers: read.others.length > 0 }
  if (read.format === null) return { counts: noQuestions, problems, lossLines: [], ofPlaces: problems.length, ...about }
  const preview = await questionsDesk.compared(account, { ...read, errors: [] })
  // A file of which nothing became a question was not read.
  const files = preview.rows.length === 0 ? 0 : about.files
  const placeOf = (file: string | null) => file ?? read.names[0] ?? ''
  for (const { file, line, loss } of preview.problems)
    problems.push({ file: placeOf(file), line, problem: lossSentence(loss, plainText) })
  const ofPlaces = problems.length
  for (const { read: each } of preview.rows) {
    for (const told of each.losses)
      problems.push({ file: placeOf(each.file), line: each.line, problem: lossSentence(told, plainText) })
  }
  const indexes = (wanted: (row: QuestionsPreview['rows'][number]) => boolean) =>
    preview.rows.filter(wanted).map(({ index }) => index)
  const add = indexes(({ fate }) => fate === 'new' || fate === 'similar')
  const change = indexes(({ fate }) => fate === 'changes')
  if (!isPreview && add.length + change.length > 0)
    await questionsDesk.addRows(account, preview, { add, change, category: own, send: true })
  const unchanged = preview.rows.filter(
    ({ fate, like, read: each }) => fate === 'duplicate' && like !== null && each.questionId !== null,
  )
  const duplicates = indexes(({ fate }) => fate === 'duplicate').length - unchanged.length
  const similar = indexes(({ fate }) => fate === 'similar').length
  return {
    counts: { added: add.length, updated: change.length, unchanged: unchanged.length, duplicates, similar },
    problems,
    ofPlaces,
    lossLines: lossLines(
      preview.rows.map(({ read: each }) => each),
      'in',
    ),
    ...about,
    files,
  }
}
