import { describe, expect, it } from 'vitest'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const [zoe, zoeWithAccent, twin] = ['user:1', 'user:2', 'user:3'] as const
const student = (key: string) => ({ account: 'a', key })
const students = (...keys: readonly string[]) => ({ kind: 'students', students: keys.map(student) }) as const
const results = (...ids: readonly number[]) => ({ kind: 'results', ids }) as const

function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  const { db, calls } = made
  const attempt = (userId: number) =>
    resultOf({ userId, first: 'Zoë', last: `Okonkwo ${userId}`, timeStarted: (noon + userId) as never })
  calls.applyPage(pageWith([attempt(1), attempt(2), attempt(3)]))
  const idOf = (key: string) =>
    db.prepare<[string], number>('SELECT id FROM result WHERE student_key = ?').pluck().get(key) as number
  const texts = (key: string) => calls.notesOfStudent(student(key)).map(({ text }) => text)
  const names = (...keys: readonly string[]) => calls.labelsOn(students(...keys)).map(({ name }) => name)
  return { ...made, idOf, texts, names }
}

const at = (seconds: number) => (noon + seconds) as never

describe('notes', () => {
  it('of a student are their own and those on their results, newest first, and name the test', () => {
    const { calls, idOf } = laptop()
    calls.addNote(students(zoe), 'Form on file', at(1))
    calls.addNote(results(idOf(zoe)), 'Ill on the day', at(2))
    calls.addNote(students(twin), 'Of somebody else', at(3))
    expect(calls.notesOfStudent(student(zoe)).map(({ text, result }) => [text, result?.id ?? null])).toEqual([
      ['Ill on the day', idOf(zoe)],
      ['Form on file', null],
    ])
    expect(calls.notesOfStudent(student(zoe))[0]?.result?.testName).not.toBe('')
    expect(calls.notesOfResult(idOf(zoe)).map(({ text }) => text)).toEqual(['Ill on the day'])
  })

  it('of merged students stand together, and each has its own again after the split', () => {
    const { calls, idOf, texts } = laptop()
    calls.addNote(students(zoe), 'One', at(1))
    calls.addNote(results(idOf(zoeWithAccent)), 'Two', at(2))
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    expect(texts(zoe)).toEqual(['Two', 'One'])
    expect(texts(zoeWithAccent)).toEqual(['Two', 'One'])
    calls.splitStudent('a', zoe)
    expect([texts(zoe), texts(zoeWithAccent)]).toEqual([['One'], ['Two']])
  })

  it('on several results are one step of undo', () => {
    const { calls, idOf, texts } = laptop()
    expect(calls.addNote(results(idOf(zoe), idOf(twin)), 'Fire alarm', noon)).toHaveLength(2)
    expect(calls.undoLocalChange(noon)?.change).toMatchObject({ kind: 'note-added', subject: '' })
    expect([texts(zoe), texts(twin)]).toEqual([[], []])
  })

  it('are changed and removed, and say whose they were in the list of changes', () => {
    const { calls, texts } = laptop()
    const [id = 0] = calls.addNote(students(zoe), 'One', at(1))
    calls.changeNote(id, 'Two', at(2))
    expect(calls.notesOfStudent(student(zoe))).toMatchObject([{ text: 'Two', madeAt: noon + 1, changedAt: noon + 2 }])
    calls.removeNote(id)
    expect(texts(zoe)).toEqual([])
    expect(calls.localChanges().map(({ kind, subject }) => [kind, subject])).toEqual([
      ['note-removed', 'Zoë Okonkwo 1'],
      ['note-changed', 'Zoë Okonkwo 1'],
      ['note-added', 'Zoë Okonkwo 1'],
    ])
    expect(() => calls.removeNote(id)).toThrow('note/not-found')
  })

  it('kept as they were are no change', () => {
    const { calls } = laptop()
    const [id = 0] = calls.addNote(students(zoe), 'One', at(1))
    calls.changeNote(id, 'One', at(2))
    expect(calls.localChanges()).toHaveLength(1)
  })
})

