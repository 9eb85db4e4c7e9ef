import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { arranged, movedColumn } from '../../../renderer/list/column-memory.ts'
import { fitColumns } from '../../../renderer/list/grid-column.ts'
import { defaultSettings, listLayouts } from '../../../shared/model/settings.ts'
import { settle } from '../held-answers.ts'
import { openWindow } from '../open-window.ts'

const column = (id: string, leaves = 1) => ({ id, width: 100, grow: 1, leaves })
const columns = [column('name', 0), column('test'), column('score'), column('finished')]
const idsOf = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id)

describe('the columns of a list', () => {
  it('stand in the order they were given, and one that an older version did not know stands last', () => {
    expect(idsOf(arranged(columns, { order: ['score', 'test', 'gone'] }, 1))).toEqual([
      'name',
      'score',
      'test',
      'finished',
    ])
  })

  it('keep the first in its place, and pinned ones behind it, in every window', () => {
    const pinned = arranged(columns, { order: ['finished', 'name', 'test', 'score'], pinned: ['score'] }, 1)
    expect(idsOf(pinned)).toEqual(['name', 'score', 'finished', 'test'])
    expect(idsOf(fitColumns(pinned, { room: 210, hidden: [], ordered: null }))).toEqual(['name', 'score'])
  })

  it('are as wide as they were made, larger with larger letters, and the others share what is left', () => {
    const fixed = arranged(columns, { widths: { test: 200 } }, 1.5)
    expect(fitColumns(fixed, { room: 900, hidden: [], ordered: null })).toEqual([
      { id: 'name', width: 200 },
      { id: 'test', width: 300 },
      { id: 'score', width: 200 },
      { id: 'finished', width: 200 },
    ])
    expect(
      fitColumns(arranged(columns, { widths: { test: 200 } }, 1), { room: 320, hidden: [], ordered: null }),
    ).toContainEqual({ id: 'test', width: 200 })
  })

  it('change places with the neighbour that is shown, but not with the first or across the pinned', () => {
    const all = idsOf(columns)
    const shown = ['name', 'test', 'finished']
    expect(movedColumn(all, shown, [], { id: 'finished', by: -1 })).toEqual(['name', 'finished', 'test', 'score'])
    expect(movedColumn(all, shown, [], { id: 'test', by: 1 })).toEqual(['name', 'score', 'finished', 'test'])
    expect(movedColumn(all, shown, [], { id: 'test', by: -1 })).toBeNull()
    expect(movedColumn(all, shown, [], { id: 'finished', by: 1 })).toBeNull()
    expect(movedColumn(all, shown, ['test'], { id: 'finished', by: -1 })).toBeNull()
  })
})

describe('what is remembered of a list', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is bounded, and a part that is not known is left out', () => {
    const layouts = listLayouts(z)
    const known = { results: { order: ['test'], widths: { test: 120 }, sort: { field: 'name', direction: 'asc' } } }
    expect(layouts.parse({ results: { ...known.results, colour: 'red' } })).toEqual(known)
    expect(layouts.safeParse({ results: { widths: { test: 1e9 } } }).success).toBe(false)
    expect(layouts.safeParse({ results: { order: Array(51).fill('test') } }).success).toBe(false)
    expect(layouts.safeParse(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [n, {}]))).success).toBe(false)
  })

  it('orders the list again when the window opens, and keeps what is chosen then', async () => {
    const window = await openWindow()
    const settings = { ...defaultSettings, lists: { results: { sort: { field: 'name', direction: 'asc' as const } } } }
    window.fake.handle('settings', 'get', async () => settings)
    window.fake.handle('settings', 'set', async (change) => ({ ...settings, ...(change as object) }))
    await window.startStores()
    await settle()
    expect(window.fake.callsOf('resultList', 'open').at(-1)?.query.sort).toEqual({ field: 'name', direction: 'asc' })
    window.results.getState().setSort({ field: 'percentage', direction: 'desc' })
    await expect
      .poll(() => window.fake.callsOf('settings', 'set').at(-1))
      .toEqual({ lists: { results: { sort: { field: 'percentage', direction: 'desc' } } } })
    expect(window.results.getState().sort).toEqual({ field: 'percentage', direction: 'desc' })
  })

  it('keeps an order just chosen where the settings are read before it is remembered', async () => {
    const window = await openWindow()
    await window.startStores()
    await settle()
    window.fake.handle('settings', 'set', async (change) => ({ ...defaultSettings, ...(change as object) }))
    window.results.getState().setSort({ field: 'percentage', direction: 'asc' })
    window.fake.emit('settings', 'changed', undefined)
    await settle()
    const chosen = { field: 'percentage', direction: 'asc' }
    expect(window.results.getState().sort).toEqual(chosen)
    await expect
      .poll(() => window.fake.callsOf('settings', 'set').at(-1))
      .toEqual({ lists: { results: { sort: chosen } } })
    expect(window.results.getState().sort).toEqual(chosen)
  })

  it('holds an order chosen just before the window closes, which waits for that', async () => {
    const window = await openWindow()
    await window.startStores()
    await settle()
    const saving = Promise.withResolvers<typeof defaultSettings>()
    window.fake.handle('settings', 'set', () => saving.promise)
    window.fake.handle('app', 'kept', async () => undefined)
    const chosen = { field: 'percentage', direction: 'asc' } as const
    window.results.getState().setSort(chosen)
    window.fake.emit('app', 'closing', undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(window.fake.callsOf('settings', 'set')).toEqual([{ lists: { results: { sort: chosen } } }])
    expect(window.fake.callsOf('app', 'kept')).toHaveLength(0)
    saving.resolve({ ...defaultSettings, lists: { results: { sort: chosen } } })
    await settle()
    expect(window.fake.callsOf('app', 'kept')).toHaveLength(1)
    expect(window.fake.callsOf('settings', 'set')).toHaveLength(1)
  })

  it('holds what was chosen of columns just before the window closes, which waits for that too', async () => {
    const window = await openWindow()
    await window.startStores()
    await settle()
    const saving = Promise.withResolvers<typeof defaultSettings>()
    window.fake.handle('settings', 'set', () => saving.promise)
    window.fake.handle('app', 'kept', async () => undefined)
    void window.settings.getState().change({ lists: { results: { hidden: ['test'] } } })
    window.fake.emit('app', 'closing', undefined)
    await vi.advanceTimersByTimeAsync(0)
    expect(window.fake.callsOf('app', 'kept')).toHaveLength(0)
    saving.resolve(defaultSettings)
    await settle()
    expect(window.fake.callsOf('app', 'kept')).toHaveLength(1)
  })

  it('passes over an order that the list does not have', async () => {
    const window = await openWindow()
    const lists = { results: { sort: { field: 'shoe size', direction: 'asc' as const } } }
    window.fake.handle('settings', 'get', async () => ({ ...defaultSettings, lists }))
    await window.startStores()
    await settle()
    expect(window.results.getState().sort).toEqual(window.newestFirst)
  })
})

