import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openReadOnly } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { Result } from '../../../shared/model/result.ts'
import { fold } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

/** A desk whose columns know all results, and how often it has folded a text to compare it. */
function deskInMemory(file: string) {
  const db = openReadOnly(file)
  onTestFinished(() => void db.close())
  let folded = 0
  db.function('sort_key', { deterministic: true }, (text) => {
    folded++
    return typeof text === 'string' ? fold(text) : text
  })
  const { calls, columns } = storeOn(db)
  columns.count([])
  while (columns.hasWork) columns.work(1_000)
  return { look: calls.lookUpCertificates, foldedSince: () => folded }
}

const part = fc.constantFrom('Xq', 'xq', 'x', 'Ana', 'ö', '李', '小龙', 'q', '1', ' ', '-', 'ß', '')
const name = fc.array(part, { maxLength: 3 }).map((parts) => parts.join(''))
const given = fc.record({
  first: name,
  last: name,
  email: fc.option(name),
  accessCode: fc.option(name),
  certificateSerial: fc.constantFrom('CXQ-1', 'cxq1', 'X', 'Ö-Q 1', "Q'X", 'xq xq', '李-Q', null),
  testId: fc.integer({ min: 1, max: 3 }),
  timeFinished: fc.integer({ min: 0, max: 3 }).map((ago) => unixSeconds(noon - ago)),
  passed: fc.boolean(),
  giveCertificateOnlyWhenPassed: fc.boolean(),
})
const typed = fc
  .array(fc.constantFrom('x', 'xq', 'q', '1', 'ö', '李', '小', 'a', 'ß', 'ss', '-', '"x q"', 'id', '%'), {
    minLength: 1,
    maxLength: 3,
  })
  .map((words) => words.join(' '))

describe('one or two letters at the desk', () => {
  it('find the same with the results in memory as in SQL', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 40 }), fc.array(typed, { maxLength: 8 }), (people, texts) => {
        const { file, calls } = database([accountNamed('a'), accountNamed('b')])
        const results = people.map((said, userId) => resultOf({ ...(said as Partial<Result>), userId }))
        const tests = [
          { id: 1, name: 'First aid' },
          { id: 2, name: 'Öx' },
        ]
        for (const accountId of ['a', 'b'])
          calls.applyPage(
            pageWith(
              results.filter(({ userId }) => (accountId === 'a') === Number(userId) % 3 > 0),
              { accountId, tests },
            ),
          )
        const { look } = deskInMemory(file)
        for (const text of texts) {
          for (const accounts of [undefined, ['b'], ['a', 'b']]) {
            expect(look(text, accounts), text).toEqual(calls.lookUpCertificates(text, accounts))
          }
        }
      }),
      { numRuns: 30 },
    )
  })

  it('that few hold are looked for in the newest and in those, and not in every certificate', () => {
    const { file, calls } = database()
    const results = Array.from({ length: 2_000 }, (_, userId) =>
      resultOf({
        userId,
        first: userId === 7 ? 'Xqa' : 'Ada',
        certificateSerial: `XQ-${userId}`,
        timeFinished: unixSeconds(noon + userId),
      }),
    )
    calls.applyPage(pageWith(results, { tests: [{ id: 1, name: 'Maths' }] }))
    const { look, foldedSince } = deskInMemory(file)
    const before = foldedSince()
    expect(look('xq', undefined).matches.map(({ first }) => first)).toEqual(['Xqa'])
    // Each certificate looked at folds its serial twice.
    expect(foldedSince() - before).toBeLessThan(2_000)
  })

  it('find who came a moment ago, and a test by its new name', () => {
    const { file, calls } = database()
    const certificate = (said: Partial<Result>) => resultOf({ certificateSerial: 'C-1', ...said })
    calls.applyPage(pageWith([certificate({ userId: 1 })], { tests: [{ id: 1, name: 'Maths' }] }))
    const { look } = deskInMemory(file)
    const found = (text: string) => look(text, undefined).matches.map(({ first }) => first)
    calls.applyPage(pageWith([certificate({ userId: 2, first: 'Xq' })], { tests: [{ id: 1, name: 'Yz' }] }))
    expect(found('xq')).toEqual(['Xq'])
    expect(found('yz')).toHaveLength(2)
  })
})
