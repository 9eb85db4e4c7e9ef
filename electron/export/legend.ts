import type { IdentityLevel } from './request.ts'
import type { SettingsLine } from './settings-line.ts'

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

/** How the columns of the Attempts sheet are to be read. */
export const legend = (identity: IdentityLevel): readonly SettingsLine[] => [
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
