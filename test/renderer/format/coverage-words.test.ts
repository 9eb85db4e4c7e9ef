import { describe, expect, it } from 'vitest'
import { coverageWords } from '../../../renderer/format/sync-words.ts'
import type { Gap } from '../../../shared/model/sync.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'

const at = (text: string): UnixSeconds => unixSeconds(Date.parse(`${text}Z`) / 1000)
const now = at('2026-11-20T12:00:00')
const gap = (from: string, to: string): Gap => ({ feed: 'groups', from: at(from), to: at(to), reason: 'too-old' })
const words = (gaps: readonly Gap[]) =>
  coverageWords([{ from: at('2026-03-05T00:00:00'), until: now }], gaps, now, 'UTC')

describe('how complete a feed is', () => {
  it('is said from its beginning', () => {
    expect(words([])).toBe('Complete since 5 Mar')
  })

  it('names each gap by its days', () => {
    const gaps = [gap('2026-06-03T08:00:00', '2026-06-09T08:00:00'), gap('2026-07-30T08:00:00', '2026-08-02T08:00:00')]
    expect(words(gaps).replaceAll('\u2009', ' ')).toBe('Complete since 5 Mar; gap 3 – 9 Jun; gap 30 Jul – 2 Aug')
  })

  it('names a gap within a day by its times, and one of a second by that second', () => {
    expect(words([gap('2026-06-03T08:00:00', '2026-06-03T09:30:00')])).toContain('gap 3 Jun 08:00 – 09:30')
    expect(words([gap('2026-06-03T08:00:01', '2026-06-03T08:00:01')])).toContain('gap 3 Jun 2026, 08:00:01')
  })

  it('says the years where they are not all this one', () => {
    expect(words([gap('2025-12-30T08:00:00', '2026-01-02T08:00:00')])).toContain('2025')
  })

  it('says so when there is nothing yet', () => {
    expect(coverageWords([], [], now, 'UTC')).toBe('Nothing fetched yet')
  })
})
