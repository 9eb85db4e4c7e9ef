import type { SyncOutcome } from '../../shared/model/account.ts'
import type { Feed } from '../../shared/model/feed.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { wallClockIn } from '../../shared/model/zone.ts'
import { incompleteSentence } from '../../shared/sentences.ts'
import type { ExportedAccount } from './exported-accounts.ts'
import { generator } from './generator.ts'
import { legend } from './legend.ts'
import type { AttemptPolicy, ExportRequest, IdentityLevel } from './request.ts'
import type { SettingsLine } from './settings-line.ts'

export interface SettingsSection {
  readonly title: string
  readonly lines: readonly SettingsLine[]
}

export interface SettingsFacts {
  readonly request: ExportRequest
  readonly accounts: readonly ExportedAccount[]
  readonly attempts: number
  readonly students: number
  /** Attempts that the filter hides of students and tests that are in the file. */
  readonly hidden: number
  /** The filter in words, and the order of the rows. */
  readonly filter: readonly SettingsLine[]
  readonly sorted: string
}

/** What the Settings sheet says: what is in the file, from where, how far it reaches, and how to read it. */
export function settingsSections(facts: SettingsFacts): SettingsSection[] {
  const { request, accounts, attempts, students, hidden } = facts
  return [
    fileSection(request.exportedAt, accounts, [
      { label: 'Attempts', value: attempts },
      { label: 'Students', value: students },
      ...summaryLines(accounts, hidden),
      { label: 'Attempt policy', value: policyWords[request.policy] },
      { label: 'Identity', value: identityWords[request.identity] },
      { label: 'Sorted by', value: facts.sorted },
      ...facts.filter,
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: legend(request.identity) },
  ]
}

/** What a file has to say before anything else: that results are missing, or that a filter parts attempts. */
export function summaryLines(accounts: readonly ExportedAccount[], hidden = 0): SettingsLine[] {
  const incomplete = incompleteSentence(accounts)
  return [
    ...(incomplete === null ? [] : [{ label: 'Not complete', value: incomplete }]),
    ...(hidden > 0 ? [{ label: 'Attempts left out', value: hiddenWords(hidden) }] : []),
  ]
}

/** That a filter parts attempts of one student at one test. */
const hiddenWords = (hidden: number): string =>
  `The filter leaves out ${hidden === 1 ? '1 more attempt' : `${hidden} more attempts`} of these students at these tests. ` +
  'Attempt numbers, first, last, best and what counts are reckoned over all of them.'

/** What every file says of itself first, then `lines`. */
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

const policyWords: Readonly<Record<AttemptPolicy, string>> = {
  best: 'Best: the attempt with the highest percentage counts; of equal ones the one finished first',
  first: 'First: the attempt finished first counts',
  last: 'Last: the attempt finished last counts',
  average: 'Average: every attempt counts, and their mean is the mark',
}

const identityWords: Readonly<Record<IdentityLevel, string>> = {
  names: 'Names',
  pseudonyms: 'Pseudonyms: names, e-mail addresses, access codes and certificate serials are left out',
}

const outcomeWords: Readonly<Record<SyncOutcome, string>> = {
  complete: 'complete',
  'rate-limited': 'stopped by the hourly request limit; newer results may be missing',
  offline: 'stopped without a connection; newer results may be missing',
  failed: 'failed; newer results may be missing',
  cancelled: 'cancelled; newer results may be missing',
}

const inDoubt = ', results may be missing: ClassMarker’s counts do not fit'

const feedWords: Readonly<Record<Feed, string>> = { groups: 'Groups', links: 'Links' }

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
            : `${momentWords(lastSync.at, timeZone)}; last sync ${outcomeWords[lastSync.outcome]}`,
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
