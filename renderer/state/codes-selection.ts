import type { AccessCodeRow } from '../../shared/model/access-code.ts'
import { useCodeChanges } from './code-changes.ts'
import { useCodePages } from './codes.ts'
import { createSelection } from './selection.ts'

/** The codes selected in the list looked at. */
export const useCodesSelection = createSelection(useCodePages)

/** Rows as near to each other as this are read together. */
const rowsTogether = 500

/** The rows selected, read where they are not loaded. @throws AppError */
export async function selectedRows(): Promise<readonly AccessCodeRow[]> {
  const { chosen } = useCodesSelection.getState()
  const { shown, rowsBetween, idsBetween } = useCodePages.getState()
  if (shown === null) return []
  if (chosen.kind === 'all') return rowsBetween(0, (await idsBetween(0)).length - 1)
  const loaded = [...shown.pages.values()].flat().filter((row) => row !== undefined && chosen.ids.has(row.id))
  if (loaded.length === chosen.ids.size) return loaded.filter((row) => row !== undefined)
  const ids = await idsBetween(0)
  const places = ids.flatMap((id, place) => (chosen.ids.has(id) ? [place] : []))
  const rows: AccessCodeRow[] = []
  while (places.length > 0) {
    const [first = 0] = places
    const near = places.splice(0, places.filter((place) => place < first + rowsTogether).length)
    rows.push(...(await rowsBetween(first, near.at(-1) ?? first)))
  }
  return rows.filter(({ id }) => chosen.ids.has(id))
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
