import { describe, expect, it } from 'vitest'
import { AppError, type SerialisedError } from '../../../shared/errors.ts'
import type { Job } from '../../../shared/model/job.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import { pushDone } from '../made-codes.ts'
import { openCodes } from '../open-codes.ts'

const { pushState } = await import('../../../renderer/features/access-codes/code-push.ts')

const school = accountSummary()
const stateOf = (
  jobs: readonly Job[],
  {
    account = school,
    refused,
    online = true,
  }: { account?: typeof school; refused?: SerialisedError; online?: boolean } = {},
) => pushState(account, jobs, refused, online)

describe('sending changes', () => {
  it('is ready where nothing has happened, or all was well', () => {
    expect(stateOf([])).toEqual({ kind: 'ready' })
    expect(stateOf([pushDone()])).toEqual({ kind: 'ready' })
    expect(stateOf([{ ...pushDone({ outcome: 'failed' }), accountId: 'college' }])).toEqual({ kind: 'ready' })
  })
  it('shows its progress, or until when it waits', () => {
    const job = { id: 'p', kind: 'push', accountId: 'school' } as const
    const progress = { sent: 100, total: 250 }
    expect(stateOf([{ ...job, state: 'running', progress }])).toEqual({ kind: 'running', jobId: 'p', progress })
    const until = unixSeconds(9)
    expect(stateOf([{ ...job, state: 'waiting', until, progress }])).toEqual({ kind: 'waiting', jobId: 'p', until })
  })
  it('is stopped by a missing secret and by a computer without a network, but never for the sample', () => {
    const missing = accountSummary({ secret: 'missing' })
    expect(stateOf([], { account: missing })).toEqual({ kind: 'secret-missing' })
    expect(stateOf([], { online: false })).toEqual({ kind: 'offline', computer: true })
    const sample = accountSummary({ sample: true, secret: 'missing' })
    expect(stateOf([], { account: sample, online: false })).toEqual({ kind: 'ready' })
  })
  it('says why the last attempt did not do it', () => {
    expect(stateOf([pushDone({ outcome: 'offline' })])).toEqual({ kind: 'offline', computer: false })
    const error = { code: 'api/auth-failed', detail: {} } as const
    expect(stateOf([pushDone({ outcome: 'failed', error })])).toMatchObject({ kind: 'failed', error })
    expect(stateOf([{ ...pushDone(), state: 'failed', error } as Job])).toMatchObject({ kind: 'failed', error })
    expect(stateOf([pushDone({ outcome: 'rate-limited' })])).toMatchObject({ error: { code: 'api/rate-limited' } })
    expect(stateOf([pushDone({ outcome: 'cancelled' })])).toEqual({ kind: 'cancelled' })
    expect(stateOf([], { refused: error })).toMatchObject({ kind: 'failed', error })
  })
  it('takes an error it does not know for an unexpected one', () => {
    const later = { code: 'api/of-a-later-version', detail: {} }
    expect(stateOf([pushDone({ outcome: 'failed', error: later })])).toMatchObject({ error: { code: 'internal' } })
  })
  it('keeps why it could not start, and takes one that runs already for started', async () => {
    const { push, fake } = await openCodes()
    fake.handle('codes', 'push', async () => {
      throw new AppError('account/not-found')
    })
    await push.getState().send('school', { held: true })
    expect(fake.callsOf('codes', 'push')).toEqual([{ accountId: 'school', held: true }])
    expect(push.getState().refused.school?.code).toBe('account/not-found')
    fake.handle('codes', 'push', async () => {
      throw new AppError('job/already-running')
    })
    await push.getState().send('school')
    expect(push.getState().refused).toEqual({})
  })
})
