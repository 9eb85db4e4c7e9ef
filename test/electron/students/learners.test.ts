import { describe, expect, it } from 'vitest'
import { readOlder } from '../../../electron/sync/rereading.ts'
import { changeOf } from '../../../shared/model/class-file.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { later, looked, platform, sentAssessment, sentSubmission } from '../store/assessment-rows.ts'
import { noon } from '../store/laptop-database.ts'

const mia = { first: 'Mia', last: 'Brown', email: 'mia@harbour.example' }
const ref = (id: string) => ({ account: 'p', key: `user:${id}` })
const columns = { learnerId: 0, first: 1, last: 2, email: 3 }
const rows = (...people: string[][]) => people.map((cells, at) => ({ line: at + 2, cells }))

/** A platform with two submissions of `usr_1` and one of `usr_2`. */
function collected() {
  const made = looked(sentAssessment('a'))
  const { calls, db } = made
  for (const [id, learnerId] of [
    ['1', 'usr_1'],
    ['2', 'usr_1'],
    ['3', 'usr_2'],
  ] as const)
    calls.keepSubmission('p', sentSubmission(id, { learnerId }), noon)
  const found = (text: string) => calls.countResults([{ field: 'search', op: 'contains', value: text }])
  return {
    ...made,
    found,
    changes: () => db.prepare('SELECT field FROM result_change').pluck().all(),
    stored: () => calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 100 }),
    /** First name, last name, address, and what results are sorted and found by. */
    called: () =>
      db
        .prepare('SELECT user_id, first, last, email, sort_name, search_text FROM result ORDER BY natural_key')
        .raw()
        .all(),
  }
}

const named = ['usr_1', 'Mia', 'Brown', mia.email, 'brown mia', `mia brown\n${mia.email}`]
const nameless = (id: string) => [id, '', id, null, id, id]

