import { describe, expect, it } from 'vitest'
import { type Fetched, missingOf } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { incompleteSentence } from '../../../shared/sentences.ts'

const noon = unixSeconds(1_795_176_000)
const whole = [{ from: unixSeconds(noon - 86_400), until: noon }]
const fetched = (said: Partial<Fetched & { name: string }> = {}): Fetched & { name: string } => ({
  name: 'Northgate',
  lastSync: { at: noon, outcome: 'complete' },
  coverage: [
    { feed: 'groups', intervals: whole },
    { feed: 'links', intervals: whole },
  ],
  gaps: [],
  unreadable: 0,
  ...said,
})
const ended = (outcome: NonNullable<Fetched['lastSync']>['outcome']) => ({ lastSync: { at: noon, outcome } })
const gap = { feed: 'links', from: noon, to: noon, reason: 'crowded-second' } as const
const noLinks = [
  { feed: 'groups', intervals: whole },
  { feed: 'links', intervals: [] },
] as const

describe('the results of an account', () => {
  it('are complete after a sync that was, and nothing is said', () => {
    expect(missingOf(fetched())).toEqual([])
    expect(incompleteSentence([fetched(), fetched({ name: 'Southgate' })])).toBeNull()
    expect(incompleteSentence([])).toBeNull()
  })

  it.each<[Partial<Fetched>, string]>([
    [{ lastSync: null }, 'the first fetch is not finished'],
    [{ lastSync: null, coverage: noLinks }, 'the first fetch is not finished'],
    [ended('rate-limited'), 'ClassMarker’s hourly limit was reached before everything was fetched'],
    [ended('offline'), 'the last sync stopped without a connection'],
    [ended('failed'), 'the last sync failed'],
    [ended('cancelled'), 'the last sync was cancelled'],
    [{ coverage: noLinks }, 'results of links were never fetched'],
    [{ gaps: [gap] }, '1 time range could not be fetched'],
    [{ gaps: [gap, gap] }, '2 time ranges could not be fetched'],
    [{ unreadable: 1 }, '1 result could not be read'],
    [{ unreadable: 7 }, '7 results could not be read'],
    [
      { ...ended('rate-limited'), coverage: noLinks, gaps: [gap] },
      'ClassMarker’s hourly limit was reached before everything was fetched; results of links were never fetched; 1 time range could not be fetched',
    ],
  ])('with %j say what is missing', (said, reasons) => {
    expect(incompleteSentence([fetched(said)])).toBe(`These results are not complete: ${reasons}.`)
  })

  it('beside those of others say whose they are', () => {
    const accounts = [fetched(), fetched({ name: 'Southgate', unreadable: 1 }), fetched({ name: 'East', gaps: [gap] })]
    expect(incompleteSentence(accounts)).toBe(
      'These results are not complete. Southgate: 1 result could not be read. East: 1 time range could not be fetched.',
    )
  })
})
