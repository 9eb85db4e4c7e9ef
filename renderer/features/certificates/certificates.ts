import { create } from 'zustand'
import {
  type CertificateRow,
  type CertificatesQuery,
  certificatesSortFields,
} from '../../../shared/model/certificate.ts'
import { ofAccounts, type ResultsFilter, withinAccounts, withoutEmpty } from '../../../shared/model/filter.ts'
import type { CertificateFact } from '../../../shared/model/results-view.ts'
import { api, coalesced, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { countRows } from '../../list/answers.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'
import { type Chosen, createSelection } from '../../list/selection.ts'
import { sharedFacts, walkedThrough } from '../results/index.ts'

type CertificatesSort = CertificatesQuery['sort']

/** The certificates that fit the filter, as far as they are loaded. */
export const useCertificatePages = createListStore<CertificatesQuery, CertificateRow, CertificateFact>({
  name: 'certificates',
  calls: api.certificateList,
  alike: {
    facts: {
      ...sharedFacts,
      validUntil: (row) => row.expiresOn,
      file: (row) => row.file.place,
    },
    ask: ({ filter }, facts) => api.certificates.alike({ filter, facts }),
  },
})

const newestFirst: CertificatesSort = { field: 'finished', direction: 'desc' }

export const useCertificates = createListQuestion<ResultsFilter, CertificatesSort>({
  list: 'certificates',
  everything: [],
  changed: (_, filter) => withoutEmpty(filter),
  sort: newestFirst,
  fields: certificatesSortFields,
  ask({ filter, sort }) {
    const accounts = useAccounts.getState().filterAccounts()
    return useCertificatePages.getState().ask({ filter: withinAccounts(accounts, filter), sort })
  },
  onOtherFilter: () => useCertificateSelection.getState().clear(),
})

/** The certificates selected in the list. */
export const useCertificateSelection = createSelection(useCertificatePages)

/** The selection as a query; the whole list when nothing is selected. Null before the list is read. */
export function chosenCertificates(chosen: Chosen): CertificatesQuery | null {
  const { shown } = useCertificatePages.getState()
  if (shown === null) return null
  if (chosen.kind === 'all' || chosen.ids.size === 0) return shown.query
  return { filter: [{ field: 'id', op: 'in', value: [...chosen.ids] }], sort: shown.query.sort }
}

/** The list of certificates for the panel's previous and next. */
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

interface CertificateCountState {
  /** The certificates of the accounts looked at; null until the first answer. */
  readonly total: number | null
  load(): Promise<void>
}

const latest = latestOnly()

/** Any order: the rows are only counted. */
const sort = { field: 'finished', direction: 'desc' } as const

/** How many certificates there are, before any filter. */
export const useCertificateCount = create<CertificateCountState>()((set) => ({
  total: null,
  // The list and the desk read the same store and say what is wrong with it.
  load: () =>
    latest(
      () => countRows(api.certificateList, { filter: ofAccounts(useAccounts.getState().filterAccounts()), sort }),
      (total) => set({ total }),
    ),
}))

const reload = coalesced(500, () => useCertificateCount.getState().load())

api.certificates.changed(() => reload())
api.results.changed(() => reload())
onOtherAccounts(() => void useCertificateCount.getState().load())
