import { create } from 'zustand'

interface Dropped {
  /** Files that hold questions, until the import of questions takes them. */
  readonly questions: readonly File[]
  /** Files that hold no questions, until the imports take them. */
  readonly results: readonly File[]
}

/** Files that were dropped at one place of the window and are read at another. */
export const useDropped = create<Dropped>()(() => ({ questions: [], results: [] }))
