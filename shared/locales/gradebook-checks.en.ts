/** What the checks of a gradebook say. In shared/, because window, workbook and command line must say the same. */
export const checkSentences = {
  'to-grade_one': '{{count, number}} score that counts still needs grading and may change.',
  'to-grade_other': '{{count, number}} scores that count still need grading and may change.',
  'no-points_one':
    '{{count, number}} test has scores without points, which weigh nothing in a points-weighted average.',
  'no-points_other':
    '{{count, number}} tests have scores without points, which weigh nothing in a points-weighted average.',
  'mixed-pass-marks_one': '{{count, number}} test had different pass marks; that of the newest attempt holds for all.',
  'mixed-pass-marks_other':
    '{{count, number}} tests had different pass marks; that of the newest attempt holds for all.',
  'mixed-points_one': '{{count, number}} test was out of different points at different times.',
  'mixed-points_other': '{{count, number}} tests were out of different points at different times.',
  'fewer-tests_one': '{{count, number}} average counts fewer tests than most.',
  'fewer-tests_other': '{{count, number}} averages count fewer tests than most.',
  borderline_one: '{{count, number}} average lies within one step of rounding from another grade.',
  borderline_other: '{{count, number}} averages lie within one step of rounding from another grade.',
  'same-name.attention_one': '{{count, number}} name stands in several rows that are likely one person.',
  'same-name.attention_other': '{{count, number}} names stand in several rows that are likely one person each.',
  'same-name.note_one': '{{count, number}} name stands in several rows; perhaps they are one person.',
  'same-name.note_other': '{{count, number}} names stand in several rows; perhaps each is one person.',
  'two-names_one': '{{count, number}} student has attempts under different names.',
  'two-names_other': '{{count, number}} students have attempts under different names.',
  'shared-email_one': '{{count, number}} e-mail address belongs to different names. Families often share one.',
  'shared-email_other': '{{count, number}} e-mail addresses belong to different names each. Families often share one.',
  'shared-code_one': '{{count, number}} access code was used under different names.',
  'shared-code_other': '{{count, number}} access codes were used under different names each.',
  nameless_one: '{{count, number}} attempt has no name.',
  nameless_other: '{{count, number}} attempts have no name.',
  'changed-since-hand-in_one': '{{count, number}} figure has changed since this gradebook was handed in.',
  'changed-since-hand-in_other': '{{count, number}} figures have changed since this gradebook was handed in.',
  'unreadable-hand-in_one':
    'What was handed in last was kept by another version of Gradekeep and cannot be read, so changes since are not known.',
  'unreadable-hand-in_other':
    'What was handed in last was kept by another version of Gradekeep and cannot be read, so changes since are not known.',
  'lost-choice_one': '{{count, number}} attempt that was chosen to count no longer does; the usual rule decides.',
  'lost-choice_other': '{{count, number}} attempts that were chosen to count no longer do; the usual rule decides.',
  'outside-period_one': '{{count, number}} attempt was finished outside the period and does not count.',
  'outside-period_other': '{{count, number}} attempts were finished outside the period and do not count.',
} as const

/** What is said of one place of a check. */
export const checkPlaceSentences = {
  severity_attention: 'Needs a look',
  severity_note: 'Good to know',
  attempts_one: '{{where}}',
  attempts_other: '{{where}}: {{count, number}} attempts',
  scores_one: '{{test}}: {{count, number}} score',
  scores_other: '{{test}}: {{count, number}} scores',
  values: '{{test}}: {{values}}',
  passMarks: '{{test}}: {{values}}; {{used}} holds',
  noPassMark: 'none',
  noPassMarkUsed: 'no pass mark',
  fewer: '{{student}}: {{taken}}, most have {{usual}}',
  lifted: '{{student}}: {{average}}, rounded up from {{other}} to {{grade}}',
  lowered: '{{student}}: {{average}}, rounded down from {{other}} to {{grade}}',
  below: '{{student}}: {{average}} is {{grade}}, close to {{other}}',
  average: '{{student}}: average',
  cell: '{{student}} · {{test}}',
  outside: '{{where}}: outside the period',
  gone: '{{where}}: no longer an attempt of theirs',
  further_one: '{{count, number}} more',
  further_other: '{{count, number}} more',
} as const
