/** What every grid says of selecting its rows. */
export const grid = {
  /** What a column says that stands above the grid because no row has anything in it. */
  none: 'none',
  columns: {
    menu: 'Column {{name}}',
    left: 'Move left',
    right: 'Move right',
    fit: 'As wide as its content',
    pin: 'Keep at the front',
    unpin: 'No longer keep at the front',
    hide: 'Hide column',
    restore: 'All columns as they were at first',
    movedLeft: '{{name}} moved left',
    movedRight: '{{name}} moved right',
    widthNow_one: '{{name}} is {{count, number}} pixel wide',
    widthNow_other: '{{name}} is {{count, number}} pixels wide',
  },
  select: 'Selection',
  selectAll: 'Select all',
  selectRow: 'Select {{name}}',
  selected_zero: 'Nothing selected',
  selected_one: '{{count, number}} selected',
  selected_other: '{{count, number}} selected',
  allSelected_one: '{{count, number}} selected, the whole list',
  allSelected_other: 'All {{count, number}} selected',
  tooMany:
    'At most {{count, number}} can be selected one by one. Narrow the list by search or filters, or select all of it.',
} as const
