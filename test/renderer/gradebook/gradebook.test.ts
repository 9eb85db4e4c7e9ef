import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ListedGradebook, Override } from '../../../shared/model/gradebook.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { openWindow } from '../open-window.ts'
import { gradebookOf } from './made-gradebook.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const made = gradebookOf({ students: 250, tests: 3 })
const cell = { account: 'school', key: 'user:1', testId: 2 }

/** The window over a main process that keeps gradebooks and decisions. */
async function gradebooks(kept: readonly ListedGradebook[] = [], last: number | null = null) {
  const window = await openWindow()
  const { fake } = window
  const main = { kept, override: null as Override | null }
  const settings = { gradebook: last }
  const { defaultSettings } = await import('../../../shared/model/settings.ts')
  fake.handle('settings', 'get', async () => ({ ...defaultSettings, ...settings }))
  fake.handle('settings', 'set', async (change) => ({ ...defaultSettings, ...settings, ...change }) as never)
  fake.handle('gradebooks', 'summary', async () => made.summary)
  fake.handle('gradebooks', 'list', async () => main.kept)
  fake.handle('gradebooks', 'save', async ({ id, ...saved }) => {
    const given = id ?? 7
    main.kept = [...main.kept.filter((each) => each.id !== given), { id: given, ...saved }]
    return given
  })
  fake.handle('classes', 'list', async () => [])
  fake.handle('results', 'attemptsAt', async () => [])
  fake.handle('overrides', 'set', async ({ override }) => {
    const former = main.override
    main.override = override
    return former
  })
  fake.handle('overrides', 'clear', async () => {
    const former = main.override
    main.override = null
    return former
  })
  answerList(fake, 'gradebookList', () => made.rows)
  const [state, saved, cells] = await Promise.all([
    import('../../../renderer/features/gradebook/gradebook.ts'),
    import('../../../renderer/features/gradebook/saved.ts'),
    import('../../../renderer/features/gradebook/cell.ts'),
  ])
  await window.startStores()
  await saved.useSaved.getState().start()
  await settle()
  const asked = () => fake.callsOf('gradebookList', 'open').at(-1)?.query
  return { ...window, ...state, ...saved, ...cells, main, asked }
}

const undo = (feedback: { getState(): { current: { action: { run(): void } | null } | null } }) =>
  feedback.getState().current?.action?.run()

describe('the gradebook', () => {
  it('shows everything under the usual rules at first, its columns and rows of one answer', async () => {
    const { useGradebookRows, asked, fake } = await gradebooks()
    expect(asked()).toEqual({ gradebook: usualGradebook, sort: { field: 'name', direction: 'asc' } })
    expect(useGradebookRows.getState().shown?.count).toBe(250)
    expect(fake.callsOf('gradebooks', 'summary')).toHaveLength(1)
  })

  it('asks again with each change of its rules, says so, and takes it back', async () => {
    const { useGradebook, asked, feedback } = await gradebooks()
    useGradebook.getState().changeRules({ policy: 'first' }, 'Counts: first attempt.')
    await settle()
    expect(asked()?.gradebook.rules.policy).toBe('first')
    expect(feedback.getState().current?.words).toBe('Counts: first attempt.')
    undo(feedback)
    await settle()
    expect(asked()?.gradebook).toEqual(usualGradebook)
  })

  it('follows a kept gradebook that was changed back by the keys, and keeps nothing for it', async () => {
    const kept = { id: 3, account: 'school', name: 'Autumn', definition: usualGradebook }
    const { useGradebook, main, asked, fake } = await gradebooks([kept], 3)
    useGradebook.getState().changeRules({ policy: 'first' }, 'Counts: first attempt.')
    await settle()
    expect(main.kept[0]?.definition?.rules.policy).toBe('first')
    const saves = fake.callsOf('gradebooks', 'save').length
    main.kept = [kept]
    fake.emit('gradebooks', 'changed', undefined)
    await settle()
    expect(asked()?.gradebook).toEqual(usualGradebook)
    expect(useGradebook.getState().definition).toEqual(usualGradebook)
    expect(fake.callsOf('gradebooks', 'save')).toHaveLength(saves)
  })

  it('keeps the rows on the screen in place under other rules, also those far down', async () => {
    const { useGradebook, useGradebookRows } = await gradebooks()
    useGradebookRows.getState().lookAt({ first: 210, last: 240, anchor: 215 })
    await settle()
    useGradebook.getState().changeRules({ policy: 'last' }, 'Counts: last attempt.')
    await settle()
    const { shown, moved } = useGradebookRows.getState()
    expect(shown?.query.gradebook.rules.policy).toBe('last')
    expect(shown?.pages.get(2)?.[15]?.id).toBe(215)
    expect(moved.rows).toBe(0)
  })

  it('forgets what is different about a test once nothing is', async () => {
    const { useGradebook } = await gradebooks()
    const { changeTest } = useGradebook.getState()
    changeTest('school:1', { policy: 'last', weight: 200 }, 'Test 1')
    changeTest('school:1', { policy: undefined }, 'Test 1')
    expect(useGradebook.getState().definition.rules.tests).toEqual({ 'school:1': { weight: 200 } })
    changeTest('school:1', { weight: undefined }, 'Test 1')
    expect(useGradebook.getState().definition.rules.tests).toEqual({})
  })

  it('asks once more after a failure', async () => {
    const { useGradebook, useGradebookRows, fake } = await gradebooks()
    fake.handle('gradebooks', 'summary', async () => {
      throw new AppError('store/failed')
    })
    useGradebook.getState().changeRules({ places: 2 }, 'Rounded to 0.01.')
    await settle()
    expect(useGradebookRows.getState().error?.code).toBe('store/failed')
    fake.handle('gradebooks', 'summary', async () => made.summary)
    await useGradebook.getState().read()
    expect(useGradebookRows.getState().error).toBeNull()
    expect(useGradebookRows.getState().shown?.query.gradebook.rules.places).toBe(2)
  })
})

