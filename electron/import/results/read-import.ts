import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import { importProblem } from '../../../shared/import-problems.ts'
import { isSameVersion, type QuestionVersion } from '../../../shared/model/answers.ts'
import type {
  CsvDates,
  FilePlace,
  FoundProblem,
  ImportBatch,
  ImportedAttempt,
  ImportProblem,
  ImportReading,
  ReadFile,
  ResultFileKind,
  SignatureState,
  WholeTime,
} from '../../../shared/model/imported.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { isResultsCsv, KnownAnswers, readResultsCsv } from '../../connectors/classmarker/index.ts'
import { textOf } from '../encodings.ts'
import { tableContent } from '../table-content.ts'
import { Refused } from './archive.ts'
import { valuesOfLines } from './json-lines.ts'
import { type JsonValue, jsonValues, looksLikeJson } from './json-values.ts'
import { type ListPart, largeList } from './large-lists.ts'
import { type PayloadReading, type ReadValue, readValue } from './payloads.ts'
import { type Source, sourcesIn, tooLarge } from './sources.ts'
import { answerInXml, looksLikeAnswer } from './xml.ts'

export interface ImportOptions extends ImportReading {
  readonly signal?: AbortSignal | undefined
}

/**
 * Reads files, folders and archives of results, one file at a time: payloads of webhooks, the results CSV or a workbook
 * of it, and answers of the API. A batch has at most a few hundred attempts; the last one may be empty. Every file ends
 * in exactly one `ReadFile` or one problem of its own, and none stops the others.
 * @throws the signal's reason
 */
export async function* readImport(
  paths: readonly string[],
  { signal, ...reading }: ImportOptions = {},
): AsyncGenerator<ImportBatch, void> {
  const asked = { ...reading, known: new KnownAnswers() }
  const collected = new Collector()
  const turn = new Turn()
  for await (const source of sourcesIn(paths)) {
    signal?.throwIfAborted()
    const whole: FilePlace = { file: source.name, line: null }
    if ('found' in source) collected.addProblem(whole, source.found)
    else {
      for await (const read of piecesOf(source, asked)) {
        collected.add(read)
        if (collected.isFull) yield collected.take()
        if (turn.isOver) await turn.yieldToEvents()
        signal?.throwIfAborted()
      }
      collected.endFile(source.name)
    }
    if (collected.isFull) yield collected.take()
    if (turn.isOver) await turn.yieldToEvents()
  }
  yield collected.take()
}

/** What one place of a file came to. */
interface Piece {
  readonly place: FilePlace
  readonly kind: ResultFileKind | null
  readonly attempts: readonly ImportedAttempt[]
  readonly problems: readonly FoundProblem[]
  readonly isSample: boolean
  readonly unfinished: number
  readonly signature: SignatureState | null
  readonly dates: CsvDates | null
  readonly whole: WholeTime | null
}

const piece = (place: FilePlace, kind: ResultFileKind | null, parts: Partial<Piece>): Piece => ({
  place,
  kind,
  attempts: [],
  problems: [],
  isSample: false,
  unfinished: 0,
  signature: null,
  dates: null,
  whole: null,
  ...parts,
})

type Readable = Exclude<Source, { readonly found: FoundProblem }>

async function* piecesOf(source: Readable, asked: PayloadReading): AsyncGenerator<Piece, void> {
  const file = source.name
  const whole: FilePlace = { file, line: null }
  try {
    if ('chunks' in source) return yield* piecesOfLarge(source, asked)
    const { bytes } = source
    if (bytes.length === 0) throw new Refused('empty')
    const text = isBinary(bytes) ? null : ((await textOf(bytes))?.text ?? null)
    if (text?.trim() === '') throw new Refused('empty')
    if (text !== null && looksLikeJson(text)) yield* piecesOfJson(jsonValues(text, asked.known), file, asked)
    else if (text !== null && looksLikeAnswer(text)) {
      for (const read of readValue(answerInXml(text), whole, asked)) yield pieceOf(whole, read)
    } else yield* piecesOfTable(bytes, text, file, asked)
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown
    const { line } = thrown.found.facts ?? {}
    yield piece({ file, line: typeof line === 'number' ? line : null }, null, { problems: [thrown.found] })
  }
}

type Large = Extract<Source, { readonly chunks: unknown }>

