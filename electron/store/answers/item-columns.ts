import type { QuestionVersion } from '../../../shared/model/answers.ts'
import type { ItemQuery, SeenVersions } from '../../../shared/model/item-analysis.ts'
import {
  type AnswerColumns,
  cell,
  inUnits,
  type QuestionColumn,
  unitsPerPointOf,
} from '../../analysis/answer-columns.ts'
import { chosenBits, hasChoices, markingCodeOf, markingCodes } from './packed-marks.ts'
import type { TestAnswers } from './test-answers.ts'
import type { TestAttempt } from './test-attempts.ts'

/** A question while its column is filled. */
interface OpenColumn extends QuestionColumn {
  readonly versions: QuestionVersion[]
  /** Ids of `versions`. */
  readonly ids: number[]
  version: Uint16Array | null
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

const usualUnits = 1_000

/**
 * Answers in columns, one for each question in the order in which they are met. Each answer is looked at once, or twice
 * where marks are finer than is usual: 20,000 attempts at 40 questions are 800,000.
 */
export class ItemColumns {
  readonly #attempts: readonly TestAttempt[]
  readonly #versionOf: (id: number) => QuestionVersion
  readonly #columns = new Map<string, OpenColumn>()
  readonly #places: (VersionPlace | undefined)[] = []
  /** Marks that may be no whole thousandths of a point. */
  readonly #fine = new Set<number>()
  readonly #unitsPerPoint: number

  /** @param attempts those that have answers, in the order of the columns */
  constructor(attempts: readonly TestAttempt[], answers: TestAnswers, versionOf: (id: number) => QuestionVersion) {
    this.#attempts = attempts
    this.#versionOf = versionOf
    this.#fill(answers, usualUnits)
    this.#unitsPerPoint = unitsPerPointOf(this.#otherPoints())
    if (this.#unitsPerPoint === usualUnits) return
    for (const { cells } of this.#columns.values()) cells.fill(cell.notSeen)
    this.#fill(answers, this.#unitsPerPoint)
  }

  #fill(answers: TestAnswers, unitsPerPoint: number): void {
    const { words, points } = answers
    const { from, until } = answers.rangesOf(this.#attempts)
    for (let attempt = 0; attempt < from.length; attempt++) {
      for (let at = from[attempt] as number; at < (until[attempt] as number); at++) {
        const place = this.#places[words[4 * at] as number] ?? this.#placeOf(words[4 * at] as number)
        const { cells, marks, version, choices } = place.column
        // The same question a second time in one attempt.
        if (cells[attempt] !== cell.notSeen) continue
        const word = words[4 * at + 1] as number
        const mark = points[2 * at + 1] as number
        const of = cellOf[markingCodeOf(word)] as number
        const seen = of === cell.marked && Number.isNaN(mark) ? cell.noMark : of
        cells[attempt] = seen
        if (version !== null) version[attempt] = place.at
        if (choices !== null) choices[attempt] = word & chosenBits
        if (seen !== cell.marked) continue
        const units = inUnits(mark, unitsPerPoint)
        marks[attempt] = units
        if (units !== mark * unitsPerPoint) this.#fine.add(mark)
      }
    }
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
    const unitsPerPoint = this.#unitsPerPoint
    const units = (points: number | null) => (points === null ? Number.NaN : inUnits(points, unitsPerPoint))
    const attempts = this.#attempts
    // By places: `Float64Array.from` takes five times as long.
    const totals = new Float64Array(attempts.length)
    const available = new Float64Array(attempts.length)
    const percentages = new Float64Array(attempts.length)
    for (let at = 0; at < attempts.length; at++) {
      const attempt = attempts[at] as TestAttempt
      const total = units(attempt[3])
      totals[at] = Number.isNaN(total) ? this.#sumOfMarks(at) : total
      available[at] = units(attempt[4])
      percentages[at] = attempt[2] ?? Number.NaN
    }
    return {
      policy,
      unitsPerPoint,
      totals,
      available,
      percentages,
      questions: [...this.#columns.values()],
      ...rest,
    }
  }

  #sumOfMarks(attempt: number): number {
    let sum = 0
    for (const { cells, marks } of this.#columns.values()) {
      if (cells[attempt] === cell.marked) sum += marks[attempt] as number
    }
    return sum
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

  *#otherPoints(): Generator<number> {
    yield* this.#fine
    for (const { versions } of this.#columns.values())
      for (const { pointsAvailable } of versions) yield pointsAvailable ?? 0
    for (const [, , , scored, available] of this.#attempts) {
      if (scored !== null && !isWhole(scored * 1_000)) yield scored
      if (available !== null && !isWhole(available * 1_000)) yield available
    }
  }
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6
