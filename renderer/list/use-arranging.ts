import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { announce } from '../app/announcer.ts'
import { t } from '../format/words.ts'
import { type ColumnMemory, movedColumn } from './column-memory.ts'
import type { ColumnAction, ColumnAsked } from './HeaderMenu.tsx'

/** Pixels by which one key press changes a column's width. */
const step = 10

/** In pixels: a narrower column would hide the words of its own header. */
const narrowest = 40

interface Column {
  readonly id: string
  readonly header: string
  readonly leaves: number
}

interface ArrangingGiven {
  readonly memory: ColumnMemory
  /** Every column in the arranged order, hidden ones included. */
  readonly all: readonly Column[]
  /** The columns shown, with their widths. */
  readonly shown: readonly Column[]
  readonly widths: readonly { readonly width: number }[]
  /** Letter size relative to the usual one: widths are remembered at the usual size. */
  readonly scale: number
}

export interface Arranging {
  /** The column whose edge is being dragged, with its width now. */
  readonly dragged: { readonly id: string; readonly width: number } | null
  /** The column whose menu is open. */
  readonly asked: ColumnAsked | null
  /** The edge of a column is dragged; `done` when it is released. */
  onWidth(id: string, width: number, done: boolean): void
  /** The edge of a column was pressed twice. */
  onFit(id: string): void
  onAsk(id: string, event: MouseEvent<HTMLElement>): void
  onAction(action: ColumnAction): void
  onClose(): void
  /**
   * Handles a key on a header: Shift and an arrow change the column's width, with Ctrl they move it. Returns whether it
   * was such a key.
   */
  onKey(event: KeyboardEvent, column: Column | undefined): boolean
}

/** Widens, moves, pins and hides columns: by the header's edge, by its menu, and by keys on the header. */
export function useArranging({ memory, all, shown, widths, scale }: ArrangingGiven): Arranging {
  const [dragged, setDragged] = useState<Arranging['dragged']>(null)
  const [asked, setAsked] = useState<ColumnAsked | null>(null)
  const { layout } = memory
  const pinned = layout.pinned ?? []
  const allIds = all.map(({ id }) => id)
  const shownIds = shown.map(({ id }) => id)

  const orderAfter = (id: string, by: -1 | 1) => movedColumn(allIds, shownIds, pinned, { id, by })
  const move = (id: string, by: -1 | 1) => {
    const order = orderAfter(id, by)
    if (order === null) return
    memory.setOrder(order)
    announce(t(by < 0 ? 'grid.columns.movedLeft' : 'grid.columns.movedRight', { name: wordsOf(all, id) }))
  }
  const setWidth = (id: string, width: number) => {
    const pixels = Math.max(narrowest, width / scale)
    memory.setWidth(id, pixels)
    announce(t('grid.columns.widthNow', { name: wordsOf(all, id), count: Math.round(pixels) }))
  }

  const actionsOf = (id: string): readonly ColumnAction[] => {
    const first = id === allIds[0]
    const isPinned = pinned.includes(id)
    const arranged = layout.order ?? layout.pinned?.[0] ?? layout.hidden?.[0] ?? Object.keys(layout.widths ?? {})[0]
    const offered: readonly (ColumnAction | false)[] = [
      orderAfter(id, -1) !== null && 'left',
      orderAfter(id, 1) !== null && 'right',
      layout.widths?.[id] !== undefined && 'fit',
      !first && (isPinned ? 'unpin' : 'pin'),
      !first && (all.find((column) => column.id === id)?.leaves !== 0 || isPinned) && 'hide',
      arranged !== undefined && 'restore',
    ]
    return offered.filter((action) => action !== false)
  }

  return {
    dragged,
    asked,
    onWidth(id, width, done) {
      if (done) setWidth(id, width)
      setDragged(done ? null : { id, width: Math.max(narrowest * scale, width) })
    },
    onFit: (id) => memory.setWidth(id, null),
    onAsk(id, event) {
      const actions = actionsOf(id)
      if (actions.length === 0) return
      event.preventDefault()
      setAsked({ id, words: wordsOf(all, id), header: event.currentTarget, actions })
    },
    onAction(action) {
      if (asked === null) return
      const { id } = asked
      const act: Readonly<Record<ColumnAction, () => void>> = {
        left: () => move(id, -1),
        right: () => move(id, 1),
        fit: () => memory.setWidth(id, null),
        pin: () => memory.setPinned(id, true),
        unpin: () => memory.setPinned(id, false),
        hide: () => memory.setHidden([...(layout.hidden ?? []).filter((one) => one !== id), id]),
        restore: memory.restore,
      }
      act[action]()
    },
    onClose: () => setAsked(null),
    onKey(event, column) {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : null
      if (by === null || column === undefined || !event.shiftKey || event.altKey || event.metaKey) return false
      event.preventDefault()
      const width = widths[shownIds.indexOf(column.id)]?.width
      if (event.ctrlKey) move(column.id, by)
      else if (width !== undefined) setWidth(column.id, width + by * step * scale)
      return true
    },
  }
}

const wordsOf = (columns: readonly Column[], id: string): string =>
  columns.find((column) => column.id === id)?.header ?? id
