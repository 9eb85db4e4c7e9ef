import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { answerList } from '../answer-list.ts'
import { settle } from '../held-answers.ts'
import { codeRow, list } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const rowsOf = (count: number) => Array.from({ length: count }, (_, n) => codeRow(n + 1))

async function codesOf(count: number) {
  const window = await openCodes([], rowsOf(count))
  window.openList(list)
  await settle()
  return window
}

describe('the codes of a list', () => {
  it('start with the first page in the order of the codes', async () => {
    const { pages, fake } = await codesOf(20_000)
    expect(pages.getState().shown?.count).toBe(20_000)
    expect(fake.callsOf('codeList', 'open')).toEqual([
      { query: { list, filter: {}, sort: { field: 'code', direction: 'asc' } }, first: 100, place: 'codes' },
    ])
  })

  it('load what is on the screen, and never what was scrolled past', async () => {
    const { pages, fake } = await codesOf(20_000)
    for (let first = 200; first <= 19_000; first += 100) {
      pages.getState().lookAt({ first, last: first + 30, anchor: first })
    }
    await settle()
    expect(fake.callsOf('codeList', 'rows').length).toBeLessThanOrEqual(3)
    expect(pages.getState().shown?.pages.has(190)).toBe(true)
  })

  it('are asked with only what the filters say, and without any on another list', async () => {
    const { codes, fake, openList } = await codesOf(3)
    codes.getState().setFilter({ search: '', use: 'unused', pending: undefined })
    await settle()
    expect(fake.callsOf('codeList', 'open').at(-1)?.query).toMatchObject({ list, filter: { use: 'unused' } })
    openList({ ...list, listId: 9 })
    await settle()
    expect(fake.callsOf('codeList', 'open').at(-1)?.query).toMatchObject({ list: { ...list, listId: 9 }, filter: {} })
  })

  it('show nothing of the list before while the next one is read', async () => {
    const { openList, pages } = await codesOf(3)
    openList({ ...list, listId: 9 })
    expect(pages.getState().shown).toBeNull()
  })

  it('stay where they are when the same list is opened again', async () => {
    const { codes, fake, openList } = await codesOf(3)
    codes.getState().setFilter({ use: 'used' })
    await settle()
    const asked = fake.callsOf('codeList', 'open').length
    openList({ ...list })
    await settle()
    expect(codes.getState().filter).toEqual({ use: 'used' })
    expect(fake.callsOf('codeList', 'open')).toHaveLength(asked)
  })

  it('are read again after a change, and the code being read stays in its place', async () => {
    const { pages, held, fake } = await codesOf(300)
    pages.getState().lookAt({ first: 120, last: 150, anchor: 120 })
    await settle()
    held.rows = [codeRow(901), codeRow(902), ...held.rows]
    fake.emit('codes', 'changed', undefined)
    await settle()
    expect(pages.getState().shown?.count).toBe(302)
    expect(pages.getState().moved).toEqual({ rows: 2, turn: 1 })
  })

  it('keep the state of each row while something waits, and leave it out only where all are simply on the list', async () => {
    const factsOf = async (rows: readonly ReturnType<typeof codeRow>[]) => {
      const { openList, pages } = await openCodes([], rows)
      openList(list)
      await settle()
      return pages.getState().shown?.alike?.facts ?? []
    }
    const waiting = { state: 'pending-add' } as const
    expect(await factsOf([codeRow(1, waiting), codeRow(2, waiting)])).not.toContain('state')
    expect(await factsOf([codeRow(1), codeRow(2)])).toContain('state')
  })

  it('keep what they showed when they cannot be read, and recover', async () => {
    const { codes, pages, fake, held } = await codesOf(3)
    fake.handle('codeList', 'open', async () => {
      throw new AppError('store/busy')
    })
    codes.getState().setFilter({ use: 'used' })
    await settle()
    expect(pages.getState()).toMatchObject({ error: { code: 'store/busy' }, shown: { count: 3 } })
    answerList(fake, 'codeList', () => held.rows)
    void codes.getState().read()
    await settle()
    expect(pages.getState().error).toBeNull()
    expect(pages.getState().shown?.query.filter).toEqual({ use: 'used' })
  })
})

describe('selected codes', () => {
  it('are read where they are not loaded', async () => {
    const { selection, chosenCodes } = await codesOf(1_200)
    selection.getState().toggle(codeRow(3), 2)
    selection.getState().toggle(codeRow(1_150), 1_149)
    expect((await chosenCodes(selection.getState().chosen)).map(({ code }) => code)).toEqual(['EXAM-3', 'EXAM-1150'])
  })

  it('are all of the list in pages of at most 500, however many there are', async () => {
    const { selection, chosenCodes, fake } = await codesOf(1_200)
    selection.getState().selectAll()
    expect(await chosenCodes(selection.getState().chosen)).toHaveLength(1_200)
    expect(fake.callsOf('codeList', 'rows').map(({ from, to }) => to - from)).toEqual([500, 500, 200])
  })

  it('stay selected in another order, but never take in codes that came later', async () => {
    const { selection, codes, changes } = await codesOf(3)
    selection.getState().selectAll()
    codes.getState().setSort({ field: 'name', direction: 'asc' })
    await settle()
    expect(selection.getState().chosen).toEqual({ kind: 'all' })
    changes.getState().tell({ list, kind: 'full-list', count: 36, skipped: 0, actionId: 1 })
    expect(selection.getState().chosen).toEqual({ kind: 'some', ids: new Set() })
  })

  it('are none any more when another question is asked, or when they were removed', async () => {
    const { selection, codes, changes, fake } = await codesOf(3)
    const chosen = () => selection.getState().chosen
    selection.getState().toggle(codeRow(1), 0)
    codes.getState().setFilter({ use: 'used' })
    await settle()
    expect(chosen()).toEqual({ kind: 'some', ids: new Set() })
    fake.handle('codes', 'apply', async () => ({ actionId: 1, jobId: null }))
    selection.getState().toggle(codeRow(1), 0)
    changes.getState().remove(list, [{ code: 'EXAM-1', name: null }])
    await settle()
    expect(chosen()).toEqual({ kind: 'some', ids: new Set() })
  })
})
