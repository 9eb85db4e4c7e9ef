import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { settle } from '../held-answers.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A list of ids, and the selection over it; `list.ids` may change as a list does. */
async function selectionOver(count: number) {
  const window = await openWindow()
  const { createSelection, mostSelected, selectedShare } = await import('../../../renderer/list/selection.ts')
  const list = { ids: Array.from({ length: count }, (_, place) => count - place), asked: 0 }
  const idsBetween = async (first: number, last = Number.POSITIVE_INFINITY) => {
    list.asked += 1
    return list.ids.slice(first, last + 1)
  }
  const store = createSelection({ getState: () => ({ shown: { count: list.ids.length }, idsBetween }) })
  const row = (index: number) => ({ id: list.ids[index] ?? -1 })
  return {
    list,
    store,
    mostSelected,
    announcer: window.announcer,
    toggle: async (index: number) => {
      store.getState().toggle(row(index), index)
      await settle()
    },
    extendTo: async (index: number) => {
      await store.getState().extendTo(row(index), index)
      await settle()
    },
    indexes: () => {
      const { chosen } = store.getState()
      if (chosen.kind === 'all') return 'all'
      return [...chosen.ids].map((id) => list.ids.indexOf(id)).sort((a, b) => a - b)
    },
    share: () => selectedShare(store.getState().chosen, list.ids.length),
  }
}

describe('a selection', () => {
  it('takes single rows in and out, and knows whether it is all of them', async () => {
    const { toggle, indexes, share } = await selectionOver(3)
    expect(share()).toBe('none')
    await toggle(0)
    await toggle(2)
    expect(indexes()).toEqual([0, 2])
    expect(share()).toBe('some')
    await toggle(1)
    expect(share()).toBe('all')
    await toggle(0)
    expect(indexes()).toEqual([1, 2])
  })

  it('extends from the row toggled last, and gives back what a shorter range leaves', async () => {
    const { toggle, extendTo, indexes } = await selectionOver(1_000)
    await toggle(1)
    await toggle(10)
    await extendTo(14)
    expect(indexes()).toEqual([1, 10, 11, 12, 13, 14])
    await extendTo(11)
    expect(indexes()).toEqual([1, 10, 11])
    await extendTo(8)
    expect(indexes()).toEqual([1, 8, 9, 10])
  })

  it('selects a hundred thousand without asking for one id', async () => {
    const { store, list, indexes, announcer } = await selectionOver(100_000)
    store.getState().toggleAll()
    expect(indexes()).toBe('all')
    expect(list.asked).toBe(0)
    expect(announcer.getState().text).toBe('All 100,000 selected')
    store.getState().toggleAll()
    expect(indexes()).toEqual([])
  })

  it('keeps the others when one is taken out of all', async () => {
    const { store, toggle, indexes } = await selectionOver(5)
    store.getState().selectAll()
    await toggle(2)
    expect(indexes()).toEqual([0, 1, 3, 4])
  })

  it('says how many can be named one by one, and keeps what was selected', async () => {
    const { store, toggle, extendTo, indexes, announcer, mostSelected } = await selectionOver(100_000)
    await toggle(0)
    await extendTo(mostSelected)
    expect(indexes()).toEqual([0])
    expect(announcer.getState().text).toContain('At most 10,000')
    store.getState().selectAll()
    await toggle(3)
    expect(indexes()).toBe('all')
    expect(announcer.getState().text).toContain('At most 10,000')
  })

  it('begins anew where rows came in between the two ends of a range', async () => {
    const { list, toggle, extendTo, indexes } = await selectionOver(100)
    await toggle(5)
    list.ids = [201, 202, 203, ...list.ids]
    await extendTo(6)
    expect(indexes()).toEqual([6, 8])
  })

  it('throws away a range that another choice has overtaken', async () => {
    const { store, toggle, indexes } = await selectionOver(100)
    await toggle(5)
    const extending = store.getState().extendTo({ id: 90 }, 10)
    store.getState().clear()
    await extending
    expect(indexes()).toEqual([])
  })

  it('says nothing when there was nothing to clear', async () => {
    const { store, announcer } = await selectionOver(3)
    const before = announcer.getState().turn
    store.getState().clear()
    expect(announcer.getState().turn).toBe(before)
  })
})