describe('a saved gradebook', () => {
  const definition = { ...usualGradebook, rules: { ...usualGradebook.rules, policy: 'last' } } as const
  const kept = { id: 3, account: 'school', name: '10B', definition }

  it('is shown again at the start, and the usual one where it is gone', async () => {
    const { useGradebook } = await gradebooks([kept], 3)
    expect(useGradebook.getState()).toMatchObject({ id: 3, definition })
    const without = await gradebooks([], 3)
    expect(without.useGradebook.getState()).toMatchObject({ id: null, definition: usualGradebook })
  })

  it('is made of the rules in force, with the name it is given', async () => {
    const { useSaved, useGradebook, main } = await gradebooks()
    useGradebook.getState().changeRules({ policy: 'average' }, 'Counts: average of attempts.')
    expect(await useSaved.getState().give('saveAs', '10B, autumn term')).toBeNull()
    expect(main.kept).toMatchObject([{ id: 7, account: 'school', name: '10B, autumn term' }])
    expect(main.kept[0]?.definition?.rules.policy).toBe('average')
    expect(useGradebook.getState().id).toBe(7)
  })

  it('keeps every later change, the newest last, and its way back too', async () => {
    const { useGradebook, main, feedback } = await gradebooks([kept], 3)
    useGradebook.getState().changeRules({ policy: 'first' }, 'Counts: first attempt.')
    useGradebook.getState().changeRules({ dropLowest: 1 }, 'Average of tests, without the lowest.')
    await settle()
    expect(main.kept[0]?.definition?.rules).toMatchObject({ policy: 'first', dropLowest: 1 })
    undo(feedback)
    await settle()
    expect(main.kept[0]?.definition?.rules).toMatchObject({ policy: 'first', dropLowest: 0 })
  })

  it('stays on screen without a name once it is deleted elsewhere', async () => {
    const { useGradebook, main, fake } = await gradebooks([kept], 3)
    main.kept = []
    fake.emit('gradebooks', 'changed', undefined)
    await settle()
    expect(useGradebook.getState()).toMatchObject({ id: null, definition })
  })

  it('says why it was not kept under a name', async () => {
    const { useSaved, fake } = await gradebooks()
    fake.handle('gradebooks', 'save', async () => {
      throw new AppError('gradebook/exists', { name: '10B' })
    })
    expect((await useSaved.getState().give('saveAs', '10B'))?.code).toBe('gradebook/exists')
  })

  it('is deleted, and brought back as it was', async () => {
    const { useSaved, useGradebook, fake, feedback, main } = await gradebooks([kept], 3)
    const removed = { ...kept, definition: JSON.stringify(definition), handIns: [] }
    fake.handle('gradebooks', 'remove', async () => {
      main.kept = []
      return removed
    })
    fake.handle('gradebooks', 'restore', async () => {
      main.kept = [kept]
    })
    await useSaved.getState().remove()
    expect(useGradebook.getState().id).toBeNull()
    undo(feedback)
    await settle()
    expect(fake.callsOf('gradebooks', 'restore')).toEqual([removed])
    expect(useGradebook.getState()).toMatchObject({ id: 3, definition })
  })
})

describe('a cell', () => {
  const test = { account: 'school', testId: 2, name: 'Test 2' }
  const words = { student: 'Lindqvist 1, Priya', test: 'Test 2' }

  it('is decided with a reason, and undone to what was decided before', async () => {
    const { useCell, decide, main, fake, feedback } = await gradebooks()
    main.override = { kind: 'attempt', resultId: 5, reason: 'Fire alarm' }
    const row = made.rows[1]
    if (row === undefined) throw new Error('There is no second row.')
    await useCell.getState().show({ row, index: 1, test })
    const { open } = useCell.getState()
    if (open === null) throw new Error('No cell is open.')
    await decide(open, { kind: 'excused', reason: 'Ill' }, words)
    expect(fake.callsOf('overrides', 'set')).toEqual([{ cell, override: { kind: 'excused', reason: 'Ill' } }])
    undo(feedback)
    await settle()
    expect(main.override).toEqual({ kind: 'attempt', resultId: 5, reason: 'Fire alarm' })
    await decide(open, null, words)
    expect(main.override).toBeNull()
  })

  it('follows the list to the next student, at the same test', async () => {
    const { useCell, fake } = await gradebooks()
    const row = made.rows[1]
    if (row === undefined) throw new Error('There is no second row.')
    await useCell.getState().show({ row, index: 1, test })
    await useCell.getState().step(1)
    expect(useCell.getState().open).toMatchObject({ index: 2, test, row: { id: 2 } })
    expect(fake.callsOf('results', 'attemptsAt').at(-1)).toEqual({ ...cell, key: 'user:2' })
  })

  it('decides nothing at a test of another account, which may have the number of one of the student’s own', async () => {
    const { useCell, decide, canDecide, fake } = await gradebooks()
    const row = made.rows[1]
    if (row === undefined) throw new Error('There is no second row.')
    await useCell.getState().show({ row, index: 1, test: { ...test, account: 'other' } })
    const { open, attempts } = useCell.getState()
    if (open === null) throw new Error('No cell is open.')
    expect({ attempts, can: canDecide(open) }).toEqual({ attempts: [], can: false })
    await decide(open, { kind: 'excused', reason: 'Ill' }, words)
    expect(fake.callsOf('overrides', 'set')).toEqual([])
    expect(fake.callsOf('results', 'attemptsAt')).toEqual([])
  })
})
