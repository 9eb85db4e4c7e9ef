import { describe, expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

const member = (key: string) => ({ key, first: '', last: '', email: null, externalId: null, extraTime: null })

/** Three students with a result each, and one who comes again in another test. */
function laptop() {
  const { db, calls } = database([accountNamed('a')])
  const attempt = (userId: number, more = {}) =>
    resultOf({ userId, first: 'Ada', last: `Quarles ${userId}`, timeStarted: (noon + userId) as never, ...more })
  calls.applyPage(
    pageWith([
      attempt(1, { accessCode: 'CODE-77', pointsScored: 4, durationSeconds: 600 }),
      attempt(2, { testType: 'survey', extraInfo: ['Room 12', null, null, null, 'Ms "Q"'] }),
      attempt(3, { pointsScored: 9, durationSeconds: 1_200 }),
    ]),
  )
  const idOf = (user: number) =>
    db.prepare<[string], number>('SELECT id FROM result WHERE student_key = ?').pluck().get(`user:${user}`) as number
  const who = (...filter: ResultsFilter): number[] =>
    calls
      .resultsPage({ filter, sort: { field: 'started', direction: 'asc' }, offset: 0, limit: 10 })
      .map(({ id }) => [1, 2, 3].find((user) => idOf(user) === id) ?? 0)
  const student = (user: number) => ({ account: 'a', key: `user:${user}` })
  return { db, calls, idOf, who, student }
}

describe('results are found by', () => {
  it('the class of their student, and one class or another', () => {
    const { calls, who } = laptop()
    calls.addClass('a', '10A', [member('user:1')], noon)
    calls.addClass('a', '10B', [member('user:3')], noon)
    expect(who({ field: 'class', op: 'in', value: ['10A'] })).toEqual([1])
    expect(who({ field: 'class', op: 'in', value: ['10A', '10B'] })).toEqual([1, 3])
    expect(who({ field: 'class', op: 'in', value: ['gone'] })).toEqual([])
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    expect(who({ field: 'class', op: 'in', value: ['10A'] })).toEqual([1, 2])
  })

  it('a label on them or on their student', () => {
    const { calls, who, idOf, student } = laptop()
    const label = calls.addLabel({ account: 'a', name: 'Re-sit', colour: 0 }, { kind: 'results', ids: [idOf(1)] })
    calls.putLabel(label, { kind: 'students', students: [student(3)] })
    expect(who({ field: 'label', op: 'in', value: ['Re-sit'] })).toEqual([1, 3])
    expect(calls.choiceCounts([], 'label')).toEqual([{ id: 'Re-sit', results: 2 }])
    expect(calls.choiceCounts([{ field: 'points', op: 'from', value: 5 }], 'label')).toEqual([
      { id: 'Re-sit', results: 1 },
    ])
  })

  it('a flag, which says how many results each answer leaves', () => {
    const { calls } = laptop()
    expect(calls.choiceCounts([], 'grading')).toEqual([
      { id: 'yes', results: calls.countResults([{ field: 'grading', op: 'is', value: true }]) },
      { id: 'no', results: calls.countResults([{ field: 'grading', op: 'is', value: false }]) },
    ])
    const ofPoints = [{ field: 'points', op: 'from', value: 5 }] as const
    expect(calls.choiceCounts([...ofPoints, { field: 'certificate', op: 'is', value: true }], 'certificate')).toEqual([
      { id: 'yes', results: 0 },
      { id: 'no', results: 2 },
    ])
    expect(calls.countResults(ofPoints)).toBe(2)
  })

  it('their numbers, none of them where none is named', () => {
    const { calls, who, idOf } = laptop()
    expect(who({ field: 'id', op: 'in', value: [idOf(2)] })).toEqual([2])
    expect(who({ field: 'id', op: 'in', value: [] })).toEqual([])
    expect(calls.countResults([{ field: 'id', op: 'in', value: [] }])).toBe(0)
  })

  it('their student, also under a key that was merged', () => {
    const { calls, who, student } = laptop()
    expect(who({ field: 'student', op: 'in', value: [student(2)] })).toEqual([2])
    expect(who({ field: 'student', op: 'in', value: [{ account: null, key: 'user:2' }] })).toEqual([2])
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    expect(who({ field: 'student', op: 'in', value: [student(2)] })).toEqual([1, 2])
  })

  it('a note on their student, not on whoever has the same key in another account', () => {
    const { calls, who, student } = laptop()
    const noted = { field: 'search', op: 'contains', value: 'form' } as const
    calls.addNote({ kind: 'students', students: [student(3)] }, 'Form on file', noon)
    expect(who(noted)).toEqual([3])
    calls.addAccount(accountNamed('b'))
    const other = resultOf({ userId: 3, first: 'Bo', last: 'Other', timeStarted: (noon + 9) as never })
    calls.applyPage(pageWith([other], { accountId: 'b' }))
    expect(who(noted)).toEqual([3])
  })

  it('points, duration, code, extra info and kind', () => {
    const { who } = laptop()
    expect(who({ field: 'points', op: 'from', value: 4 }, { field: 'points', op: 'to', value: 8.5 })).toEqual([1])
    expect(who({ field: 'duration', op: 'from', value: 601 })).toContain(3)
    expect(who({ field: 'accessCode', op: 'contains', value: 'ode-7' })).toEqual([1])
    expect(who({ field: 'extraInfo', op: 'contains', value: 'ms 12 ROOM' })).toEqual([2])
    expect(who({ field: 'extraInfo', op: 'contains', value: '"q"' })).toEqual([2])
    expect(who({ field: 'type', op: 'in', value: ['survey'] })).toEqual([2])
  })

  it('the answers themselves, however they are written, and not by how they are stored', () => {
    const { calls, who } = laptop()
    const again = { userId: 3, first: 'Ada', last: 'Quarles 3', timeStarted: noon + 3, accessCode: 'ÉTÉ-9' }
    calls.applyPage(pageWith([resultOf({ ...again, extraInfo: ['Élan', null, 'Herr Müller', null, null] } as never)]))
    const info = (value: string) => who({ field: 'extraInfo', op: 'contains', value })
    for (const found of ['MÜLLER', 'muller', 'élan', 'ELAN', 'E\u0301lan', 'muller elan'])
      expect(info(found)).toEqual([3])
    for (const stored of ['null', '[', ']', ',', "'", '\\']) expect(info(stored)).toEqual([])
    expect(info('u')).toEqual([3])
    expect(info('"')).toEqual([2])
    for (const code of ['été', 'ETE-9', 'e\u0301te\u0301']) {
      expect(who({ field: 'accessCode', op: 'contains', value: code })).toEqual([3])
    }
  })

  it('any of a pasted list of codes, one a line or between commas, and of an answer every word', () => {
    const { calls, who } = laptop()
    const again = { userId: 3, first: 'Ada', last: 'Quarles 3', timeStarted: noon + 3, accessCode: 'ÉTÉ-9' }
    calls.applyPage(pageWith([resultOf({ ...again, extraInfo: ['Herr Müller', null, null, null, null] } as never)]))
    for (const list of ['code-7, ete-9', 'CODE-7;été-9', 'code-7\r\nnobody\n\nETE-9\n', ',code-7\tete-9,'])
      expect(who({ field: 'accessCode', op: 'contains', value: list })).toEqual([1, 3])
    const info = (value: string) => who({ field: 'extraInfo', op: 'contains', value })
    expect(info('müller, herr')).toEqual([3])
    expect(info('room 12, müller')).toEqual([])
    // A comma within a number is part of it.
    expect(info('1,2')).toEqual([])
  })

  it('the day on which ClassMarker sent something else', () => {
    const { calls, who } = laptop()
    expect(who({ field: 'changed', op: 'from', value: '2000-01-01' })).toEqual([])
    const again = resultOf({ userId: 3, first: 'Ada', last: 'Quarles 3', timeStarted: (noon + 3) as never })
    calls.applyPage(pageWith([{ ...again, pointsScored: 10, durationSeconds: 1_200 }]))
    expect(who({ field: 'changed', op: 'from', value: '2000-01-01' })).toEqual([3])
    expect(who({ field: 'changed', op: 'to', value: '2000-01-01' })).toEqual([])
  })

  it('words of a note or a label, together with words of the result', () => {
    const { calls, who, idOf, student } = laptop()
    calls.addNote({ kind: 'results', ids: [idOf(1)] }, 'Fire alarm in the École', noon)
    calls.addNote({ kind: 'students', students: [student(3)] }, 'Form on file', noon)
    calls.addLabel({ account: 'a', name: 'Fire drill', colour: 0 }, { kind: 'students', students: [student(2)] })
    const search = (value: string) => who({ field: 'search', op: 'contains', value })
    expect(search('fire')).toEqual([1, 2])
    expect(search('ecole quarles')).toEqual([1])
    expect(search('file ada')).toEqual([3])
    expect(search('file 2')).toEqual([])
    const students = calls.localChanges()
    expect(students).toHaveLength(3)
  })
})

describe('rows say what the teacher put on them', () => {
  it('and nothing where there is nothing', () => {
    const { calls, idOf } = laptop()
    calls.addLabel({ account: 'a', name: 'Re-sit', colour: 0 }, { kind: 'results', ids: [idOf(1)] })
    calls.addNote({ kind: 'results', ids: [idOf(1)] }, 'Ill', noon)
    calls.excuse([idOf(3)], 'Ill', noon)
    const rows = calls.resultsPage({ filter: [], sort: { field: 'started', direction: 'asc' }, offset: 0, limit: 3 })
    expect(rows.map(({ marks }) => marks)).toEqual([
      { note: true, labels: ['Re-sit'], excused: false },
      undefined,
      { note: false, labels: [], excused: true },
    ])
  })
})
