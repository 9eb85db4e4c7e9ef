import { expect, it } from 'vitest'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const member = { key: 'user:1', first: 'Ada', last: 'Lovelace', email: null, externalId: null, extraTime: null }
const nothing = {
  ...{ classes: 0, members: 0, gradebooks: 0, handIns: 0, decisions: 0, validities: 0, waiting: 0 },
  ...{ notes: 0, labels: 0, merges: 0, added: 0, named: 0 },
}

it('counts what was made by hand and goes with an account, and whose gradebooks show its students', () => {
  const { db, calls } = database([accountNamed('a'), accountNamed('b')])
  calls.applyPage(pageWith([resultOf()], { tests: [{ id: 1, name: 'Algebra' }] }))
  expect(calls.handMade('a')).toEqual({ ...nothing, sharedGradebooks: 0 })
  calls.addClass('a', '10B', [member, { ...member, key: 'user:2' }], noon)
  const save = (account: string, name: string, accounts: readonly string[] | null) =>
    calls.saveGradebook({ id: null, account, name, definition: { ...usualGradebook, accounts } })
  const own = save('a', 'Term 1', ['a'])
  calls.recordHandIn(own, calls.handInOf(usualGradebook), noon)
  const all = save('b', 'Everybody', null)
  save('b', 'Both', ['a', 'b'])
  save('b', 'Alone', ['b'])
  db.prepare(`INSERT INTO gradebook (id, account_id, name, definition) VALUES (99, 'b', 'Damaged', '{')`).run()
  const cell = { account: 'a', key: 'user:1', testId: 1 }
  calls.setOverride(cell, { kind: 'excused', reason: 'Ill' }, noon)
  calls.mergeStudents('a', 'user:1', ['user:2'], noon)
  calls.addStudents('a', [{ key: 'mail:new@x.example|new', first: 'New', last: '', email: 'new@x.example' }], noon)
  db.exec(
    `INSERT INTO note (id, account_id, student_key, text, made_at, changed_at) VALUES (1, 'a', 'user:1', 'Ill', 1, 1)`,
  )
  db.exec(`INSERT INTO label (id, account_id, name, colour) VALUES (1, 'a', 'Extra time', 1)`)
  const made = {
    ...nothing,
    notes: 1,
    labels: 1,
    merges: 1,
    added: 1,
    classes: 1,
    members: 2,
    gradebooks: 1,
    handIns: 1,
    decisions: 1,
    sharedGradebooks: 2,
  }
  expect(calls.handMade('a')).toEqual(made)
  calls.removeAccount('a')
  expect(calls.handMade('a')).toEqual({ ...nothing, sharedGradebooks: 2 })
  expect(calls.savedGradebook(all).name).toBe('Everybody')
})
