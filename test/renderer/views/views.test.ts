import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type LastPlace, type SavedView, type ViewDefinition, viewKey } from '../../../shared/model/saved-view.ts'
import { defaultSettings, type Settings } from '../../../shared/model/settings.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const newestFirst = { field: 'finished', direction: 'desc' } as const
const toGrade: ResultsFilter = [{ field: 'grading', op: 'is', value: true }]
const definition = (filter: ResultsFilter = toGrade): ViewDefinition => ({
  ...{ screen: 'results', account: null, filter },
  sort: { field: 'percentage', direction: 'asc' },
  columns: { hidden: ['duration'], order: [], pinned: [] },
})
const view = (id: number, name: string, more: Partial<SavedView> = {}): SavedView => ({
  ...{ id, name, definition: definition(), gone: [] },
  ...more,
})

async function windowWith(views: readonly SavedView[], last: LastPlace | null = null) {
  const window = await openWindow()
  const { fake } = window
  const main = { views: [...views] }
  answerList(fake, 'resultList', () => [resultRow(1)])
  let settings = defaultSettings
  fake.handle('settings', 'get', async () => settings)
  fake.handle('settings', 'set', async (change) => {
    settings = { ...settings, ...(change as Partial<Settings>) }
    return settings
  })
  fake.handle('local', 'changes', async () => [])
  fake.handle('views', 'list', async () => main.views)
  fake.handle('views', 'lastPlace', async () => last)
  fake.handle('views', 'add', async ({ name, definition: added }) => {
    if (main.views.some((each) => each.name === name)) throw new AppError('view/exists', { name })
    main.views = [...main.views, view(99, name, { definition: added })]
    return 99
  })
  fake.handle('views', 'change', async ({ id, definition: changed }) => {
    main.views = main.views.map((each) => (each.id === id ? { ...each, definition: changed } : each))
  })
  const feature = {
    ...(await import('../../../renderer/features/views/views.ts')),
    ...(await import('../../../renderer/features/views/view-changes.ts')),
  }
  await window.startStores()
  await settle()
  const now = () => {
    const { filter, sort } = window.results.getState()
    return { filter, sort, hidden: window.settings.getState().settings.hiddenColumns }
  }
  const opened = () => feature.openedView(feature.useViews.getState(), 'results')?.name ?? null
  return { ...window, main, feature, now, opened }
}

const asViewed = { filter: toGrade, sort: { field: 'percentage', direction: 'asc' }, hidden: ['duration'] }

