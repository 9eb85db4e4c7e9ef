import type { UnixSeconds } from '../../shared/model/time.ts'
import type { StoredCertificate } from '../store/queries/certificates.ts'
import { type SheetColumn, yesOrNo } from './sheet-column.ts'

/** One row of the Certificates sheet. */
export interface Certificate {
  readonly certificate: StoredCertificate
  /** ClassMarker's address of the PDF. */
  readonly url: string | null
  /** Whether the saved PDF is where it was saved. */
  readonly onThisComputer: boolean
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

export const certificateColumns: readonly SheetColumn<Certificate>[] = [
  { header: 'Last name', kind: 'text', value: ({ certificate }) => certificate.last },
  { header: 'First name', kind: 'text', value: ({ certificate }) => certificate.first },
  { header: 'E-mail', kind: 'text', value: ({ certificate }) => certificate.email },
  { header: 'Test', kind: 'text', value: ({ certificate }) => certificate.testName },
  { header: 'Group or link', kind: 'text', value: ({ certificate }) => certificate.sourceName },
  { header: 'Percent', kind: 'percent', value: ({ certificate }) => certificate.percentage },
  {
    header: 'Passed',
    kind: 'text',
    value: ({ certificate: { outcome } }) => (outcome === 'none' ? null : yesOrNo(outcome === 'passed')),
  },
  {
    header: 'Provisional',
    kind: 'text',
    value: ({ certificate }) => (certificate.requiresGrading ? yesOrNo(true) : null),
  },
  {
    header: 'Finished',
    kind: 'moment',
    value: ({ certificate }) => certificate.timeFinished,
    wallClock: ({ wallClock }) => wallClock,
  },
  { header: 'Valid until', kind: 'day', value: ({ certificate }) => certificate.expiresOn },
  { header: 'Serial', kind: 'text', value: ({ certificate }) => certificate.certificateSerial },
  { header: 'Link', kind: 'link', value: ({ url }) => url },
  { header: 'On this computer', kind: 'text', value: ({ onThisComputer }) => yesOrNo(onThisComputer) },
]
