import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { accountSummary } from '../made-accounts.ts'
import { openWindow } from '../open-window.ts'

describe('the one line of feedback', () => {
  it('says what was done last, aloud once, and lets go of it', async () => {
    const { feedback, announcer } = await openWindow()
    const { say, withdraw, reword } = feedback.getState()
    const first = say('Copied 3 codes.')
    const { turn } = announcer.getState()
    reword(first, 'Copied 3 codes, again.', false)
    expect(feedback.getState().current).toMatchObject({ words: 'Copied 3 codes, again.', error: null })
    expect(announcer.getState()).toEqual({ text: 'Copied 3 codes.', turn })
    const second = say('Saved.')
    withdraw(first)
    reword(first, 'Too late', true)
    expect(feedback.getState().current?.words).toBe('Saved.')
    withdraw(second)
    expect(feedback.getState().current).toBeNull()
  })

  it('names the account where it could be another’s', async () => {
    const { feedback, announcer, accounts, fake } = await openWindow()
    fake.handle('accounts', 'list', async () => [
      accountSummary({ id: 'school', name: 'Northgate High' }),
      accountSummary({ id: 'college', name: 'C'.repeat(100_000) }),
    ])
    await accounts.getState().load()
    feedback.getState().say('Changes are saved.', { accountId: 'school' })
    expect(announcer.getState().text).toBe('Northgate High: Changes are saved.')
    feedback.getState().say('Changes are saved.', { accountId: 'college' })
    expect(announcer.getState().text).toBe(`${'C'.repeat(60)}…: Changes are saved.`)
    feedback.getState().say('Copied 3 codes.')
    expect(announcer.getState().text).toBe('Copied 3 codes.')
  })

  it('says why a setting could not be saved, and shows again what stands', async () => {
    const { feedback, settings, fake } = await openWindow()
    await settings.getState().load()
    fake.handle('settings', 'set', async () => {
      throw new AppError('store/full')
    })
    await settings.getState().change({ theme: 'dark' })
    expect(settings.getState().settings.theme).toBe('system')
    expect(feedback.getState().current?.error?.code).toBe('store/full')
  })

  it('says why a job could not be cancelled', async () => {
    const { feedback, jobs, fake } = await openWindow()
    fake.handle('jobs', 'cancel', async () => {
      throw new AppError('internal')
    })
    jobs.getState().cancel('sync 1')
    await new Promise((resolve) => setImmediate(resolve))
    expect(feedback.getState().current?.error?.code).toBe('internal')
  })
})
