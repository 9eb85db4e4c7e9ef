import type { SyncOutcome } from '../../shared/model/account.ts'
import {
  boundsOf,
  chosenOf,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  type ResultsSort,
  type SourceRef,
  textOf,
  withinOf,
} from '../../shared/model/filter.ts'
import { type FilterField, factsOf, fieldNamed, filterFields } from '../../shared/model/result-fields.ts'
import { type ClassMarkerFeed, type Feed, feeds } from '../../shared/model/result-values.ts'
import { namesTogether } from '../../shared/model/results-view.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { wallClockIn } from '../../shared/model/zone.ts'
import { incompleteSentence } from '../../shared/sentences.ts'
import { translator } from '../../shared/translate.ts'
import type { Reading } from '../store/api.ts'
import type { ExportedAccount } from './reading.ts'
import type { IdentityLevel } from './results/request.ts'
import { generator, type SettingsLine, type SettingsSection } from './writer/workbook.ts'

/**
 * What a reader must know first: that results are missing, or that the filter hides some attempts of a student at a
 * test.
 */
export function summaryLines(accounts: readonly ExportedAccount[], hidden = 0): SettingsLine[] {
  const incomplete = incompleteSentence(accounts)
  return [
    ...(incomplete === null ? [] : [{ label: 'Not complete', value: incomplete }]),
    ...(hidden > 0 ? [{ label: 'Attempts left out', value: words('hidden', { count: hidden }) }] : []),
  ]
}

const words = translator({
  // The filter shows some attempts of a student at a test and hides others.
  hidden_one:
    'The filter leaves out {{count, number}} more attempt of these students at these tests. Attempt numbers, first, last, best and what counts are reckoned over all of them.',
  hidden_other:
    'The filter leaves out {{count, number}} more attempts of these students at these tests. Attempt numbers, first, last, best and what counts are reckoned over all of them.',
})

/** The lines about the file itself that every kind begins with, then `lines`. */
export const fileSection = (
  exportedAt: UnixSeconds,
  accounts: readonly ExportedAccount[],
  lines: readonly SettingsLine[],
): SettingsSection => ({
  title: 'This file',
  lines: [
    { label: 'Written by', value: generator },
    { label: 'Exported at', value: momentWords(exportedAt, accounts[0]?.timeZone ?? 'UTC') },
    ...lines,
  ],
})

/** How far the results of each account reach. */
export const accountSections = (accounts: readonly ExportedAccount[]): SettingsSection[] => accounts.map(accountSection)

const syncOutcomeWords: Readonly<Record<SyncOutcome, string>> = {
  complete: 'complete',
  'rate-limited': 'stopped by the hourly request limit; newer results may be missing',
  offline: 'stopped without a connection; newer results may be missing',
  failed: 'failed; newer results may be missing',
  cancelled: 'cancelled; newer results may be missing',
}

const inDoubt = ', results may be missing: ClassMarker’s counts do not fit'

const feedWords: Readonly<Record<ClassMarkerFeed, string>> = { groups: 'Groups', links: 'Links' }
const sourceKinds: Readonly<Record<Feed, string>> = { groups: 'Group', links: 'Link', submissions: 'Course' }

function accountSection(account: ExportedAccount): SettingsSection {
  const { name, sample, timeZone, unknownTimeZone, lastSync, sync, unreadable } = account
  const gaps = sync.gaps.map(
    ({ feed, from, to, reason }) =>
      `${feedWords[feed]}: ${momentWords(from, timeZone)} to ${momentWords(to, timeZone)}${reason === 'incomplete-answer' ? inDoubt : ''}`,
  )
  return {
    title: `Account: ${name}`,
    lines: [
      ...(sample ? [{ label: 'Sample', value: 'Made-up results of the sample account' }] : []),
      { label: 'Time zone', value: timeZone },
      ...(unknownTimeZone === undefined ? [] : [unknownZoneLine(unknownTimeZone, timeZone)]),
      {
        label: 'Data as of',
        value:
          lastSync === null
            ? 'Not synchronised yet'
            : `${momentWords(lastSync.at, timeZone)}; last sync ${syncOutcomeWords[lastSync.outcome]}`,
      },
      ...sync.coverage.flatMap(({ feed, intervals }) =>
        intervals.map(({ from, until }) => ({
          label: `${feedWords[feed]} fetched`,
          value: `finished from ${momentWords(from, timeZone)} to ${momentWords(until, timeZone)}`,
        })),
      ),
      ...(gaps.length > 0 ? [{ label: 'Could not be fetched', value: gaps.join('; ') }] : []),
      ...(unreadable > 0 ? [{ label: 'Results that could not be read', value: unreadable }] : []),
    ],
  }
}

const unknownZoneLine = (unknown: string, timeZone: string): SettingsLine => ({
  label: 'Unknown time zone',
  value: `This account’s time zone, “${unknown}”, is not known: days and times are in ${timeZone} instead`,
})

