/** The words of choosing a table file and telling its columns. */
export const tables = {
  open: 'Choose a file…',
  another: 'Another file…',
  kinds: 'CSV or Excel (.csv, .xlsx)',
  which: 'Which column is which',
  hasHeader: 'The first row is a header',
  notThere: 'Not in this table',
  choose: 'Choose a column',
  firstRows: 'First rows of the table',
  missing: 'Choose the column for “{{column}}”.',
  noneChosen: 'Choose at least one column.',
  more_zero: 'These are all rows.',
  more_one: 'And {{count, number}} more row.',
  more_other: 'And {{count, number}} more rows.',
  use_one: 'Use {{count, number}} row',
  use_other: 'Use {{count, number}} rows',
} as const
