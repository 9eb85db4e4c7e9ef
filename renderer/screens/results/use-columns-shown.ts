import { create } from 'zustand'

interface ColumnsShownState {
  /** The columns that fit the window at this moment; what the columns menu tells of the others. */
  readonly ids: readonly string[]
  setIds(ids: readonly string[]): void
}

export const useColumnsShown = create<ColumnsShownState>()((set) => ({ ids: [], setIds: (ids) => set({ ids }) }))