/** "2026-11-20 14:05 (Europe/Berlin)" */
function momentWords(moment: UnixSeconds, zone: string): string {
  const wall = new Date(wallClockIn(zone)(unixSeconds(moment)) * 1000).toISOString()
  return `${wall.slice(0, 10)} ${wall.slice(11, 16)} (${zone})`
}

/** Finds the names of tests, groups and links. */
type Names = Pick<Reading, 'testNames' | 'sourceNames' | 'outwardId'>

export const sortWords = ({ field, direction }: ResultsSort): string =>
  `${factsOf(fieldNamed(field)).heading ?? field}, ${direction === 'asc' ? 'ascending' : 'descending'}`

/** The filter in words, one line per condition. Accounts are listed elsewhere. `row` names what a row is. */
export function filterLines(
  names: Names,
  filter: ResultsFilter,
  identity: IdentityLevel,
  row: 'attempt' | 'certificate',
): SettingsLine[] {
  const lines = filterFields.flatMap((field): SettingsLine[] => {
    const heading = factsOf(fieldNamed(field)).filterHeading
    const value = heading === undefined ? undefined : wordsOf(field, filter, names, identity)
    return value ? [{ label: `Filter: ${heading}`, value }] : []
  })
  return lines.length > 0 ? lines : [{ label: 'Filter', value: `None: every ${row} of these accounts` }]
}

function wordsOf(field: FilterField, filter: ResultsFilter, names: Names, identity: IdentityLevel): string | undefined {
  switch (filterKindOf(field)) {
    case 'set':
      return setWords(field as FilterField<'set'>, filter, names)
    case 'range': {
      const { from, to } = boundsOf(filter, field as FilterField<'range'>)
      const words = (value: string | number | undefined) => (value === undefined ? undefined : endWords(field, value))
      return rangeWords(words(from), words(to))
    }
    case 'flag': {
      const wanted = flagOf(filter, field as FilterField<'flag'>)
      return wanted === undefined ? undefined : wanted ? 'Yes' : 'No'
    }
    case 'text': {
      const text = textOf(filter, field as FilterField<'text'>).trim()
      const within = field === 'extraInfo' ? withinOf(filter) : undefined
      return text === '' ? undefined : searchWords(within === undefined ? text : `${text} (in ${within})`, identity)
    }
  }
}

function setWords(field: FilterField<'set'>, filter: ResultsFilter, names: Names): string | undefined {
  const values = chosenOf(filter, field)
  if (values === undefined) return undefined
  switch (field) {
    case 'test':
      return testWords(names, filter)
    case 'source':
      return sourceWords(names, filter)
    case 'outcome':
      return (chosenOf(filter, field) ?? []).map((outcome) => outcomeWords[outcome]).join(' or ')
    case 'id':
      return `${values.length} chosen by hand`
    // Their keys would name them.
    case 'student':
      return `${values.length} chosen`
    case 'type':
      return (chosenOf(filter, field) ?? []).map((type) => (type === 'test' ? 'Tests' : 'Surveys')).join(' or ')
    default:
      return values.join('; ')
  }
}

const outcomeWords = { passed: 'Yes', 'not-passed': 'No' } as const

/** The end of a range with its unit; days are written as they are. */
function endWords(field: FilterField, value: string | number): string {
  if (field === 'percentage') return `${value} %`
  return field === 'duration' ? `${Math.round((Number(value) / 60) * 100) / 100} minutes` : `${value}`
}

/** A range in words. Both ends are included, for days and percentages. */
function rangeWords(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined) return to === undefined ? undefined : `up to and including ${to}`
  return to === undefined ? `from ${from} on` : `from ${from} to ${to}, both included`
}

// Most people search for a name, so a file with pseudonyms must not repeat the search.
const searchWords = (search: string, identity: IdentityLevel): string =>
  identity === 'names' ? search : 'A search narrowed these results; its words are left out'

function testWords(names: Names, filter: ResultsFilter): string {
  const ids = chosenOf(filter, 'test') ?? []
  return named(ids, names.testNames(ids, chosenOf(filter, 'account')), 'Test', names)
}

function sourceWords(names: Names, filter: ResultsFilter): string {
  const sources = chosenOf(filter, 'source') ?? []
  const idsOf = (feed: SourceRef['feed']) => sources.filter((source) => source.feed === feed).map(({ id }) => id)
  const namesOf = (feed: SourceRef['feed']) => names.sourceNames(feed, idsOf(feed), chosenOf(filter, 'account'))
  return feeds
    .map((feed) => named(idsOf(feed), namesOf(feed), sourceKinds[feed], names))
    .filter(Boolean)
    .join('; ')
}

/** What is chosen, by name and number; where accounts call it differently, by each of the names. */
function named(
  ids: readonly number[],
  known: readonly { id: number; name: string }[],
  kind: string,
  { outwardId }: Names,
): string {
  const byId = Map.groupBy(known, ({ id }) => id)
  const nameOf = (id: number): string => namesTogether((byId.get(id) ?? []).map(({ name }) => name)) || kind
  return ids.map((id) => `${nameOf(id)} (${outwardId(id)})`).join('; ')
}
