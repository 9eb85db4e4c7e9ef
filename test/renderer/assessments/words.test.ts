import { describe, expect, it } from 'vitest'
import { addressOf } from '../../../renderer/features/accounts/PlatformForm.tsx'
import { attemptWords } from '../../../renderer/features/assessments/assessment-words.ts'
import { newestNews } from '../../../renderer/features/assessments/assessments.ts'
import { byBank } from '../../../renderer/features/assessments/PreparedQuestions.tsx'
import { isUnlimited, pillWords } from '../../../renderer/features/sync/pill-words.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import { assessmentsStatus, attempt, seenAt } from '../made-assessments.ts'

const later = (seconds: number) => unixSeconds(seenAt + seconds)

describe('what is said of assessments', () => {
  it('tells how much of an attempt is left, and that its time is over', () => {
    const open = attempt(1, { begunAt: seenAt, endsAt: later(1_800) })
    expect(attemptWords(open, later(300), 'UTC')).toBe('Begun 5 min ago · 25 min left')
    expect(attemptWords(open, later(1_800), 'UTC')).toMatch(/^Begun 30 min ago · time over$/)
    expect(attemptWords({ ...open, endsAt: null }, later(300), 'UTC')).toBe('Begun 5 min ago')
  })

  it('names each bank of the chosen questions, and loses none', () => {
    const [school, college] = [accountSummary({ id: 'school' }), accountSummary({ id: 'college' })]
    const questions = [
      { id: 7, account: 'college' },
      { id: 3, account: 'school' },
      { id: 2, account: 'college' },
    ]
    expect(byBank([school, college], questions)).toEqual([
      { bank: school, ids: [3] },
      { bank: college, ids: [7, 2] },
    ])
  })

  it('keeps news with the day and the account they were found at', () => {
    const news = (at: number) => ({ at: later(at), added: 1, changed: 0, gone: 0 })
    const statuses = [
      assessmentsStatus({ account: 'one', news: news(1) }),
      assessmentsStatus({ account: 'two', news: news(5) }),
      assessmentsStatus({ account: 'three' }),
    ]
    expect(newestNews(statuses)).toEqual({ at: later(5), account: 'two' })
    expect(newestNews([assessmentsStatus()])).toBeNull()
  })

  it('names a limit of a minute only where the platform may have said one', () => {
    const synced = (used: number) =>
      pillWords(
        { kind: 'synced', at: seenAt, budget: { used, limit: 100, per: 'minute' }, gaps: false },
        later(60),
        'UTC',
        0,
      ).aside
    expect(isUnlimited({ used: 1_714, limit: 100, per: 'minute' })).toBe(true)
    expect(synced(1_714)).toBe('1,714 this minute')
    expect(synced(14)).toBe('14 of 100 this minute')
  })

  it('asks to sign in again where only that helps', () => {
    const state = { kind: 'failed', error: { code: 'api/sign-in-again', detail: {} } } as const
    expect(pillWords(state, seenAt, 'UTC', 0).main).toBe('Sign in again')
  })

  it('puts https:// before an address that was typed without it', () => {
    expect(addressOf(' learn.school.example ')).toBe('https://learn.school.example')
    expect(addressOf('http://learn.school.example')).toBe('http://learn.school.example')
  })
})
