import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { OpenedAnswer } from '../../../shared/model/answer.ts'
import { textOf } from '../../../shared/model/filter.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { idsDownFrom, resultDetail, resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

async function windowWith(ids: readonly number[]) {
  const window = await openWindow()
  const list = { ids }
  answerList(window.fake, 'resultList', () => list.ids.map((id) => resultRow(id)))
  await window.startStores()
  await settle()
  return { ...window, list }
}

describe('the list of results', () => {
  it('starts with the newest and its first page', async () => {
    const { resultPages, fake } = await windowWith(idsDownFrom(250, 250))
    expect(resultPages.getState().shown?.count).toBe(250)
    expect(resultPages.getState().shown?.pages.get(0)?.[0]?.id).toBe(250)
    expect(fake.callsOf('resultList', 'open')).toEqual([
      { query: { filter: [], sort: { field: 'finished', direction: 'desc' } }, first: 100, place: 'results' },
    ])
    expect(fake.callsOf('resultList', 'rows')).toEqual([])
  })

  it('never says one outcome of all where only some of them are known', async () => {
    const { resultPages, results, fake } = await windowWith([])
    const factsOf = async (rows: readonly ResultRow[]) => {
      answerList(fake, 'resultList', () => rows)
      await results.getState().read()
      await settle()
      return resultPages.getState().shown?.alike?.facts ?? []
    }
    const known = { outcome: 'none', passMark: null, requiresGrading: false } as const
    expect(await factsOf([resultRow(1, known), resultRow(2, known)])).toContain('outcome')
    const ungraded = resultRow(2, { ...known, requiresGrading: null })
    expect(await factsOf([resultRow(1, known), ungraded])).not.toContain('outcome')
    const unknown = resultRow(2, { ...known, passMark: toTenths(50) })
    expect(await factsOf([resultRow(1, known), unknown])).not.toContain('outcome')
  })

  it('loads the pages on the screen, each once', async () => {
    const { resultPages, fake } = await windowWith(idsDownFrom(1000, 1000))
    resultPages.getState().lookAt({ first: 480, last: 520, anchor: 480 })
    resultPages.getState().lookAt({ first: 481, last: 521, anchor: 481 })
    await settle()
    expect(fake.callsOf('resultList', 'rows').map(({ from }) => from)).toEqual([400, 500])
    expect(resultPages.getState().shown?.pages.get(5)?.[0]?.id).toBe(500)
  })

  it('never asks for pages that were scrolled past', async () => {
    const { resultPages, fake } = await windowWith(idsDownFrom(10_000, 10_000))
    for (let first = 200; first <= 9_000; first += 100) {
      resultPages.getState().lookAt({ first, last: first + 30, anchor: first })
    }
    await settle()
    expect(fake.callsOf('resultList', 'rows').length).toBeLessThanOrEqual(3)
    expect(resultPages.getState().shown?.pages.has(90)).toBe(true)
  })

  it('asks only what a filter says, and keeps a "no" apart from no answer', async () => {
    const { results, currentQuery } = await windowWith([])
    results.getState().setFilter([
      { field: 'test', op: 'in', value: [] },
      { field: 'search', op: 'contains', value: '' },
      { field: 'grading', op: 'is', value: false },
    ])
    expect(currentQuery().filter).toEqual([{ field: 'grading', op: 'is', value: false }])
    results.getState().clearFilter()
    expect(currentQuery().filter).toEqual([])
  })

  it('throws away an answer that a newer question has overtaken', async () => {
    const { resultPages, results, fake } = await windowWith([])
    const answers = new Map<string, (opened: OpenedAnswer<ResultRow>) => void>()
    fake.handle('resultList', 'open', ({ query }) => {
      const { promise, resolve } = Promise.withResolvers<OpenedAnswer<ResultRow>>()
      answers.set(textOf(query.filter, 'search'), resolve)
      return promise
    })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'mor' }])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    answers.get('moreau')?.({ answer: 12, rows: [resultRow(2)], count: 1 })
    await settle()
    answers.get('mor')?.({ answer: 11, rows: [resultRow(1)], count: 1 })
    await settle()
    expect(textOf(resultPages.getState().shown?.query.filter ?? [], 'search')).toBe('moreau')
    expect(resultPages.getState().shown?.pages.get(0)?.[0]?.id).toBe(2)
  })

  it('keeps the old rows on the screen until the new ones are here', async () => {
    const { resultPages, results, fake } = await windowWith([1])
    fake.handle('resultList', 'open', () => new Promise(() => undefined))
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'x' }])
    await settle()
    expect(resultPages.getState().shown?.pages.get(0)?.[0]?.id).toBe(1)
  })

  it('says what went wrong, and is well again after the next answer', async () => {
    const { resultPages, results, fake, list } = await windowWith([1])
    fake.handle('resultList', 'open', async () => {
      throw new AppError('store/busy')
    })
    await results.getState().read()
    expect(resultPages.getState().error?.code).toBe('store/busy')
    answerList(fake, 'resultList', () => list.ids.map((id) => resultRow(id)))
    await results.getState().read()
    expect(resultPages.getState().error).toBeNull()
  })
})

