import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Job } from '../../../shared/model/job.ts'
import { held, settle } from '../held-answers.ts'
import { codePreview, codeRow, list } from '../made-codes.ts'
import { idsDownFrom, resultDetail, slice } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const otherList = { accountId: 'school', listId: 2 }

/** A list of results whose first page is here, and whose further answers are held. */
async function listOf(count: number) {
  const window = await openWindow()
  window.fake.handle('results', 'count', async () => count)
  window.fake.handle('results', 'page', async (query) => slice(idsDownFrom(count, count), query))
  await window.startStores()
  await settle()
  const firstOf = (page: number) => window.resultPages.getState().shown?.pages.get(page)?.[0]?.id
  return { ...window, firstOf, calls: held<unknown>(window, ['results', 'page']) }
}
const rows = (first: number) => slice(idsDownFrom(first, 100), { offset: 0, limit: 100 } as never)

describe('a page of a list', () => {
  it('that was asked for before a question is no part of its answer', async () => {
    const { resultPages, results, firstOf, calls } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    results.getState().setFilter({ search: 'moreau' })
    await calls.answer(1, rows(9_000))
    await calls.answer(0, rows(900))
    expect(firstOf(0)).toBe(9_000)
    expect(firstOf(1)).not.toBe(900)
  })

  it('of the old list, asked for while a question waits for its answer, is no part of the new one', async () => {
    const { resultPages, results, firstOf, calls } = await listOf(1_000)
    results.getState().setFilter({ search: 'moreau' })
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    await calls.answer(0, rows(9_000))
    await calls.answer(1, rows(900))
    expect(firstOf(0)).toBe(9_000)
    expect(firstOf(1)).not.toBe(900)
  })

  it('that was read before the list changed is no part of it afterwards', async () => {
    const { resultPages, fake, firstOf, calls } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: null })
    await settle()
    fake.emit('results', 'changed', undefined)
    await settle()
    await calls.answer(1, rows(901))
    await calls.answer(0, rows(900))
    expect(firstOf(1)).toBe(901)
  })

  it('that cannot be read says nothing once another question was asked', async () => {
    const { resultPages, results, calls } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    results.getState().setFilter({ search: 'moreau' })
    await calls.answer(1, rows(9_000))
    await calls.fail(0)
    expect(resultPages.getState().error).toBeNull()
  })

  it('read again for the list before is not put in the place of another question', async () => {
    const { resultPages, results, fake, firstOf, calls } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 0, last: 30, anchor: null })
    fake.emit('results', 'changed', undefined)
    await settle()
    results.getState().setFilter({ search: 'moreau' })
    await settle()
    await calls.answer(1, rows(9_000))
    await calls.answer(0, rows(1_000))
    expect(resultPages.getState().shown?.query.filter.search).toBe('moreau')
    expect(firstOf(0)).toBe(9_000)
  })

  it('gives no row to whoever walked through the list before', async () => {
    const { resultPages, results, calls } = await listOf(1_000)
    const row = resultPages.getState().rowAt(100)
    results.getState().setFilter({ search: 'moreau' })
    await calls.answer(1, rows(9_000))
    await calls.answer(0, rows(900))
    expect(await row).toBeNull()
  })

  it('of a question that failed late leaves the newer answer and its calm', async () => {
    const { resultPages, results, calls } = await listOf(10)
    results.getState().setFilter({ search: 'mor' })
    results.getState().setFilter({ search: 'moreau' })
    await calls.answer(1, rows(9_000))
    await calls.fail(0)
    expect(resultPages.getState().error).toBeNull()
  })
})

describe('a step to the next result', () => {
  it('is dropped once another result or none is open', async () => {
    const { detail, fake, calls } = await listOf(1_000)
    fake.handle('results', 'detail', async ({ id }: { id: number }) => resultDetail(id))
    await detail.getState().open(901, 99)
    const stepping = detail.getState().step(1)
    await detail.getState().open(950, 50)
    await calls.answer(0, rows(900))
    await stepping
    expect(detail.getState().openId).toBe(950)
  })
})

