import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/model/result.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const people = [1, 2, 3, 4, 5] as const
const keyOf = (person: number) => `user:${person}`

/** What one person has, as the database says or as the model does. */
interface Has {
  readonly attempts: readonly number[]
  readonly certificates: readonly string[]
  readonly codes: readonly string[]
}

const attempt = (at: number, person: number, hasCertificate: boolean): Result =>
  resultOf({
    ...{ userId: person, first: 'Person', last: `${person}`, testId: 1 + (at % 3) },
    ...{ timeStarted: (noon + at) as never, accessCode: `C${person}`, passed: true },
    ...(hasCertificate && { certificateSerial: `S${at}` }),
  })

const taken = fc.array(fc.record({ person: fc.constantFrom(...people), hasCertificate: fc.boolean() }), {
  minLength: 5,
  maxLength: 20,
})
const step = fc.oneof(
  fc.record({ does: fc.constant('merge'), into: fc.constantFrom(...people), other: fc.constantFrom(...people) }),
  fc.record({ does: fc.constant('split'), into: fc.constantFrom(...people), other: fc.constant(1) }),
  fc.record({ does: fc.constant('undo'), into: fc.constant(1), other: fc.constant(1) }),
)

describe('merging and splitting', () => {
  it('gives a student the sum of all keys, and after the split each exactly its own', () => {
    fc.assert(
      fc.property(taken, fc.array(step, { maxLength: 12 }), (attempts, steps) => {
        const { db, calls } = database()
        calls.applyPage(pageWith(attempts.map(({ person, hasCertificate }, at) => attempt(at, person, hasCertificate))))
        const present = people.filter((person) => attempts.some((each) => each.person === person))
        const column = <Value>(sql: string, key: string) => db.prepare<[string], Value>(sql).pluck().all(key)
        const hasNow = (key: string): Has => ({
          attempts: column<number>('SELECT id FROM result WHERE student = ? ORDER BY id', key),
          certificates: column<string>(
            'SELECT certificate_serial FROM result WHERE student = ? AND certificate_serial IS NOT NULL ORDER BY 1',
            key,
          ),
          codes: column<string>('SELECT DISTINCT access_code FROM result WHERE student = ? ORDER BY 1', key),
        })
        const own = new Map(present.map((person) => [person, hasNow(keyOf(person))]))
        /** Whose each person's results are, and what it was before each step. */
        let roots = new Map<number, number>(present.map((person) => [person, person]))
        const before: (typeof roots)[] = []
        const change = (next: typeof roots) => {
          if (present.every((person) => next.get(person) === roots.get(person))) return
          before.push(roots)
          roots = next
        }
        const rootOf = (person: number) => roots.get(person) ?? person

        for (const { does, into, other } of steps) {
          if (does === 'undo') {
            const undone = calls.undoLocalChange(noon)
            expect(undone?.outcome).toBe(before.length > 0 ? 'done' : undefined)
            roots = before.pop() ?? roots
          } else if (does === 'merge' && present.includes(into) && present.includes(other)) {
            calls.mergeStudents('a', keyOf(into), [keyOf(other)], noon)
            const [root, joining] = [rootOf(into), rootOf(other)]
            change(new Map(present.map((person) => [person, rootOf(person) === joining ? root : rootOf(person)])))
          } else if (
            does === 'split' &&
            present.some((person) => person !== rootOf(person) && [person, rootOf(person)].includes(into))
          ) {
            calls.splitStudent('a', keyOf(into))
            const isApart = (person: number) => (rootOf(into) === into ? rootOf(person) === into : person === into)
            change(new Map(present.map((person) => [person, isApart(person) ? person : rootOf(person)])))
          }
          for (const person of present) {
            const joined = present.filter((each) => rootOf(each) === person).map((each) => own.get(each))
            const sum = <Value>(of: (has: Has) => readonly Value[]) =>
              [...new Set(joined.flatMap((has) => (has === undefined ? [] : of(has))))].toSorted(inOrder)
            expect(hasNow(keyOf(person))).toEqual({
              attempts: sum((has) => has.attempts),
              certificates: sum((has) => has.certificates),
              codes: sum((has) => has.codes),
            })
          }
        }
        db.close()
      }),
      { numRuns: 25 },
    )
  })
})

const inOrder = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1
