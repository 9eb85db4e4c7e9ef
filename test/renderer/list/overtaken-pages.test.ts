import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { textOf } from '../../../shared/model/filter.ts'
import type { Job } from '../../../shared/model/job.ts'
import { answerList } from '../answer-list.ts'
import { held, settle } from '../held-answers.ts'
import { codePreview, codeRow, list } from '../made-codes.ts'
import { idsDownFrom, resultDetail, resultRow } from '../made-rows.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const otherList = { accountId: 'school', listId: 2 }

/** A list of results whose first page is here, and whose further answers are held. */
async function listOf(count: number) {
  const window = await openWindow()
  answerList(window.fake, 'resultList', () => rowsDownFrom(count, count))
  await window.startStores()
  await settle()
  const firstOf = (page: number) => window.resultPages.getState().shown?.pages.get(page)?.[0]?.id
  return {
    ...window,
    firstOf,
    opened: held<unknown>(window, ['resultList', 'open']),
    pages: held<unknown>(window, ['resultList', 'rows']),
  }
}
const rowsDownFrom = (newest: number, count: number) => idsDownFrom(newest, count).map((id) => resultRow(id))
const page = (newest: number) => rowsDownFrom(newest, 100)
const answer = (number: number, newest: number) => ({ answer: number, rows: page(newest), count: 1_000 })

describe('a page of a list', () => {
  it('that was asked for before a question is no part of its answer', async () => {
    const { resultPages, results, firstOf, opened, pages } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await opened.answer(0, answer(12, 9_000))
    await pages.answer(0, page(900))
    expect(firstOf(0)).toBe(9_000)
    expect(firstOf(1)).not.toBe(900)
  })

  it('of the old list, asked for while a question waits for its answer, is no part of the new one', async () => {
    const { resultPages, results, firstOf, opened, pages } = await listOf(1_000)
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    await opened.answer(0, answer(12, 9_000))
    await pages.answer(0, page(900))
    expect(firstOf(0)).toBe(9_000)
    expect(firstOf(1)).not.toBe(900)
  })

  it('that was read before the list changed is no part of it afterwards', async () => {
    const { resultPages, fake, firstOf, opened, pages } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: null })
    await settle()
    fake.emit('results', 'changed', undefined)
    await settle()
    await opened.answer(0, answer(12, 1_001))
    await pages.answer(1, page(901))
    await pages.answer(0, page(900))
    expect(firstOf(1)).toBe(901)
  })

  it('that cannot be read says nothing once another question was asked', async () => {
    const { resultPages, results, opened, pages } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 100, last: 130, anchor: 100 })
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await opened.answer(0, answer(12, 9_000))
    await pages.fail(0)
    expect(resultPages.getState().error).toBeNull()
  })

  it('read again for the list before is not put in the place of another question', async () => {
    const { resultPages, results, fake, firstOf, opened } = await listOf(1_000)
    resultPages.getState().lookAt({ first: 0, last: 30, anchor: null })
    fake.emit('results', 'changed', undefined)
    await settle()
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await settle()
    await opened.answer(1, answer(13, 9_000))
    await opened.answer(0, answer(12, 1_000))
    expect(textOf(resultPages.getState().shown?.query.filter ?? [], 'search')).toBe('moreau')
    expect(firstOf(0)).toBe(9_000)
  })

  it('gives no row to a step through the list before', async () => {
    const { resultPages, results, opened, pages } = await listOf(1_000)
    const row = resultPages.getState().rowAt(100)
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await opened.answer(0, answer(12, 9_000))
    await pages.answer(0, page(900))
    expect(await row).toBeNull()
  })

  it('of a question that failed late leaves the newer answer and its calm', async () => {
    const { resultPages, results, opened } = await listOf(10)
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'mor' }])
    results.getState().setFilter([{ field: 'search', op: 'contains', value: 'moreau' }])
    await opened.answer(1, answer(13, 9_000))
    await opened.fail(0)
    expect(resultPages.getState().error).toBeNull()
  })
})

describe('a step to the next result', () => {
  it('is dropped once another result or none is open', async () => {
    const { detail, fake, pages } = await listOf(1_000)
    fake.handle('results', 'detail', async ({ id }: { id: number }) => resultDetail(id))
    await detail.getState().open(901, 99)
    const stepping = detail.getState().step(1)
    await detail.getState().open(950, 50)
    await pages.answer(0, page(900))
    await stepping
    expect(detail.getState().openId).toBe(950)
  })
})

describe('a range of a selection', () => {
  it('that is read while everything is let go selects nothing afterwards, though nothing was selected', async () => {
    await openWindow()
    const { createSelection } = await import('../../../renderer/list/selection.ts')
    const reading = Promise.withResolvers<readonly number[]>()
    const store = createSelection({ getState: () => ({ shown: { count: 10 }, idsBetween: () => reading.promise }) })
    store.getState().toggle({ id: 1 }, 0)
    store.getState().toggle({ id: 1 }, 0)
    const extending = store.getState().extendTo({ id: 2 }, 1)
    store.getState().clear()
    reading.resolve([1, 2])
    await extending
    expect(store.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })

  it('and a row taken out of all are dropped once everything is let go', async () => {
    await openWindow()
    const { createSelection } = await import('../../../renderer/list/selection.ts')
    const reading = Promise.withResolvers<readonly number[]>()
    const store = createSelection({ getState: () => ({ shown: { count: 2 }, idsBetween: () => reading.promise }) })
    store.getState().selectAll()
    store.getState().toggle({ id: 1 }, 0)
    store.getState().clear()
    reading.resolve([1, 2])
    await settle()
    expect(store.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })
})

describe('codes of a list', () => {
  it('that come after another list was opened are not shown in it', async () => {
    const window = await openWindow()
    const { openCodes, useCodePages } = await import('../../../renderer/features/access-codes/codes.ts')
    const calls = held<unknown>(window, ['codeList', 'open'])
    openCodes(list)
    openCodes(otherList)
    await settle()
    await calls.answer(1, { answer: 2, rows: [codeRow(2)], count: 1 })
    await calls.answer(0, { answer: 1, rows: [codeRow(1)], count: 1 })
    expect(useCodePages.getState().shown).toMatchObject({ query: { list: otherList } })
    expect(
      useCodePages
        .getState()
        .shown?.pages.get(0)
        ?.map((row) => row?.id),
    ).toEqual([2])
  })
})

describe('an edit of codes', () => {
  async function editing() {
    const window = await openWindow()
    const { useCodeEdit } = await import('../../../renderer/features/access-codes/code-edit.ts')
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
  it('are listed with the newer state that events have reported since', async () => {
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
