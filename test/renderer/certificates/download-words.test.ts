import { describe, expect, it } from 'vitest'
import type { DownloadProgress } from '../../../shared/model/certificate.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const { isRoutine, lineJob, spokenOf } = await import('../../../renderer/app/job-outcome.ts')
const { waitingWords } = await import('../../../renderer/features/certificate-files/DownloadStrip.tsx')
const { jobEndWords } = await import('../../../renderer/format/job-words.ts')
const { isComplete } = await import('../../../renderer/app/job-outcome.ts')

const ended = (result: DownloadProgress) =>
  ({ id: 'd', kind: 'certificates', accountId: null, state: 'done', result }) as const
const words = (result: DownloadProgress) =>
  jobEndWords(ended(result), { zone: 'UTC', now: unixSeconds(1_700_000_000), gaps: [] })

describe('how downloads ended', () => {
  it('is described by what was saved, what failed and what waits', () => {
    expect(words({ saved: 12, failed: 0, total: 12 })).toBe('Saved 12 certificates')
    expect(words({ saved: 1, failed: 3, total: 4 })).toBe('Saved 1 certificate · 3 could not be downloaded')
    expect(words({ saved: 5, failed: 0, total: 9 })).toBe('Saved 5 certificates · 4 wait until you are online')
    expect(words({ saved: 0, failed: 2, total: 2 })).toBe('No certificate was saved · 2 could not be downloaded')
  })
  it('is a success only when everything was saved, and leaves by itself only then', () => {
    const whole = ended({ saved: 12, failed: 0, total: 12 })
    expect([isComplete(whole), isRoutine(whole, 0)]).toEqual([true, true])
    for (const result of [
      { saved: 1, failed: 3, total: 4 },
      { saved: 5, failed: 0, total: 9 },
    ]) {
      expect([isComplete(ended(result)), isRoutine(ended(result), 0)]).toEqual([false, false])
    }
  })
  it('is not spoken of where nothing came of it, or it was paused', () => {
    expect(lineJob([ended({ saved: 0, failed: 0, total: 0 })], new Set())).toBeUndefined()
    expect(lineJob([{ id: 'd', kind: 'certificates', accountId: null, state: 'cancelled' }], new Set())).toBeUndefined()
    expect(lineJob([ended({ saved: 1, failed: 0, total: 1 })], new Set())?.id).toBe('d')
  })
  it('is overtaken by the next downloads', () => {
    const next = { id: 'n', kind: 'certificates', accountId: null, state: 'running', progress: null } as const
    expect(lineJob([ended({ saved: 1, failed: 0, total: 1 }), next], new Set())).toBeUndefined()
  })
})

describe('certificates that wait', () => {
  const queue = { waiting: 3, paused: false }
  it('say why: paused, no network, ClassMarker not reached, or nothing known of it', () => {
    expect(waitingWords({ ...queue, paused: true }, false, 'cancelled')).toBe('Paused. 3 certificates wait.')
    expect(waitingWords(queue, false, 'done')).toBe('3 certificates wait. It goes on when you are online.')
    expect(waitingWords(queue, true, 'done')).toBe('3 certificates wait: ClassMarker could not be reached.')
    expect(waitingWords(queue, true, 'failed')).toBe('3 certificates wait.')
    expect(waitingWords(queue, true, undefined)).toBe('3 certificates wait.')
  })
})

describe('the one line at the foot', () => {
  it('is of an export under way first, and then of what was said meanwhile', () => {
    const given = { dismissed: new Set<string>(), said: 'Copied 3 codes.', refused: null }
    const job = { id: 'e', kind: 'export', accountId: null } as const
    const waiting = { ...job, state: 'waiting', until: unixSeconds(9), progress: null } as const
    const running = { ...job, state: 'running', progress: { written: 5, total: 9 } } as const
    const stopped = { ...job, state: 'cancelled' } as const
    expect(spokenOf({ ...given, jobs: [waiting] })).toEqual({ kind: 'followed', job: waiting })
    expect(spokenOf({ ...given, jobs: [running] })).toEqual({ kind: 'followed', job: running })
    expect(spokenOf({ ...given, jobs: [stopped] })).toEqual({ kind: 'said', said: 'Copied 3 codes.' })
    expect(spokenOf({ ...given, said: null, jobs: [stopped] })).toEqual({ kind: 'ended', job: stopped })
    expect(spokenOf({ ...given, said: null, jobs: [] })).toBeNull()
  })
})
