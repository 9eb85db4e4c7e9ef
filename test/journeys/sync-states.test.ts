import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import type { ErrorCode } from '../../shared/errors.ts'
import { errorSentences } from '../../shared/locales/errors.en.ts'
import { plusSeconds } from '../../shared/model/time.ts'
import { connect, connectAndFetch, givenLaptop, holdAfterPages, now, resultsAre } from './teacher-steps.ts'

const pill = (page: Page) => page.getByRole('region', { name: 'Sync' })
const syncNow = (page: Page) => page.getByRole('button', { name: 'Sync now' }).click()

describe('connecting when something is in the way', () => {
  const laptop = givenLaptop({ classMarker: 20 })

  interface Obstacle {
    readonly name: string
    readonly code: ErrorCode
    readonly credentials?: { readonly key?: string; readonly secret?: string }
    arrange?(world: Simulator): void
    undo?(world: Simulator): void
  }

  const obstacles: readonly Obstacle[] = [
    { name: 'a key nobody knows', code: 'api/no-such-key', credentials: { key: 'not-a-key' } },
    { name: 'a secret of another key', code: 'api/auth-failed', credentials: { secret: 'not the secret' } },
    {
      name: 'a key that is switched off',
      code: 'api/key-inactive',
      arrange: ({ world }) => world.setKeyActive(false),
      undo: ({ world }) => world.setKeyActive(true),
    },
    {
      name: 'the sign-in page of a Wi-Fi',
      code: 'network/captive-portal',
      arrange: ({ faults }) => void faults.next({ kind: 'captive portal' }),
    },
    {
      name: 'a network that leads elsewhere',
      code: 'network/redirected',
      arrange: ({ faults }) => void faults.next({ kind: 'redirect', location: 'https://wifi.example/' }),
    },
    {
      name: 'maintenance',
      code: 'api/maintenance',
      arrange: ({ faults }) => void faults.next({ kind: 'maintenance' }),
    },
    {
      name: 'an answer cut off half-way',
      code: 'network/cut-off',
      // As often as a request is attempted.
      arrange: ({ faults }) => void faults.next({ kind: 'cut-off' }, { times: 3 }),
    },
    // Last, because nothing answers afterwards.
    { name: 'no connection', code: 'network/offline', arrange: (world) => void world.close() },
  ]

  it.each(obstacles)('$name is said in its own words, saves nothing and keeps what was typed', async (obstacle) => {
    const { page } = laptop.app
    const typed = { key: laptop.simulator.key, secret: laptop.simulator.secret, ...obstacle.credentials }
    obstacle.arrange?.(laptop.simulator)
    await connect(page, typed)
    const message = page.getByRole('group', { name: errorSentences[obstacle.code].what })
    // An error that may pass by itself is tried again after one second and after four, give or take half of that.
    await message.getByText('Nothing was saved; what you typed is still here.').waitFor({ timeout: 15_000 })
    await message.getByText(errorSentences[obstacle.code].todo).waitFor()
    obstacle.undo?.(laptop.simulator)
    await expect.poll(() => page.getByLabel('API key', { exact: true }).inputValue()).toBe(typed.key)
    await expect.poll(() => page.getByLabel('API secret', { exact: true }).inputValue()).toBe(typed.secret)
    await expect.poll(() => page.getByLabel('Name for this account').inputValue()).toBe('Northgate High')
    expect(await page.evaluate(() => gradekeep?.accounts.list())).toEqual({ ok: true, value: [] })
  })

  it('has a sentence of its own for each of them', () => {
    expect(new Set(obstacles.map(({ code }) => errorSentences[code].what)).size).toBe(obstacles.length)
  })
})

describe('connecting on a computer whose clock is an hour behind', () => {
  const laptop = givenLaptop({ classMarker: 20, prepare: ({ simulator }) => simulator.world.setClockOffset(3_600) })

  it('corrects for it, and says so where the account is shown', async () => {
    const { page } = laptop.app
    await connect(page, laptop.simulator)
    await page.getByRole('heading', { name: 'Northgate High is connected' }).waitFor()
    await page.getByText(/clock is (59|60|61) minutes behind/).waitFor()
  })
})

