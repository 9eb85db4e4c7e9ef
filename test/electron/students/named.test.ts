import { describe, expect, it } from 'vitest'
import { newestFirst, type ResultsFilter } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const [ada, formerAda, ben, cleo] = ['user:1', 'user:2', 'user:3', 'mail:cleo@x.example|cleo day']
const of = (key: string, account: string | null = 'a') => ({ account, key })

/** Ada has two results of test 1 and one of test 2, Ben one of test 1 in both accounts; Cleo was added by hand. */
function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  const { calls } = made
  let at = noon as number
  const taken = (userId: number, first: string, testId: number) => {
    at += 60
    return resultOf({
      ...{ userId, first, last: 'Ray', email: `${first.toLowerCase()}@x.example`, testId },
      ...{ timeStarted: unixSeconds(at), timeFinished: unixSeconds(at + 30) },
    })
  }
  const ofBen = taken(3, 'Ben', 1)
  calls.applyPage(pageWith([taken(1, 'Ada', 1), taken(1, 'Adah', 1), taken(2, 'A.', 2), ofBen]))
  calls.applyPage({ ...pageWith([ofBen]), accountId: 'b' })
  calls.mergeStudents('a', ada, [formerAda], noon)
  calls.addStudents('a', [{ key: cleo, first: 'Cleo', last: 'Day', email: 'cleo@x.example' }], noon)
  return made
}

describe('students whom a filter asks for', () => {
  it('are named as of their newest result, and before the first as they were added', () => {
    const { calls } = laptop()
    const named = calls.studentsNamed([of(ben), of(cleo), of(ada)], [])
    expect(named.map(({ first, last }) => `${first} ${last}`)).toEqual(['Ben Ray', 'Cleo Day', 'A. Ray'])
    expect(named.map(({ results }) => results)).toEqual([1, 0, 3])
  })

  it('are found by a former key, in any account where none is named, and left out where they are nobody', () => {
    const { calls } = laptop()
    expect(calls.studentsNamed([of(formerAda), of('user:9'), of(ben, 'b'), of(ben, null)], [])).toMatchObject([
      { asked: of(formerAda), account: 'a', key: ada, results: 3 },
      { asked: of(ben, 'b'), account: 'b', key: ben, results: 1 },
      { asked: of(ben, null), account: 'a', key: ben, results: 1 },
    ])
    expect(calls.studentsNamed([], [])).toEqual([])
  })

  it('stand with as many results as choosing them leaves of what the other filters find', () => {
    const { calls } = laptop()
    const others: ResultsFilter = [
      { field: 'account', op: 'in', value: ['a'] },
      { field: 'test', op: 'in', value: [1] },
    ]
    const asked = [of(ada), of(ben), of(cleo)]
    const named = calls.studentsNamed(asked, [...others, { field: 'student', op: 'in', value: [of(cleo)] }])
    const left = asked.map((student) =>
      calls.resultsPage({
        filter: [...others, { field: 'student', op: 'in', value: [student] }],
        sort: newestFirst,
        offset: 0,
        limit: 100,
      }),
    )
    expect(named.map(({ results }) => results)).toEqual(left.map(({ length }) => length))
    expect(named.map(({ results }) => results)).toEqual([2, 1, 0])
  })
})
