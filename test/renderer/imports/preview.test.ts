import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError, serialiseError } from '../../../shared/errors.ts'
import type { ImportSummary, PreviewRow } from '../../../shared/model/import-preview.ts'
import { createFakeBridge } from '../fake-bridge.ts'
import { accountSummary } from '../made-accounts.ts'

async function opened() {
  const fake = createFakeBridge()
  vi.resetModules()
  globalThis.gradekeep = fake.bridge
  const [imports, accounts, jobs] = await Promise.all([
    import('../../../renderer/features/imports/imports.ts'),
    import('../../../renderer/app/accounts.ts'),
    import('../../../renderer/app/jobs.ts'),
  ])
  return { fake, ...imports, useAccounts: accounts.useAccounts, useJobs: jobs.useJobs }
}

let window: Awaited<ReturnType<typeof opened>>
beforeEach(async () => {
  window = await opened()
})

/** A preview with so many rows to confirm, of which two hundred are here. */
function previewOf(total: number): void {
  const buckets = { added: 0, changed: 0, 'to-confirm': total, same: 0, samples: 0, 'left-out': 0 }
  const summary = { step: 'preview', buckets, gaps: [] } as unknown as ImportSummary
  const rows = Array.from({ length: 200 }, (_, id) => ({ id, about: null, candidates: [] }) as unknown as PreviewRow)
  window.useImports.setState({
    stage: { at: 'preview', summary },
    opened: { id: 1, names: ['Results.csv'] } as never,
    rows: { 'to-confirm': rows },
  })
}

describe('the rows of a preview', () => {
  it('keep what was decided where no more of them come, and come once they can', async () => {
    previewOf(201)
    const { fake, useImports } = window
    useImports.getState().decide(7, 70)
    fake.handle('imports', 'rows', async () => {
      throw new AppError('store/failed')
    })
    await useImports.getState().more('to-confirm')
    const { stage, decisions, rowsError } = useImports.getState()
    expect(stage.at).toBe('preview')
    expect([...decisions]).toEqual([[7, 70]])
    expect(rowsError).toMatchObject({ bucket: 'to-confirm', error: { code: 'store/failed' } })
    fake.handle('imports', 'rows', async () => [{ id: 200 }] as never)
    await useImports.getState().more('to-confirm')
    expect(useImports.getState().rows['to-confirm']).toHaveLength(201)
    expect(useImports.getState().rowsError).toBeNull()
  })

  it('refuse none where a part of them did not come', async () => {
    previewOf(201)
    const { fake, useImports } = window
    fake.handle('imports', 'rows', async () => {
      throw new AppError('store/failed')
    })
    await useImports.getState().decideAll(() => 'none')
    expect(useImports.getState().decisions.size).toBe(0)
  })
})

describe('decisions of a preview', () => {
  it('are those of rows, and of gaps other than the files prove', () => {
    const { decidedIn } = window
    const of = (rows: number, fills: readonly number[], proved: readonly number[]) =>
      decidedIn({
        decisions: new Map(Array.from({ length: rows }, (_, id) => [id, 'none'])),
        fills: new Set(fills),
        proved: new Set(proved),
      })
    expect([of(0, [1], [1]), of(2, [1], [1]), of(0, [], [1]), of(1, [0, 1], [1]), of(0, [0], [1])]).toEqual([
      0, 2, 1, 2, 2,
    ])
  })

  it('for one result are told of all rows after the first', () => {
    previewOf(201)
    const { useImports, confirmedTwice } = window
    for (const [row, decision] of [
      [3, 9],
      [5, 9],
      [8, 'none'],
      [9, 'none'],
      [11, 9],
    ] as const)
      useImports.getState().decide(row, decision)
    expect([...confirmedTwice(useImports.getState())].map(([row, before]) => [row, before.id])).toEqual([
      [5, 3],
      [11, 3],
    ])
  })

  it('for all rows leave those that were decided one by one', async () => {
    previewOf(200)
    const { useImports } = window
    useImports.getState().decide(7, 'none')
    await useImports.getState().decideAll(({ id }) => (id < 10 ? 100 + id : null))
    const { decisions } = useImports.getState()
    expect([decisions.size, decisions.get(7), decisions.get(8)]).toEqual([10, 'none', 108])
  })
})

