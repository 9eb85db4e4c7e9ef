import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { AppError, rebuildError, type SerialisedError } from '../../shared/errors.ts'
import type { BankCategory } from '../../shared/model/bank.ts'
import { type CategoryPlace, categoryAt, categoryIn, placeOf } from '../../shared/model/category-path.ts'
import type {
  ChosenRows,
  ImportFate,
  QuestionColumns,
  QuestionFormat,
  QuestionPreviewRow,
  QuestionsPreview,
  QuestionsTable,
  ReadQuestion,
  WrittenQuestionFormat,
} from '../../shared/model/question-file.ts'
import { isInFile, type ToldLosses } from '../../shared/model/question-losses.ts'
import { flawsOf, laidOver } from '../../shared/model/question-rules.ts'
import type { OpenedTable } from '../../shared/model/table.ts'
import { fold } from '../../shared/model/text.ts'
import type { Clock } from '../../shared/model/time.ts'
import {
  createTemporaryFile,
  explainWriting,
  outputTarget,
  partBeside,
  removeParts,
  replaceFile,
} from '../files/output-file.ts'
import type { AddedQuestions, BankContent, BankKeys, Store } from '../store/api.ts'
import { type KeyedQuestion, type QuestionReading, questionFile, readQuestionFiles } from './formats/thread.ts'

export { headingsOf } from './formats/thread.ts'

/** What a file of each kind ends in. */
export const questionFileEndings = {
  'classmarker-questions': 'csv',
  aiken: 'txt',
  gift: 'gift',
  'moodle-xml': 'xml',
  qti: 'zip',
  'qti-1.2': 'zip',
  kahoot: 'xlsx',
  quizizz: 'xlsx',
  text: 'txt',
  table: 'xlsx',
} as const satisfies Readonly<Record<WrittenQuestionFormat, string>>

export interface QuestionsDeskPorts {
  readonly store: Store
  readonly clock: Clock
  /** Opens a table whose columns are to be chosen, and knows which of its rows are data. */
  readonly tables: {
    open(file: string): Promise<OpenedTable>
    chosen(opened: { readonly id: string; readonly withFirstRow: boolean }): { readonly file: string } & ChosenRows
  }
  readonly databaseFile: string
  /** The built worker, or its source under a Node that reads TypeScript. */
  readonly workerFile: string
  /** Remembers a file that a crash would leave over. */
  readonly note: (file: string) => Promise<unknown>
}

export interface AskedToAdd {
  readonly account: string
  readonly add: readonly number[]
  readonly change: readonly number[]
  readonly category: number | null
  readonly send: boolean
}

/** Files as they were read: of questions, of another kind, and those that are damaged. */
export interface QuestionFiles {
  readonly names: readonly string[]
  /** Those that hold questions, also in folders and archives. */
  readonly files: readonly string[]
  readonly format: QuestionFormat | null
  readonly questions: readonly KeyedQuestion[]
  readonly problems: QuestionsPreview['problems']
  readonly others: readonly string[]
  readonly errors: readonly { readonly file: string; readonly error: SerialisedError }[]
}

export interface WrittenBankFile {
  /** How many the file holds; where it is none, there is no file. */
  readonly questions: number
  readonly losses: readonly ToldLosses[]
}

interface Previewed {
  readonly account: string
  readonly preview: QuestionsPreview
}

const isTable = /\.(?:xls[xmb]?|ods|csv|tsv|txt)$/i
/** Files that are looked into one by one. */
const mostLookedAt = 50
const contentsPerPart = 200
const longestText = 200
/** How long the main thread is kept before it looks at its events. */
const turnMs = 10

/**
 * The files of questions that the window previews, and then adds: what was read last stays here, and the window names
 * places in it. It writes files of questions too.
 */
export class QuestionsDesk {
  readonly #ports: QuestionsDeskPorts
  #last: Previewed | null = null

  constructor(ports: QuestionsDeskPorts) {
    this.#ports = ports
  }

  /**
   * Reads files and says what adding their questions would come to. Keeps nothing in the bank. One table of which nobody
   * named the columns is opened instead, so that they can be chosen.
   * @throws AppError `questions/*`, `table/*` where nothing could be read
   */
  async preview(
    account: string,
    paths: readonly string[],
    reading: QuestionReading = {},
  ): Promise<QuestionsPreview | QuestionsTable> {
    this.#last = null
    const read = await this.read(paths, reading)
    const [path = '', another] = paths
    if (read.format === null && another === undefined && isTable.test(path) && read.others.length === 1) {
      const table = await this.#ports.tables.open(path).catch(() => null)
      if (table !== null) return { table }
    }
    return this.#previewed(account, read)
  }

