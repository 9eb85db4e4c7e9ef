import type { ExportedAccount } from '../reading.ts'
import { accountSections, fileSection, summaryLines } from '../settings.ts'
import type { SettingsLine, SettingsSection } from '../writer/workbook.ts'
import type { AttemptPolicy, ExportRequest, IdentityLevel } from './request.ts'

export interface SettingsFacts {
  readonly request: ExportRequest
  readonly accounts: readonly ExportedAccount[]
  readonly attempts: number
  readonly students: number
  /** Attempts that the filter hides although their student and test are in the file. */
  readonly hidden: number
  /** The filter in words, and the order of the rows. */
  readonly filter: readonly SettingsLine[]
  readonly sorted: string
}

/** The Settings sheet: what is in the file, from where, how far it reaches, and how to read it. */
export function settingsSections(facts: SettingsFacts): SettingsSection[] {
  const { request, accounts, attempts, students, hidden } = facts
  return [
    fileSection(request.exportedAt, accounts, [
      { label: 'Attempts', value: attempts },
      { label: 'Students', value: students },
      ...summaryLines(accounts, hidden),
      { label: 'Attempt policy', value: policyWords[request.policy] },
      { label: 'Identity', value: identityWords[request.identity] },
      { label: 'Sorted by', value: facts.sorted },
      ...facts.filter,
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: legend(request.identity) },
  ]
}

const policyWords: Readonly<Record<AttemptPolicy, string>> = {
  best: 'Best: the attempt with the highest percentage counts; of equal ones the one finished first',
  first: 'First: the attempt finished first counts',
  last: 'Last: the attempt finished last counts',
  average: 'Average: every attempt counts, and their mean is the mark',
}

const identityWords: Readonly<Record<IdentityLevel, string>> = {
  names: 'Names',
  pseudonyms: 'Pseudonyms: names, e-mail addresses, access codes and certificate serials are left out',
}

const studentKeyWords: Readonly<Record<IdentityLevel, string>> = {
  names:
    'Who is one student: the ClassMarker user (user:), your own user ID (cm:), else e-mail address and name (mail:), else name and access code (name:).',
  pseudonyms: 'Stands for one student of one account, and stays the same in every file from this laptop.',
}

const certificateWords: SettingsLine = {
  label: 'Certificate serial',
  value: 'Only where it is earned: a serial sent for an attempt that is not passed, and had to be, is left out.',
}

const amongAll = 'among all attempts on this laptop, also those that a filter leaves out of this file'

/** Explains the columns of the Attempts sheet. */
const legend = (identity: IdentityLevel): readonly SettingsLine[] => [
  { label: 'Student key', value: studentKeyWords[identity] },
  {
    label: 'Attempt no',
    value: `1 is the attempt a student finished first at a test, ${amongAll}.`,
  },
  {
    label: 'Percent',
    value:
      "ClassMarker's own figure. A star (12.5%*) marks an attempt that still needs grading: it is provisional, and it counts.",
  },
  { label: 'Passed', value: 'Empty where the test has no pass mark.' },
  { label: 'Started, Finished', value: "Date and time of day in the account's time zone." },
  { label: 'Duration', value: 'Hours, minutes and seconds as ClassMarker reports them.' },
  {
    label: 'First, last, best attempt',
    value: `1 or 0 per student and test, ${amongAll}. Of equally good attempts the one finished first is best. Surveys are never marked.`,
  },
  { label: 'Counts', value: '1 where the attempt counts under the attempt policy above. Surveys never count.' },
  ...(identity === 'names' ? [certificateWords] : []),
]