describe('after a restore', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const restored = {
    ...defaultSettings,
    lists: {
      results: { order: ['score'], widths: { test: 90 }, sort: { field: 'name', direction: 'asc' as const } },
      codes: { pinned: ['code'] },
    },
  }

  async function restoredWindow() {
    const window = await openWindow()
    window.fake.handle('settings', 'set', async (change) => ({ ...restored, ...(change as object) }))
    const { rememberLayout } = await import('../../../renderer/list/column-memory.ts')
    await window.startStores()
    await settle()
    return { ...window, rememberLayout, lastSet: () => window.fake.callsOf('settings', 'set').at(-1) }
  }

  it('is the restored layout shown, and a change of one list leaves the others as they came', async () => {
    const { fake, settings, rememberLayout, lastSet } = await restoredWindow()
    fake.handle('settings', 'get', async () => restored)
    fake.emit('settings', 'changed', undefined)
    await settle()
    expect(settings.getState().settings.lists).toEqual(restored.lists)
    rememberLayout('results', ({ widths }) => ({ widths: { ...widths, test: 120 } }))
    await settle()
    expect(lastSet()).toEqual({
      lists: { ...restored.lists, results: { ...restored.lists.results, widths: { test: 120 } } },
    })
  })

  it('is a column arranged while the restored layout is being read added to that', async () => {
    const { fake, settings, rememberLayout, lastSet } = await restoredWindow()
    const reading = Promise.withResolvers<typeof restored>()
    fake.handle('settings', 'get', () => reading.promise)
    fake.emit('settings', 'changed', undefined)
    await settle()
    rememberLayout('results', ({ widths }) => ({ widths: { ...widths, finished: 150 } }))
    await settle()
    expect(settings.getState().settings.lists.results?.widths).toEqual({ finished: 150 })
    expect(lastSet()).toBeUndefined()
    reading.resolve(restored)
    await settle()
    const results = { ...restored.lists.results, widths: { test: 90, finished: 150 } }
    expect(lastSet()).toEqual({ lists: { ...restored.lists, results } })
    expect(settings.getState().settings.lists.results).toEqual(results)
  })

  it('waits for no change of this window that comes back', async () => {
    const { fake, settings, lastSet } = await restoredWindow()
    void settings.getState().change({ density: 'compact' })
    await vi.advanceTimersByTimeAsync(0)
    fake.emit('settings', 'changed', undefined)
    void settings.getState().change({ theme: 'dark' })
    await vi.advanceTimersByTimeAsync(0)
    expect(lastSet()).toEqual({ theme: 'dark' })
  })

  it('is the list asked again in the restored order', async () => {
    const { fake, results } = await restoredWindow()
    fake.handle('settings', 'get', async () => restored)
    fake.emit('settings', 'changed', undefined)
    await settle()
    expect(results.getState().sort).toEqual(restored.lists.results.sort)
    expect(fake.callsOf('resultList', 'open').at(-1)?.query.sort).toEqual(restored.lists.results.sort)
  })

  it('is read once more where it changed while it was being read', async () => {
    const { fake, settings } = await restoredWindow()
    const readings: PromiseWithResolvers<typeof defaultSettings>[] = []
    fake.handle('settings', 'get', () => {
      readings.push(Promise.withResolvers())
      return readings.at(-1)?.promise ?? Promise.reject()
    })
    fake.emit('settings', 'changed', undefined)
    await settle()
    fake.emit('settings', 'changed', undefined)
    readings[0]?.resolve(defaultSettings)
    await settle()
    readings[1]?.resolve(restored)
    await settle()
    expect(settings.getState().settings).toEqual(restored)
  })
})