  /** As `preview`, of a table whose columns were chosen. @throws AppError `ipc/invalid-input` for another table */
  async previewTable(
    account: string,
    { columns, ...opened }: { readonly id: string; readonly withFirstRow: boolean; readonly columns: QuestionColumns },
  ): Promise<QuestionsPreview> {
    this.#last = null
    const { file, ...rows } = this.#ports.tables.chosen(opened)
    return this.#previewed(account, await this.read([file], { format: 'table', columns, rows }))
  }

  /** Whether each file holds questions: what it holds first decides. */
  async kindsOf(paths: readonly string[]): Promise<readonly ('questions' | 'other')[]> {
    const kinds: ('questions' | 'other')[] = []
    for (const path of paths) {
      // Files of results come in folders and in their thousands, those of questions one by one.
      const isLooked = paths.length <= mostLookedAt && /\.\w{2,5}$/.test(path)
      kinds.push(isLooked && (await this.#holdsQuestions(path)) ? 'questions' : 'other')
    }
    return kinds
  }

  async #holdsQuestions(path: string): Promise<boolean> {
    for await (const part of readQuestionFiles([path], { workerFile: this.#ports.workerFile })) return 'format' in part
    return false
  }

  async #previewed(account: string, read: QuestionFiles): Promise<QuestionsPreview> {
    const preview = await this.compared(account, read)
    this.#last = { account, preview }
    return preview
  }

  /** Reads files of questions, without a look at the bank. */
  async read(paths: readonly string[], reading: QuestionReading = {}, signal?: AbortSignal): Promise<QuestionFiles> {
    const names = paths.map((path) => basename(path))
    const questions: KeyedQuestion[] = []
    const problems: QuestionsPreview['problems'][number][] = []
    const files: string[] = []
    const others: string[] = []
    const errors: { file: string; error: SerialisedError }[] = []
    let format: QuestionFormat | null = null
    const { workerFile } = this.#ports
    // Of one file alone, the name says nothing.
    const named = (file: string, inner: string | null) =>
      names.length > 1 || file !== names[0] ? (inner ?? file) : inner
    for await (const part of readQuestionFiles(paths, { ...reading, workerFile, signal })) {
      if ('error' in part) {
        if (part.error === null) others.push(part.file)
        else errors.push({ file: part.file, error: part.error })
      } else if ('format' in part) {
        format ??= part.format
        files.push(part.file)
        for (const problem of part.problems) problems.push({ ...problem, file: named(part.file, problem.file) })
      } else {
        for (const { read, ...keys } of part.questions)
          questions.push({ ...keys, read: { ...read, file: named(part.file, read.file) } })
      }
    }
    return { names, files, format, questions, problems, others, errors }
  }

  /**
   * What read questions are beside those of the bank. That no category is named is no flaw here: one is chosen for them.
   * @throws AppError as `preview`
   */
  async compared(
    account: string,
    { names, format, questions, problems, others, errors }: Omit<QuestionFiles, 'files'>,
  ): Promise<QuestionsPreview> {
    const [error] = errors
    if (format === null)
      throw error === undefined
        ? new AppError('questions/not-readable', { fileName: others[0] ?? names[0] ?? '' })
        : rebuildError(error.error)
    const { store } = this.#ports
    const keys = await store.bankKeys(account)
    const categories = await store.bankCategories([account])
    const numbered = new Map(keys.flatMap((key) => (key.questionId === null ? [] : [[key.questionId, key] as const])))
    const named = questions.flatMap(({ read: { questionId } }) => numbered.get(questionId ?? '')?.id ?? [])
    const contents = new Map<number, BankContent>()
    for await (const part of this.#contents(named)) for (const content of part) contents.set(content.id, content)

    const isHere = lookup(keys)
    const seen = { whole: new Map<string, string>(), stem: new Map<string, string>() }
    const rows: QuestionPreviewRow[] = []
    const paths = new CategoryPaths(categories)
    const turn = new Turn()
    for (const [index, { read, stem, whole }] of questions.entries()) {
      const own = contents.get(numbered.get(read.questionId ?? '')?.id ?? 0) ?? null
      const { fate, like } = fateOf(read, { stem, whole }, own, isHere, seen)
      const earlier = fate === 'duplicate' ? seen.whole.get(whole) : seen.stem.get(stem)
      const content = own === null ? read.content : laidOver(read.content, own.content)
      const flaws = flawsOf({ ...content, category: paths.idOf(read.categoryPath) }, paths.known)
      rows.push({
        ...{ index, read, fate, like: like?.id ?? null },
        likeText: fate === 'new' ? null : (like?.text ?? earlier ?? null),
        flaws: flaws.filter(({ flaw }) => flaw !== 'no-category'),
      })
      const text = stem.slice(0, longestText)
      if (!seen.whole.has(whole)) seen.whole.set(whole, text)
      if (!seen.stem.has(stem)) seen.stem.set(stem, text)
      if (turn.isOver) await turn.yieldToEvents()
    }
    return {
      fileNames: names,
      format,
      rows,
      problems: [
        ...problems,
        ...errors.map(({ file, error: { code } }) => ({
          file,
          line: null,
          loss: { code: 'not-understood' as const, subject: code },
        })),
      ],
      newCategories: paths.missing,
    }
  }

  /**
   * Adds questions of the last preview, as one step of undo.
   * @throws AppError `import/gone` where nothing was previewed for this account; as `addBankQuestions`
   */
  async add({ account, add, change, category, send }: AskedToAdd): Promise<AddedQuestions> {
    if (this.#last?.account !== account) throw new AppError('import/gone')
    const { preview } = this.#last
    const added = await this.addRows(account, preview, { add, change, category, send })
    // The same files once more are read anew, so that what is here now is known.
    this.#last = null
    return added
  }

  /** Adds questions that were compared. */
  addRows(
    account: string,
    { rows, fileNames }: QuestionsPreview,
    { add, change, category, send }: Omit<AskedToAdd, 'account'>,
  ): Promise<AddedQuestions> {
    const chosen: ReadQuestion[] = []
    const placeOf = (index: number): number => {
      const row = rows[index]
      if (row === undefined) throw new AppError('ipc/invalid-input', { field: 'add' })
      return chosen.push(row.read) - 1
    }
    const choices = {
      add: add.map(placeOf),
      change: change.map((index) => {
        const id = rows[index]?.like ?? null
        if (id === null) throw new AppError('ipc/invalid-input', { field: 'change' })
        return { index: placeOf(index), id }
      }),
      ...{ category, send, subject: fileNames.join(', ') },
    }
    return this.#ports.store.addBankQuestions(account, chosen, choices, this.#ports.clock())
  }

  /**
   * Writes questions to a file, which appears whole or not at all. Where it could hold none of them, there is no file.
   * @throws AppError `export/*`
   */
  async write(
    file: string,
    ids: readonly number[],
    format: WrittenQuestionFormat,
    {
      signal,
      onProgress,
    }: { readonly signal: AbortSignal; readonly onProgress: (written: number, total: number) => void },
  ): Promise<WrittenBankFile> {
    const { databaseFile, workerFile, note } = this.#ports
    const target = await outputTarget(file, databaseFile)
    const wordings: { text: string; type: string }[] = []
    const taken = this.#contents(ids)
    async function* parts() {
      for await (const part of taken) {
        wordings.push(
          ...part.map(({ content: { question, type } }) => ({ text: question.slice(0, longestText), type })),
        )
        onProgress(wordings.length, ids.length)
        yield part.map(({ content, categoryPath, questionId }) => ({ content, categoryPath, questionId }))
      }
    }
    const { bytes, losses } = await questionFile(parts(), format, { workerFile, signal })
    const told = losses.map(({ index, losses: own }) => {
      const { text, type } = wordings[index] ?? { text: '', type: '' }
      return { text, losses: own, isWritten: isInFile(format, type, own) }
    })
    const questions = wordings.length - told.filter(({ isWritten }) => !isWritten).length
    if (questions === 0) return { questions, losses: told }
    const temporaryFile = partBeside(target, randomUUID())
    try {
      await note(temporaryFile)
      const handle = await createTemporaryFile(temporaryFile)
      try {
        await handle.writeFile(bytes)
        await handle.sync()
      } catch (thrown) {
        throw explainWriting(thrown)
      } finally {
        await handle.close()
      }
      signal.throwIfAborted()
      await replaceFile(temporaryFile, target)
    } finally {
      await removeParts(temporaryFile)
    }
    return { questions, losses: told }
  }

  async *#contents(ids: readonly number[]): AsyncGenerator<readonly BankContent[], void> {
    for (let from = 0; from < ids.length; from += contentsPerPart)
      yield await this.#ports.store.bankContents(ids.slice(from, from + contentsPerPart))
  }
}

interface Lookup {
  whole(key: string): BankKeys | undefined
  stem(key: string): BankKeys | undefined
}

/** Finds the first question of the bank that is like another. */
function lookup(keys: readonly BankKeys[]): Lookup {
  const [wholes, stems] = [new Map<string, BankKeys>(), new Map<string, BankKeys>()]
  for (const key of keys) {
    if (!wholes.has(key.whole)) wholes.set(key.whole, key)
    if (!stems.has(key.stem)) stems.set(key.stem, key)
  }
  return { whole: (key) => wholes.get(key), stem: (key) => stems.get(key) }
}

function fateOf(
  read: ReadQuestion,
  { stem, whole }: { readonly stem: string; readonly whole: string },
  own: BankContent | null,
  isHere: Lookup,
  seen: { readonly whole: ReadonlyMap<string, string>; readonly stem: ReadonlyMap<string, string> },
): { readonly fate: ImportFate; readonly like: { readonly id: number; readonly text: string } | null } {
  if (own !== null) {
    const like = { id: own.id, text: own.content.question.slice(0, longestText) }
    return { fate: isSameContent(read, own) ? 'duplicate' : 'changes', like }
  }
  const same = isHere.whole(whole)
  if (same !== undefined || seen.whole.has(whole)) return { fate: 'duplicate', like: same ?? null }
  const similar = isHere.stem(stem)
  if (similar !== undefined || seen.stem.has(stem)) return { fate: 'similar', like: similar ?? null }
  return { fate: 'new', like: null }
}

/** Whether a file says of a question what is here; what it does not say is no difference. */
function isSameContent({ content, categoryPath }: ReadQuestion, own: BankContent): boolean {
  const said = (each: ReadQuestion['content']) =>
    JSON.stringify([
      ...[each.type, each.question, each.points, each.correct.toSorted(), each.gradeStyle],
      ...[each.correctFeedback, each.incorrectFeedback, each.randomAnswers],
      each.options.map(({ letter, content: text, clue }) => [letter, text, clue]),
    ])
  const isPlaced = categoryPath.length === 0 || own.categoryPath.join('\n').endsWith(categoryPath.join('\n'))
  return said(laidOver(content, own.content)) === said(own.content) && isPlaced
}

/** Categories by the names in a file, as the bank finds them when questions are added. */
class CategoryPaths {
  readonly known: Pick<BankCategory, 'id' | 'parent' | 'name'>[]
  readonly missing: (readonly string[])[] = []
  readonly #ids = new Map<string, number>()
  #made = 0

  constructor(categories: readonly BankCategory[]) {
    // As in the bank itself: what ClassMarker has no more is made anew.
    this.known = categories.filter(({ state }) => state !== 'gone')
  }

  /** One that is missing has an id of its own until it is made; null for an empty path. */
  idOf(names: readonly string[]): number | null {
    const place = placeOf(names)
    if (place === null) return null
    const key = JSON.stringify([fold(place.parent), fold(place.name), place.isAnywhere])
    const id = this.#ids.get(key) ?? categoryAt(place, this.known)?.id ?? this.#make(place)
    this.#ids.set(key, id)
    return id
  }

  #make({ parent, name, isAnywhere }: CategoryPlace): number {
    this.missing.push(isAnywhere ? [name] : [parent, name])
    const own = categoryIn(this.known, parent, null)?.id ?? this.#add(parent, null)
    return this.#add(name, own)
  }

  #add(name: string, parent: number | null): number {
    const id = --this.#made
    this.known.push({ id, parent, name })
    return id
  }
}

/** How long this thread has been busy without looking at its events. */
class Turn {
  #began = performance.now()

  get isOver(): boolean {
    return performance.now() - this.#began > turnMs
  }

  async yieldToEvents(): Promise<void> {
    await setImmediate()
    this.#began = performance.now()
  }
}
