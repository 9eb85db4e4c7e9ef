import { describe, expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { StudentsFilter, StudentsQuery } from '../../../shared/model/student.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const everything: StudentsFilter = { results: [], classes: [], labels: [] }
const byName = { field: 'name', direction: 'asc' } as const

function laptop() {
  const { db, calls } = database()
  const ana = { userId: 1, first: 'Ana', last: 'Ruiz', email: 'ana@school.example' }
  const link = { feed: 'links', userId: null, email: null } as const
  calls.applyPage(
    pageWith([
      resultOf({ ...ana, testId: 1, percentage: toTenths(40), timeStarted: unixSeconds(noon - 900) }),
      resultOf({
        ...ana,
        testId: 1,
        percentage: toTenths(80),
        timeStarted: unixSeconds(noon - 600),
        requiresGrading: true,
      }),
      resultOf({
        userId: 2,
        first: 'Bo',
        last: 'Li',
        email: null,
        testId: 2,
        testType: 'Survey',
        timeFinished: unixSeconds(noon - 9_000),
      }),
    ]),
  )
  calls.applyPage(
    pageWith(
      [
        resultOf({ ...link, first: '', last: '', linkResultId: 71, testId: 1 }),
        resultOf({ ...link, first: '', last: '', linkResultId: 72, testId: 1 }),
      ],
      { feed: 'links' },
    ),
  )
  const member = { externalId: null, extraTime: null, email: null }
  const classId = calls.addClass(
    'a',
    '10B',
    [
      { ...member, key: 'user:1', first: 'Ana', last: 'Ruiz' },
      { ...member, key: 'name:cy new|', first: 'Cy', last: 'New' },
    ],
    noon,
  )
  db.exec(
    `INSERT INTO added_student VALUES ('a', 'mail:di@school.example|di added', 'Di', 'Added', 'di@school.example', 1)`,
  )
  db.exec(`INSERT INTO label VALUES (7, 'a', 'Extra time', 2)`)
  db.exec(`INSERT INTO student_label VALUES (7, 'user:2')`)
  const { lists, calls: read, columns, isPreparing } = storeOn(db)
  const rows = (filter: Partial<StudentsFilter> = {}, query: Partial<StudentsQuery> = {}) => {
    const question = lists.students({ filter: { ...everything, ...filter }, policy: 'best', sort: byName, ...query })
    return question.rows(question.ids())
  }
  const names = (filter: Partial<StudentsFilter> = {}) =>
    rows(filter).map(({ first, last }) => `${first} ${last}`.trim())
  return { db, calls, read, columns, isPreparing, rows, names, classId }
}

describe('the list of students', () => {
  it('has everybody once: who took a test or a survey, n takers without a name, and who is still awaited', () => {
    const { rows, names } = laptop()
    expect(names()).toEqual(['', '', 'Di Added', 'Bo Li', 'Cy New', 'Ana Ruiz'])
    expect(rows().map(({ attempts, tests, average }) => [attempts, tests, average])).toEqual([
      [1, 1, expect.any(Number)],
      [1, 1, expect.any(Number)],
      [0, 0, null],
      [0, 0, null],
      [0, 0, null],
      [2, 1, 800],
    ])
    expect(rows().at(-1)).toMatchObject({
      provisional: true,
      classes: ['10B'],
      email: 'ana@school.example',
      merged: [],
    })
    expect(rows().map(({ lastSeen }) => lastSeen !== null)).toEqual([true, true, false, true, false, true])
    expect(rows().find(({ first }) => first === 'Bo')?.labels).toEqual([{ id: 7, name: 'Extra time', colour: 2 }])
  })

  it('finds by any word of a result’s name, address or code, and of those awaited', () => {
    const { names } = laptop()
    const search = (value: string) => names({ results: [{ field: 'search', op: 'contains', value }] })
    expect(search('RUIZ ana')).toEqual(['Ana Ruiz'])
    expect(search('school.example')).toEqual(['Di Added', 'Ana Ruiz'])
    expect(search('new')).toEqual(['Cy New'])
    expect(search('nobody')).toEqual([])
    expect(search('')).toHaveLength(6)
  })

  it('finds those awaited by what the teacher noted of them, too, as it finds those with results', () => {
    const { calls, names } = laptop()
    const search = (value: string) => names({ results: [{ field: 'search', op: 'contains', value }] })
    const [di, cy] = ['mail:di@school.example|di added', 'name:cy new|'].map((key) => ({ account: 'a', key }))
    calls.addNote({ kind: 'students', students: [di as never, { account: 'a', key: 'user:1' }] }, 'Prüft später', noon)
    calls.putLabel(7, { kind: 'students', students: [cy as never] })
    expect(search('pruft spater')).toEqual(['Di Added', 'Ana Ruiz'])
    expect(search('spater, added')).toEqual(['Di Added'])
    expect(search('extra time')).toEqual(['Bo Li', 'Cy New'])
    expect(search('extra spater')).toEqual([])
    const [note] = calls.notesOfStudent(di as never)
    calls.removeNote(note?.id ?? 0)
    expect(search('pruft')).toEqual(['Ana Ruiz'])
  })

  it('narrows the attempts considered, and leaves who has one', () => {
    const { rows, names, classId } = laptop()
    const low = [{ field: 'percentage', op: 'to', value: 50 }] as const
    expect(rows({ results: low }).find(({ first }) => first === 'Ana')).toMatchObject({
      ...{ attempts: 1, average: 400, provisional: false },
    })
    expect(names({ results: low })).not.toContain('Cy New')
    expect(names({ classes: [classId] })).toEqual(['Cy New', 'Ana Ruiz'])
    expect(names({ labels: [7] })).toEqual(['Bo Li'])
    expect(names({ results: [{ field: 'account', op: 'in', value: ['b'] }] })).toEqual([])
  })

  it('is the same where the results in memory answer the filter', () => {
    const { rows } = laptop()
    const filters = [
      { results: [{ field: 'percentage', op: 'to', value: 50 }] },
      { results: [{ field: 'search', op: 'contains', value: 'ruiz' }] },
      {
        results: [
          { field: 'account', op: 'in', value: ['a'] },
          { field: 'test', op: 'in', value: [1] },
        ],
      },
    ] as const
    const bySql = filters.map((filter) => rows(filter))
    const other = laptop()
    while (other.columns.hasWork) other.columns.work(50)
    expect(filters.map((filter) => other.rows(filter))).toEqual(bySql)
    expect(bySql.map((found) => found.length)).toEqual([1, 1, 3])
  })

  it('follows what is written: results, decisions, merges', () => {
    const { rows, calls, names } = laptop()
    expect(rows().at(-1)?.average).toBe(800)
    calls.setOverride({ account: 'a', key: 'user:1', testId: 1 }, { kind: 'excused', reason: 'ill' }, noon)
    expect(rows().at(-1)).toMatchObject({ attempts: 2, average: null, provisional: false })
    calls.mergeStudents('a', 'user:1', ['name:cy new|', 'user:2'], noon)
    expect(names()).toEqual(['', '', 'Di Added', 'Ana Ruiz'])
    expect(rows().at(-1)).toMatchObject({ merged: ['name:cy new|', 'user:2'], labels: [{ id: 7 }] })
    calls.splitStudent('a', 'user:1')
    expect(names()).toHaveLength(6)
  })

  it('follows notes and labels, of merged keys too, without reckoning everybody again', () => {
    const { db, rows, calls, names, isPreparing } = laptop()
    calls.mergeStudents('a', 'user:1', ['name:cy new|'], noon)
    const query = { filter: everything, policy: 'best', sort: byName } as const
    const search = [{ field: 'search', op: 'contains', value: 'absent' }] as const
    while (isPreparing('students', query));
    const result = db.prepare<[], number>('SELECT id FROM result ORDER BY id LIMIT 1').pluck().get() ?? 0
    calls.addNote({ kind: 'results', ids: [result] }, 'Absent', noon)
    calls.addNote({ kind: 'students', students: [{ account: 'a', key: 'user:2' }] }, 'Came late', noon)
    expect(isPreparing('students', query)).toBe(false)
    expect(
      rows()
        .filter(({ note }) => note)
        .map(({ key }) => key),
    ).toEqual(['user:2'])
    expect(names({ results: search })).toEqual(['Ana Ruiz'])
    const before = rows({ labels: [7] }).map(({ key }) => key)
    expect(before).toEqual(['user:2'])
    calls.putLabel(7, { kind: 'students', students: [{ account: 'a', key: 'name:cy new|' }] })
    calls.addNote({ kind: 'students', students: [{ account: 'a', key: 'user:2' }] }, 'Absent as well', noon)
    expect(isPreparing('students', query)).toBe(false)
    expect(rows({ labels: [7] }).map(({ key }) => key)).toEqual(['user:2', 'user:1'])
    expect(names({ results: search })).toEqual(['Bo Li', 'Ana Ruiz'])
    expect(rows().at(-1)).toMatchObject({ key: 'user:1', labels: [{ id: 7, name: 'Extra time', colour: 2 }] })
  })

  it('is prepared in slices, and then is what it is at once, also when results come in between', () => {
    const { calls, read, isPreparing, rows, db } = laptop()
    const query = { filter: everything, policy: 'last', sort: byName } as const
    let slices = 0
    for (; isPreparing('students', query); slices++) {
      if (slices === 3) {
        calls.applyPage(pageWith([resultOf({ userId: 9, last: 'Late', testId: 1 })]))
        read.gradebookSummary(usualGradebook)
      }
      expect(slices).toBeLessThan(200)
    }
    expect(slices).toBeGreaterThan(5)
    expect(rows({}, query)).toEqual(
      (({ lists }) => {
        const question = lists.students(query)
        return question.rows(question.ids()).map((row) => ({ ...row, id: expect.any(Number) }))
      })(storeOn(db)),
    )
    expect(rows({}, query).some(({ last }) => last === 'Late')).toBe(true)
  })
})

describe('the page of a student', () => {
  const period = { from: null, to: null }
  const testsOf = (calls: ReturnType<typeof storeOn>['calls'], key: string, from: string | null = null) =>
    calls
      .studentPage({ account: 'a', key, policy: 'best', period: { ...period, from } })
      .tests.map(({ testId, score }) => [testId, score !== null])

  it('has the tests of their class, read from memory as from the database', () => {
    const { db, calls, read, rows } = laptop()
    const other = { userId: 5, first: 'Eve', last: 'Ode', email: null }
    calls.applyPage(
      pageWith([
        resultOf({ ...other, testId: 8, percentage: toTenths(60), timeFinished: unixSeconds(noon - 864_000) }),
        resultOf({ ...other, testId: 9, testType: 'Survey' }),
        resultOf({ userId: 6, first: 'No', last: 'Member', email: null, testId: 3 }),
      ]),
    )
    const member = { externalId: null, extraTime: null, email: null }
    calls.addClass(
      'a',
      '10C',
      [
        { ...member, key: 'user:1', first: 'Ana', last: 'Ruiz' },
        // Who was merged into somebody counts as them.
        { ...member, key: 'mail:eve@school.example|eve ode', first: 'Eve', last: 'Ode' },
      ],
      noon,
    )
    db.exec(`INSERT INTO student_merge VALUES ('a', 'mail:eve@school.example|eve ode', 'user:5', 1)`)
    const { calls: unread } = storeOn(db)
    // Has all results read.
    rows()
    const since = new Date((noon - 432_000) * 1_000).toISOString().slice(0, 10)
    expect(testsOf(read, 'user:1')).toEqual([
      [1, true],
      [8, false],
    ])
    for (const key of ['user:1', 'user:5', 'user:2'])
      for (const from of [null, since]) expect(testsOf(read, key, from)).toEqual(testsOf(unread, key, from))
    expect(testsOf(read, 'user:1', since)).not.toEqual(testsOf(read, 'user:1'))
  })
})