describe('files that are read otherwise', () => {
  const german = { dayOrder: 'day-first', timeZone: 'Europe/Berlin' } as const

  function asked(): unknown[] {
    const readings: unknown[] = []
    window.fake.handle('imports', 'preview', async ({ account, dates }) => {
      readings.push([account, dates])
      return { jobId: 'job' }
    })
    return readings
  }

  it('are read at once where nothing was decided', async () => {
    previewOf(200)
    const readings = asked()
    const { useImports } = window
    await useImports.getState().chooseAccount('other')
    expect(readings).toEqual([['other', null]])
    previewOf(200)
    await useImports.getState().chooseDates(german)
    expect(readings[1]).toEqual(['other', german])
    expect(useImports.getState().toReread).toBeNull()
  })

  it('wait for the teacher where a decision would be lost, and change nothing until then', async () => {
    previewOf(200)
    const readings = asked()
    const { useImports } = window
    useImports.setState({ account: 'one', dates: null })
    useImports.getState().decide(7, 70)
    await useImports.getState().chooseDates(german)
    expect(readings).toEqual([])
    const { toReread, decisions, account, dates, stage } = useImports.getState()
    expect([toReread, [...decisions], account, dates, stage.at]).toEqual([
      { dates: german },
      [[7, 70]],
      'one',
      null,
      'preview',
    ])
    await useImports.getState().chooseAccount('other')
    expect(useImports.getState().toReread).toEqual({ account: 'other', dates: null })
    await useImports.getState().reread({ account: 'other', dates: null })
    expect(readings).toEqual([['other', null]])
    expect([useImports.getState().toReread, useImports.getState().decisions.size]).toEqual([null, 0])
  })
})

describe('files that are chosen', () => {
  async function chosenFor(before: 'start' | 'preview'): Promise<readonly unknown[]> {
    const { fake, useImports, useAccounts } = window
    useAccounts.setState({ accounts: [accountSummary({ id: 'one' }), accountSummary({ id: 'two' })], currentId: 'two' })
    if (before === 'preview') previewOf(1)
    useImports.setState({ account: 'one' })
    const asked: unknown[] = []
    fake.handle('imports', 'choose', async () => ({ id: 2, names: ['a.json'] }) as never)
    fake.handle('imports', 'preview', async ({ account }) => {
      asked.push(account)
      return { jobId: 'job' }
    })
    await useImports.getState().choose('files')
    return asked
  }

  it('are read for the account that is looked at', async () => {
    expect(await chosenFor('start')).toEqual(['two'])
  })

  it('in place of others are of the account of those', async () => {
    expect(await chosenFor('preview')).toEqual(['one'])
  })

  it('wait for nothing where there is no account', async () => {
    const { fake, useImports, useAccounts } = window
    useAccounts.setState({ accounts: [], currentId: null })
    fake.handle('imports', 'choose', async () => ({ id: 2, names: ['a.json'] }) as never)
    await useImports.getState().choose('files')
    expect(useImports.getState().stage).toEqual({ at: 'start' })
  })

  it.each([
    ['import/changed', 'preview'],
    ['store/failed', 'import'],
  ] as const)('whose import fails as %s failed in their %s', (code, during) => {
    const { useImports, useJobs } = window
    useImports.setState({ stage: { at: 'importing', jobId: 'job', progress: null } })
    const job = { id: 'job', kind: 'import', state: 'failed', error: serialiseError(new AppError(code)) }
    useJobs.setState({ jobs: [job] as never })
    expect(useImports.getState().stage).toMatchObject({ at: 'failed', during })
  })
})
