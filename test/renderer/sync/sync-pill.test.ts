import { describe, expect, it } from 'vitest'
import type { Job } from '../../../shared/model/job.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountStatus, accountSummary } from '../made-accounts.ts'

const { mostImportant, pillState } = await import('../../../renderer/features/sync/sync-pill.ts')
const { pillWords } = await import('../../../renderer/features/sync/pill-words.ts')

type Facts = Parameters<typeof pillState>[0]
const now = unixSeconds(Date.parse('2026-11-20T14:00:00Z') / 1000)
const ago = (seconds: number) => unixSeconds(now - seconds)
const synced = { at: ago(720), outcome: 'complete' } as const

const state = (given: Partial<Facts> = {}) =>
  pillState({
    account: accountSummary({ lastSync: synced }),
    status: accountStatus({ lastSync: synced }),
    jobs: [],
    refused: undefined,
    online: true,
    now,
    ...given,
  })
const words = (given: Partial<Facts> = {}) => pillWords(state(given), now, 'Europe/London', 1_238)
const lastEnded = (lastSync: {
  at: ReturnType<typeof ago>
  outcome: 'rate-limited' | 'offline' | 'failed' | 'cancelled'
}) => ({
  account: accountSummary({ lastSync }),
  status: accountStatus({ lastSync, nextRequestAfter: unixSeconds(now + 1_920) }),
})

