/** The words of what is checked before a gradebook leaves the house. */
export const gradebookChecks = {
  button_one: 'Check · {{count, number}}',
  button_other: 'Check · {{count, number}}',
  buttonPlain: 'Check',
  buttonLabel_one: 'Check: {{count, number}} thing to look at',
  buttonLabel_other: 'Check: {{count, number}} things to look at',
  title: 'Check',
  hint: 'Nothing here keeps you from exporting or printing.',
  close: 'Close',
  nothing: 'Nothing to look at was found.',
  further_one: 'Show {{count, number}} more',
  further_other: 'Show {{count, number}} more',
  unlisted_one: '{{count, number}} more is not listed.',
  unlisted_other: '{{count, number}} more are not listed.',
  openResults: 'Show them in Results',
  openActivity: 'Open Activity',
  moved: 'The gradebook has changed. The checks are read again.',
}
