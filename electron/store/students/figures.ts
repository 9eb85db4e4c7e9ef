import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { Override } from '../../../shared/model/gradebook.ts'
import { compareRatios, divided, type Ratio, ratio, rounded, sumOf } from '../../../shared/model/ratio.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import { rowByPolicy, rowOfResult, several } from '../gradebook/counting.ts'
import { type Groups, perSlice } from './groups.ts'

/** Decisions by the numbers of a student and of a test: `overrideKey`. */
export type StudentOverrides = ReadonlyMap<number, Override>

/** More students and tests than anybody has: a double holds the product. */
const mostTests = 2 ** 21
export const overrideKey = (student: number, test: number): number => student * mostTests + test

/** What each student's attempts come to; arrays by the student's number. */
export class StudentFigures {
  readonly attempts: Uint32Array
  readonly tests: Uint32Array
  readonly provisional: Uint8Array
  /** Averages are `sums / ofs` tenths of a percent, exactly; of 0 where none counts. */
  readonly #sums: Float64Array
  readonly #ofs: Float64Array
  /** Those that doubles would not hold. */
  readonly #exact = new Map<number, Ratio>()

  constructor(students: number) {
    this.attempts = new Uint32Array(students)
    this.tests = new Uint32Array(students)
    this.provisional = new Uint8Array(students)
    this.#sums = new Float64Array(students)
    this.#ofs = new Float64Array(students)
  }

  putAverage(student: number, { sum, of, exact }: { sum: number; of: number; exact: Ratio | null }): void {
    this.#sums[student] = sum
    this.#ofs[student] = of
    if (exact !== null) this.#exact.set(student, exact)
  }

  hasAverage(student: number): boolean {
    return this.#ofs[student] !== 0
  }

  /** The nearest double, in tenths of a percent. */
  nearAverage(student: number): number {
    return (this.#sums[student] as number) / (this.#ofs[student] as number)
  }

  #ratioOf(student: number): Ratio {
    return this.#exact.get(student) ?? ratio(this.#sums[student] as number, this.#ofs[student] as number)
  }

  /** As it is shown: rounded once, half away from zero; null where none counts. */
  averageOf(student: number): Tenths | null {
    return this.hasAverage(student) ? (rounded(this.#ratioOf(student)) as Tenths) : null
  }

  /** Compares averages exactly. Both must have one. */
  compareAverages(a: number, b: number): number {
    const difference = this.nearAverage(a) - this.nearAverage(b)
    if (Math.abs(difference) > 1e-6) return difference
    const left = (this.#sums[a] as number) * (this.#ofs[b] as number)
    const right = (this.#sums[b] as number) * (this.#ofs[a] as number)
    const areExact = Number.isSafeInteger(left) && Number.isSafeInteger(right)
    if (areExact && !this.#exact.has(a) && !this.#exact.has(b)) return left - right
    return compareRatios(this.#ratioOf(a), this.#ratioOf(b))
  }
}

export interface Reckoning {
  readonly students: number
  readonly values: GradedAttempts['values']
  readonly policy: AttemptPolicy
  readonly overrides: StudentOverrides
}

/** Reckons the figures of all students over grouped attempts, in slices. */
export function* reckoned(groups: Groups, { students, values, policy, overrides }: Reckoning) {
  const figures = new StudentFigures(students)
  const { order, starts } = groups
  const count = groups.students.length
  let mean = new MeanOfMeans()
  for (let group = 0; group < count; group++) {
    const student = groups.students[group] as number
    const [from, until] = [starts[group] as number, starts[group + 1] as number]
    figures.attempts[student] = (figures.attempts[student] as number) + until - from
    figures.tests[student] = (figures.tests[student] as number) + 1
    const override =
      overrides.size === 0 ? undefined : overrides.get(overrideKey(student, groups.tests[group] as number))
    if (override?.kind !== 'excused') {
      const own = { order, from, until }
      const chosen = override === undefined ? -1 : rowOfResult(values, own, override.resultId)
      const row = chosen === -1 ? rowByPolicy(values, own, policy) : chosen
      let [sum, of] = [0, 0]
      for (let at = row === several ? from : until - 1; at < until; at++) {
        const each = row === several ? (order[at] as number) : row
        if (values.needsGrading[each] === 1) figures.provisional[student] = 1
        const percentage = values.percentage[each] as number
        if (percentage === none) continue
        sum += percentage
        of++
      }
      if (of > 0) mean.add(sum, of)
    }
    if (groups.students[group + 1] !== student) {
      figures.putAverage(student, mean.mean())
      mean = new MeanOfMeans()
    }
    if (group % perSlice === 0) yield
  }
  return figures
}

/** Beyond this common denominator, sums could pass what doubles hold exactly. */
const mostDenominator = 1e9

/** An exact mean of means: in doubles, which is quick, as long as these hold it. */
class MeanOfMeans {
  #count = 0
  #sum = 0
  /** What all means so far are parts of. */
  #denominator = 1
  #exact: Ratio | null = null

  add(sum: number, of: number): void {
    this.#count++
    if (this.#exact === null && of === 1) this.#sum += sum * this.#denominator
    else if (this.#exact === null) {
      const common = (this.#denominator / commonDivisor(this.#denominator, of)) * of
      if (common > mostDenominator) this.#exact = sumOf(ratio(this.#sum, this.#denominator), ratio(sum, of))
      else {
        this.#sum = this.#sum * (common / this.#denominator) + sum * (common / of)
        this.#denominator = common
      }
    } else this.#exact = sumOf(this.#exact, ratio(sum, of))
  }

  mean(): { sum: number; of: number; exact: Ratio | null } {
    if (this.#exact === null) return { sum: this.#sum, of: this.#denominator * this.#count, exact: null }
    const exact = divided(this.#exact, BigInt(this.#count))
    return { sum: Number(exact.numerator) / Number(exact.denominator), of: 1, exact }
  }
}

function commonDivisor(a: number, b: number): number {
  let [one, other] = [a, b]
  while (other !== 0) [one, other] = [other, one % other]
  return one
}
