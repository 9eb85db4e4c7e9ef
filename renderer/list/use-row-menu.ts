import { type KeyboardEvent, type MouseEvent as PointerPress, useState } from 'react'
import { isShortcut } from '../ui/shortcuts.ts'
import type { AskedRow, RowMenuGiven } from './row-actions.tsx'
import { type Chosen, countOf, type GridSelection } from './selection.ts'

/**
 * Asks for the menu of the cell or heading in focus by its keys, as the second mouse button does. Here and not by the
 * browser, which on Windows asks only when the key is let go.
 * @returns whether there is one
 */
export function askMenuByKey(event: KeyboardEvent): boolean {
  if (!isShortcut(event, 'rowMenu') || !(event.target instanceof Element)) return false
  const { left, bottom } = event.target.getBoundingClientRect()
  const at = { clientX: Math.max(left, 0) + 12, clientY: bottom - 4 }
  return !event.target.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
}

interface RowMenuFor<Row> {
  /** Undefined in a list whose rows have no menu. */
  readonly menu: RowMenuGiven<Row> | undefined
  readonly selection: GridSelection | undefined
  readonly count: number
  readonly columnIds: readonly string[]
  rowAt(index: number): Row | undefined
}

/**
 * The menu of rows, asked for by the second mouse button, Shift and F10 or the menu key. As in a file manager it acts on
 * the selection where the row is part of it, else on the row alone, which is then what is selected.
 */
export function useRowMenu<Row extends { readonly id: number }>(given: RowMenuFor<Row>) {
  const { menu, selection, count, columnIds, rowAt } = given
  const [asked, setAsked] = useState<AskedRow | null>(null)

  const take = (row: Row, index: number): Chosen => {
    if (selection?.isSelected(row.id)) return selection.chosen
    if (selection !== undefined) {
      selection.clear()
      selection.toggle(row, index)
    }
    return { kind: 'some', ids: new Set([row.id]) }
  }

  const onContextMenu = (event: PointerPress<HTMLElement>) => {
    if (menu === undefined || !(event.target instanceof Element)) return
    const element = event.target.closest('[data-row]')
    const index = Number(element?.getAttribute('data-row') ?? -1)
    const row = index >= 0 && index < count ? rowAt(index) : undefined
    if (element === null || row === undefined) return
    // Over marked words the system's menu copies them.
    const marked = document.getSelection()
    if (marked?.isCollapsed === false && marked.containsNode(event.target, true)) return
    event.preventDefault()
    const cell =
      event.target.closest<HTMLElement>('[data-column]') ?? element.querySelector<HTMLElement>('[data-column]')
    // From where the focus comes back once the menu is closed.
    cell?.focus()
    const chosen = take(row, index)
    const column = columnIds[Number(cell?.getAttribute('data-column') ?? 0)] ?? ''
    const actions = menu.actionsOf(row, index, chosen, column)
    if (actions.length === 0) return
    setAsked({ id: row.id, x: event.clientX, y: event.clientY, count: countOf(chosen, count), actions })
  }

  return { asked, onContextMenu, onClose: () => setAsked(null) }
}
