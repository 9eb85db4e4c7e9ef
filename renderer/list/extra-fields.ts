import { useMemo } from 'react'
import { create } from 'zustand'
import type { ExtraField, ExtraFieldRef } from '../../shared/model/extra-field.ts'
import { api, coalesced, latestOnly } from '../api/client.ts'
import { useAccounts } from '../app/accounts.ts'
import { locale } from '../format/words.ts'

interface ExtraFieldsState {
  /** What the teacher calls questions of links, at every account; those without a name are not among them. */
  readonly fields: readonly ExtraField[]
  load(): Promise<void>
}

const latest = latestOnly()

export const useExtraFields = create<ExtraFieldsState>()((set) => ({
  fields: [],
  // Where they cannot be read, fields go by their numbers, and the list says what is wrong.
  load: () =>
    latest(
      () => api.extraFields.list({}),
      (fields) => set({ fields }),
      () => undefined,
    ),
}))

const reload = coalesced(100, () => useExtraFields.getState().load())

api.students.changed(() => reload())

/** The name of a field; null where the teacher gave it none. */
export const useExtraFieldName = ({ account, link, number }: ExtraFieldRef): string | null =>
  useExtraFields(
    ({ fields }) =>
      fields.find((field) => field.account === account && field.link === link && field.number === number)?.name ?? null,
  )

/** The names in use at the accounts looked at, each once: fields of several links by one name are one choice. */
export function useExtraFieldNames(): readonly string[] {
  const fields = useExtraFields((state) => state.fields)
  const accounts = useAccounts((state) => state.filterAccounts())
  return useMemo(() => {
    const shown = fields.filter(({ account }) => accounts?.includes(account) ?? true)
    return [...new Set(shown.map(({ name }) => name))].toSorted((a, b) => a.localeCompare(b, locale))
  }, [fields, accounts])
}
