import { create } from 'zustand'
import type { CertificateFact } from '../../shared/model/alike.ts'
import type { CertificateRow, CertificatesQuery } from '../../shared/model/certificate.ts'
import { ofAccounts, type ResultsFilter, withoutEmpty } from '../../shared/model/filter.ts'
import { isOutcomeUnknown } from '../../shared/model/result.ts'
import { api } from '../api/client.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'
import { walkedThrough } from './detail.ts'
import { createPagedList } from './paged-list.ts'
import { type Chosen, createSelection } from './selection.ts'

type CertificatesSort = CertificatesQuery['sort']

interface CertificatesState {
  readonly filter: ResultsFilter
  readonly sort: CertificatesSort
  setFilter(filter: ResultsFilter): void
  clearFilter(): void
  setSort(sort: CertificatesSort): void
  /** Asks the current question anew. */
  read(): Promise<void>
}

/** The certificates that fit, as far as they are loaded. */
export const useCertificatePages = createPagedList<CertificatesQuery, CertificateRow, CertificateFact>({
  count: ({ filter }) => api.certificates.count({ filter }),
  page: (query, offset, limit) => api.certificates.page({ ...query, offset, limit }),
  alike: {
    facts: {
      test: (row) => row.testName,
      percentage: (row) => (row.survey ? null : `${row.percentage} ${row.passMark}`),
      outcome: (row) => `${row.survey} ${row.requiresGrading} ${row.outcome} ${isOutcomeUnknown(row)}`,
      finished: (row) => row.timeFinished,
      validUntil: (row) => row.expiresOn,
      file: (row) => row.file.place,
    },
    ask: ({ filter }, facts) => api.certificates.alike({ filter, facts }),
  },
})

const newestFirst: CertificatesSort = { field: 'finished', direction: 'desc' }

export const useCertificates = create<CertificatesState>()((set, get) => ({
  filter: [],
  sort: newestFirst,

  setFilter(filter) {
    set({ filter: withoutEmpty(filter) })
    useCertificateSelection.getState().clear()
    void get().read()
  },
  clearFilter() {
    set({ filter: [] })
    useCertificateSelection.getState().clear()
    void get().read()
  },
  setSort(sort) {
    set({ sort })
    void get().read()
  },
  read() {
    const { filter, sort } = get()
    const accounts = useAccounts.getState().filterAccounts()
    return useCertificatePages.getState().ask({ filter: [...ofAccounts(accounts), ...filter], sort })
  },
}))

/** The certificates selected in the list. */
export const useCertificateSelection = createSelection(useCertificatePages)

/** What is selected as a question; the whole list where nothing is. Null before the list is read. */
export function chosenCertificates(chosen: Chosen): CertificatesQuery | null {
  const { shown } = useCertificatePages.getState()
  if (shown === null) return null
  if (chosen.kind === 'all' || chosen.ids.size === 0) return shown.query
  return { filter: [{ field: 'id', op: 'in', value: [...chosen.ids] }], sort: shown.query.sort }
}

/** The certificates as they are walked through in the panel. */
export const certificatesList = walkedThrough(useCertificatePages)

const refreshIfShown = () => {
  if (useCertificatePages.getState().shown !== null) useCertificatePages.getState().refresh()
}

api.certificates.changed(refreshIfShown)
api.results.changed(refreshIfShown)
onOtherAccounts(() => {
  useCertificateSelection.getState().clear()
  if (useCertificatePages.getState().shown !== null) void useCertificates.getState().read()
})
