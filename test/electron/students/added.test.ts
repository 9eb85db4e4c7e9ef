import { describe, expect, it } from 'vitest'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const columns = { first: 0, last: 1, email: 2 }
const rows = (...people: string[][]) => people.map((cells, at) => ({ line: at + 1, cells }))
const ada = { key: 'mail:ada@x.example|ada byron', first: 'Ada', last: 'Byron', email: 'ada@x.example' }

describe('students added by hand', () => {
  it('are kept under the key of their first result, and taken back with undo', () => {
    const { calls } = database()
    const [found] = calls.previewAdded('a', rows(['Ada', 'Byron', 'ada@x.example']), columns).new
    expect(found?.member).toMatchObject(ada)
    expect(calls.addStudents('a', [ada], noon)).toEqual([ada.key])
    expect(calls.addedStudents('a')).toEqual([ada])
    expect(calls.undoLocalChange(noon)?.change).toMatchObject({ kind: 'student-added', subject: 'Ada Byron' })
    expect(calls.addedStudents('a')).toEqual([])
    calls.redoLocalChange()
    expect(calls.addedStudents('a')).toEqual([ada])
  })

  it('are nobody who has results or was added before', () => {
    const { calls } = database()
    const taken = resultOf({ feed: 'links', userId: null, linkResultId: 1, ...ada })
    calls.applyPage({ ...pageWith([taken]), feed: 'links' })
    expect(calls.addStudents('a', [ada], noon)).toEqual([])
    expect(calls.previewAdded('a', rows(['Ada', 'Byron', '']), columns).new).toMatchObject([{ isKnown: true }])
    expect(() => calls.addStudents('b', [ada], noon)).toThrow('account/not-found')
  })
})
