import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { StoredCertificate } from '../../store/api.ts'
import { type SheetColumn, yesOrNo } from '../writer/columns.ts'
import { mostLinks } from '../writer/limits.ts'
import type { SettingsLine } from '../writer/workbook.ts'

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

/** How the columns of the Certificates sheet are to be read. */
export const certificateLegend: readonly SettingsLine[] = [
  {
    label: 'Which ones',
    value: 'Only those that are earned: where a test gives certificates to those who passed, others are left out.',
  },
  { label: 'Percent', value: "ClassMarker's own figure." },
  { label: 'Passed', value: 'Empty where the test has no pass mark.' },
  { label: 'Provisional', value: 'Yes where the result still needs grading, and its percentage may change.' },
  { label: 'Finished', value: "Date and time of day in the account's time zone." },
  {
    label: 'Valid until',
    value:
      'The last day, by the months set for the test in Gradekeep, counted from the day of finishing. Empty where none are set.',
  },
  {
    label: 'Link',
    value: `The PDF at ClassMarker. Whoever has the address can open it. Excel follows ${mostLinks} links in a sheet; those below are text.`,
  },
  {
    label: 'On this computer',
    value: 'Whether the PDF had been downloaded, and was still there, when this was written.',
  },
]
