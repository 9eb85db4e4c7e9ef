import { create } from 'zustand'

interface BothAverages {
  /** Whether the average of the other kind stands beside the one the grade follows from. */
  readonly both: boolean
  setBoth(both: boolean): void
}

export const useBothAverages = create<BothAverages>()((set) => ({ both: false, setBoth: (both) => set({ both }) }))