describe('a learner with a name', () => {
  it('is called so by every result, found and sorted by it, and again by the id once that is undone', () => {
    const { calls, called, found, changes } = collected()
    expect(called()[0]).toEqual(nameless('usr_1'))
    calls.nameStudent(ref('usr_1'), mia)
    expect(called()).toEqual([named, named, nameless('usr_2')])
    expect(found('mia brown')).toBe(2)
    expect(calls.studentsFound([]).find(({ key }) => key === 'user:usr_1')).toEqual({ ...ref('usr_1'), ...mia })
    expect(calls.localChanges()[0]).toMatchObject({ kind: 'student-named', subject: 'Mia Brown' })
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(called()).toEqual([nameless('usr_1'), nameless('usr_1'), nameless('usr_2')])
    calls.redoLocalChange()
    expect(called()[1]).toEqual(named)
    expect(changes()).toEqual([])
  })

  it('keeps it when submissions come again, come newly, and are read again', () => {
    const { calls, db, called, changes } = collected()
    calls.nameStudent(ref('usr_1'), mia)
    expect(calls.keepSubmission('p', sentSubmission('1', { learnerId: 'usr_1' }), later)).toBe('unchanged')
    expect(calls.keepSubmission('p', sentSubmission('4', { learnerId: 'usr_1' }), later)).toBe('added')
    expect(calls.keepSubmission('p', sentSubmission('2', { learnerId: 'usr_1', score: 80 }), later)).toBe('updated')
    db.exec('UPDATE result SET reader = 1, percentage = 3')
    const older = calls.resultsReadBefore(10)
    expect(calls.applyReread(older.map((each) => ({ id: each.id, raw: each.raw, read: readOlder(each) })))).toBe(4)
    expect(called()).toEqual([named, named, nameless('usr_2'), named])
    expect(changes()).toEqual(['percentage'])
  })

  it('gives it to a submission that turns out to be theirs, and no history says that a service renamed anybody', () => {
    const { calls, called, changes } = collected()
    calls.nameStudent(ref('usr_1'), mia)
    expect(calls.keepSubmission('p', sentSubmission('3', { learnerId: 'usr_1' }), later)).toBe('updated')
    expect(called()[2]).toEqual(named)
    expect(changes()).toEqual(['user_id'])
  })

  it('is renamed, and called by the id again once the name is taken away', () => {
    const { calls, called } = collected()
    calls.nameStudent(ref('usr_1'), mia)
    calls.nameStudent(ref('usr_1'), { first: 'Mia', last: 'Brown-Lee', email: null })
    expect(called()[0]).toEqual(['usr_1', 'Mia', 'Brown-Lee', null, 'brown-lee mia', 'mia brown-lee'])
    const steps = calls.localChanges().length
    calls.nameStudent(ref('usr_1'), { first: 'Mia', last: 'Brown-Lee', email: null })
    expect(calls.localChanges()).toHaveLength(steps)
    calls.nameStudent(ref('usr_1'), { first: '', last: '', email: null })
    expect(called()[0]).toEqual(nameless('usr_1'))
    expect(calls.localChanges()[0]).toMatchObject({ kind: 'student-unnamed', subject: 'Mia Brown-Lee' })
    calls.undoLocalChange(noon)
    expect(called()[0]).toEqual(expect.arrayContaining(['Mia', 'Brown-Lee', 'brown-lee mia']))
  })

  it('is named under every id that is theirs, and keeps the name when those are split', () => {
    const { calls, called } = collected()
    calls.mergeStudents('p', 'user:usr_1', ['user:usr_2'], noon)
    calls.nameStudent(ref('usr_1'), mia)
    expect(called().map((row) => (row as string[])[1])).toEqual(['Mia', 'Mia', 'Mia'])
    calls.splitStudent('p', 'user:usr_2')
    calls.nameStudent(ref('usr_2'), { first: 'Ben', last: 'Cole', email: null })
    expect(called().map((row) => (row as string[])[1])).toEqual(['Mia', 'Mia', 'Ben'])
  })

  it('is nobody of another service, and nobody who is not known', () => {
    const { calls } = collected()
    expect(() => calls.nameStudent(ref('usr_9'), mia)).toThrow('student/not-found')
    calls.addStudents('a', [{ key: 'mail:x@y.org|x', first: 'X', last: 'Y', email: 'x@y.org' }], noon)
    expect(() => calls.nameStudent({ account: 'a', key: 'mail:x@y.org|x' }, mia)).toThrow('account/other-service')
    const name = { learnerId: '7', ...mia }
    expect(() => calls.addStudents('a', [], noon, [name])).toThrow('account/other-service')
  })

  it('goes with the account, and its name is no name of another account’s learner', () => {
    const { calls, db } = collected()
    calls.nameStudent(ref('usr_1'), mia)
    expect(calls.handMade('p')).toMatchObject({ named: 1 })
    calls.addAccount(platform('q'))
    calls.saveAssessments('q', { assessments: [sentAssessment('a')], complete: true, at: noon })
    calls.keepSubmission('q', sentSubmission('9', { learnerId: 'usr_1' }), noon)
    calls.nameStudent(ref('usr_1'), { ...mia, last: 'Lee' })
    expect(db.prepare(`SELECT last FROM result WHERE account_id = 'q'`).pluck().all()).toEqual(['usr_1'])
    calls.removeAccount('p')
    expect(db.prepare('SELECT count(*) FROM learner_name').pluck().get()).toBe(0)
  })

  it('leaves nothing once erased, and does not come back', () => {
    const { calls, db, called } = collected()
    calls.saveAssessmentDraft('p', null, { ...draftOf('Resit for usr_1'), questions: [] }, noon)
    calls.nameStudent(ref('usr_1'), { first: 'Quzzix', last: 'Vexwythe', email: 'qv@sentinel.example' })
    expect(calls.erasureContents(ref('usr_1'))).toMatchObject({ first: 'Quzzix', last: 'Vexwythe', results: 2 })
    calls.eraseStudent(ref('usr_1'), later)
    calls.clean()
    const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all()
    for (const trace of ['usr_1', 'Quzzix', 'vexwythe', 'qv@sentinel.example'])
      expect(
        tables.filter((table) => JSON.stringify(db.prepare(`SELECT * FROM "${table}"`).all()).includes(trace)),
      ).toEqual([])
    expect(calls.keepSubmission('p', sentSubmission('1', { learnerId: 'usr_1' }), later)).toBe('erased')
    expect(called()).toEqual([nameless('usr_2')])
  })
})

