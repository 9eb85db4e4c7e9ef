import { z } from 'zod'
import {
  type CertificateLookup,
  type CertificateRow,
  type CertificatesQuery,
  certificatesSortFields,
  type DownloadQueue,
  longestValidity,
  type RenewalEmails,
  type RenewalRow,
  type RenewalsFilter,
  renewalStates,
  type TestValidity,
} from '../model/certificate.ts'
import { resultsFilter } from '../model/filter-zod.ts'
import { type CertificateFact, certificateFacts, type RenewalFact, renewalFacts } from '../model/results-view.ts'
import { longestSearch } from '../model/text.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { accounts, direction, factsAmong, id, nothing, text } from './shapes.ts'

const certificatesQuery = () =>
  z.strictObject({
    filter: resultsFilter(),
    sort: z.strictObject({ field: z.enum(certificatesSortFields), direction: direction() }),
  }) satisfies z.ZodType<CertificatesQuery>

const renewalsFilter = () =>
  z.strictObject({
    results: resultsFilter(),
    states: z.array(z.enum(renewalStates)).max(renewalStates.length),
  }) satisfies z.ZodType<RenewalsFilter>

export const certificatesInputs = () => {
  const query = certificatesQuery()
  const renewals = z.strictObject({ filter: renewalsFilter() })
  const one = z.strictObject({ resultId: z.int().positive() })
  return {
    lookup: z.strictObject({ text: text(longestSearch), accounts: accounts() }),
    alike: z.strictObject({ filter: query.shape.filter, facts: factsAmong(certificateFacts) }),
    export: query,
    open: one,
    show: one,
    queue: nothing(),
    download: query.extend({ anotherFolder: z.boolean() }),
    pause: nothing(),
    resume: nothing(),
    retryFailed: nothing(),
    clearQueue: nothing(),
    validities: z.strictObject({ accounts: accounts() }),
    setValidity: z.strictObject({
      accountId: id(),
      testId: z.int(),
      months: z.int().min(1).max(longestValidity).nullable(),
    }),
    renewalsAlike: renewals.extend({ facts: factsAmong(renewalFacts) }),
    exportRenewals: renewals,
    renewalEmails: renewals,
    countRenewals: renewals,
  }
}
type Certificates = InputsOf<typeof certificatesInputs>

export const certificates = {
  /** What the desk answers to a fragment of a serial, a name, an e-mail address, an access code or a test. */
  lookup: invoke<Certificates['lookup'], CertificateLookup>(),
  alike: invoke<Certificates['alike'], readonly CertificateFact[]>(),
  /** Asks where to save, then writes the list to a workbook; null when the dialog was closed. */
  export: invoke<Certificates['export'], { jobId: string } | null>(),
  /** Opens the PDF that is on this computer, else the one at ClassMarker in the browser. */
  open: invoke<Certificates['open'], { opened: 'file' | 'browser' }>(),
  /** Shows the saved PDF in its folder. */
  show: invoke<Certificates['show'], void>(),
  queue: invoke<Certificates['queue'], DownloadQueue>(),
  /** Asks for a folder where none was chosen yet, or `anotherFolder`; null when that dialog was closed. */
  download: invoke<Certificates['download'], { jobId: string; queued: number } | null>(),
  pause: invoke<Certificates['pause'], void>(),
  resume: invoke<Certificates['resume'], { jobId: string }>(),
  retryFailed: invoke<Certificates['retryFailed'], { jobId: string }>(),
  /** Takes what waits and what failed out of the queue. */
  clearQueue: invoke<Certificates['clearQueue'], void>(),
  validities: invoke<Certificates['validities'], readonly TestValidity[]>(),
  setValidity: invoke<Certificates['setValidity'], void>(),
  renewalsAlike: invoke<Certificates['renewalsAlike'], readonly RenewalFact[]>(),
  /** Asks where to save, then writes them to a workbook; null when the dialog was closed. */
  exportRenewals: invoke<Certificates['exportRenewals'], { jobId: string } | null>(),
  renewalEmails: invoke<Certificates['renewalEmails'], RenewalEmails>(),
  /** How many there are in each state, before the filter's own states. */
  countRenewals: invoke<Certificates['countRenewals'], Readonly<Record<RenewalRow['state'], number>>>(),
  changed: event<undefined>(),
}

export const certificateListInputs = () => longListInputs<CertificatesQuery>(certificatesQuery())

/** The list of certificates. */
export const certificateList = longList<CertificatesQuery, CertificateRow>()

export const renewalListInputs = () =>
  longListInputs<{ readonly filter: RenewalsFilter }>(z.strictObject({ filter: renewalsFilter() }))

/** The list of renewals: what ends, soonest first; what is renewed already comes last. */
export const renewalList = longList<{ readonly filter: RenewalsFilter }, RenewalRow>()