// One evening of syncing: each step begins where the one before ended.
describe('a sync that does not go smoothly', () => {
  const laptop = givenLaptop({ classMarker: 900 })

  it('shows rows while they arrive, and keeps them when it is cancelled', async () => {
    const { page } = laptop.app
    const held = holdAfterPages(laptop.simulator, 1)
    await connectAndFetch(page, laptop.simulator)
    await held.reached()
    await resultsAre(page, 200)
    await page.getByRole('button', { name: 'Cancel sync' }).click()
    await pill(page).getByText('Sync was cancelled').waitFor()
    await page.getByText('200 new results. Cancelled. What arrived is kept.').first().waitFor()
    held.cancel()
    await resultsAre(page, 200)
  })

  it('says how far it is also while it waits long for an answer', async () => {
    const { page } = laptop.app
    const held = holdAfterPages(laptop.simulator, 1)
    await syncNow(page)
    await held.reached()
    const words = pill(page).getByText(/^[\d,]+ results · \d+ requests?$/)
    const said = await words.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    )
    held.cancel()
    expect(said).toBe(true)
  })

  it('moves nothing that is being read while newer results come in above it', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Cancel sync' }).waitFor({ state: 'detached' })
    await resultsAre(page, 900)
    for (let ago = 250; ago > 0; ago -= 1) laptop.simulator.world.addGroupResult({ time_finished: now() - ago })
    await page.getByRole('grid').hover()
    await page.mouse.wheel(0, 3_000)
    const nameInRow = (row: number) => page.locator(`[data-row="${row}"]`).getByRole('rowheader')
    await expect.poll(() => topOfRow(page, 110)).not.toBeNull()
    await nameInRow(110).getByText('Loading').waitFor({ state: 'detached' })
    const read = await nameInRow(110).textContent()
    const top = await topOfRow(page, 110)
    await syncNow(page)
    await resultsAre(page, 900 + 250)
    await expect.poll(() => topOfRow(page, 110 + 250)).toBe(top)
    await expect.poll(() => nameInRow(360).textContent()).toBe(read)
  })

  it('says when it may go on after the hour’s requests are used, and sends nothing before', async () => {
    const { page } = laptop.app
    const next = plusSeconds(now(), 1_500)
    laptop.simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded', nextRequestAfter: next })
    await syncNow(page)
    const time = await page.evaluate(
      (moment) =>
        new Intl.DateTimeFormat(navigator.language, { hour: 'numeric', minute: '2-digit' }).format(moment * 1_000),
      next,
    )
    await pill(page).getByText(`Next request at ${time}`).waitFor()
    await pill(page).getByText('Goes on by itself.', { exact: false }).first().waitFor()
    const sent = laptop.simulator.requests.length
    await page
      .getByRole('button', { name: /Cancel/ })
      .first()
      .click()
    await pill(page).getByRole('button', { name: /Sync/ }).first().waitFor()
    expect(laptop.simulator.requests).toHaveLength(sent)
  })
})

describe('a server that fails, and a secret that is gone', () => {
  const laptop = givenLaptop({ classMarker: 60, fetched: 60 })

  it('says calmly that the last sync failed, and why for whoever asks', async () => {
    const { page } = laptop.app
    laptop.simulator.faults.next({ kind: 'http', status: 500 }, { times: 3 })
    await syncNow(page)
    await pill(page).getByText('Last sync failed').click({ timeout: 15_000 })
    const details = page.getByRole('dialog', { name: 'Sync of Northgate High' })
    await details.getByText('ClassMarker’s server answered with error 500.').waitFor()
    await details.getByText('Everything already on this laptop is kept.').waitFor()
    await page.keyboard.press('Escape')
    await resultsAre(page, 60)
  })

  it('does not call a failed sync a sync that found nothing new', async () => {
    const { page } = laptop.app
    await page.getByRole('main').getByText('ClassMarker’s server answered with error 500.').waitFor()
    expect(await page.getByRole('main').getByText('Nothing new').count()).toBe(0)
  })

  it('forgets the failure with the next good sync', async () => {
    const { page } = laptop.app
    await syncNow(page)
    await pill(page)
      .getByText(/^Synced/)
      .waitFor()
  })

  it('asks for the secret again where it is gone, and refuses a wrong one', async () => {
    await laptop.app.close()
    await laptop.open({ GRADEKEEP_API_URL: laptop.simulator.url, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' })
    const { page } = laptop.app
    await resultsAre(page, 60)
    await pill(page).getByText('Needed to sync').waitFor()
    await page.getByRole('button', { name: 'Enter the secret again' }).last().click()
    const dialog = page.getByRole('dialog', { name: 'Enter the secret again' })
    await dialog.getByLabel('API secret').fill('not the secret')
    await dialog.getByRole('button', { name: 'Save secret' }).click()
    await dialog.getByText('ClassMarker did not accept this API key with this secret.').waitFor()
    await expect.poll(() => dialog.getByLabel('API secret').inputValue()).toBe('not the secret')
  })

  it('syncs again as soon as it has the right one', async () => {
    const { page } = laptop.app
    const dialog = page.getByRole('dialog', { name: 'Enter the secret again' })
    await dialog.getByLabel('API secret').fill(laptop.simulator.secret)
    await dialog.getByRole('button', { name: 'Save secret' }).click()
    await dialog.waitFor({ state: 'detached' })
    laptop.simulator.world.addGroupResult()
    await syncNow(page)
    await resultsAre(page, 61)
    // If the computer has a keychain, the secret is there now.
    await page.evaluate(async () => {
      const accounts = await gradekeep?.accounts.list()
      if (accounts?.ok)
        for (const { id } of accounts.value) await gradekeep?.accounts.remove({ id, keepResults: false })
    })
    await page.getByRole('heading', { name: 'Your ClassMarker results, kept' }).waitFor()
  })
})

/** Pixels from the window's top to a row of the grid; null while the row is not drawn. */
async function topOfRow(page: Page, row: number): Promise<number | null> {
  const box = await page
    .locator(`[data-row="${row}"]`)
    .boundingBox({ timeout: 500 })
    .catch(() => null)
  return box === null ? null : Math.round(box.y)
}
