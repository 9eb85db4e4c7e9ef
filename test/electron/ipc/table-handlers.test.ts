import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { tableHandlers } from '../../../electron/ipc/tables.ts'

function built(chosen: string | null) {
  const tables = {
    open: vi.fn(async () => ({
      id: 't',
      fileName: 'People.csv',
      columns: ['Name'],
      hasHeader: true,
      sample: [],
      rows: 0,
    })),
    columns: vi.fn(() => [['Ada']]),
  }
  return { tables, handlers: tableHandlers({ tables } as unknown as Core, { chooseTable: async () => chosen }) }
}

it('opens the file that was chosen, and the window gets no path', async () => {
  const { tables, handlers } = built('/home/ada/People.csv')
  expect(JSON.stringify(await handlers.open())).not.toContain('/home/ada')
  expect(tables.open).toHaveBeenCalledWith('/home/ada/People.csv')
})

it('opens nothing when the dialog was closed', async () => {
  const { tables, handlers } = built(null)
  expect(await handlers.open()).toBeNull()
  expect(tables.open).not.toHaveBeenCalled()
})

it('hands the chosen columns on', async () => {
  const { tables, handlers } = built(null)
  const chosen = { id: 't', columns: [0], withFirstRow: false }
  expect(await handlers.columns(chosen)).toEqual([['Ada']])
  expect(tables.columns).toHaveBeenCalledWith(chosen)
})
