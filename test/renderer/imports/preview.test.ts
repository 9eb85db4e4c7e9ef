import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { ImportSummary, PreviewRow } from '../../../shared/model/import-preview.ts'
import { createFakeBridge } from '../fake-bridge.ts'

async function opened() {
  const fake = createFakeBridge()
  vi.resetModules()
  globalThis.gradekeep = fake.bridge
  const imports = await import('../../../renderer/features/imports/imports.ts')
  return { fake, ...imports }
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
})
