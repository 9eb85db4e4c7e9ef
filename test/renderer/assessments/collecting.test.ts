import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { Job } from '../../../shared/model/job.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { answerAssessments, platformAccount } from '../made-assessments.ts'
import { openWindow } from '../open-window.ts'

async function openCollecting() {
  const window = await openWindow()
  answerAssessments(window.fake)
  window.fake.handle('accounts', 'list', async () => [platformAccount()])
  await window.accounts.getState().load()
  const collecting = await import('../../../renderer/features/assessments/collecting.ts')
  return { ...window, ...collecting }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(1_000)
const read = {
  submissions: [
    { assessmentId: 'asmnt_9', submissionId: 'sub_1' },
    { assessmentId: null, submissionId: 'sub_2' },
  ],
  known: 1,
  unreadable: [],
}

describe('collecting', () => {
  it('reads what is pasted once nobody types, and drops what a newer text overtook', async () => {
    const { useCollecting, fake } = await openCollecting()
    const answers = new Map<string, (found: typeof read) => void>()
    fake.handle('assessments', 'readIds', ({ text }) => new Promise((resolve) => void answers.set(text, resolve)))
    useCollecting.getState().type('college', 'sub')
    useCollecting.getState().type('college', 'sub_1')
    await settle()
    useCollecting.getState().type('college', 'sub_1 sub_2')
    await settle()
    expect([...answers.keys()]).toEqual(['sub_1', 'sub_1 sub_2'])
    answers.get('sub_1 sub_2')?.(read)
    await settle()
    answers.get('sub_1')?.({ ...read, submissions: [] })
    await settle()
    expect(useCollecting.getState().read?.submissions).toHaveLength(2)
    // What was read is not collected once it was corrected.
    useCollecting.getState().type('college', 'sub_1 sub_3')
    expect(useCollecting.getState().read).toBeNull()
    useCollecting.getState().type('college', ' ')
    expect(useCollecting.getState().read).toBeNull()
  })

  it('leaves what is there when no file is chosen, and says why one cannot be read', async () => {
    const { useCollecting, fake } = await openCollecting()
    fake.handle('assessments', 'readIds', async () => read)
    fake.handle('assessments', 'chooseIdFile', async () => null)
    useCollecting.getState().type('college', 'sub_1')
    await settle()
    await useCollecting.getState().chooseFile('college')
    expect(useCollecting.getState()).toMatchObject({ read, isReading: false })
    fake.handle('assessments', 'chooseIdFile', async () => {
      throw new AppError('table/not-readable')
    })
    await useCollecting.getState().chooseFile('college')
    expect(useCollecting.getState().error?.code).toBe('table/not-readable')
  })

  it('names the assessment it was begun from where a line names none', async () => {
    const { collect, withAssessment, fake } = await openCollecting()
    fake.handle('assessments', 'collect', async () => ({ jobId: 'job' }))
    expect(collect('college', { ...read, submissions: [] }, null)).toBe(false)
    expect(collect('college', read, 'asmnt_1')).toBe(true)
    await settle()
    expect(fake.callsOf('assessments', 'collect')).toEqual([
      {
        account: 'college',
        submissions: [
          { assessmentId: 'asmnt_9', submissionId: 'sub_1' },
          { assessmentId: 'asmnt_1', submissionId: 'sub_2' },
        ],
      },
    ])
    expect(withAssessment(read, null)).toEqual(read.submissions)
  })
})

describe('how collecting and publishing ended', () => {
  const done = (kind: string, result: object): Job =>
    ({ id: 'job', kind, accountId: 'college', state: 'done', result }) as unknown as Job

  it('is told in one line, and stays where something is left to look into', async () => {
    await openCollecting()
    const { jobEndWords } = await import('../../../renderer/format/job-words.ts')
    const { isComplete, isLacking, isRoutine, spokenOf } = await import('../../../renderer/app/job-outcome.ts')
    const facts = { zone: 'UTC', now: unixSeconds(0), gaps: [] }
    const collected = {
      outcome: 'complete',
      added: 11,
      updated: 0,
      unchanged: 1,
      rejected: [],
      pending: 0,
      error: null,
    }
    const job = done('assessments-collect', collected)
    expect(jobEndWords(job, facts)).toBe('11 new results · 1 was here already.')
    expect([isComplete(job), isRoutine(job, 0), isLacking(job)]).toEqual([true, true, false])
    const some = done('assessments-collect', { ...collected, outcome: 'offline', rejected: [{}], pending: 4 })
    expect(jobEndWords(some, facts)).toBe(
      '11 new results · 1 was here already. 1 could not be collected. The learning platform could not be reached. 4 still wait.',
    )
    expect([isRoutine(some, 0), isLacking(some)]).toEqual([false, true])
    const published = { outcome: 'complete', published: 1, rejected: [], unclear: 1, pending: 0, error: null }
    expect(jobEndWords(done('assessments-push', published), facts)).toBe(
      '1 assessment is published. 1 may have arrived: say which one it is.',
    )
    const pushed = done('assessments-push', published)
    expect([isRoutine(pushed, 0), isLacking(pushed)]).toEqual([false, true])
    expect(jobEndWords({ ...job, state: 'cancelled' } as Job, facts)).toBe(
      'Collecting was stopped; what arrived is kept.',
    )
    const running = { ...job, state: 'running', progress: { done: 1, total: 12 } } as unknown as Job
    expect(spokenOf({ jobs: [running], dismissed: new Set(), said: null, refused: null })).toEqual({
      kind: 'followed',
      job: running,
    })
  })
})
