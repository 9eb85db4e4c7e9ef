import { describe, expect, it } from 'vitest'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import type { LastPlace, ViewDefinition, ViewOn } from '../../../shared/model/saved-view.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const columns = { hidden: ['duration'], order: [], pinned: [] }
const newestFirst = { field: 'finished', direction: 'desc' } as const

const view = (...filter: ViewOn<'results'>['filter']): ViewDefinition => ({
  ...{ screen: 'results', account: null, sort: newestFirst, columns },
  filter,
})

const ofStudents = (filter: Partial<ViewOn<'students'>['filter']>): ViewDefinition => ({
  ...{ screen: 'students', account: null, sort: { field: 'name', direction: 'asc' }, columns, policy: 'best' },
  filter: { results: [], classes: [], labels: [], ...filter },
})

function laptop() {
  const made = database([accountNamed('a')])
  made.calls.applyPage(pageWith([resultOf({ userId: 1, first: 'Ida', last: 'Quarles', testId: 10 })]))
  const names = () => made.calls.listViews().map(({ name }) => name)
  const kinds = () => made.calls.localChanges().map(({ kind, subject }) => [kind, subject])
  return { ...made, names, kinds }
}

describe('saved views', () => {
  it('keep filters, order and columns, in the order they were made', () => {
    const { calls } = laptop()
    const toGrade = view({ field: 'grading', op: 'is', value: true })
    const id = calls.addView('To grade', toGrade)
    calls.addView('All students', ofStudents({}))
    expect(calls.listViews()).toEqual([
      { id, name: 'To grade', definition: toGrade, gone: [] },
      expect.objectContaining({ name: 'All students', definition: ofStudents({}) }),
    ])
  })

  it('are renamed, changed, moved and removed, each as a step of undo under its name', () => {
    const { calls, names, kinds } = laptop()
    const one = calls.addView('One', view())
    const two = calls.addView('Two', view())
    calls.addView('Three', view())
    calls.renameView(one, 'First')
    calls.changeView(two, view({ field: 'grading', op: 'is', value: true }))
    calls.moveView(two, -1)
    expect(names()).toEqual(['Two', 'First', 'Three'])
    calls.removeView(one)
    expect(names()).toEqual(['Two', 'Three'])
    expect(kinds().slice(0, 4)).toEqual([
      ['view-removed', 'First'],
      ['view-changed', 'Two'],
      ['view-changed', 'Two'],
      ['view-changed', 'First'],
    ])
    for (const expected of [
      ['Two', 'First', 'Three'],
      ['First', 'Two', 'Three'],
    ]) {
      expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
      expect(names()).toEqual(expected)
    }
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(calls.listViews()[1]?.definition).toEqual(view())
  })

  it('stay where they are at the end of the list, which is no step', () => {
    const { calls, names, kinds } = laptop()
    const one = calls.addView('One', view())
    const two = calls.addView('Two', view())
    calls.moveView(one, -1)
    calls.moveView(two, 1)
    expect(names()).toEqual(['One', 'Two'])
    expect(kinds()).toHaveLength(2)
  })

  it('have names of their own', () => {
    const { calls } = laptop()
    const one = calls.addView('One', view())
    calls.addView('Two', view())
    expect(() => calls.addView('One', view())).toThrow('view/exists')
    expect(() => calls.renameView(one, 'Two')).toThrow('view/exists')
    calls.renameView(one, 'One')
    for (const change of [
      () => calls.renameView(4_711, 'x'),
      () => calls.changeView(4_711, view()),
      () => calls.moveView(4_711, 1),
      () => calls.removeView(4_711),
    ])
      expect(change).toThrow('view/not-found')
  })

  it('say what they ask for that is no longer here', () => {
    const { calls } = laptop()
    const classId = calls.addClass('a', '10B', [], noon)
    const label = calls.addLabel({ account: 'a', name: 'Re-sit', colour: 0 }, null)
    calls.addView('Here', view({ field: 'test', op: 'in', value: [10] }))
    calls.addView('Tests', view({ field: 'test', op: 'in', value: [10, 999] }))
    calls.addView('Source', view({ field: 'source', op: 'in', value: [{ feed: 'links', id: 999 }] }))
    calls.addView('Account', { ...view(), account: 'b' } as ViewDefinition)
    calls.addView('Class', ofStudents({ classes: [classId], labels: [label] }))
    const gone = () => Object.fromEntries(calls.listViews().map(({ name, gone }) => [name, gone]))
    expect(gone()).toEqual({ Here: [], Tests: ['test'], Source: ['source'], Account: ['account'], Class: [] })
    calls.removeClass(classId)
    calls.removeLabel(label)
    expect(gone().Class).toEqual(['class', 'label'])
  })

  it('of one account say so, too, where another has something of that number or name', () => {
    const { calls } = laptop()
    calls.addAccount(accountNamed('b'))
    const feed = 'links'
    calls.applyPage(pageWith([resultOf({ feed, sourceId: 20, userId: null, linkResultId: 1 })], { feed }))
    calls.addClass('a', '10B', [], noon)
    calls.addLabel({ account: 'a', name: 'Re-sit', colour: 0 }, null)
    calls.nameExtraField({ account: 'a', link: 20, number: 1 }, 'Ward')
    const asked = view(
      { field: 'test', op: 'in', value: [10] },
      { field: 'source', op: 'in', value: [{ feed, id: 20 }] },
      { field: 'class', op: 'in', value: ['10B'] },
      { field: 'label', op: 'in', value: ['Re-sit'] },
      { field: 'student', op: 'in', value: [{ account: null, key: 'user:1' }] },
      { field: 'extraInfo', op: 'contains', value: '7', within: 'Ward' },
    )
    for (const account of [null, 'a', 'b', 'gone']) calls.addView(`${account}`, { ...asked, account } as ViewDefinition)
    expect(calls.listViews().map(({ name, gone }) => [name, gone])).toEqual([
      ['null', []],
      ['a', []],
      ['b', ['test', 'source', 'class', 'label', 'extraField', 'student']],
      ['gone', ['account']],
    ])
  })

  it('and gradebooks ask for a class or label by its new name, and by the old one once the renaming is undone', () => {
    const { calls } = laptop()
    calls.addAccount(accountNamed('b'))
    const classId = calls.addClass('a', '10B', [], noon)
    const label = calls.addLabel({ account: 'a', name: 'Re-sit', colour: 0 }, null)
    calls.addClass('b', '10B', [], noon)
    const asks = [
      { field: 'class', op: 'in', value: ['10B', '11B'] },
      { field: 'label', op: 'in', value: ['Re-sit'] },
    ] as const
    calls.addView('Of all', view(...asks))
    calls.addView('Of a', { ...view(...asks), account: 'a' } as ViewDefinition)
    calls.addView('Of b', { ...view(...asks), account: 'b' } as ViewDefinition)
    const definition = { ...usualGradebook, students: { by: 'filter' as const, filter: [...asks] } }
    const book = calls.saveGradebook({ id: null, account: 'a', name: 'Book', definition })
    const asked = () => {
      const { students } = calls.savedGradebook(book).definition
      const views = calls
        .listViews()
        .flatMap(({ definition: kept }) => (kept?.screen === 'results' ? [kept.filter] : []))
      return [...views, students.by === 'filter' ? students.filter : []].map((filter) =>
        filter.map(({ value }) => value),
      )
    }
    const before = asked()
    const everything = { results: [], classes: [], labels: [] }
    calls.rememberPlace({
      screen: 'results',
      place: null,
      account: 'a',
      results: [...asks],
      students: everything,
      views: [],
    })
    calls.renameClass(classId, '11C')
    expect(calls.lastPlace()?.results.map(({ value }) => value)).toEqual([['11C', '11B'], ['Re-sit']])
    calls.changeLabel({ id: label, name: 'Again', colour: 0 })
    expect(asked()).toEqual([
      // The class of the other account is still called so.
      [['10B', '11C', '11B'], ['Again']],
      [['11C', '11B'], ['Again']],
      [['10B', '11B'], ['Re-sit']],
      [['11C', '11B'], ['Again']],
    ])
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(calls.undoLocalChange(noon)?.outcome).toBe('done')
    expect(asked()).toEqual(before)
  })

  it('know a student by a key that was merged into another', () => {
    const { calls } = laptop()
    calls.applyPage(pageWith([resultOf({ userId: 2, first: 'Ida', last: 'Quarles' })]))
    calls.addView('Ida', view({ field: 'student', op: 'in', value: [{ account: 'a', key: 'user:2' }] }))
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    expect(calls.listViews()[0]?.gone).toEqual([])
  })

  it('of results picked one by one never ask for others, which get the numbers of those that are gone', () => {
    const { calls, db } = laptop()
    const applyAs = (userId: number, timeStarted: number) =>
      calls.applyPage(pageWith([resultOf({ userId, first: 'Uma', last: `Vance ${userId}`, timeStarted } as never)]))
    const newest = () => db.prepare<[], number>('SELECT max(id) FROM result').pluck().get() as number
    const kept = newest()
    applyAs(2, noon)
    const picked = newest()
    calls.addView('Both', view({ field: 'id', op: 'in', value: [kept, picked] }))
    calls.addView('Gone', view({ field: 'id', op: 'in', value: [picked] }))
    calls.eraseStudent({ account: 'a', key: 'user:2' }, noon)
    applyAs(3, noon + 1)
    expect(newest()).toBe(picked)
    const found = () =>
      calls
        .listViews()
        .map(({ definition }) =>
          definition?.screen === 'results'
            ? calls
                .resultsPage({ filter: definition.filter, sort: newestFirst, offset: 0, limit: 9 })
                .map(({ id }) => id)
            : null,
        )
    expect(found()).toEqual([[kept], []])
    calls.removeAccount('a')
    calls.addAccount(accountNamed('a'))
    applyAs(4, noon + 2)
    expect(newest()).toBe(kept)
    expect(found()).toEqual([[], []])
  })

  it('of another version are kept, listed and can be renamed', () => {
    const { calls, db } = laptop()
    const later = '{"screen":"results","filter":[{"field":"mood","op":"in","value":["glad"]}]}'
    db.prepare("INSERT INTO saved_view VALUES (7, 'Later', 1, ?), (8, 'Broken', 2, '{')").run(later)
    expect(calls.listViews()).toEqual([
      { id: 7, name: 'Later', definition: null, gone: [] },
      { id: 8, name: 'Broken', definition: null, gone: [] },
    ])
    calls.renameView(7, 'From the newer laptop')
    expect(db.prepare('SELECT definition FROM saved_view WHERE id = 7').pluck().get()).toBe(later)
  })
})

