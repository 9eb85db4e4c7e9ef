import { dueWithin, type RenewalState } from '../../../shared/model/certificate.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { StoredRenewal } from '../../store/api.ts'
import { type SheetColumn, yesOrNo } from '../writer/columns.ts'
import type { SettingsLine } from '../writer/workbook.ts'

/** One row of the Renewals sheet. */
export interface Renewal {
  readonly renewal: StoredRenewal
  readonly wallClock: (moment: UnixSeconds) => UnixSeconds
}

export const renewalStateWords: Readonly<Record<RenewalState, string>> = {
  expired: 'Expired',
  due: `Due within ${dueWithin} days`,
  valid: 'Valid',
  renewed: 'Renewed',
}

export const renewalColumns: readonly SheetColumn<Renewal>[] = [
  { header: 'Last name', kind: 'text', value: ({ renewal }) => renewal.last },
  { header: 'First name', kind: 'text', value: ({ renewal }) => renewal.first },
  { header: 'E-mail', kind: 'text', value: ({ renewal }) => renewal.email },
  { header: 'Test', kind: 'text', value: ({ renewal }) => renewal.testName },
  { header: 'State', kind: 'text', value: ({ renewal }) => renewalStateWords[renewal.state] },
  { header: 'Valid until', kind: 'day', value: ({ renewal }) => renewal.expiresOn },
  {
    header: 'Earned',
    kind: 'moment',
    value: ({ renewal }) => renewal.timeFinished,
    wallClock: ({ wallClock }) => wallClock,
  },
  {
    header: 'Renewed',
    kind: 'moment',
    value: ({ renewal }) => renewal.renewedAt,
    wallClock: ({ wallClock }) => wallClock,
  },
  { header: 'Percent', kind: 'percent', value: ({ renewal }) => renewal.percentage },
  {
    header: 'Passed',
    kind: 'text',
    value: ({ renewal: { outcome } }) => (outcome === 'none' ? null : yesOrNo(outcome === 'passed')),
  },
  { header: 'Serial', kind: 'text', value: ({ renewal }) => renewal.certificateSerial },
]

/** How the columns of the Renewals sheet are to be read. */
export const renewalLegend: readonly SettingsLine[] = [
  { label: 'Which ones', value: 'Certificates of tests for which a validity is set in Gradekeep.' },
  {
    label: 'State',
    value: `As on the day of the export, in the account's time zone. Due: it ends within ${dueWithin} days. Renewed: the same student holds a newer one of the same test.`,
  },
  { label: 'Valid until', value: 'The last day, by the months set for the test, counted from the day of finishing.' },
  { label: 'Passed', value: 'Empty where the test has no pass mark, or the outcome is not known.' },
]
