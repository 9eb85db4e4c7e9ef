import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { callTable } from '../../../electron/store/call-table.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const people = ['user:1', 'user:2', 'user:3']
const member = (key: string) => ({ key, first: 'Ada', last: key, email: null, externalId: null, extraTime: null })

function laptop() {
  const made = database()
  const { db, calls } = made
  calls.applyPage(pageWith([1, 2, 3].map((userId) => resultOf({ userId, timeStarted: (noon + userId) as never }))))
  const ofLink = { feed: 'links', sourceId: 20, userId: null, linkResultId: 4 as never, cmUserId: 'four' } as const
  calls.applyPage(pageWith([resultOf({ ...ofLink, extraInfo: ['Ward 7'] })], { feed: 'links' }))
  const tables = db
    .prepare<[], string>(
      `SELECT DISTINCT substr(name, 11, length(name) - 17) FROM sqlite_schema
       WHERE type = 'trigger' AND name GLOB 'local_row_*_insert'`,
    )
    .pluck()
    .all()
  /** Everything that the teacher keeps, and whose each result is. */
  const kept = () => ({
    ...Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()])),
    results: db.prepare('SELECT id, student FROM result ORDER BY id').all(),
  })
  return { ...made, tables, kept }
}

type Laptop = ReturnType<typeof laptop>

