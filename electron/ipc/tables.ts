import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

export interface TableDialogs {
  /** Asks for a CSV file or a workbook to open; null when the dialog was closed. */
  chooseTable(): Promise<string | null>
}

/**
 * The window's calls on lists in files. The path comes from the dialog and stays here; rows stay until a column is
 * asked for.
 */
export function tableHandlers({ tables }: Core, dialogs: TableDialogs): Handlers['tables'] {
  return {
    open: async () => {
      const file = await dialogs.chooseTable()
      return file === null ? null : tables.open(file)
    },
    reopen: async (again) => tables.reopen(again),
    columns: async (chosen) => tables.columns(chosen),
  }
}
