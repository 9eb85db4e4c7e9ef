import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { CodeFindings, CodesJournal, ListRef } from '../../../shared/model/access-code.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'
import { listKey } from './access-lists.ts'

interface OfList<Value> {
  /** Null until the first answer for the list watched. */
  readonly value: Value | null
  readonly error: AppError | null
  load(): Promise<void>
  /**
   * Reads the list's value now and at every change from now on.
   * @returns a function that stops it
   */
  watch(list: ListRef): () => void
}

/**
 * Creates a store of one fact about one list, read again whenever its codes or the results change while it is watched.
 */
function createOfList<Value>(read: (list: ListRef) => Promise<Value>) {
  let watched: ListRef | null = null
  let asked = 0
  const isWatched = (list: ListRef): boolean => watched !== null && listKey(watched) === listKey(list)

  const store = create<OfList<Value>>()((set, get) => ({
    value: null,
    error: null,
    async load() {
      const list = watched
      if (list === null) return
      asked += 1
      const turn = asked
      const isOvertaken = () => turn !== asked || !isWatched(list)
      try {
        const value = await read(list)
        if (!isOvertaken()) set({ value, error: null })
      } catch (thrown) {
        if (!isOvertaken()) set({ error: asAppError(thrown) })
      }
    },
    watch(list) {
      if (!isWatched(list)) set({ value: null, error: null })
      watched = list
      void get().load()
      return () => {
        if (isWatched(list)) watched = null
      }
    },
  }))
  const reload = coalesced(300, () => store.getState().load())
  api.codes.changed(() => reload())
  api.results.changed(() => reload())
  return store
}

/** The changes of a list, and ClassMarker's answers. */
export const useCodesJournal = createOfList<CodesJournal>((list) => api.codes.journal({ list }))

/** The results' findings about the codes of a list. */
export const useCodeFindings = createOfList<CodeFindings>((list) => api.codes.findings({ list }))
