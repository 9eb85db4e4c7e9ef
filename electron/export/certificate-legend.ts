import type { SettingsLine } from './settings-line.ts'
import { mostLinks } from './sheet-limits.ts'

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