/** Reads NDJSON or a results CSV, line by line: the kinds that can be. */
async function* piecesOfLarge({ name: file, chunks }: Large, asked: PayloadReading): AsyncGenerator<Piece, void> {
  const start = await beginningOf(chunks())
  if (start.trim() === '' || looksLikeJson(start))
    yield* piecesOfJson(valuesOfLines(chunks(), asked.known), file, asked)
  else if (!(yield* piecesOfLargeList(chunks, file, asked))) throw tooLarge()
}

async function beginningOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  for await (const chunk of chunks) return chunk.toString('utf8').replace(/^\uFEFF/, '')
  return ''
}

/** Archives, here of workbooks, and workbooks from before 2007. */
const isBinary = (bytes: Buffer): boolean => ['504b0304', '504b0506', 'd0cf11e0'].includes(bytes.toString('hex', 0, 4))

// More than anybody reads, and few enough for any memory: a file of 50 MB may hold 25 million numbers.
const mostProblems = 1_000

type JsonValues = Iterable<JsonValue> | AsyncIterable<JsonValue>

async function* piecesOfJson(values: JsonValues, file: string, asked: PayloadReading): AsyncGenerator<Piece, void> {
  const isEmpty = !(yield* withFewProblems(readJson(values, file, asked), file))
  if (isEmpty) throw new Refused('empty')
}

/** Names the first problems, and counts the others. @returns whether there is any piece */
async function* withFewProblems(pieces: AsyncIterable<Piece>, file: string): AsyncGenerator<Piece, boolean> {
  let isAny = false
  let found = 0
  for await (const each of pieces) {
    isAny = true
    const left = Math.max(0, mostProblems - found)
    found += each.problems.length
    yield each.problems.length > left ? { ...each, problems: each.problems.slice(0, left) } : each
  }
  const count = found - mostProblems
  if (count > 0) yield piece({ file, line: null }, null, { problems: [{ code: 'more-problems', facts: { count } }] })
  return isAny
}

async function* readJson(values: JsonValues, file: string, asked: PayloadReading): AsyncGenerator<Piece, void> {
  for await (const { line, ...each } of values) {
    const place: FilePlace = { file, line }
    if ('found' in each) yield piece(place, null, { problems: [each.found] })
    else for (const read of readValue(each.value, place, asked)) yield pieceOf(place, read)
  }
}

const pieceOf = (place: FilePlace, { kind, ...read }: ReadValue): Piece => piece(place, kind, read)

async function* piecesOfTable(
  bytes: Buffer,
  text: string | null,
  file: string,
  asked: PayloadReading,
): AsyncGenerator<Piece, void> {
  let rows: readonly TableRow[]
  try {
    rows = await withRefusals(tableContent(bytes, file, {}).then((content) => content.rows))
  } catch (thrown) {
    // A text of more rows than a table that is shown may be a list all the same.
    const isLong = text !== null && thrown instanceof Refused && thrown.found.code === 'too-many-rows'
    if (!isLong || !(yield* piecesOfLargeList(() => inParts(bytes), file, asked))) throw thrown
    return
  }
  if (!isResultsCsv(rows)) throw new Refused('not-results')
  requireListsAsked(asked)
  const { dates, unfinished, ...read } = readResultsCsv(rows, file, {
    isCutOff: text !== null && isCutOff(text, rows),
    dayOrder: asked.dayOrder,
  })
  if (read.attempts.length + read.problems.length + unfinished === 0) throw new Refused('empty')
  yield* piecesOfList({ ...read, unfinished, dates }, file)
}

async function* inParts(bytes: Buffer): AsyncGenerator<Buffer, void> {
  const size = 64 * 1024
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** @returns false for what is no results CSV, of which nothing was read */
async function* piecesOfLargeList(
  chunks: Large['chunks'],
  file: string,
  asked: PayloadReading,
): AsyncGenerator<Piece, boolean> {
  const parts = await withRefusals(largeList({ file, chunks, dayOrder: asked.dayOrder }))
  if (parts === null) return false
  requireListsAsked(asked)
  yield* withFewProblems(
    (async function* () {
      for await (const part of parts) yield* piecesOfList(part, file)
    })(),
    file,
  )
  return true
}

function requireListsAsked({ kind }: ImportReading): void {
  if (kind !== undefined && kind !== 'results-csv') throw new Refused('other-kind', { kind })
}

function* piecesOfList({ attempts, problems, unfinished, dates }: ListPart, file: string): Generator<Piece, void> {
  for (const { line, found } of problems) yield piece({ file, line }, 'results-csv', { problems: [found] })
  if (dates !== null) yield piece({ file, line: null }, 'results-csv', { unfinished, dates })
  for (const attempt of attempts) yield piece(attempt.place, 'results-csv', { attempts: [attempt] })
}

/**
 * Whether a text ends within a row: without a line end, and with fewer cells than the widest row. Counted in the text,
 * because rows come without their empty cells at the end.
 */
function isCutOff(text: string, rows: readonly TableRow[]): boolean {
  if (/[\r\n]\s*$/.test(text.slice(-100))) return false
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const line = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1).replace(/"(?:[^"]|"")*"/g, '')
  return ['\t', ';', ',', '|'].every((separator) => line.split(separator).length < width)
}

