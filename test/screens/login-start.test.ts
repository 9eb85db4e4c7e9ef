import { describe, expect, it } from 'vitest'
import type { LoginStart } from '../../shared/ipc/app.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

describe('starting with the computer', () => {
  const laptop = givenAnswers(copySample)

  async function settings() {
    const { page } = await openScreen(laptop.fake)
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await page.getByText('Start with the computer').waitFor()
    return page
  }
  const says = (state: LoginStart) => laptop.fake.handle('app', 'loginStart', async () => state)

  it('is told in words where the system does not do it, and no more once it does', async () => {
    says('switched-off')
    const page = await settings()
    expect(laptop.fake.callsOf('app', 'loginStart')).toEqual([])
    await page.getByText('Start with the computer').click()
    await page.getByText('This desktop does not start Gradekeep', { exact: false }).waitFor()
    says('on')
    // The teacher comes back from the system's settings.
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.getByText('This desktop does not start Gradekeep', { exact: false }).waitFor({ state: 'detached' })
  })

  it('is told on opening Settings where it was removed since', async () => {
    says('missing')
    const page = await settings()
    await page.getByText('the entry is gone', { exact: false }).waitFor()
  })
})
