import type { QuestionVersion } from '../../../shared/model/answers.ts'
import type { ItemQuery, SeenVersions } from '../../../shared/model/item-analysis.ts'
import {
  type AnswerColumns,
  cell,
  inUnits,
  type QuestionColumn,
  unitsPerPointOf,
} from '../../analysis/answer-columns.ts'
import { bytesPerAnswer, chosenBits, hasChoices, markingCodeOf, markingCodes } from './packed-marks.ts'
import type { TestAttempt } from './test-attempts.ts'

/** A question while its column is filled. Marks are in points. */
interface OpenColumn {
  readonly versions: QuestionVersion[]
  /** Ids of `versions`. */
  readonly ids: number[]
  version: Uint16Array | null
  readonly cells: Uint8Array
  readonly marks: Float64Array
  choices: Int32Array | null
}

/** The cell that a marking makes, where there is a mark. */
const cellOf = Uint8Array.from(markingCodes, (marking) =>
  marking === 'unanswered' ? cell.unanswered : marking === 'to-grade' ? cell.toGrade : cell.marked,
)

/** Where a version belongs. */
interface VersionPlace {
  readonly column: OpenColumn
  readonly at: number
}

/**
 * Puts packed answers into columns, one for each question in the order in which they are met. Each answer is looked at
 * once: 20,000 attempts at 40 questions are 800,000.
 */
export class ItemColumns {
  readonly #attempts: readonly TestAttempt[]
  readonly #versionOf: (id: number) => QuestionVersion
  readonly #columns = new Map<string, OpenColumn>()
  readonly #places: (VersionPlace | undefined)[] = []
  /** Marks that may be no whole thousandths of a point. */
  readonly #fine = new Set<number>()

  /** @param attempts those that have answers, in the order in which these are added */
  constructor(attempts: readonly TestAttempt[], versionOf: (id: number) => QuestionVersion) {
    this.#attempts = attempts
    this.#versionOf = versionOf
  }

  /** @param packed the answers of all attempts one after the other; @param ends where each of them ends in it */
  add(packed: ArrayBuffer, ends: Float64Array): void {
    const [words, points] = [new Uint32Array(packed), new Float64Array(packed)]
    let at = 0
    for (let attempt = 0; attempt < ends.length; attempt++) {
      const end = (ends[attempt] as number) / bytesPerAnswer
      for (; at < end; at++) {
        const place = this.#places[words[4 * at] as number] ?? this.#placeOf(words[4 * at] as number)
        this.#put(place, attempt, words[4 * at + 1] as number, points[2 * at + 1] as number)
      }
    }
  }

  #put({ column, at }: VersionPlace, attempt: number, word: number, mark: number): void {
    const { cells, marks, version, choices } = column
    // The same question a second time in one attempt.
    if (cells[attempt] !== cell.notSeen) return
    const of = cellOf[markingCodeOf(word)] as number
    const seen = of === cell.marked && Number.isNaN(mark) ? cell.noMark : of
    cells[attempt] = seen
    if (version !== null) version[attempt] = at
    if (choices !== null) choices[attempt] = word & chosenBits
    if (seen !== cell.marked) return
    marks[attempt] = mark
    const thousandths = mark * 1_000
    if (thousandths !== Math.round(thousandths)) this.#fine.add(mark)
  }

  #placeOf(id: number): VersionPlace {
    const version = this.#versionOf(id)
    const count = this.#attempts.length
    let column = this.#columns.get(version.questionId)
    if (column === undefined) {
      column = {
        versions: [],
        ids: [],
        version: null,
        cells: new Uint8Array(count),
        marks: new Float64Array(count),
        choices: null,
      }
      this.#columns.set(version.questionId, column)
    }
    if (hasChoices(version)) column.choices ??= new Int32Array(count)
    if (column.versions.length === 1) column.version ??= new Uint16Array(count)
    column.ids.push(id)
    const place = { column, at: column.versions.push(version) - 1 }
    this.#places[id] = place
    return place
  }

  /** The columns as they are analysed. */
  finished(
    { policy }: Pick<ItemQuery, 'policy'>,
    rest: Pick<AnswerColumns, 'categoryNames' | 'leftOut'>,
  ): AnswerColumns {
    const columns = [...this.#columns.values()]
    const unitsPerPoint = unitsPerPointOf(this.#otherPoints(columns))
    const units = (points: number | null) => (points === null ? Number.NaN : inUnits(points, unitsPerPoint))
    const questions = columns.map(({ marks, ids: _, ...column }): QuestionColumn => {
      for (let at = 0; at < marks.length; at++) marks[at] = inUnits(marks[at] as number, unitsPerPoint)
      return { ...column, marks }
    })
    const sums = new Float64Array(this.#attempts.length)
    for (const { cells, marks } of questions) {
      for (let at = 0; at < sums.length; at++) {
        if (cells[at] === cell.marked) sums[at] = (sums[at] as number) + (marks[at] as number)
      }
    }
    return {
      policy,
      unitsPerPoint,
      totals: Float64Array.from(this.#attempts, (attempt, at) =>
        attempt[3] === null ? (sums[at] as number) : units(attempt[3]),
      ),
      available: Float64Array.from(this.#attempts, (attempt) => units(attempt[4])),
      percentages: Float64Array.from(this.#attempts, (attempt) => attempt[2] ?? Number.NaN),
      questions,
      ...rest,
    }
  }

  /** Categories of the questions. */
  get categories(): Set<string> {
    const versions = [...this.#columns.values()].flatMap((column) => column.versions)
    return new Set(versions.flatMap(({ categoryId }) => categoryId ?? []))
  }

  /** Questions that attempts saw in several versions. */
  severalVersions(): Omit<SeenVersions, 'number'>[] {
    return [...this.#columns.values()].flatMap(({ versions, ids, version, cells }): Omit<SeenVersions, 'number'>[] => {
      if (version === null) return []
      const counts = versions.map(() => 0)
      for (let at = 0; at < cells.length; at++) {
        const seen = version[at] as number
        if (cells[at] !== cell.notSeen) counts[seen] = (counts[seen] as number) + 1
      }
      const seen = versions
        .map(({ question }, at) => ({ id: ids[at] as number, question, n: counts[at] as number }))
        .filter(({ n }) => n > 0)
        .toSorted((one, other) => one.id - other.id)
      const [first] = versions
      if (seen.length < 2 || first === undefined) return []
      return [{ questionId: first.questionId, versions: seen }]
    })
  }

  *#otherPoints(columns: readonly OpenColumn[]): Generator<number> {
    yield* this.#fine
    for (const { versions } of columns) for (const { pointsAvailable } of versions) yield pointsAvailable ?? 0
    for (const [, , , scored, available] of this.#attempts) {
      if (scored !== null && !isWhole(scored * 1_000)) yield scored
      if (available !== null && !isWhole(available * 1_000)) yield available
    }
  }
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6