/** @throws Refused for what is no table */
async function withRefusals<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const { rows, most } = thrown.detail
    if (thrown.code === 'table/too-many-rows') throw new Refused('too-many-rows', { rows: rows ?? 0, most: most ?? 0 })
    if (thrown.code === 'table/unclosed-quote') throw new Refused('unclosed-quote', { line: thrown.detail.line ?? 0 })
    if (thrown.code === 'table/empty') throw new Refused('empty')
    throw new Refused('not-results', undefined, { cause: thrown })
  }
}

// What a window takes over in a few milliseconds: an attempt has some 40 answers.
const mostAttempts = 200
const mostAnswers = 4_000
const mostFiles = 500

/**
 * The versions of questions in a batch, each once: hundreds of attempts have the same few, and what is the same object
 * crosses to another thread once.
 */
class SharedVersions {
  readonly #known = new Map<string, QuestionVersion[]>()

  sharedBy(attempt: ImportedAttempt): ImportedAttempt {
    if (attempt.answers === null) return attempt
    const { answers } = attempt.answers
    if (answers.every(({ version }) => this.#shared(version) === version)) return attempt
    const shared = answers.map((answer) => ({ ...answer, version: this.#shared(answer.version) }))
    return { ...attempt, answers: { ...attempt.answers, answers: shared } }
  }

  #shared(version: QuestionVersion): QuestionVersion {
    const known = this.#known.get(version.questionId)
    const same = known?.find((each) => isSameVersion(each, version))
    if (same !== undefined) return same
    if (known === undefined) this.#known.set(version.questionId, [version])
    else known.push(version)
    return version
  }
}

/** Puts batches together. */
class Collector {
  #files: ReadFile[] = []
  #attempts: ImportedAttempt[] = []
  #problems: ImportProblem[] = []
  #signatures = noSignatures()
  #samplePlaces: FilePlace[] = []
  #dates: CsvDates[] = []
  #whole: WholeTime[] = []
  #versions = new SharedVersions()
  #unfinished = 0
  #answers = 0
  #kind: ResultFileKind | null = null

  add({ place, kind, attempts, problems, isSample, unfinished, signature, dates, whole }: Piece): void {
    this.#kind ??= kind
    for (const attempt of attempts) {
      this.#attempts.push(this.#versions.sharedBy(attempt))
      this.#answers += attempt.answers?.answers.length ?? 0
    }
    for (const found of problems) this.addProblem(place, found)
    if (isSample) this.#samplePlaces.push(place)
    if (dates !== null) this.#dates.push(dates)
    if (whole !== null) this.#whole.push(whole)
    this.#unfinished += unfinished
    if (signature !== null) this.#signatures[signature]++
  }

  addProblem(place: FilePlace, found: FoundProblem): void {
    this.#problems.push(importProblem(place, found))
  }

  endFile(file: string): void {
    this.#files.push({ file, kind: this.#kind })
    this.#kind = null
  }

  get isFull(): boolean {
    return (
      this.#attempts.length >= mostAttempts ||
      this.#answers >= mostAnswers ||
      this.#files.length >= mostFiles ||
      this.#problems.length >= mostFiles ||
      this.#samplePlaces.length >= mostFiles
    )
  }

  take(): ImportBatch {
    const batch = {
      files: this.#files,
      attempts: this.#attempts,
      problems: this.#problems,
      samples: this.#samplePlaces.length,
      samplePlaces: this.#samplePlaces,
      dates: this.#dates,
      whole: this.#whole,
      unfinished: this.#unfinished,
      signatures: this.#signatures,
    }
    this.#files = []
    this.#attempts = []
    this.#problems = []
    this.#signatures = noSignatures()
    this.#samplePlaces = []
    this.#dates = []
    this.#whole = []
    this.#versions = new SharedVersions()
    this.#unfinished = 0
    this.#answers = 0
    return batch
  }
}

const noSignatures = (): Record<SignatureState, number> => ({ verified: 0, unverified: 0, wrong: 0 })

const turnMs = 12

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
