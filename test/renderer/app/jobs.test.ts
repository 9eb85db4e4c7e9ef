import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { Job } from '../../../shared/model/job.ts'
import { syncSummary } from '../../electron/support/made-laptop.ts'
import { settle } from '../held-answers.ts'
import { accountStatus, accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const running = (given: Partial<Extract<Job, { kind: 'sync'; state: 'running' }>> = {}): Job => ({
  id: 'sync 1',
  kind: 'sync',
  accountId: 'school',
  state: 'running',
  progress: null,
  ...given,
})
const ended: Job = {
  id: 'sync 1',
  kind: 'sync',
  accountId: 'school',
  state: 'done',
  result: syncSummary({ added: 18, updated: 2, unchanged: 400 }),
}

describe('jobs', () => {
  it('keep one place each while their words change', async () => {
    const { startStores, jobs, fake } = await openWindow()
    await startStores()
    fake.emit('jobs', 'changed', running())
    fake.emit('jobs', 'changed', running({ progress: { phase: 'groups', received: 5, available: 9, requests: 2 } }))
    expect(jobs.getState().jobs).toHaveLength(1)
    expect(jobs.getState().jobs[0]).toMatchObject({ progress: { received: 5 } })
  })

  it('say aloud how a sync ended, once, and nothing of its progress', async () => {
    const { startStores, announcer, fake } = await openWindow()
    await startStores()
    fake.emit('jobs', 'changed', running())
    const begun = announcer.getState().turn
    fake.emit('jobs', 'changed', running({ progress: { phase: 'groups', received: 5, available: 9, requests: 2 } }))
    expect(announcer.getState().turn).toBe(begun)
    fake.emit('jobs', 'changed', ended)
    fake.emit('jobs', 'changed', ended)
    expect(announcer.getState()).toEqual({ text: '18 new results, 2 updated, 400 unchanged', turn: begun + 1 })
  })

  it('make the accounts be read again when a sync has ended', async () => {
    const { startStores, fake } = await openWindow()
    await startStores()
    const before = fake.callsOf('accounts', 'status').length
    fake.emit('jobs', 'changed', running())
    fake.emit('jobs', 'changed', ended)
    await settle()
    expect(fake.callsOf('accounts', 'status').length).toBe(before + 1)
  })

  it('that ended before the window opened are not announced again', async () => {
    const { startStores, jobs, fake } = await openWindow()
    fake.handle('jobs', 'list', async () => [ended])
    await startStores()
    expect(jobs.getState().dismissed.has('sync 1')).toBe(true)
  })

  it('keep the reason when a sync cannot start, and forget it at the next try', async () => {
    const { startStores, jobs, fake } = await openWindow()
    await startStores()
    fake.handle('sync', 'start', async () => {
      throw new AppError('keychain/locked')
    })
    await jobs.getState().startSync('school')
    expect(jobs.getState().refused.school?.code).toBe('keychain/locked')
    fake.handle('sync', 'start', async () => ({ jobId: 'sync 1' }))
    await jobs.getState().startSync('school')
    expect(jobs.getState().refused.school).toBeUndefined()
  })
})

describe('an export', () => {
  it('is of the very question on the screen', async () => {
    const { startStores, jobs, results, currentQuery, fake, resultsExport } = await openWindow()
    fake.handle('export', 'start', async () => ({ jobId: 'export 1' }))
    await startStores()
    results.getState().setFilter([
      { field: 'outcome', op: 'in', value: ['not-passed'] },
      { field: 'search', op: 'contains', value: 'moreau' },
    ])
    results.getState().setSort({ field: 'percentage', direction: 'asc' })
    await jobs.getState().startExport(resultsExport())
    expect(fake.callsOf('export', 'start')).toEqual([currentQuery()])
  })

  it('is remembered by what it writes, which is announced at its end', async () => {
    const { startStores, jobs, announcer, fake } = await openWindow()
    await startStores()
    await jobs.getState().startExport({ of: 'certificates', start: async () => ({ jobId: 'export 1' }) })
    const result = { fileName: 'Certificates.xlsx', rows: 545 }
    fake.emit('jobs', 'changed', { id: 'export 1', kind: 'export', accountId: null, state: 'done', result })
    expect(announcer.getState().text).toBe('Saved Certificates.xlsx · 545 certificates')
  })

  it('shows how it ended in place of what was said before it, but not of a failure', async () => {
    const { startStores, jobs, feedback } = await openWindow()
    await startStores()
    const startOne = () =>
      jobs.getState().startExport({ of: 'certificates', start: async () => ({ jobId: 'export 1' }) })
    feedback.getState().say('Added 1 question')
    await startOne()
    expect(feedback.getState().current).toBeNull()
    feedback.getState().sayFailed({ code: 'store/full', detail: {} })
    await startOne()
    expect(feedback.getState().current?.error?.code).toBe('store/full')
  })

  it('of results that are not complete says so first, and goes on when that is known', async () => {
    const { startStores, jobs, accounts, navigation, fake, resultsExport } = await openWindow()
    fake.handle('export', 'start', async () => ({ jobId: 'export 1' }))
    await startStores()
    const account = accountSummary({ id: 'north' })
    accounts.setState({ accounts: [account], statuses: [accountStatus({ id: 'north', unreadable: 1 })] })
    await jobs.getState().startExport(resultsExport())
    expect(fake.callsOf('export', 'start')).toEqual([])
    const { dialog } = navigation.getState()
    if (dialog?.kind !== 'incomplete-export') throw new Error('Nothing was said')
    await jobs.getState().startExport(dialog.asked, { although: 'incomplete' })
    expect(fake.callsOf('export', 'start')).toHaveLength(1)
  })

  it('leaves no trace when the save dialog is closed', async () => {
    const { startStores, jobs, fake, resultsExport } = await openWindow()
    fake.handle('export', 'start', async () => null)
    await startStores()
    await jobs.getState().startExport(resultsExport())
    expect(jobs.getState()).toMatchObject({ jobs: [], choosingFile: false, exportRefused: null })
  })

  it('cannot be asked for twice while the dialog is open', async () => {
    const { startStores, jobs, fake, resultsExport } = await openWindow()
    const dialog = Promise.withResolvers<null>()
    fake.handle('export', 'start', () => dialog.promise)
    await startStores()
    const first = jobs.getState().startExport(resultsExport())
    await jobs.getState().startExport(resultsExport())
    dialog.resolve(null)
    await first
    expect(fake.callsOf('export', 'start')).toHaveLength(1)
  })
})

describe('settings', () => {
  it('are shown at once, and go back when they could not be kept', async () => {
    const { startStores, settings, fake } = await openWindow()
    await startStores()
    fake.handle('settings', 'set', async () => {
      throw new AppError('store/read-only')
    })
    const change = settings.getState().change({ theme: 'dark' })
    expect(settings.getState().settings.theme).toBe('dark')
    await change
    expect(settings.getState().settings.theme).toBe('system')
  })
})
