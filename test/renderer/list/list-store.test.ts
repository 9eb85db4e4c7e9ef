import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { OpenedAnswer } from '../../../shared/model/answer.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { answerList } from '../answer-list.ts'
import { held, settle } from '../held-answers.ts'
import { idsDownFrom, resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A list of results by their ids, newest first; `list.ids` may change as a list does. */
async function listOf(ids: readonly number[], { slowly = false } = {}) {
  const window = await openWindow()
  const list = { ids }
  const answers = answerList(window.fake, 'resultList', () => list.ids.map((id) => resultRow(id)), { slowly })
  await window.startStores()
  await settle()
  const pages = window.resultPages
  const shownIds = () => [...(pages.getState().shown?.pages.values() ?? [])].flat().map((row) => row?.id)
  const changedTo = async (next: readonly number[]) => {
    list.ids = next
    window.fake.emit('results', 'changed', undefined)
    await settle()
  }
  return { ...window, list, answers, pages, shownIds, changedTo }
}

describe('a question', () => {
  it('shows its first rows before it is known how many there are', async () => {
    const { pages, results, fake } = await listOf(idsDownFrom(1_000, 1_000), { slowly: true })
    const counts = held<number>({ fake } as never, ['resultList', 'count'])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(pages.getState().shown).toMatchObject({ count: 100, counted: false, alike: null })
    await counts.answer(0, 1_000)
    expect(pages.getState().shown).toMatchObject({ count: 1_000, counted: true })
  })

  it('is shown in one piece where all of it is known at once', async () => {
    const { pages, results } = await listOf([3, 2, 1], { slowly: true })
    const seen: unknown[] = []
    pages.subscribe(({ shown }) => seen.push([shown?.count, shown?.counted]))
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(seen).toEqual([[3, true]])
  })

  it('lets go of the answer before it, and of its own where it was overtaken', async () => {
    const { results, answers } = await listOf([3, 2, 1])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'mor' }])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'more' }])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(answers.open()).toBe(1)
  })

  it('says why its rows could not be counted, and goes on from there', async () => {
    const { pages, results, fake } = await listOf(idsDownFrom(300, 300), { slowly: true })
    fake.handle('resultList', 'count', async () => {
      throw new AppError('store/busy')
    })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(pages.getState().error?.code).toBe('store/busy')
    fake.handle('resultList', 'count', async () => 300)
    await results.getState().read()
    expect(pages.getState()).toMatchObject({ error: null, shown: { count: 300, counted: true } })
  })
})

describe('a question whose answer is gone', () => {
  const gone = async () => {
    throw new AppError('answer/gone')
  }

  it('is asked again while its count is waited for', async () => {
    const { pages, results, fake } = await listOf(idsDownFrom(300, 300), { slowly: true })
    const counts: PromiseWithResolvers<number>[] = []
    fake.handle('resultList', 'count', () => {
      counts.push(Promise.withResolvers<number>())
      return counts.at(-1)?.promise ?? Promise.reject()
    })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    counts[0]?.reject(new AppError('answer/gone'))
    await settle()
    counts[1]?.resolve(300)
    await settle()
    expect(pages.getState()).toMatchObject({ error: null, shown: { count: 300, counted: true } })
  })

  it('is asked again before anything of it is shown', async () => {
    const { pages, results, fake, list } = await listOf([3, 2, 1])
    list.ids = [5, 4]
    let opens = 0
    fake.handle('resultList', 'open', async () => {
      opens += 1
      if (opens === 1) throw new AppError('answer/gone')
      return { answer: 90, rows: list.ids.map((id) => resultRow(id)), count: 2 }
    })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(pages.getState()).toMatchObject({ error: null, shown: { answer: 90, count: 2 } })
  })

  it('says so where it is gone each time', async () => {
    const { pages, results, fake } = await listOf([3, 2, 1])
    fake.handle('resultList', 'open', gone)
    const before = fake.callsOf('resultList', 'open').length
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    expect(pages.getState().error?.code).toBe('answer/gone')
    expect(fake.callsOf('resultList', 'open').length - before).toBe(2)
  })
})

