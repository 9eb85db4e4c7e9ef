import type { CertificateFact } from '../../shared/model/alike.ts'
import { type CertificateRow, type CertificatesQuery, certificatesSortFields } from '../../shared/model/certificate.ts'
import { isOutcomeUnknown } from '../../shared/model/result.ts'
import { api } from '../api/client.ts'
import { createListQuestion } from '../list/list-question.ts'
import { createListStore } from '../list/list-store.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'
import { walkedThrough } from './detail.ts'
import { type ChosenFilter, essential } from './results.ts'
import { type Chosen, createSelection } from './selection.ts'

type CertificatesSort = CertificatesQuery['sort']

/** The certificates that fit, as far as they are loaded. */
export const useCertificatePages = createListStore<CertificatesQuery, CertificateRow, CertificateFact>({
  name: 'certificates',
  calls: api.certificateList,
  alike: {
    facts: {
      test: (row) => row.testName,
      score: (row) => (row.survey ? null : `${row.percentage} ${row.passMark}`),
      outcome: (row) => `${row.survey} ${row.requiresGrading} ${row.outcome} ${isOutcomeUnknown(row)}`,
      finished: (row) => row.timeFinished,
      validUntil: (row) => row.expiresOn,
      file: (row) => row.file.place,
    },
    ask: ({ filter }, facts) => api.certificates.alike({ filter, facts }),
  },
})

const newestFirst: CertificatesSort = { field: 'finished', direction: 'desc' }

export const useCertificates = createListQuestion<ChosenFilter, CertificatesSort>({
  list: 'certificates',
  everything: {},
  changed: (filter, change) => essential({ ...filter, ...change }),
  sort: newestFirst,
  fields: certificatesSortFields,
  ask({ filter, sort }) {
    const accounts = useAccounts.getState().filterAccounts()
    return useCertificatePages.getState().ask({ filter: accounts ? { ...filter, accounts } : filter, sort })
  },
  onOtherFilter: () => useCertificateSelection.getState().clear(),
})

/** The certificates selected in the list. */
export const useCertificateSelection = createSelection(useCertificatePages)

/** What is selected as a question; the whole list where nothing is. Null before the list is read. */
export function chosenCertificates(chosen: Chosen): CertificatesQuery | null {
  const { shown } = useCertificatePages.getState()
  if (shown === null) return null
  if (chosen.kind === 'all' || chosen.ids.size === 0) return shown.query
  return { filter: { ids: [...chosen.ids] }, sort: shown.query.sort }
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