describe('results that arrive during a sync', () => {
  it('appear at the top while the top is watched', async () => {
    const { resultPages, fake, list } = await windowWith(idsDownFrom(300, 300))
    resultPages.getState().lookAt({ first: 0, last: 30, anchor: null })
    list.ids = idsDownFrom(320, 320)
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(resultPages.getState().shown?.count).toBe(320)
    expect(resultPages.getState().shown?.pages.get(0)?.[0]?.id).toBe(320)
    expect(resultPages.getState().moved).toEqual({ rows: 0, turn: 0 })
  })

  it('tell the grid how far the row being read has moved', async () => {
    const { resultPages, fake, list } = await windowWith(idsDownFrom(300, 300))
    resultPages.getState().lookAt({ first: 20, last: 50, anchor: 20 })
    list.ids = idsDownFrom(320, 320)
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(resultPages.getState().moved).toEqual({ rows: 20, turn: 1 })
  })

  it('are read a few times a second at most, however many events come, and the last one counts', async () => {
    const { resultPages, fake, list } = await windowWith(idsDownFrom(10, 10))
    const before = fake.callsOf('resultList', 'open').length
    for (let added = 1; added <= 50; added += 1) {
      list.ids = idsDownFrom(10 + added, 10 + added)
      fake.emit('results', 'changed', undefined)
    }
    await settle()
    expect(fake.callsOf('resultList', 'open').length - before).toBe(2)
    expect(resultPages.getState().shown?.count).toBe(60)
  })

  it('do not bring back the question before the one being asked', async () => {
    const { resultPages, results, fake } = await windowWith(idsDownFrom(250, 250))
    const late = Promise.withResolvers<OpenedAnswer<ResultRow>>()
    fake.handle('resultList', 'open', ({ query }) =>
      textOf(query.filter, 'search') === 'ne'
        ? late.promise
        : Promise.resolve({ answer: 21, rows: [resultRow(1)], count: 250 }),
    )
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'ne' }])
    fake.emit('results', 'changed', undefined)
    await settle()
    late.resolve({ answer: 22, rows: [resultRow(2)], count: 7 })
    await settle()
    expect(resultPages.getState().shown).toMatchObject({
      count: 7,
      query: { filter: [{ field: 'search', op: 'contains', value: 'ne' }] },
    })
  })
})

describe('the open result', () => {
  const withDetails = async (ids: readonly number[]) => {
    const window = await windowWith(ids)
    window.fake.handle('results', 'detail', async ({ id }) => resultDetail(id))
    return window
  }

  it('steps through the list, over the edge of a page, and stops at its ends', async () => {
    const { detail } = await withDetails(idsDownFrom(150, 150))
    await detail.getState().open(51, 99)
    await detail.getState().step(1)
    expect(detail.getState()).toMatchObject({ openId: 50, index: 100, detail: { id: 50 } })
    await detail.getState().open(150, 0)
    await detail.getState().step(-1)
    expect(detail.getState().openId).toBe(150)
  })

  it('knows its place after rows came in above it', async () => {
    const { detail, resultPages, fake, list } = await withDetails(idsDownFrom(150, 150))
    await detail.getState().open(148, 2)
    resultPages.getState().lookAt({ first: 0, last: 30, anchor: 2 })
    list.ids = idsDownFrom(155, 155)
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(detail.getState().index).toBe(7)
  })

  it('is not replaced by the answer for another one', async () => {
    const { detail, fake } = await withDetails([2, 1])
    const late = Promise.withResolvers<ReturnType<typeof resultDetail>>()
    fake.handle('results', 'detail', ({ id }) => (id === 2 ? late.promise : Promise.resolve(resultDetail(id))))
    const first = detail.getState().open(2, 0)
    await detail.getState().open(1, 1)
    late.resolve(resultDetail(2))
    await first
    expect(detail.getState().detail?.id).toBe(1)
  })

  it('is followed to the last place asked for, reading one at a time however long a key is held', async () => {
    const { detail, fake } = await withDetails(idsDownFrom(400, 400))
    await detail.getState().open(400, 0)
    const before = fake.callsOf('results', 'detail').length
    const gone = Promise.all(Array.from({ length: 250 }, (_, place) => detail.getState().goTo(place + 1)))
    await gone
    expect(detail.getState()).toMatchObject({ openId: 150, index: 250, detail: { id: 150 } })
    expect(fake.callsOf('results', 'detail').length - before).toBeLessThanOrEqual(2)
  })

  it('does not follow to a row when the panel was closed meanwhile', async () => {
    const { detail } = await withDetails(idsDownFrom(400, 400))
    await detail.getState().open(400, 0)
    const gone = detail.getState().goTo(250)
    detail.getState().close()
    await gone
    expect(detail.getState().openId).toBeNull()
  })

  it('goes on from the row it was left at for an attempt that the list does not hold', async () => {
    const { detail } = await withDetails(idsDownFrom(150, 150))
    await detail.getState().open(148, 2)
    await detail.getState().openBeside(9_999)
    expect(detail.getState()).toMatchObject({ openId: 9_999, index: null, walkedTo: 2 })
    await detail.getState().step(1)
    expect(detail.getState()).toMatchObject({ openId: 147, index: 3 })
    await detail.getState().openBeside(9_999)
    await detail.getState().step(-1)
    expect(detail.getState()).toMatchObject({ openId: 148, index: 2 })
  })

  it('goes on from the first row of another list that does not hold it', async () => {
    const { detail, results, list } = await withDetails(idsDownFrom(150, 150))
    await detail.getState().open(148, 2)
    list.ids = [7, 6, 5]
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'zoe' }])
    await settle()
    expect(detail.getState()).toMatchObject({ openId: 148, index: null })
    await detail.getState().step(-1)
    expect(detail.getState().openId).toBe(148)
    await detail.getState().step(1)
    expect(detail.getState()).toMatchObject({ openId: 7, index: 0 })
  })

  it('says nothing alike of a list that the store knows to differ further down', async () => {
    const { resultPages, fake } = await windowWith(idsDownFrom(300, 300))
    expect(fake.callsOf('results', 'alike').at(-1)?.facts).toContain('test')
    expect(resultPages.getState().shown?.alike).toBeNull()
  })
})
