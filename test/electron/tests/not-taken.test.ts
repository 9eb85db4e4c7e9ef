import { expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualTestPolicy } from '../../../shared/model/test-figures.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

function laptop() {
  const { db, calls } = database()
  calls.applyPage(pageWith([resultOf({ userId: 1, first: 'Ana', last: 'Ruiz' })]))
  const member = (key: string, first: string) => ({
    ...{ key, first, last: 'Ruiz', email: null, externalId: null, extraTime: null },
  })
  calls.addClass('a', '10B', [member('user:1', 'Ana'), member('user:2', 'Bo'), member('user:3', 'Cy')], noon)
  const { calls: reading } = storeOn(db)
  const notTaken = () =>
    reading.testPage({
      ...{ account: 'a', testId: 1, policy: usualTestPolicy, period: { from: null, to: null }, classId: null },
    }).notTaken
  const excuse = (key: string) =>
    calls.setOverride({ account: 'a', key, testId: 1 }, { kind: 'excused', reason: 'ill' }, noon)
  return { calls, notTaken, excuse }
}

it('who has not taken a test is said without those who are excused, as in the workbook', () => {
  const { calls, notTaken, excuse } = laptop()
  expect(notTaken()).toMatchObject([
    { of: 3, missing: 2, excused: 0, shown: [{ name: 'Bo Ruiz' }, { name: 'Cy Ruiz' }] },
  ])
  excuse('user:2')
  // Who took it is not missing, excused or not.
  excuse('user:1')
  expect(notTaken()).toMatchObject([{ of: 3, missing: 1, excused: 1, shown: [{ name: 'Cy Ruiz' }] }])
  calls.mergeStudents('a', 'user:3', ['user:2'], noon)
  expect(notTaken()).toMatchObject([{ of: 2, missing: 0, excused: 1, shown: [] }])
  calls.splitStudent('a', 'user:3')
  calls.clearOverride({ account: 'a', key: 'user:2', testId: 1 })
  expect(notTaken()).toMatchObject([{ of: 3, missing: 2, excused: 0 }])
})