const resultsOf = (db: Laptop['db'], ...keys: readonly string[]): number[] =>
  db
    .prepare<[string], number>('SELECT id FROM result WHERE student_key IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(JSON.stringify(keys))
const notesOf = (db: Laptop['db'], key: string): number[] =>
  db
    .prepare<[string], number>('SELECT id FROM note WHERE student_key IS NULL OR student_key = ? ORDER BY id')
    .pluck()
    .all(key)

/** What a teacher may do, to one or two students, as the `at`th of all. */
const doings: Readonly<Record<string, (on: Laptop, at: number, key: string, other: string) => void>> = {
  addClass: ({ calls }, at, key) => void calls.addClass('a', `Class ${at}`, [member(key)], noon),
  changeClass({ calls }, _, key, other) {
    const [first] = calls.listClasses()
    if (first) calls.changeClass(first.id, { put: [member(key)], remove: [other] })
  },
  renameClass({ calls }, at) {
    const [first] = calls.listClasses()
    if (first) calls.renameClass(first.id, `Renamed ${at}`)
  },
  removeClass({ calls }) {
    const [first] = calls.listClasses()
    if (first) calls.removeClass(first.id)
  },
  merge: ({ calls }, _, key, other) => calls.mergeStudents('a', key, [other], noon),
  split({ calls }, _, key) {
    if (calls.keysMergedInto('a', key).length > 0) calls.splitStudent('a', key)
  },
  decide: ({ calls }, at, key) =>
    void calls.setOverride(
      { account: 'a', key, testId: 1 },
      { kind: 'excused', reason: `${at}` },
      (noon + at) as never,
    ),
  excuse: ({ calls, db }, at, key, other) =>
    void calls.excuse(resultsOf(db, key, other), `ill ${at}`, (noon + at) as never),
  addNote: ({ calls, db }, at, key, other) =>
    void calls.addNote(
      at % 2 === 0
        ? { kind: 'students', students: [{ account: 'a', key }] }
        : { kind: 'results', ids: resultsOf(db, key, other) },
      `Note ${at}`,
      (noon + at) as never,
    ),
  changeNote({ calls, db }, at, key) {
    const [note] = notesOf(db, key)
    if (note !== undefined) calls.changeNote(note, `Changed ${at}`, (noon + at) as never)
  },
  removeNote({ calls, db }, _, key) {
    const [note] = notesOf(db, key)
    if (note !== undefined) calls.removeNote(note)
  },
  addLabel: ({ calls, db }, at, key, other) =>
    void calls.addLabel(
      { account: 'a', name: `Label ${at}`, colour: at % 8 },
      at % 2 === 0 ? null : { kind: 'results', ids: resultsOf(db, key, other) },
    ),
  changeLabel({ calls }, at) {
    const [label] = calls.listLabels()
    if (label) calls.changeLabel({ id: label.id, name: `Renamed ${at}`, colour: at % 8 })
  },
  removeLabel({ calls }, at) {
    const label = calls.listLabels().at(at % 2)
    if (label) calls.removeLabel(label.id)
  },
  putLabel({ calls, db }, at, key, other) {
    const label = calls.listLabels().at(-1)
    if (label === undefined) return
    if (at % 2 === 0) calls.putLabel(label.id, { kind: 'results', ids: resultsOf(db, key, other) })
    else
      calls.putLabel(label.id, {
        kind: 'students',
        students: [key, other].map((each) => ({ account: 'a', key: each })),
      })
  },
  takeLabelOff({ calls }, _, key) {
    const label = calls.listLabels().at(-1)
    if (label) calls.takeLabelOff(label.id, { kind: 'students', students: [{ account: 'a', key }] })
  },
  nameExtraField: ({ calls }, at) =>
    calls.nameExtraField({ account: 'a', link: 20, number: ((at % 2) + 1) as 1 | 2 }, at % 3 === 0 ? '' : `Ward ${at}`),
  hide({ calls }, at) {
    const what = calls.hideables().at(at % 2)
    if (what) calls.hide(what)
  },
  showAgain({ calls }, at) {
    const what = calls.hideables().at(at % 2)
    if (what) calls.showAgain(what)
  },
  decideIdentity: ({ calls }, at, key, other) =>
    calls.decideIdentity('a', key, other, at % 2 === 0 ? 'different' : 'later', noon),
  addStudents: ({ calls }, at) =>
    void calls.addStudents('a', [{ key: `name:new ${at}|`, first: 'New', last: `${at}`, email: null }], noon),
  clear: ({ calls }, _, key) => void calls.clearOverride({ account: 'a', key, testId: 1 }),
  saveGradebook: ({ calls }, at) =>
    void calls.saveGradebook({ id: null, account: 'a', name: `G${at}`, definition: usualGradebook }),
  changeGradebook({ calls }, at) {
    const [first] = calls.listGradebooks()
    if (first && at % 2 === 0) calls.removeGradebook(first.id)
    else if (first) calls.renameGradebook(first.id, `Renamed ${at}`)
  },
}
const edit = fc.record({
  doing: fc.constantFrom(...Object.keys(doings)),
  key: fc.constantFrom(...people),
  other: fc.constantFrom(...people),
})

describe('local changes', () => {
  it('are of the moment that the clock says', () => {
    const { db } = laptop()
    const { calls } = storeOn(db, { clock: () => (noon + 77) as never })
    calls.addClass('a', '10B', [], noon)
    expect(calls.localChanges().map(({ madeAt }) => madeAt)).toEqual([noon + 77])
  })

  it('are taken back one by one to how all began, and made again to how it ended, whatever they were', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (some) => {
        const on = laptop()
        const states = [on.kept()]
        some.forEach(({ doing, key, other }, at) => {
          doings[doing]?.(on, at, key, other)
          states.push(on.kept())
        })
        const text = (state: object) => JSON.stringify(state)
        const steps: string[] = []
        for (let step = on.calls.undoLocalChange(noon); step !== null; step = on.calls.undoLocalChange(noon)) {
          expect(step.outcome).toBe('done')
          steps.push(text(on.kept()))
        }
        const distinct = states.map(text).filter((state, at, all) => state !== all[at - 1])
        expect(steps.at(-1) ?? distinct[0]).toBe(distinct[0])
        expect(steps.every((state) => distinct.includes(state))).toBe(true)
        while (on.calls.redoLocalChange() !== null);
        expect(text(on.kept())).toBe(distinct.at(-1))
      }),
      { numRuns: 60 },
    )
  }, 120_000)

  it('name what they were of, newest first, and whether they stand', () => {
    const { calls } = laptop()
    const id = calls.addClass('a', '10B', people.map(member), noon)
    calls.removeClass(id)
    expect(calls.undoLocalChange(noon)).toMatchObject({
      outcome: 'done',
      change: { kind: 'class-removed', subject: '10B' },
    })
    expect(calls.localChanges().map(({ kind, undoneAt }) => [kind, undoneAt])).toEqual([
      ['class-removed', noon],
      ['class-added', null],
    ])
    expect(calls.classMembers(id)).toHaveLength(3)
    // Something else is changed: what was undone is gone.
    calls.renameClass(id, '10C')
    expect(calls.redoLocalChange()).toBeNull()
    expect(calls.localChanges().map(({ kind }) => kind)).toEqual(['class-renamed', 'class-added'])
  })

  it('bring back a decision that another one took the place of', () => {
    const { calls, db, kept } = laptop()
    const of = (key: string) => ({ account: 'a', key, testId: 1 })
    calls.setOverride(of('user:2'), { kind: 'excused', reason: 'ill' }, noon)
    const before = kept()
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    const [theirs = 0] = resultsOf(db, 'user:2')
    calls.setOverride(of('user:1'), { kind: 'attempt', resultId: theirs, reason: 'the second' }, noon)
    calls.splitStudent('a', 'user:1')
    expect(calls.overridesOf()).toMatchObject([{ cell: of('user:2'), override: { kind: 'attempt' } }])
    for (let step = 0; step < 3; step++) expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(kept()).toEqual(before)
  })

  it('are taken back one alone only while it is the newest that stands', () => {
    const { calls } = laptop()
    calls.addClass('a', 'First', [], noon)
    calls.addClass('a', 'Second', [], noon)
    const [second, first] = calls.localChanges()
    expect(calls.undoLocalChange(noon, first?.id)).toBeNull()
    expect(calls.undoLocalChange(noon, second?.id)?.change.subject).toBe('Second')
    expect(calls.undoLocalChange(noon, second?.id)).toBeNull()
    expect(calls.listClasses().map(({ name }) => name)).toEqual(['First'])
  })

  it('that touched nothing are no steps', () => {
    const { calls } = laptop()
    calls.clearOverride({ account: 'a', key: 'user:1', testId: 1 })
    expect(() => calls.renameClass(7, 'x')).toThrow('class/not-found')
    expect(calls.undoLocalChange(noon)).toBeNull()
    expect(calls.localChanges()).toEqual([])
  })

  it('leave alone what a sync changed since, say so, and let the step before them be undone', () => {
    const { db, calls } = laptop()
    const id = calls.addClass('a', '10B', [member('user:1')], noon)
    calls.changeClass(id, { put: [member('user:2')], remove: [] })
    db.exec(`UPDATE class_member SET first = 'Corrected' WHERE student_key = 'user:2'`)
    expect(calls.undoLocalChange(noon)).toMatchObject({ outcome: 'changed-since', change: { kind: 'class-changed' } })
    expect(calls.classMembers(id)).toHaveLength(2)
    // Without its class, the student who was put into it since would be gone too.
    expect(calls.undoLocalChange(noon)).toMatchObject({ outcome: 'changed-since', change: { kind: 'class-added' } })
    expect(calls.classMembers(id)).toHaveLength(2)
    expect(calls.undoLocalChange(noon)).toBeNull()
  })

  it('bring a decision back that another one took the place of', () => {
    const { calls } = laptop()
    const cell = { account: 'a', key: 'user:1', testId: 1 }
    const reasons = () => calls.overridesOf().map(({ override: { reason } }) => reason)
    calls.setOverride(cell, { kind: 'excused', reason: 'ill' }, noon)
    calls.setOverride(cell, { kind: 'excused', reason: 'away' }, noon)
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(reasons()).toEqual(['ill'])
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(reasons()).toEqual([])
  })

  it('take a split back with the choice that went to its own student, and what that was put in place of', () => {
    const { db, calls, kept } = laptop()
    const theirs = db.prepare<[], number>(`SELECT id FROM result WHERE student_key = 'user:2'`).pluck().get() ?? 0
    const at = (key: string) => ({ account: 'a', key, testId: 1 })
    calls.setOverride(at('user:2'), { kind: 'excused', reason: 'ill' }, noon)
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    calls.setOverride(at('user:1'), { kind: 'attempt', resultId: theirs, reason: 'agreed' }, noon)
    const before = kept()
    calls.splitStudent('a', 'user:1')
    const after = kept()
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(kept()).toEqual(before)
    expect(calls.redoLocalChange()?.outcome).toBe('done')
    expect(kept()).toEqual(after)
  })

  it('that find no room any more say so, and let the step before them be undone', () => {
    const { db, calls } = laptop()
    const cell = { account: 'a', key: 'user:1', testId: 1 }
    const id = calls.addClass('a', '10B', [], noon)
    const resultId = db.prepare<[], number>(`SELECT id FROM result WHERE student_key = 'user:1'`).pluck().get() ?? 0
    calls.setOverride(cell, { kind: 'attempt', resultId, reason: 'agreed' }, noon)
    calls.clearOverride(cell)
    calls.renameClass(id, '10C')
    db.exec(`INSERT INTO class (id, account_id, name, made_at) VALUES (7, 'a', '10B', 0)`)
    db.prepare('DELETE FROM result WHERE id = ?').run(resultId)
    const outcomes = Array.from({ length: 3 }, () => calls.undoLocalChange(noon)?.outcome)
    expect(outcomes).toEqual(['changed-since', 'changed-since', 'changed-since'])
    expect(calls.listClasses().map(({ name }) => name)).toEqual(['10B', '10C'])
  })

  it('are told of to whoever lists them', () => {
    const { calls } = laptop()
    const told = Object.entries(callTable).flatMap(([name, call]) =>
      call.kind === 'write' && call.topics.some((topic) => topic === 'students') ? [name] : [],
    )
    // Whatever a recorded change is called, it is one of a class, a gradebook, a cell or a student.
    const recorded = Object.keys(calls).filter((name) =>
      /^(add|rename|remove|restore|change|save|set|clear|merge|split)(Class|Gradebook|Override|Students?)$/.test(name),
    )
    expect(recorded).toHaveLength(14)
    expect(told).toEqual(expect.arrayContaining([...recorded, 'undoLocalChange', 'redoLocalChange', 'removeAccount']))
  })

  it('are forgotten with an account, since they hold names of its students', () => {
    const { db, calls } = laptop()
    calls.removeClass(calls.addClass('a', '10B', people.map(member), noon))
    calls.removeAccount('a')
    expect(
      db.prepare('SELECT (SELECT count(*) FROM local_change) + (SELECT count(*) FROM local_row)').pluck().get(),
    ).toBe(0)
    expect(calls.undoLocalChange(noon)).toBeNull()
  })

  it('keep a gradebook that was handed in since it was saved, and bring one back with what was handed in', () => {
    const { db, calls } = laptop()
    const id = calls.saveGradebook({ id: null, account: 'a', name: 'Autumn', definition: usualGradebook })
    calls.recordHandIn(id, '{}', noon)
    calls.removeGradebook(id)
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(calls.undoLocalChange(noon)?.outcome).toBe('changed-since')
    expect(db.prepare('SELECT gradebook_id FROM hand_in').pluck().all()).toEqual([id])
  })

  it('of every table that the teacher writes are noted', () => {
    const { db, tables } = laptop()
    // What is read of the question bank is no change of the teacher's.
    const read = ['bank_version', 'bank_pull', 'bank_seen', 'bank_touch']
    const foreign = ['local_change', 'local_row', 'erased_student', ...read]
    const students = db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'`)
      .pluck()
      .all()
      .filter((name) =>
        /^(bank_|class|gradebook|grade_|hand_in|student_|identity|added|learner|note|label|result_label|saved|hidden|extra|webhook)/.test(
          name,
        ),
      )
    expect(tables.toSorted()).toEqual(students.filter((name) => !foreign.includes(name)).toSorted())
  })

  it('go with an account, and with them the names they hold', () => {
    const { db, calls } = laptop()
    calls.addClass('a', '10B', [member('user:1'), member('user:2')], noon)
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    calls.splitStudent('a', 'user:1')
    calls.removeAccount('a')
    expect(calls.localChanges()).toEqual([])
    expect(db.prepare('SELECT count(*) FROM local_row').pluck().get()).toBe(0)
    expect(calls.undoLocalChange(noon)).toBeNull()
    expect(calls.redoLocalChange()).toBeNull()
  })

  it('are as many as the newest thousand', () => {
    const { db, calls } = laptop()
    const id = calls.addClass('a', '10B', [], noon)
    for (let at = 0; at < 1_005; at++) calls.renameClass(id, `Name ${at}`)
    expect(db.prepare('SELECT count(*) FROM local_change').pluck().get()).toBe(1_000)
    expect(db.prepare('SELECT count(*) FROM local_row').pluck().get()).toBe(1_000)
  })

  it('are no more than some megabytes, but for the newest', () => {
    const { db, calls } = laptop()
    const large = 'x'.repeat(9_000_000)
    const gradebooks = [1, 2, 3].map((at) => {
      const id = calls.saveGradebook({ id: null, account: 'a', name: `G${at}`, definition: usualGradebook })
      db.prepare('INSERT INTO hand_in (gradebook_id, handed_in_at, cells) VALUES (?, 1, ?)').run(id, large)
      return id
    })
    for (const id of gradebooks) calls.removeGradebook(id)
    expect(calls.localChanges().map(({ subject }) => subject)).toEqual(['G3', 'G2'])
    expect(calls.undoLocalChange(noon)).toMatchObject({ outcome: 'done', change: { subject: 'G3' } })
  })
})