describe('a range of a selection', () => {
  it('that is read while everything is let go selects nothing afterwards, though nothing was selected', async () => {
    await openWindow()
    const { createSelection } = await import('../../../renderer/state/selection.ts')
    const reading = Promise.withResolvers<readonly { id: number }[]>()
    const store = createSelection({ getState: () => ({ shown: { count: 10 }, rowsBetween: () => reading.promise }) })
    store.getState().toggle({ id: 1 }, 0)
    store.getState().toggle({ id: 1 }, 0)
    const extending = store.getState().extendTo({ id: 2 }, 1)
    store.getState().clear()
    reading.resolve([{ id: 1 }, { id: 2 }])
    await extending
    expect(store.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })

  it('and a row taken out of all are dropped once everything is let go', async () => {
    await openWindow()
    const { createSelection } = await import('../../../renderer/state/selection.ts')
    const reading = Promise.withResolvers<readonly { id: number }[]>()
    const store = createSelection({ getState: () => ({ shown: { count: 2 }, rowsBetween: () => reading.promise }) })
    store.getState().selectAll()
    store.getState().toggle({ id: 1 }, 0)
    store.getState().clear()
    reading.resolve([{ id: 1 }, { id: 2 }])
    await settle()
    expect(store.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })
})

describe('codes of a list', () => {
  it('that come after another list was opened are not shown in it', async () => {
    const window = await openWindow()
    const { useCodePages, useCodes } = await import('../../../renderer/state/codes.ts')
    window.fake.handle('codes', 'count', async () => 1)
    const calls = held<unknown>(window, ['codes', 'page'])
    useCodes.getState().open(list)
    useCodes.getState().open(otherList)
    await settle()
    await calls.answer(1, [codeRow(2)])
    await calls.answer(0, [codeRow(1)])
    expect(useCodePages.getState().shown).toMatchObject({ query: { list: otherList } })
    expect(
      useCodePages
        .getState()
        .shown?.pages.get(0)
        ?.map(({ id }) => id),
    ).toEqual([2])
  })
})

describe('an edit of codes', () => {
  async function editing() {
    const window = await openWindow()
    const { useCodeEdit } = await import('../../../renderer/state/code-edit.ts')
    return { window, edit: useCodeEdit }
  }

  it('does not jump to the preview of codes from which one went back', async () => {
    const { window, edit } = await editing()
    const calls = held<unknown>(window, ['codes', 'preview'])
    edit.getState().start(list, 'add')
    void edit.getState().look('typed', { codes: [] })
    edit.getState().back()
    expect(edit.getState().busy).toBe(false)
    await calls.answer(0, codePreview())
    expect(edit.getState().edit?.preview).toBeNull()
  })

  it.each(['answer', 'fail'] as const)('that was kept late (%s) leaves the dialog of another alone', async (end) => {
    const { window, edit } = await editing()
    window.fake.handle('codes', 'preview', async () => codePreview({ effective: [{ code: 'A', name: null }] }))
    const calls = held<unknown>(window, ['codes', 'apply'])
    await edit.getState().startWith(list, 'add', 'typed', [{ code: 'A', name: null }])
    void edit.getState().confirm()
    edit.getState().close()
    edit.getState().start(otherList, 'remove')
    await calls[end](0, { actionId: 1, jobId: 'push' })
    expect(edit.getState()).toMatchObject({ edit: { list: otherList }, busy: false, error: null })
  })
})

describe('the jobs that ran when the window opened', () => {
  it('are listed beneath what was told of them since', async () => {
    const window = await openWindow()
    const job = (state: 'running' | 'cancelled', id: string): Job =>
      ({ id, kind: 'sync', accountId: 'school', state, ...(state === 'running' && { progress: null }) }) as Job
    const calls = held<readonly Job[]>(window, ['jobs', 'list'])
    const loading = window.jobs.getState().load()
    window.fake.emit('jobs', 'changed', job('cancelled', 'first'))
    await calls.answer(0, [job('running', 'first'), job('cancelled', 'before')])
    await loading
    const { jobs, dismissed } = window.jobs.getState()
    expect(jobs.map(({ id, state }) => `${id} ${state}`)).toEqual(['first cancelled', 'before cancelled'])
    expect([...dismissed]).toEqual(['before'])
  })
})

describe('a change of settings that cannot be kept', () => {
  it('gives way to what was confirmed last, not to another that failed', async () => {
    const window = await openWindow()
    await window.settings.getState().load()
    const calls = held<unknown>(window, ['settings', 'set'])
    void window.settings.getState().change({ autoSync: true })
    void window.settings.getState().change({ autoSync: true })
    await calls.fail(0)
    await calls.fail(1)
    expect(window.settings.getState().settings.autoSync).toBe(false)
  })
})
