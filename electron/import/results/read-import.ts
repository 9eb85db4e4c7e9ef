import { isUtf8 } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { FilePlace, FoundProblem, ImportBatch, ImportReading } from '../../../shared/model/imported.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { isResultsCsv, KnownAnswers, readResultsCsv } from '../../connectors/classmarker/index.ts'
import { textOf, unicodeTextOf } from '../encodings.ts'
import { tableContent } from '../table-content.ts'
import { Refused } from './archive.ts'
import { Collector, type Piece, piece } from './collector.ts'
import { valuesOfLines } from './json-lines.ts'
import { type JsonValue, jsonValues, looksLikeJson } from './json-values.ts'
import { type ListPart, largeList } from './large-lists.ts'
import { type PayloadReading, type ReadValue, readValue } from './payloads.ts'
import { runsIn, type Source, tooLarge } from './sources.ts'
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
  async function* goOn(): AsyncGenerator<ImportBatch, void> {
    if (collected.isFull) yield collected.take()
    if (turn.isOver) await turn.yieldToEvents()
    signal?.throwIfAborted()
  }
  const isDue = (): boolean => collected.isFull || turn.isOver
  for await (const run of runsIn(paths)) {
    signal?.throwIfAborted()
    for (const source of run) {
      if ('found' in source) collected.addProblem({ file: source.name, line: null }, source.found)
      else {
        const atOnce = piecesAtOnce(source, asked)
        if (atOnce === null) {
          for await (const read of piecesOf(source, asked)) {
            collected.add(read)
            if (isDue()) yield* goOn()
          }
        } else {
          for (const read of atOnce) {
            collected.add(read)
            if (isDue()) yield* goOn()
          }
        }
        collected.endFile(source.name)
      }
      if (isDue()) yield* goOn()
    }
  }
  yield collected.take()
}

type Readable = Exclude<Source, { readonly found: FoundProblem }>

/** What is in a file of JSON in UTF-8, without waiting for anything; null for any other file. */
function piecesAtOnce(source: Readable, asked: PayloadReading): Iterable<Piece> | null {
  if ('chunks' in source) return null
  const { name: file, bytes } = source
  if (!beginnings.includes(bytes.toString('latin1', 0, 1))) return null
  const payload = isUtf8(bytes) ? asked.known.payloadIn(bytes) : null
  if (payload !== null) return piecesOfValue({ line: null, value: payload }, file, asked)
  const text = unicodeTextOf(bytes)
  return text === null ? null : withRefusal(piecesOfJson(jsonValues(text, asked.known), file, asked), file)
}

const beginnings = ['{', '[']

function* withRefusal(pieces: Iterable<Piece>, file: string): Generator<Piece, void> {
  try {
    yield* pieces
  } catch (thrown) {
    yield refusedPiece(thrown, file)
  }
}

/** @throws what is no refusal */
function refusedPiece(thrown: unknown, file: string): Piece {
  if (!(thrown instanceof Refused)) throw thrown
  const { line } = thrown.found.facts ?? {}
  return piece({ file, line: typeof line === 'number' ? line : null }, null, { problems: [thrown.found] })
}

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
    yield refusedPiece(thrown, file)
  }
}

type Large = Extract<Source, { readonly chunks: unknown }>

/** Reads NDJSON or a results CSV, line by line: the kinds that can be. */
async function* piecesOfLarge({ name: file, chunks }: Large, asked: PayloadReading): AsyncGenerator<Piece, void> {
  const start = await beginningOf(chunks())
  if (start.trim() === '' || looksLikeJson(start))
    yield* piecesOfLines(valuesOfLines(chunks(), asked.known), file, asked)
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

/** Names the first problems of a file, and counts the others. */
class FewProblems {
  readonly #file: string
  #found = 0
  /** Whether there was any piece. */
  isAny = false

  constructor(file: string) {
    this.#file = file
  }

  limited(each: Piece): Piece {
    this.isAny = true
    const left = Math.max(0, mostProblems - this.#found)
    this.#found += each.problems.length
    return each.problems.length > left ? { ...each, problems: each.problems.slice(0, left) } : each
  }

  /** What is said of the others, where there are any. */
  others(): readonly Piece[] {
    const count = this.#found - mostProblems
    if (count <= 0) return []
    return [piece({ file: this.#file, line: null }, null, { problems: [{ code: 'more-problems', facts: { count } }] })]
  }
}

/** @throws Refused where there is nothing */
function* piecesOfJson(values: Iterable<JsonValue>, file: string, asked: PayloadReading): Generator<Piece, void> {
  const few = new FewProblems(file)
  for (const value of values) for (const each of piecesOfValue(value, file, asked)) yield few.limited(each)
  yield* few.others()
  if (!few.isAny) throw new Refused('empty')
}

/** As `piecesOfJson`. */
async function* piecesOfLines(
  values: AsyncIterable<JsonValue>,
  file: string,
  asked: PayloadReading,
): AsyncGenerator<Piece, void> {
  const few = new FewProblems(file)
  for await (const value of values) for (const each of piecesOfValue(value, file, asked)) yield few.limited(each)
  yield* few.others()
  if (!few.isAny) throw new Refused('empty')
}

function* piecesOfValue({ line, ...each }: JsonValue, file: string, asked: PayloadReading): Generator<Piece, void> {
  const place: FilePlace = { file, line }
  if ('found' in each) yield piece(place, null, { problems: [each.found] })
  else for (const read of readValue(each.value, place, asked)) yield pieceOf(place, read)
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
  const few = new FewProblems(file)
  for await (const part of parts) for (const each of piecesOfList(part, file)) yield few.limited(each)
  yield* few.others()
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