describe('the sync pill', () => {
  it('says when it synced and what it used of the hour', () => {
    expect(words()).toEqual({ main: 'Synced 12 min ago', aside: '4 of 30 requests this hour' })
  })

  it('says how far a running sync is', () => {
    const progress = { phase: 'links', received: 1240, available: 2900, requests: 8 } as const
    const job: Job = { id: 'j', kind: 'sync', accountId: 'school', state: 'running', progress }
    expect(words({ jobs: [job] })).toEqual({ main: 'Reading link results', aside: '1,238 results · 8 requests' })
  })

  it('speaks of a platform by its account, whatever is looked at beside it', () => {
    const of = (asked: Parameters<typeof pillWords>[0]) => pillWords(asked, now, 'Europe/London', 0, 'assessments').main
    const progress = { phase: 'discovering', received: 0, available: null, requests: 1 } as const
    expect(of({ kind: 'running', jobId: 'j', progress })).toBe('Fetching the assessments')
    expect(of({ kind: 'secret-missing' })).toBe('Sign in again')
  })

  it('says until when a sync waits, in the account’s time', () => {
    const job: Job = {
      id: 'j',
      kind: 'sync',
      accountId: 'school',
      state: 'waiting',
      until: unixSeconds(now + 1_920),
      progress: null,
    }
    expect(words({ jobs: [job] }).main).toBe('Next request at 14:32')
  })

  it('does not speak of another account’s sync', () => {
    const job: Job = { id: 'j', kind: 'sync', accountId: 'college', state: 'running', progress: null }
    expect(state({ jobs: [job] }).kind).toBe('synced')
  })

  it('says when the next request is allowed, until it is', () => {
    expect(words(lastEnded({ at: ago(60), outcome: 'rate-limited' })).main).toBe('Next request at 14:32')
    const late = unixSeconds(now + 2_000)
    expect(state({ ...lastEnded({ at: ago(60), outcome: 'rate-limited' }), now: late }).kind).toBe('limited-over')
  })

  it('speaks of the last good sync when it is offline, not of the failed attempt', () => {
    const lastSync = { at: ago(60), outcome: 'offline' } as const
    const completeAt = unixSeconds(Date.parse('2026-11-19T16:40:00Z') / 1000)
    const account = accountSummary({ lastSync, completeAt })
    expect(words({ account, status: accountStatus({ lastSync }) }).main).toBe('Offline, last sync yesterday 16:40')
    expect(words({ online: false }).main).toBe('Offline, last sync today 13:48')
  })

  const offline = { at: ago(60), outcome: 'offline' } as const
  const cancelled = { at: ago(60), outcome: 'cancelled' } as const
  const some = [{ from: ago(9_000_000), until: ago(3_000_000) }]
  const both = [
    { feed: 'groups', intervals: some },
    { feed: 'links', intervals: some },
  ] as const
  const half = [
    { feed: 'groups', intervals: some },
    { feed: 'links', intervals: [] },
  ] as const
  const none = [
    { feed: 'groups', intervals: [] },
    { feed: 'links', intervals: [] },
  ] as const
  const before = ago(86_400)

  it.each([
    ['a first sync cut off in its first feed', offline, null, half, 'Offline', 'First sync not finished'],
    ['a first sync cut off in its last feed', offline, null, both, 'Offline', 'First sync not finished'],
    ['a first sync that found no network', offline, null, none, 'Offline', 'Not synced yet'],
    ['a later sync cut off', offline, before, both, 'Offline, last sync yesterday 14:00', ''],
    ['a sync of a key that sees another feed cut off', offline, before, half, 'Offline', 'First sync not finished'],
    ['a first sync cancelled', cancelled, null, half, 'Sync was cancelled', 'First sync not finished'],
    ['a later sync cancelled', cancelled, before, both, 'Sync was cancelled', 'Last complete yesterday 14:00'],
    ['a first sync that was killed', null, null, half, 'First sync not finished', ''],
    ['no sync', null, null, none, 'Not synced yet', ''],
    [
      'a complete sync that never read a feed',
      synced,
      synced.at,
      half,
      'Not fetched completely',
      'Link results were never fetched',
    ],
    ['a complete sync', synced, synced.at, both, 'Synced 12 min ago', '4 of 30 requests this hour'],
    [
      'a sync of a clock that was a day ahead',
      { at: unixSeconds(now + 86_400), outcome: 'complete' } as const,
      before,
      both,
      'Synced 21 Nov 14:00',
      '4 of 30 requests this hour',
    ],
  ] as const)('says after %s what is true of it', (_, lastSync, completeAt, coverage, main, aside) => {
    const account = accountSummary({ lastSync, completeAt })
    expect(words({ account, status: accountStatus({ lastSync, coverage }) })).toEqual({ main, aside })
  })

  it('calls a sync that found no connection offline, not failed', () => {
    expect(state({ refused: { code: 'network/offline', detail: {} } }).kind).toBe('offline')
  })

  it('keeps the cause of a failed sync', () => {
    const error = { code: 'api/key-inactive', detail: {} } as const
    const job: Job = { id: 'j', kind: 'sync', accountId: 'school', state: 'failed', error }
    expect(state({ jobs: [job] })).toEqual({ kind: 'failed', error })
  })

  it('asks for a missing secret before anything else but a running sync', () => {
    const account = accountSummary({ lastSync: synced, secret: 'missing' })
    expect(words({ account, online: false }).main).toBe('Enter the secret again')
  })

  it('does not hide that part of the past is missing', () => {
    const gap = { feed: 'links', from: ago(9_000_000), to: ago(8_000_000), reason: 'too-old' } as const
    expect(words({ status: accountStatus({ lastSync: synced, gaps: [gap] }) }).aside).toBe('Some results are missing')
  })

  it('says so when nothing was ever synced', () => {
    expect(words({ account: accountSummary(), status: accountStatus() }).main).toBe('Not synced yet')
  })

  it('speaks for several accounts through the one that needs most', () => {
    const fresh = { name: 'fresh', state: state() }
    const old = { name: 'old', state: { kind: 'synced', at: ago(90_000), budget: null, gaps: false } as const }
    const failed = { name: 'failed', state: { kind: 'failed', error: null } as const }
    expect(mostImportant([fresh, old])?.name).toBe('old')
    expect(mostImportant([fresh, old, failed])?.name).toBe('failed')
  })
})
