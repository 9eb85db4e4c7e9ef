import type { AccessCodeRow } from '../../shared/model/access-code.ts'
import { useCodeChanges } from './code-changes.ts'
import { useCodePages } from './codes.ts'
import { pageSize } from './pages.ts'
import { createSelection } from './selection.ts'

/** The codes selected in the list looked at. */
export const useCodesSelection = createSelection(useCodePages)

/** The rows selected, read where they are not loaded. @throws AppError */
export async function selectedRows(): Promise<readonly AccessCodeRow[]> {
  const { chosen } = useCodesSelection.getState()
  const { shown, rowsBetween } = useCodePages.getState()
  if (shown === null) return []
  if (chosen.kind === 'all') return rowsBetween(0, shown.count - 1)
  const loaded = [...shown.pages.values()].flat().filter(({ id }) => chosen.ids.has(id))
  if (loaded.length === chosen.ids.size) return loaded
  const found: AccessCodeRow[] = []
  for (let offset = 0; offset < shown.count && found.length < chosen.ids.size; offset += pageSize * 5) {
    const rows = await rowsBetween(offset, Math.min(offset + pageSize * 5, shown.count) - 1)
    found.push(...rows.filter(({ id }) => chosen.ids.has(id)))
  }
  return found
}

// What was done ends the selection: its codes are gone or back, and "all" would take in codes that nobody chose.
useCodeChanges.subscribe(({ last }, before) => {
  if (last !== before.last && last !== null && last.kind !== 'nothing') useCodesSelection.getState().clear()
})

// What cannot be seen any more is not selected either. Another order shows the same codes.
useCodePages.subscribe(({ shown }, before) => {
  const same = shown?.query.list === before.shown?.query.list && shown?.query.filter === before.shown?.query.filter
  if (!same) useCodesSelection.getState().clear()
})