describe('labels', () => {
  it('are put on many at once and taken off again, each one step', () => {
    const { calls, idOf } = laptop()
    const id = calls.addLabel({ account: 'a', name: 'Re-sit', colour: 3 }, null)
    const all = results(idOf(zoe), idOf(zoeWithAccent), idOf(twin))
    expect(calls.putLabel(id, results(idOf(zoe)))).toBe(1)
    expect(calls.putLabel(id, all)).toBe(2)
    expect(calls.labelsOn(all)).toEqual([{ id, account: 'a', name: 'Re-sit', colour: 3, count: 3 }])
    expect(calls.takeLabelOff(id, all)).toBe(3)
    expect(calls.undoLocalChange(noon)?.change.kind).toBe('label-taken-off')
    expect(calls.undoLocalChange(noon)?.change.kind).toBe('labelled')
    expect(calls.labelsOn(all)).toMatchObject([{ count: 1 }])
  })

  it('made for what is chosen are one step with it', () => {
    const { calls, names } = laptop()
    calls.addLabel({ account: 'a', name: 'Extra time', colour: 1 }, students(zoe, twin))
    expect(names(zoe)).toEqual(['Extra time'])
    calls.undoLocalChange(noon)
    expect(calls.listLabels()).toEqual([])
  })

  it('of merged students are one, and each has its own again after the split', () => {
    const { calls, names } = laptop()
    const one = calls.addLabel({ account: 'a', name: 'A', colour: 0 }, students(zoe))
    calls.addLabel({ account: 'a', name: 'B', colour: 0 }, students(zoeWithAccent))
    calls.putLabel(one, students(zoeWithAccent))
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    expect(names(zoe)).toEqual(['A', 'B'])
    expect(calls.listLabels().map(({ students: count }) => count)).toEqual([1, 1])
    expect(calls.putLabel(one, students(zoeWithAccent))).toBe(0)
    calls.splitStudent('a', zoe)
    expect([names(zoe), names(zoeWithAccent)]).toEqual([['A'], ['A', 'B']])
  })

  it('leave everything they were on, and come back to it', () => {
    const { calls, idOf, names } = laptop()
    const id = calls.addLabel({ account: 'a', name: 'A', colour: 0 }, students(zoe, twin))
    calls.putLabel(id, results(idOf(zoe)))
    calls.removeLabel(id)
    expect(names(zoe, twin)).toEqual([])
    calls.undoLocalChange(noon)
    expect(calls.listLabels()).toEqual([{ id, account: 'a', name: 'A', colour: 0, students: 2, results: 1 }])
  })

  it('have one name each in an account, and go on nothing of another account', () => {
    const { calls, idOf } = laptop()
    const id = calls.addLabel({ account: 'a', name: 'A', colour: 0 }, null)
    const other = calls.addLabel({ account: 'b', name: 'A', colour: 0 }, null)
    const b = calls.addLabel({ account: 'a', name: 'B', colour: 0 }, null)
    expect(() => calls.addLabel({ account: 'a', name: 'A', colour: 1 }, null)).toThrow('label/exists')
    expect(() => calls.changeLabel({ id: b, name: 'A', colour: 0 })).toThrow('label/exists')
    calls.changeLabel({ id, name: 'A', colour: 4 })
    expect(calls.putLabel(other, results(idOf(zoe)))).toBe(0)
    expect(calls.putLabel(other, students(zoe))).toBe(0)
  })
})

it('excusing from several results is one step, and one decision for each student at each test', () => {
  const { calls, db, idOf } = laptop()
  calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
  expect(calls.excuse([idOf(zoe), idOf(zoeWithAccent), idOf(twin)], 'Fire alarm', noon)).toBe(2)
  expect(calls.overridesOf().map(({ cell, override }) => [cell.key, override])).toEqual([
    [zoe, { kind: 'excused', reason: 'Fire alarm' }],
    [twin, { kind: 'excused', reason: 'Fire alarm' }],
  ])
  calls.undoLocalChange(noon)
  expect(calls.overridesOf()).toEqual([])
  db.prepare(`UPDATE result SET test_type = 'survey' WHERE id = ?`).run(idOf(twin))
  expect(calls.excuse([idOf(twin)], 'x', noon)).toBe(0)
  expect(() => calls.excuse([idOf(zoe), 987_654], 'x', noon)).toThrow('result/not-found')
  expect(calls.overridesOf()).toEqual([])
})
