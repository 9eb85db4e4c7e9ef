import { describe, expect, it } from 'vitest'
import {
  boundsOf,
  chosenOf,
  flagOf,
  isAsked,
  isNarrowed,
  ofAccounts,
  type ResultsFilter,
  textOf,
  withBounds,
  withConditions,
  withinAccounts,
  without,
  withoutEmpty,
} from '../../../shared/model/filter.ts'
import { fieldNamed, filterFields, sortFields } from '../../../shared/model/result-fields.ts'

const filter: ResultsFilter = [
  { field: 'account', op: 'in', value: ['school'] },
  { field: 'finished', op: 'from', value: '2026-09-01' },
  { field: 'finished', op: 'to', value: '2026-09-30' },
  { field: 'grading', op: 'is', value: false },
  { field: 'search', op: 'contains', value: 'ada' },
]

describe('a filter', () => {
  it('says of each field what is asked of it, and of others nothing', () => {
    expect(chosenOf(filter, 'account')).toEqual(['school'])
    expect(boundsOf(filter, 'finished')).toEqual({ from: '2026-09-01', to: '2026-09-30' })
    expect(flagOf(filter, 'grading')).toBe(false)
    expect(textOf(filter, 'search')).toBe('ada')
    expect([chosenOf(filter, 'test'), flagOf(filter, 'certificate')]).toEqual([undefined, undefined])
    expect(boundsOf(filter, 'percentage')).toEqual({ from: undefined, to: undefined })
  })

  it('takes a new condition in place of what it said of that field, and lets go of one that asks nothing', () => {
    const other = withConditions(filter, { field: 'search', op: 'contains', value: 'bob' })
    expect(textOf(other, 'search')).toBe('bob')
    expect(other).toHaveLength(filter.length)
    expect(withConditions(filter, { field: 'search', op: 'contains', value: ' ' })).toEqual(without(filter, 'search'))
    expect(withConditions(filter, { field: 'test', op: 'in', value: [] })).toEqual(filter)
  })

  it('of no account at all keeps saying so, where one of all accounts says nothing', () => {
    const ofNone = withConditions(filter, ...ofAccounts([]))
    expect([chosenOf(ofNone, 'account'), chosenOf(withoutEmpty(ofNone), 'account')]).toEqual([[], []])
    expect(ofAccounts(undefined)).toEqual([])
    expect(isNarrowed(ofAccounts([]))).toBe(false)
  })

  it('of no single result finds none, and keeps saying so', () => {
    const ofNone: ResultsFilter = [{ field: 'id', op: 'in', value: [] }]
    expect([chosenOf(ofNone, 'id'), withoutEmpty(ofNone), isNarrowed(ofNone)]).toEqual([[], ofNone, true])
  })

  it('has ranges that are open at either end', () => {
    const since = withBounds(filter, 'finished', { from: '2026-10-01' })
    expect(boundsOf(since, 'finished')).toEqual({ from: '2026-10-01', to: undefined })
    expect(isAsked(withBounds(filter, 'finished', {}), 'finished')).toBe(false)
  })

  it('is narrowed by anything but accounts, by a “no” too, and not by what asks nothing', () => {
    expect(isNarrowed(filter)).toBe(true)
    expect(isNarrowed(ofAccounts(['school']))).toBe(false)
    expect(isNarrowed([{ field: 'certificate', op: 'is', value: false }])).toBe(true)
    const empty: ResultsFilter = [
      { field: 'test', op: 'in', value: [] },
      { field: 'search', op: 'contains', value: '' },
    ]
    expect([isNarrowed(empty), withoutEmpty(empty)]).toEqual([false, []])
  })
})

it('every name of a filter or order belongs to one field', () => {
  const fields = [...sortFields, ...filterFields].map((name) => `${name} ${fieldNamed(name)}`)
  expect(fields).toContain('duration durationSeconds')
  expect(new Set(fields.map((field) => field.split(' ')[0])).size).toBe(new Set(fields).size)
})

it('is within the accounts looked at, which it names once, even where it names some itself', () => {
  const passed: ResultsFilter = [{ field: 'outcome', op: 'in', value: ['passed'] }]
  const named: ResultsFilter = [{ field: 'account', op: 'in', value: ['b'] }, ...passed]
  expect(withinAccounts(['a'], passed)).toEqual([{ field: 'account', op: 'in', value: ['a'] }, ...passed])
  expect(withinAccounts(undefined, passed)).toEqual(passed)
  for (const accounts of [undefined, ['b'], ['a', 'b']])
    expect(withinAccounts(accounts, named)).toEqual(expect.arrayContaining([...named]))
  expect(withinAccounts(['b'], named)).toHaveLength(2)
  // Of another account nothing is shown while one is looked at: no account is among both.
  expect(chosenOf(withinAccounts(['a'], named), 'account')).toEqual([])
})