describe('a saved view', () => {
  it('brings its filters, order and columns, and leaving it brings back what was before', async () => {
    const { feature, now, opened, results } = await windowWith([view(1, 'To grade')])
    results.getState().setFilter([{ field: 'test', op: 'in', value: [7] }])
    const before = now()
    feature.openView(1)
    await settle()
    expect([now(), opened()]).toEqual([asViewed, 'To grade'])
    feature.openView(1)
    feature.leaveViewOf('results')
    await settle()
    expect([now(), opened()]).toEqual([before, null])
  })

  it('is saved from the list as it is, and shown from then on', async () => {
    const { feature, opened, fake, results } = await windowWith([])
    results.getState().setFilter(toGrade)
    expect(await feature.addView('results', 'To grade')).toBeNull()
    expect(opened()).toBe('To grade')
    expect(fake.callsOf('views', 'add')[0]?.definition).toMatchObject({ filter: toGrade, sort: newestFirst })
  })

  it('says why it could not be saved, and no other is shown then', async () => {
    const { feature, opened } = await windowWith([view(1, 'To grade')])
    expect((await feature.addView('results', 'To grade'))?.code).toBe('view/exists')
    expect(opened()).toBeNull()
  })

  it('goes when rows are asked for from another screen, which keep the order and columns of before', async () => {
    const { feature, now, opened, results, navigation } = await windowWith([view(1, 'To grade')])
    feature.openView(1)
    navigation.getState().go('tests')
    const picked: ResultsFilter = [{ field: 'id', op: 'in', value: [3] }]
    results.getState().setFilter(picked)
    await settle()
    expect([now(), opened()]).toEqual([{ filter: picked, sort: newestFirst, hidden: [] }, null])
  })

  it('stays when the list is filtered further, and its changes are saved under its name', async () => {
    const { feature, opened, results, main } = await windowWith([view(1, 'To grade')])
    feature.openView(1)
    const more: ResultsFilter = [...toGrade, { field: 'test', op: 'in', value: [7] }]
    results.getState().setFilter(more)
    expect(opened()).toBe('To grade')
    await feature.changeView(view(1, 'To grade'), 'results')
    expect(main.views[0]?.definition).toEqual({ ...definition(more) })
  })

  it('follows a class that is renamed while it is shown, also where the list was changed', async () => {
    const ofClass = (name: string): ResultsFilter => [{ field: 'class', op: 'in', value: [name] }]
    const { feature, fake, main, now, opened, results } = await windowWith([
      view(1, 'Monday', { definition: definition(ofClass('10A')) }),
    ])
    const rename = async (to: string) => {
      main.views = [view(1, 'Monday', { definition: definition(ofClass(to)) })]
      fake.emit('gradebooks', 'changed', undefined)
      await settle()
    }
    feature.openView(1)
    await rename('10B')
    expect([now().filter, opened()]).toEqual([ofClass('10B'), 'Monday'])
    results.getState().setFilter([...toGrade, ...ofClass('10B')])
    await rename('10C')
    expect([now().filter, opened()]).toEqual([[...toGrade, ...ofClass('10C')], 'Monday'])
    // Another class was chosen: the list goes on asking for it.
    results.getState().setFilter(ofClass('11X'))
    await rename('10D')
    expect(now().filter).toEqual(ofClass('11X'))
  })

  it('follows a student whom ClassMarker calls otherwise while it is shown', async () => {
    const ofStudent = (key: string): ResultsFilter => [
      { field: 'student', op: 'in', value: [{ account: 'school', key }] },
    ]
    const { feature, fake, main, now } = await windowWith([
      view(1, 'Ana', { definition: definition(ofStudent('old')) }),
    ])
    feature.openView(1)
    main.views = [view(1, 'Ana', { definition: definition(ofStudent('new')) })]
    fake.emit('views', 'changed', undefined)
    await settle()
    expect(now().filter).toEqual(ofStudent('new'))
  })

  it('brings back its filters but not its accounts where another was chosen while it was open', async () => {
    const { feature, now, accounts } = await windowWith([view(1, 'To grade')])
    const before = now()
    feature.openView(1)
    accounts.getState().look('school')
    feature.leaveViewOf('results')
    await settle()
    expect([now(), accounts.getState().currentId]).toEqual([before, 'school'])
  })

  it('of one account goes back to all of them where nobody chose another', async () => {
    const ofSchool = { ...definition(), account: 'school' }
    const { feature, accounts } = await windowWith([view(1, 'To grade', { definition: ofSchool })])
    accounts.getState().look(null)
    feature.openView(1)
    expect(accounts.getState().currentId).toBe('school')
    feature.leaveViewOf('results')
    expect(accounts.getState().currentId).toBeNull()
  })

  it('of another version is not shown, and says why', async () => {
    const { feature, now, feedback } = await windowWith([view(1, 'Later', { definition: null })])
    const before = now()
    feature.openView(1)
    expect(now()).toEqual(before)
    expect(feedback.getState().current?.words).toContain('saved by another version')
  })

  it('that was removed leaves the list as it is', async () => {
    const { feature, now, opened, main, fake } = await windowWith([view(1, 'To grade')])
    feature.openView(1)
    main.views = []
    fake.emit('views', 'changed', undefined)
    await settle()
    expect([now(), opened()]).toEqual([asViewed, null])
  })

  it('is the same in whatever order its conditions were set', () => {
    const test = { field: 'test', op: 'in', value: [7] } as const
    const grading = { field: 'grading', op: 'is', value: true } as const
    expect(viewKey(definition([test, grading]))).toBe(viewKey(definition([grading, test])))
    expect(viewKey(definition([test]))).not.toBe(viewKey(definition([grading])))
  })
})

