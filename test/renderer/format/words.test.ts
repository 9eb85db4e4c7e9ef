import { describe, expect, it } from 'vitest'
import type { Job } from '../../../shared/model/job.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { Gap, SyncSummary } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { syncSummary } from '../../electron/support/made-laptop.ts'

const { errorWords, localeFor, t } = await import('../../../renderer/format/words.ts')
const { jobEndWords, syncEndWords } = await import('../../../renderer/format/job-words.ts')
const { fullName, initials } = await import('../../../renderer/format/numbers.ts')
const { percentFigure, percentShort, pointsFigure } = await import('../../../renderer/format/numbers.ts')

const summary = (given: Partial<SyncSummary>) => syncSummary({ added: 18, updated: 2, unchanged: 400, ...given })

const london = { zone: 'Europe/London', now: unixSeconds(Date.parse('2026-11-20T14:00:00Z') / 1000), gaps: [] }
const gap: Gap = {
  feed: 'groups',
  from: unixSeconds(Date.parse('2026-10-12T13:08:30Z') / 1000),
  to: unixSeconds(Date.parse('2026-10-12T13:08:30Z') / 1000),
  reason: 'crowded-second',
}

describe('the end of a sync', () => {
  it('says what came', () => {
    expect(syncEndWords(summary({}), london)).toBe('18 new results, 2 updated, 400 unchanged')
  })
  it('says so when nothing came', () => {
    expect(syncEndWords(summary({ added: 0, updated: 0 }), london)).toBe('Nothing new. 400 results unchanged')
  })
  it('says why it ended early, and when it can go on, in the account’s time', () => {
    const nextRequestAfter = unixSeconds(Date.parse('2026-11-20T14:32:00Z') / 1000)
    expect(
      syncEndWords(summary({ outcome: 'rate-limited', nextRequestAfter }), { ...london, zone: 'Europe/Berlin' }),
    ).toBe('18 new results, 2 updated, 400 unchanged. The request limit is reached; sync again at 15:32.')
  })
  it('does not hide what could not be read', () => {
    expect(syncEndWords(summary({ unreadable: 1 }), london)).toContain('1 could not be read; its data is kept')
  })
  it('tells of a result number that two people have', () => {
    expect(syncEndWords(summary({ sharedIds: 1 }), london)).toBe(
      '18 new results, 2 updated, 400 unchanged · 1 result came under a result number that another person’s result has too; both are kept',
    )
  })
  it.each([
    ['offline', 'There was no connection. What is here is kept.'],
    ['cancelled', 'Cancelled. What arrived is kept.'],
    ['failed', ''],
  ] as const)('does not claim that nothing is new when it ended %s', (outcome, words) => {
    expect(syncEndWords(summary({ outcome, added: 0, updated: 0, unchanged: 0 }), london)).toBe(words)
  })
  it('says of which moment some results could not be had', () => {
    expect(syncEndWords(summary({}), { ...london, gaps: [gap] })).toBe(
      '18 new results, 2 updated, 400 unchanged. Some results of 12 Oct 14:08 could not be fetched.',
    )
  })
  it('says between which moments results are out of reach', () => {
    const to = unixSeconds(Date.parse('2026-10-14T08:00:00Z') / 1000)
    const gaps: Gap[] = [{ ...gap, to, reason: 'too-old' }]
    expect(syncEndWords(summary({ added: 0, updated: 0 }), { ...london, gaps })).toBe(
      'Nothing new. 400 results unchanged. Results from 12 Oct 14:08 to 14 Oct 09:00 can no longer be fetched.',
    )
  })
})

describe('the end of an export', () => {
  it('names the file and counts the results', () => {
    const job: Job = {
      id: 'e',
      kind: 'export',
      accountId: null,
      state: 'done',
      result: { fileName: 'Results.xlsx', rows: 1286 },
    }
    expect(jobEndWords(job, london)).toBe('Saved Results.xlsx · 1,286 results')
  })
  it('counts certificates where those were written', () => {
    const result = { fileName: 'Certificates.xlsx', rows: 545 }
    const job: Job = { id: 'e', kind: 'export', accountId: null, state: 'done', result }
    expect(jobEndWords(job, { ...london, exported: 'certificates' })).toBe('Saved Certificates.xlsx · 545 certificates')
  })
})

describe('an error in words', () => {
  it('tells the time of the next request in the account’s zone', () => {
    const nextRequestAfter = Date.parse('2026-11-20T14:32:00Z') / 1000
    const words = errorWords({ code: 'api/rate-limited', detail: { nextRequestAfter } }, 'Europe/Berlin')
    expect(words.todo).toBe('Sync again at 15:32.')
  })
  it('never shows an unfilled fact', () => {
    expect(errorWords({ code: 'api/rate-limited', detail: {} }, 'UTC').todo).not.toContain('{{')
    expect(errorWords({ code: 'export/file-busy', detail: { fileName: 'A.xlsx' } }, 'UTC').what).toContain('“A.xlsx”')
  })
})

describe('figures and names', () => {
  it('give every percentage one decimal', () => {
    expect(percentFigure(toTenths(89))).toBe('89.0')
    expect(percentFigure(toTenths(33.333))).toBe('33.3')
    expect(percentShort(toTenths(50))).toBe('50')
    expect(pointsFigure(44.5)).toBe('44.5')
  })
  it('make a badge of an account’s name', () => {
    expect(initials('Northgate High')).toBe('NH')
    expect(initials('  éire  ')).toBe('É')
    expect(initials('')).toBe('')
  })
  it('leave out a missing half of a name', () => {
    expect(fullName({ first: '', last: 'Çelik' })).toBe('Çelik')
  })
  it('follow the reader’s own English, else the British', () => {
    expect(localeFor(['de-DE', 'en-US'])).toBe('en-US')
    expect(localeFor(['de-DE'])).toBe('en-GB')
  })
})

describe('a count of some', () => {
  it('names what there is in all, one or several', () => {
    expect(t('results.countOf', { count: 1, shown: '1' })).toBe('<b>1</b> of 1 result')
    expect(t('results.countOf', { count: 2_314, shown: '1' })).toBe('<b>1</b> of 2,314 results')
    expect(t('certificates.list.countOf', { count: 1, shown: '0' })).toBe('<b>0</b> of 1 certificate')
    expect(t('certificates.list.countOf', { count: 12, shown: '1' })).toBe('<b>1</b> of 12 certificates')
  })
})