describe('the last place', () => {
  const at = (place: Partial<LastPlace>): LastPlace => ({
    ...{ screen: 'results', place: null, account: null, results: [], views: [] },
    students: { results: [], classes: [], labels: [] },
    ...place,
  })
  const ida = { account: 'a', key: 'user:1' }

  it('is what was remembered last', () => {
    const { calls } = laptop()
    expect(calls.lastPlace()).toBeNull()
    const id = calls.addView('One', view())
    const last = at({ screen: 'students', place: ida, account: 'a', views: [{ id, isChanged: true, before: view() }] })
    calls.rememberPlace(at({}))
    calls.rememberPlace(last)
    expect(calls.lastPlace()).toEqual(last)
  })

  it('is the page of a student whose key was merged into another', () => {
    const { calls } = laptop()
    calls.applyPage(pageWith([resultOf({ userId: 2, first: 'Ida', last: 'Quarles' })]))
    calls.rememberPlace(at({ screen: 'students', place: { account: 'a', key: 'user:2' } }))
    calls.mergeStudents('a', 'user:1', ['user:2'], noon)
    expect(calls.lastPlace()?.place).toEqual({ account: 'a', key: 'user:2' })
  })

  it('is the page of a student whose name ClassMarker corrected, by the key they have now', () => {
    const { calls } = laptop()
    calls.addAccount(accountNamed('b'))
    const ofLink = (last: string, accountId: string) => {
      const taken = { feed: 'links', sourceId: 30, userId: null, linkResultId: 1, first: 'Ana', last } as const
      calls.applyPage(pageWith([resultOf({ ...taken, accessCode: 'k7' })], { accountId, feed: 'links' }))
    }
    for (const account of ['a', 'b']) ofLink('Lee', account)
    const former = { account: 'a', key: 'name:ana lee|k7' }
    calls.rememberPlace(at({ screen: 'students', place: former }))
    // Somebody of another account has the same key.
    ofLink('Leigh', 'b')
    expect(calls.lastPlace()?.place).toEqual(former)
    ofLink('Leigh', 'a')
    expect(calls.lastPlace()?.place).toEqual({ account: 'a', key: 'name:ana leigh|k7' })
  })

  it('leaves out a student, a test, a view and an account that are gone', () => {
    const { calls } = laptop()
    const views = [{ id: 4_711, isChanged: false, before: view() }]
    calls.rememberPlace(at({ screen: 'tests', place: { account: 'a', testId: 999 }, account: 'b', views }))
    expect(calls.lastPlace()).toEqual(at({ screen: 'tests' }))
    calls.rememberPlace(at({ screen: 'students', place: { ...ida, key: 'user:99' } }))
    expect(calls.lastPlace()).toEqual(at({ screen: 'students' }))
    // A test of that number, but of another account.
    calls.addAccount(accountNamed('b'))
    for (const [account, place] of [
      ['a', { account: 'a', testId: 10 }],
      ['b', null],
    ] as const) {
      calls.rememberPlace(at({ screen: 'tests', place: { account, testId: 10 } }))
      expect(calls.lastPlace()).toEqual(at({ screen: 'tests', place }))
    }
  })

  it('keeps nothing in its filters of an account that was removed', () => {
    const { calls } = laptop()
    calls.addAccount(accountNamed('b'))
    calls.applyPage(pageWith([resultOf({ userId: 5, testId: 20, sourceId: 30 })], { accountId: 'b' }))
    const classId = calls.addClass('b', '10A', [], noon)
    const id = calls.addView('One', view())
    const ofBoth: ViewOn<'results'>['filter'] = [
      { field: 'account', op: 'in', value: ['a', 'b'] },
      { field: 'test', op: 'in', value: [20] },
      { field: 'source', op: 'in', value: [{ feed: 'groups', id: 30 }] },
      { field: 'grading', op: 'is', value: true },
    ]
    const before = { ...view(...ofBoth), account: 'b' }
    const students = { results: ofBoth, classes: [classId], labels: [] }
    calls.rememberPlace(at({ account: 'b', results: ofBoth, students, views: [{ id, isChanged: true, before }] }))
    expect(calls.lastPlace()).toMatchObject({ account: 'b', results: ofBoth, students })
    calls.removeAccount('b')
    const left: ViewOn<'results'>['filter'] = [
      { field: 'account', op: 'in', value: ['a'] },
      { field: 'grading', op: 'is', value: true },
    ]
    expect(calls.lastPlace()).toEqual(
      at({
        results: left,
        students: { results: left, classes: [], labels: [] },
        views: [{ id, isChanged: true, before: view(...left) }],
      }),
    )
  })

  it('is forgotten when a student is erased, and an erased one is not remembered again', () => {
    const { calls, db } = laptop()
    calls.rememberPlace(at({ screen: 'students', place: ida }))
    calls.eraseStudent(ida, noon)
    expect(calls.lastPlace()).toBeNull()
    calls.rememberPlace(at({ screen: 'students', place: ida }))
    expect(db.prepare("SELECT value FROM setting WHERE name = 'lastPlace'").pluck().get()).not.toContain('user:1')
  })

  it('that cannot be read is none', () => {
    const { calls, db } = laptop()
    db.prepare("INSERT INTO setting VALUES ('lastPlace', ?)").run('{"screen":"moon"}')
    expect(calls.lastPlace()).toBeNull()
    // It keeps no correction from being stored, either.
    db.prepare("UPDATE setting SET value = '{' WHERE name = 'lastPlace'").run()
    const taken = { feed: 'links', sourceId: 30, userId: null, linkResultId: 1, first: 'Ana' } as const
    for (const last of ['Lee', 'Leigh']) calls.applyPage(pageWith([resultOf({ ...taken, last })], { feed: 'links' }))
    expect(calls.lastPlace()).toBeNull()
  })
})
