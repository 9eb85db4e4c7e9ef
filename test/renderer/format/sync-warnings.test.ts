import { describe, expect, it } from 'vitest'
import { syncWarnings } from '../../../renderer/format/sync-words.ts'
import type { AccountStatus } from '../../../shared/model/sync.ts'
import { day, plusSeconds, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { accountStatus, accountSummary } from '../made-accounts.ts'

const now = unixSeconds(Date.parse('2026-11-20T12:00:00Z') / 1000)
const covered = (until: UnixSeconds): AccountStatus['coverage'] => [
  { feed: 'groups', intervals: [{ from: plusSeconds(until, -90 * day), until }] },
  { feed: 'links', intervals: [{ from: plusSeconds(until, -90 * day), until: plusSeconds(until, day) }] },
]
const closedSince = plusSeconds(now, -77 * day)
const said = (status: Partial<AccountStatus>, account = accountSummary()) =>
  syncWarnings(account, accountStatus({ coverage: covered(closedSince), ...status }), now).map(({ words }) => words)

describe('what is said before it is too late', () => {
  it('names the day from which results are lost, two weeks before it', () => {
    expect(said({ losesFrom: plusSeconds(now, 14 * day) })).toEqual([
      'Sync before 4 Dec, or results finished since 4 Sept are lost.',
    ])
  })

  it('is quiet while there is more time, and before the first sync', () => {
    expect(said({ losesFrom: plusSeconds(now, 14 * day + 1) })).toEqual([])
    expect(said({ losesFrom: null })).toEqual([])
  })

  it('says so when it has begun', () => {
    expect(said({ losesFrom: now })[0]).toMatch(/^Results finished since 4 Sept begin to be lost/)
  })

  it('is quiet about an account that is disconnected, and about a sample', () => {
    expect(said({ losesFrom: now }, accountSummary({ archived: true }))).toEqual([])
    expect(said({ losesFrom: now }, accountSummary({ sample: true }))).toEqual([])
  })

  it('speaks of a clock that is more than five minutes wrong, either way', () => {
    expect(said({ clockOffset: 300 })).toEqual([])
    expect(said({ clockOffset: 420 })).toEqual(['This computer’s clock is 7 minutes behind; syncing corrects for it.'])
    expect(said({ clockOffset: -3_600 })).toEqual([
      'This computer’s clock is 60 minutes ahead; syncing corrects for it.',
    ])
  })
})
