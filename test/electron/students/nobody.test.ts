import { describe, expect, it } from 'vitest'
import { changeOf } from '../../../shared/model/class-file.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const ada = {
  ...{ key: 'name:ada byron|', first: 'Ada', last: 'Byron', email: null, externalId: null, extraTime: null },
} as const
const moved = { ...ada, key: 'mail:ada@x.example|ada byron', email: 'ada@x.example' }
const of = (key: string) => ({ kind: 'students', students: [{ account: 'a', key }] }) as const

function school(isAdded = false) {
  const made = database()
  const { calls, db } = made
  if (isAdded) calls.addStudents('a', [ada], noon)
  const id = calls.addClass('a', '10B', [ada], noon)
  calls.addNote(of(ada.key), 'Allergic to nuts', noon)
  calls.addLabel({ account: 'a', name: 'Extra time', colour: 1 }, of(ada.key))
  calls.setOverride({ account: 'a', key: ada.key, testId: 1 }, { kind: 'excused', reason: 'ill' }, noon)
  const kept = () =>
    db
      .prepare(
        `SELECT student_key FROM note UNION ALL SELECT student_key FROM student_label
         UNION ALL SELECT student_key FROM grade_override`,
      )
      .pluck()
      .all()
  return { ...made, id, kept }
}

describe('what was noted of somebody without a result', () => {
  it('goes with them when they leave their only class, and comes back by undo', () => {
    const { calls, id, kept } = school()
    calls.changeClass(id, { put: [], remove: [ada.key] })
    expect(kept()).toEqual([])
    calls.undoLocalChange(noon)
    expect(kept()).toEqual([ada.key, ada.key, ada.key])
    calls.redoLocalChange()
    expect(kept()).toEqual([])
  })

  it('goes with their only class, and comes back with it', () => {
    const { calls, id, kept } = school()
    calls.removeClass(id)
    expect(kept()).toEqual([])
    calls.undoLocalChange(noon)
    expect(kept()).toHaveLength(3)
    expect(calls.classMembers(id)).toHaveLength(1)
  })

  it.each([
    ['in another class', 'class'],
    ['added by hand', 'added'],
    ['merged into somebody with results', 'merged'],
  ])('stays while they are %s', (_, how) => {
    const { calls, id, kept } = school(how === 'added')
    if (how === 'class') calls.addClass('a', '10C', [ada], noon)
    if (how === 'merged') {
      calls.applyPage(pageWith([resultOf({ userId: 7 })]))
      calls.mergeStudents('a', 'user:7', [ada.key], noon)
    }
    calls.changeClass(id, { put: [], remove: [ada.key] })
    expect(kept()).toHaveLength(3)
  })

  it('goes on under the key that a corrected name or address gives them', () => {
    const { calls, id, kept } = school()
    const diff = { new: [], unchanged: [], gone: [], refused: [] }
    const change = changeOf({ ...diff, changed: [{ line: 1, member: moved, before: ada, facts: ['key'] }] }, false)
    const back = calls.changeClass(id, change)
    expect(kept()).toEqual([moved.key, moved.key, moved.key])
    calls.changeClass(id, back)
    expect(kept()).toEqual([ada.key, ada.key, ada.key])
  })
})