describe('the last place', () => {
  const everybody = { results: [], classes: [], labels: [] }
  const last = (more: Partial<LastPlace>): LastPlace => ({
    ...{ screen: 'results', place: null, account: null, results: [], students: everybody, views: [] },
    ...more,
  })

  it('is gone to at the start, with its filters', async () => {
    const { navigation, now, fake } = await windowWith([], last({ screen: 'activity', results: toGrade }))
    expect(navigation.getState().screen).toBe('activity')
    expect(now().filter).toEqual(toGrade)
    expect(fake.callsOf('resultList', 'open').map(({ query }) => query.filter)).toEqual([toGrade])
  })

  it('shows its view as it was saved since, and leaving it what was before', async () => {
    const before = { ...definition([]), sort: newestFirst, columns: { hidden: [], order: [], pinned: [] } }
    const opened = { id: 1, isChanged: false, before: before as ViewDefinition }
    const window = await windowWith([view(1, 'To grade')], last({ views: [opened] }))
    expect([window.now(), window.opened()]).toEqual([asViewed, 'To grade'])
    window.feature.leaveViewOf('results')
    await settle()
    expect(window.now()).toEqual({ filter: [], sort: newestFirst, hidden: [] })
  })

  it('that this version does not know is the results', async () => {
    const { navigation } = await windowWith([], last({ screen: 'moon', place: { account: 'a', testId: 1 } }))
    expect([navigation.getState().screen, navigation.getState().place]).toEqual(['results', null])
  })

  it('is remembered after a while, without what was searched for and without single results', async () => {
    const { navigation, results, fake } = await windowWith([])
    results
      .getState()
      .setFilter([
        ...toGrade,
        { field: 'search', op: 'contains', value: 'quarles' },
        { field: 'id', op: 'in', value: [3] },
      ])
    navigation.getState().go('students', { account: 'a', key: 'user:1' })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(fake.callsOf('views', 'rememberPlace')).toEqual([])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(fake.callsOf('views', 'rememberPlace').at(-1)).toEqual({
      place: last({ screen: 'students', place: { account: 'a', key: 'user:1' }, results: toGrade }),
    })
  })

  it('is remembered once while nothing changes', async () => {
    const { navigation, fake } = await windowWith([])
    navigation.getState().go('activity')
    await vi.advanceTimersByTimeAsync(31_000)
    expect(fake.callsOf('views', 'rememberPlace')).toHaveLength(1)
    navigation.getState().go('activity')
    await vi.advanceTimersByTimeAsync(31_000)
    expect(fake.callsOf('views', 'rememberPlace')).toHaveLength(1)
  })

  it('is remembered at once when the window is left or closed, however many steps there were', async () => {
    const events = new EventTarget()
    vi.stubGlobal('addEventListener', events.addEventListener.bind(events))
    const { navigation, fake } = await windowWith([])
    const remembered = () => fake.callsOf('views', 'rememberPlace').map(({ place }) => place.screen)
    navigation.getState().go('students')
    navigation.getState().go('activity')
    events.dispatchEvent(new Event('blur'))
    await settle()
    expect(remembered()).toEqual(['activity'])
    navigation.getState().go('students')
    events.dispatchEvent(new Event('pagehide'))
    events.dispatchEvent(new Event('blur'))
    await vi.advanceTimersByTimeAsync(31_000)
    expect(remembered()).toEqual(['activity', 'students'])
  })

  it('is remembered before the window closes, which waits for that', async () => {
    const { navigation, fake } = await windowWith([])
    const saving = Promise.withResolvers<undefined>()
    fake.handle('views', 'rememberPlace', () => saving.promise)
    fake.handle('app', 'kept', async () => undefined)
    navigation.getState().go('activity')
    fake.emit('app', 'closing', undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(fake.callsOf('views', 'rememberPlace').map(({ place }) => place.screen)).toEqual(['activity'])
    expect(fake.callsOf('app', 'kept')).toHaveLength(0)
    saving.resolve(undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(fake.callsOf('app', 'kept')).toHaveLength(1)
  })
})
