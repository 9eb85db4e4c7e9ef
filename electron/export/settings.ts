import type { SyncOutcome } from '../../shared/model/account.ts'
import type { Feed } from '../../shared/model/result-values.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { wallClockIn } from '../../shared/model/zone.ts'
import { incompleteSentence } from '../../shared/sentences.ts'
import { translator } from '../../shared/translate.ts'
import type { ExportedAccount } from './reading.ts'
import { generator, type SettingsLine, type SettingsSection } from './writer/workbook.ts'

/** What a file has to say before anything else: that results are missing, or that a filter parts attempts. */
export function summaryLines(accounts: readonly ExportedAccount[], hidden = 0): SettingsLine[] {
  const incomplete = incompleteSentence(accounts)
  return [
    ...(incomplete === null ? [] : [{ label: 'Not complete', value: incomplete }]),
    ...(hidden > 0 ? [{ label: 'Attempts left out', value: words('hidden', { count: hidden }) }] : []),
  ]
}

const words = translator({
  // A filter parts attempts of one student at one test.
  hidden_one:
    'The filter leaves out {{count}} more attempt of these students at these tests. Attempt numbers, first, last, best and what counts are reckoned over all of them.',
  hidden_other:
    'The filter leaves out {{count}} more attempts of these students at these tests. Attempt numbers, first, last, best and what counts are reckoned over all of them.',
})

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