describe('a list that changed', () => {
  const before = idsDownFrom(1_000, 1_000)

  it('is read where the row being read has moved to, down or up', async () => {
    const { pages, changedTo, shownIds } = await listOf(before)
    pages.getState().lookAt({ first: 130, last: 160, anchor: 130 })
    await settle()
    await changedTo([...idsDownFrom(1_250, 250), ...before])
    expect(pages.getState()).toMatchObject({ moved: { rows: 250, turn: 1 }, shown: { count: 1_250 } })
    expect(shownIds()).toContain(before[130])
    pages.getState().lookAt({ first: 380, last: 410, anchor: 380 })
    await changedTo(before.slice(20))
    expect(pages.getState().moved).toEqual({ rows: -270, turn: 2 })
  })

  it('finds the row being read however far it has moved', async () => {
    const { pages, changedTo, shownIds } = await listOf(before)
    pages.getState().lookAt({ first: 20, last: 50, anchor: 20 })
    await changedTo([...idsDownFrom(90_000, 80_000), ...before])
    expect(pages.getState().moved.rows).toBe(80_000)
    expect(shownIds()).toContain(before[20])
  })

  it('keeps its place where the row being read is gone, and reads no more than the screen', async () => {
    const { pages, changedTo, fake } = await listOf(before)
    pages.getState().lookAt({ first: 130, last: 160, anchor: 130 })
    await settle()
    const asked = fake.callsOf('resultList', 'rows').length
    await changedTo(before.filter((id) => id !== before[130]))
    expect(pages.getState().moved.rows).toBe(0)
    expect(fake.callsOf('resultList', 'rows').slice(asked)).toMatchObject([{ from: 100, to: 200 }])
  })

  it('shows no row twice, whatever comes in between two of its pages', async () => {
    const { pages, list, shownIds, fake } = await listOf(before)
    list.ids = [...idsDownFrom(1_050, 50), ...before]
    pages.getState().lookAt({ first: 90, last: 130, anchor: 90 })
    await settle()
    expect(shownIds()).toEqual(before.slice(0, 200))
    fake.emit('results', 'changed', undefined)
    await settle()
    expect(new Set(shownIds()).size).toBe(shownIds().length)
  })

  it('leaves the place of a row empty that was removed, so that the others keep theirs', async () => {
    const { pages, fake } = await listOf(before)
    fake.handle('resultList', 'rows', async ({ from, to }) =>
      before
        .slice(from, to)
        .filter((id) => id !== 870)
        .map((id) => resultRow(id)),
    )
    pages.getState().lookAt({ first: 110, last: 140, anchor: 110 })
    await settle()
    const page = pages.getState().shown?.pages.get(1)
    expect(page).toHaveLength(100)
    expect([page?.[29]?.id, page?.[30]?.id, page?.[31]?.id]).toEqual([871, undefined, 869])
  })

  it('is opened again where its answer is not kept any more', async () => {
    const { pages, fake, shownIds } = await listOf(before)
    const stale = pages.getState().shown?.answer
    const gone = () => {
      throw new AppError('answer/gone')
    }
    fake.handle('resultList', 'rows', async ({ answer, from, to }) =>
      answer === stale ? gone() : before.slice(from, to).map((id) => resultRow(id)),
    )
    fake.handle('resultList', 'ids', async ({ answer }) => (answer === stale ? gone() : before))
    pages.getState().lookAt({ first: 130, last: 160, anchor: 130 })
    await settle()
    expect(pages.getState().error).toBeNull()
    expect(shownIds()).toContain(before[130])
    expect(await pages.getState().idsBetween(0)).toHaveLength(1_000)
  })

  it('answers a selection that finds its answer gone while the list changes once more', async () => {
    const { pages, fake } = await listOf(before)
    const stale = pages.getState().shown?.answer
    const opens: PromiseWithResolvers<OpenedAnswer<ResultRow>>[] = []
    fake.handle('resultList', 'open', () => {
      // As in the store: a waiting question of the same list gives way.
      opens.at(-1)?.reject(new AppError('answer/gone'))
      const opening = Promise.withResolvers<OpenedAnswer<ResultRow>>()
      opens.push(opening)
      return opening.promise
    })
    fake.handle('resultList', 'ids', async ({ answer }) => {
      if (answer === stale) throw new AppError('answer/gone')
      return before
    })
    const ids = pages.getState().idsBetween(0)
    const said = ids.catch((thrown: unknown) => thrown)
    await settle()
    fake.emit('results', 'changed', undefined)
    await settle()
    const rows = before.slice(0, 100).map((id) => resultRow(id))
    opens[0]?.resolve({ answer: 90, rows, count: 1_000 })
    await settle()
    opens[1]?.resolve({ answer: 91, rows, count: 1_000 })
    await settle()
    expect(await said).toEqual(before)
    // The change came after the first opening, so a second one must read it.
    expect(pages.getState()).toMatchObject({ error: null, shown: { answer: 91 } })
  })
})