const draftOf = (title: string) => ({ courseId: 'crs_1', title, passingScore: 60, timeLimitMinutes: null })

describe('a list of learners', () => {
  const list = rows(
    ['usr_1', 'Mia', 'Brown', 'mia@harbour.example'],
    ['usr_2', '', '', ''],
    ['usr_7', 'Noah', 'Cole', ''],
    ['', 'Mia', 'Brown', 'mia@harbour.example'],
    ['usr_1', 'Ben', 'Brown', ''],
  )

  it('names those whose ids it has and puts them into a class, in one step of undo', () => {
    const { calls, called } = collected()
    const diff = calls.previewClass('p', null, list, columns)
    expect(diff.named).toEqual([
      { line: 2, name: { learnerId: 'usr_1', ...mia }, before: null },
      { line: 4, name: { learnerId: 'usr_7', first: 'Noah', last: 'Cole', email: null }, before: null },
    ])
    expect(diff.new.map(({ member, isKnown }) => [member.key, member.last, isKnown])).toEqual([
      ['user:usr_1', 'Brown', true],
      ['user:usr_2', 'usr_2', true],
      ['user:usr_7', 'Cole', false],
    ])
    expect(diff.refused).toEqual([
      { line: 5, name: 'Mia Brown', reason: 'no-learner-id' },
      { line: 6, name: 'Ben Brown', reason: 'duplicate' },
    ])
    const { put, names } = changeOf(diff, false)
    const id = calls.addClass('p', '10B', put, noon, names)
    expect(called()).toEqual([named, named, nameless('usr_2')])
    // Who was named before the first result bears the name with it.
    calls.keepSubmission('p', sentSubmission('8', { learnerId: 'usr_7' }), later)
    expect(called()[3]).toEqual(['usr_7', 'Noah', 'Cole', null, 'cole noah', 'noah cole'])
    expect(calls.previewClass('p', id, list, columns)).toMatchObject({ new: [], changed: [], gone: [], named: [] })
    calls.undoLocalChange(noon)
    expect(calls.listClasses(['p'])).toEqual([])
    expect(called().map((row) => (row as string[])[2])).toEqual(['usr_1', 'usr_1', 'usr_2', 'usr_7'])
  })

  it('says who is called otherwise, and its change can be taken back', () => {
    const { calls, called } = collected()
    calls.nameStudent(ref('usr_1'), mia)
    const id = calls.addClass('p', '10B', [], noon)
    const diff = calls.previewClass('p', id, rows(['usr_1', 'Mia', 'Lee', '']), columns)
    const lee = { learnerId: 'usr_1', ...mia, last: 'Lee' }
    expect(diff.named).toEqual([{ line: 2, name: lee, before: { learnerId: 'usr_1', ...mia } }])
    const back = calls.changeClass(id, changeOf(diff, false))
    expect(called()[0]).toEqual(['usr_1', 'Mia', 'Lee', mia.email, 'lee mia', `mia lee\n${mia.email}`])
    expect(back).toEqual({ put: [], remove: ['user:usr_1'], names: [{ learnerId: 'usr_1', ...mia }] })
    calls.changeClass(id, back)
    expect(called()[0]).toEqual(named)
  })

  it('renames who waits for a first result in classes and among those added, too', () => {
    const { calls } = collected()
    const noah = { first: 'Noah', last: 'Cole', email: null }
    const member = { key: 'user:usr_7', ...noah, externalId: null, extraTime: null }
    const id = calls.addClass('p', '10B', [member], noon)
    calls.addStudents('p', [{ key: 'user:usr_8', ...noah }], noon)
    calls.nameStudent(ref('usr_7'), mia)
    calls.nameStudent(ref('usr_8'), mia)
    expect(calls.classMembers(id)).toEqual([{ ...member, ...mia }])
    expect(calls.addedStudents('p')).toEqual([{ key: 'user:usr_8', ...mia }])
    calls.undoLocalChange(noon)
    expect(calls.addedStudents('p')).toEqual([{ key: 'user:usr_8', ...noah }])
  })

  it('forgets whom nothing shows any more once they leave, until that is undone', () => {
    const { calls, db } = collected()
    const names = () => db.prepare('SELECT learner_id FROM learner_name ORDER BY learner_id').pluck().all()
    const { put, names: given } = changeOf(calls.previewClass('p', null, list, columns), false)
    const id = calls.addClass('p', '10B', put, noon, given)
    const added = { key: 'user:usr_9', first: 'Ida', last: 'Holm', email: null }
    calls.addStudents('p', [added], noon, [{ learnerId: 'usr_9', first: 'Ida', last: 'Holm', email: null }])
    expect(names()).toEqual(['usr_1', 'usr_7', 'usr_9'])
    calls.removeClass(id)
    expect(names()).toEqual(['usr_1', 'usr_9'])
    calls.undoLocalChange(noon)
    expect(names()).toEqual(['usr_1', 'usr_7', 'usr_9'])
    calls.undoLocalChange(noon)
    expect(names()).toEqual(['usr_1', 'usr_7'])
  })

  it('takes several ids of one student for that student, and names each', () => {
    const { calls } = collected()
    calls.mergeStudents('p', 'user:usr_1', ['user:usr_2'], noon)
    const id = calls.addClass('p', '10B', [{ key: 'user:usr_1', ...mia, externalId: null, extraTime: null }], noon)
    const diff = calls.previewClass('p', id, rows(['usr_1', 'Mia', 'Brown', ''], ['usr_2', 'M.', 'Brown', '']), columns)
    expect(diff.named?.map(({ name }) => [name.learnerId, name.first])).toEqual([
      ['usr_1', 'Mia'],
      ['usr_2', 'M.'],
    ])
    expect(diff).toMatchObject({ new: [], changed: [], gone: [] })
    calls.changeClass(id, changeOf(diff, false))
    expect(calls.classMembers(id)).toMatchObject([{ key: 'user:usr_1', first: 'Mia' }])
  })

  it('is a step of undo that tells whom it added, or else whom it named', () => {
    const { calls } = collected()
    const ida = { first: 'Ida', last: 'Holm', email: null }
    const waiting = { key: 'user:usr_9', ...ida }
    const subject = () => calls.localChanges()[0]
    calls.addStudents('p', [{ key: 'user:usr_1', ...ida }, waiting], noon, [
      { learnerId: 'usr_9', ...ida, first: 'Ada' },
    ])
    expect(subject()).toMatchObject({ kind: 'student-added', subject: 'Ida Holm' })
    calls.addStudents('p', [waiting], noon, [{ learnerId: 'usr_1', ...mia }])
    expect(subject()).toMatchObject({ kind: 'student-named', subject: `${mia.first} ${mia.last}` })
  })

  it('adds and names students in one step', () => {
    const { calls, called } = collected()
    const diff = calls.previewAdded('p', list, columns)
    const students = diff.new.filter(({ isKnown }) => !isKnown).map(({ member }) => member)
    const added = calls.addStudents('p', students, noon, diff.named?.map(({ name }) => name) ?? [])
    expect(added).toEqual(['user:usr_7'])
    expect(called()[0]).toEqual(named)
    calls.undoLocalChange(noon)
    expect(called()[0]).toEqual(nameless('usr_1'))
    expect(calls.addedStudents('p')).toEqual([])
  })
})
