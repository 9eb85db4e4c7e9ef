import { useMemo } from 'react'
import type { ListLayout } from '../../shared/model/list-layout.ts'
import { useSettings } from '../state/settings.ts'

/** How a list was arranged by hand, and the ways to arrange it. */
export interface ColumnMemory {
  readonly layout: ListLayout
  /** @param pixels at normal letter size; null: as wide as its content */
  setWidth(column: string, pixels: number | null): void
  setHidden(columns: readonly string[]): void
  setPinned(column: string, pinned: boolean): void
  setOrder(columns: readonly string[]): void
  /** Every column again as the list comes with it. The order of its rows stays. */
  restore(): void
}

type LayoutChange = { readonly [Part in keyof ListLayout]: ListLayout[Part] | undefined }

/** Remembers parts of a list's layout; undefined forgets one. */
export function rememberLayout(list: string, change: LayoutChange): void {
  const { settings, change: changeSettings } = useSettings.getState()
  const entries = Object.entries({ ...settings.lists[list], ...change }).filter(([, value]) => value !== undefined)
  const lists = { ...settings.lists, [list]: Object.fromEntries(entries) as ListLayout }
  void changeSettings({ lists })
}

/** The layout of a list and how it is changed; the same object until something of it changes. */
export function useColumnMemory(list: string): ColumnMemory {
  const kept = useSettings((state) => state.settings.lists[list])
  const hiddenResults = useSettings((state) => state.settings.hiddenColumns)
  const change = useSettings((state) => state.change)
  return useMemo(() => {
    // An export of results leaves out the columns hidden here, and so these are a setting of their own.
    const inExport = list === 'results'
    const layout: ListLayout = inExport ? { ...kept, hidden: [...hiddenResults] } : (kept ?? {})
    const setHidden = (columns: readonly string[]) => {
      if (inExport) void change({ hiddenColumns: columns })
      else rememberLayout(list, { hidden: [...columns] })
    }
    return {
      layout,
      setHidden,
      setWidth(column, pixels) {
        const { [column]: _, ...others } = layout.widths ?? {}
        rememberLayout(list, { widths: pixels === null ? others : { ...others, [column]: Math.round(pixels) } })
      },
      setPinned(column, pinned) {
        const others = (layout.pinned ?? []).filter((id) => id !== column)
        rememberLayout(list, { pinned: pinned ? [...others, column] : others })
      },
      setOrder: (columns) => rememberLayout(list, { order: [...columns] }),
      restore() {
        rememberLayout(list, { order: undefined, widths: undefined, pinned: undefined, hidden: undefined })
        if (inExport) setHidden([])
      },
    }
  }, [list, kept, hiddenResults, change])
}
