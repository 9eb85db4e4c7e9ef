import type { Condition, ResultsFilter, ResultsSort, SourceRef } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { type CalendarDay, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, daysAfter } from '../../../shared/model/zone.ts'
import { sources, tests } from '../fill.ts'
import { benchAccount } from '../laptop.ts'
import { firstNames, lastNames, newest, resultsPerDay } from '../made-results.ts'

/** A filter of one kind; each `variant` has at least one condition that no other variant of it has. */
export type FilterKind = (variant: number) => ResultsFilter

/** Every order of the list, both ways. */
export const orders: readonly ResultsSort[] = sortFields.flatMap((field) => [
  { field, direction: 'asc' },
  { field, direction: 'desc' },
])

/** The n-th pair of different numbers below `size`. */
function pairOf(n: number, size: number): readonly [number, number] {
  const apart = 1 + (Math.floor(n / size) % (size - 1))
  return [n % size, ((n % size) + apart) % size]
}

/** The numbers below `size` that are not among these. */
const others = (among: readonly number[], size: number): readonly number[] =>
  Array.from({ length: size }, (_, n) => n).filter((n) => !among.includes(n))

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T

const bothFeeds: readonly SourceRef[] = sources.flatMap(({ id }) => [
  { feed: 'groups', id },
  { feed: 'links', id },
])

const names = firstNames.flatMap((first) => lastNames.map((last) => `${first} ${last}`))

/** Two letters that stand beside each other in a name. */
const letterPairs = [...new Set(names.flatMap((name) => [...name].map((_, place) => name.slice(place, place + 2))))]
  .map((pair) => pair.toLowerCase())
  .filter((pair) => /^\p{L}{2}$/u.test(pair))

const serialLetters = 'ACDEFGHJKLMNPQRSTUVWXYZ'
/** Three characters that may stand beside each other in a serial. */
const serialPart = (n: number): string =>
  [n * 7, n * 11 + 3, n * 5 + 1].map((place) => serialLetters[place % serialLetters.length]).join('')

const test = (...places: number[]): Condition => ({
  field: 'test',
  op: 'in',
  value: [...new Set(places.map((place) => at(tests, place).id))],
})
const source = (...places: readonly number[]): Condition => ({
  field: 'source',
  op: 'in',
  value: places.map((place) => at(bothFeeds, place)),
})
const percentage = (op: 'from' | 'to', value: number): Condition => ({ field: 'percentage', op, value })
const finished = (op: 'from' | 'to', value: CalendarDay): Condition => ({ field: 'finished', op, value })
const outcome = (value: 'passed' | 'not-passed'): Condition => ({ field: 'outcome', op: 'in', value: [value] })
const flag = (field: 'grading' | 'certificate', value: boolean): Condition => ({ field, op: 'is', value })
const search = (value: string): Condition => ({ field: 'search', op: 'contains', value })

/** Percent with one decimal, a different one for each of 600 variants. */
const percent = (least: number, n: number): number => least + (n % 600) / 10

/**
 * Twenty filters as a teacher sets them, over made results of this number: every kind, alone and together, from those
 * that leave a handful to those that leave almost all.
 */
export function filterKinds(size: number): readonly FilterKind[] {
  const days = Math.ceil(size / resultsPerDay)
  const today = calendarDayIn(benchAccount.timeZone)(unixSeconds(newest))
  /** The day after a share of all days, and `n` more. */
  const day = (share: number, n: number): CalendarDay => daysAfter(today, Math.floor(days * (share - 1)) + n)
  return [
    (n) => [test(...pairOf(n, tests.length))],
    (n) => [test(...others(pairOf(n, tests.length), tests.length))],
    (n) => [source(...pairOf(n, bothFeeds.length))],
    (n) => [finished('from', day(0.7, n))],
    (n) => [finished('from', day(0.3, n)), finished('to', day(0.3, n + 30))],
    (n) => [finished('from', day(0.85, -n)), finished('to', day(0.85, -n))],
    (n) => [percentage('from', percent(40, n))],
    (n) => [percentage('to', percent(30, n)), outcome('not-passed')],
    (n) => [percentage('from', percent(45, n)), percentage('to', percent(50, n))],
    (n) => [outcome('passed'), finished('from', day(0.5, n))],
    (n) => [flag('grading', true), test(...pairOf(n + 66, tests.length))],
    (n) => [flag('certificate', true), finished('from', day(0.6, n)), finished('to', day(0.6, n + 60))],
    (n) => [flag('certificate', false), source(...pairOf(n + 120, bothFeeds.length)), outcome('passed')],
    (n) => [search(at(names, n * 5))],
    (n) => [search(at(letterPairs, n))],
    (n) => [search(`${at(lastNames, n)} ${10 + n}`)],
    (n) => [search(`ng-${100 + n}`)],
    (n) => [search(serialPart(n))],
    (n) => [{ field: 'id', op: 'in', value: Array.from({ length: 200 }, (_, k) => ((n * 977 + k * 331) % size) + 1) }],
    (n) => [
      { field: 'account', op: 'in', value: [benchAccount.id] },
      test(n, n + 3, n + 4),
      outcome('not-passed'),
      search(at(firstNames, n)),
      finished('from', day(0.2, n)),
    ],
  ]
}

export interface Pair {
  readonly filter: FilterKind
  readonly sort: ResultsSort
  /** A variant of the filter that no other pair has. */
  readonly own: number
}

/** The filters' variant that all pairs share. */
export const shared = 0

/** Every filter with every order, both ways. */
export const pairsOf = (filters: readonly FilterKind[]): readonly Pair[] =>
  filters.flatMap((filter) => orders.map((sort, place) => ({ filter, sort, own: place + 1 })))

/** What is typed into the search, letter by letter. */
export const typed: readonly string[] = [
  'lindqvist',
  'zoë o’neill',
  'priya 42',
  'ruth.baker.17',
  'ng-2041',
  'moreau, omar',
  'xq',
  'nobody at all',
]
