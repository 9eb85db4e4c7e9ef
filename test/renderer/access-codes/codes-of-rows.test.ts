import { expect, it } from 'vitest'
import { codesOfRows } from '../../../renderer/features/access-codes/edit/read-codes.ts'

const row = (cells: Partial<Record<'code' | 'name' | 'first' | 'last', string>>, line = 2) => ({
  line,
  cells: { code: '', name: '', first: '', last: '', ...cells },
  flaws: {},
})

it('joins first and last names, whichever is there, before a whole name', () => {
  const rows = [
    row({ code: 'K1', first: 'Ana', last: 'Ruiz', name: 'Somebody' }),
    row({ code: 'K2', last: 'Lind' }, 3),
    row({ code: 'K3', name: 'Cleo Ito' }, 4),
    row({ code: 'K4' }, 5),
  ]
  expect(codesOfRows(rows).map(({ code, name, line }) => [code, name, line])).toEqual([
    ['K1', 'Ana Ruiz', 2],
    ['K2', 'Lind', 3],
    ['K3', 'Cleo Ito', 4],
    ['K4', null, 5],
  ])
})

it('leaves out rows without a code, and says what is wrong with a cell', () => {
  const flawed = {
    ...row({ code: 'TRUE', name: '#N/A' }),
    flaws: { code: 'truth-value', name: 'error-value' },
  } as const
  expect(codesOfRows([row({ name: 'Points Possible' }), flawed])).toEqual([
    { code: 'TRUE', name: null, line: 2, flaw: 'truth-value' },
  ])
})
