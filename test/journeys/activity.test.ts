import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from './every-form.ts'
import { connectAndFetch, givenLaptop, type Laptop, now, resultsAre, soon } from './teacher-steps.ts'

const activity = (page: Page) => page.getByRole('button', { name: 'Activity', exact: true }).click()
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click()
const rows = (page: Page) => page.getByRole('tabpanel').getByRole('row')
const syncNow = (page: Page) => page.getByRole('main').getByRole('button', { name: 'Sync now' }).last().click()

// One evening in order: each step begins where the one before ended.
describe('what syncing did', () => {
  let essay: { user_id: number; test_id: number; group_id: number; time_started: number }
  const laptop = givenLaptop({ classMarker: 60, prepare: addEssay, fetched: 61 })

  function addEssay({ simulator: { world } }: Laptop): void {
    const [group] = world.groups
    const [test] = group?.tests ?? []
    essay = world.addGroupResult({
      first: 'Mateo',
      last: 'Essayist',
      group_id: group?.id ?? 0,
      test_id: test?.id ?? 0,
      time_started: plusSeconds(now(), -12 * day),
      time_finished: plusSeconds(now(), -12 * day + 1_800),
      requires_grading: 'Yes',
      points_scored: 12.4,
      points_available: 20,
      percentage: 62,
      percentage_passmark: 50,
    })
  }

  it('lists a sync with what it brought and how it ended', async () => {
    const { page } = laptop.app
    await activity(page)
    await rows(page).nth(1).waitFor()
    await soon(() => rows(page).nth(1).getByRole('cell').allTextContents()).toEqual([
      expect.stringMatching(/^Today /),
      'Sync',
      'Complete',
      '61',
      '0',
      '0',
      '0',
      expect.stringMatching(/^\d$/),
    ])
  })

  it('lists every request by its path alone, under a meter of the last hour', async () => {
    const { page } = laptop.app
    await tab(page, /^Requests/)
    await page.getByRole('tabpanel').getByText(`${laptop.simulator.requests.length} of 30 requests`).waitFor()
    await rows(page).getByText('v1/groups/recent_results.json').first().waitFor()
    expect(await page.getByRole('tabpanel').textContent()).not.toContain(laptop.simulator.key)
  })

  it('says what a recheck costs before it runs', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Recheck…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Recheck results' })
    await dialog
      .getByText(
        new RegExp(
          `still needs? grading and the last 7 days: \\d requests; ${laptop.simulator.requests.length} of 30 used this hour`,
        ),
      )
      .waitFor()
    await lookInEveryForm(laptop.app, 'recheck')
  })

  it('shows what was graded later, in the teacher’s words', async () => {
    const { page } = laptop.app
    laptop.simulator.world.gradeResult(essay, { points_scored: 14.3, percentage: 71.5 })
    await page.getByRole('dialog').getByRole('button', { name: 'Recheck', exact: true }).click()
    await tab(page, /^Changes/)
    const row = rows(page).filter({ hasText: 'Mateo Essayist' })
    await row.getByText('Score 62.0% → to 71.5%').waitFor()
    await row.getByText('Grading To grade → to graded').waitFor()
    await row.getByText('Points 12.4 → to 14.3').waitFor()
    await lookInEveryForm(laptop.app, 'activity-changes')
  })

  it('opens the result of a change, with its history, and gives the focus back', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: /^Open the result of Mateo Essayist/ }).press('Enter')
    const panel = page.getByRole('complementary', { name: 'Result of Mateo Essayist' })
    await panel.getByRole('heading', { name: 'Changes' }).waitFor()
    await panel.getByText('Score 62.0% → to 71.5%').waitFor()
    await panel.getByText(/^seen today /).waitFor()
    await lookInEveryForm(laptop.app, 'activity-detail')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/^Open the result of Mateo Essayist/)
  })

  it('keeps a result that cannot be read, with what was sent', async () => {
    const { page } = laptop.app
    laptop.simulator.world.addGroupResult({ time_finished: 'yesterday', first: 'Unread' })
    laptop.simulator.world.addGroupResult({ time_finished: now() })
    await syncNow(page)
    await tab(page, /^Could not be read 1$/)
    await page.getByRole('button', { name: 'What ClassMarker sent' }).click()
    await page.getByText('"first": "Unread"').waitFor()
    await page.getByRole('button', { name: 'Copy', exact: true }).click()
    await page.getByText('Copied what ClassMarker sent.').first().waitFor()
    await expect.poll(async () => (await laptop.app.outside()).copied.at(-1)).toContain('"Unread"')
    await lookInEveryForm(laptop.app, 'activity-unreadable')
  })

  it('unfolds why a sync failed', async () => {
    const { page } = laptop.app
    laptop.simulator.faults.next({ kind: 'captive portal' }, { times: Number.POSITIVE_INFINITY })
    await syncNow(page)
    await tab(page, /^Syncs/)
    await page.getByRole('button', { name: /^Failed/ }).click()
    await rows(page).getByText('Open a browser, sign in to the Wi-Fi, then try again.').waitFor()
    await lookInEveryForm(laptop.app, 'activity-failed')
    laptop.simulator.faults.clear()
  })

  it('shows a sync that waits with its time, and cancels it', async () => {
    const { page } = laptop.app
    const next = plusSeconds(now(), 1_500)
    laptop.simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded', nextRequestAfter: next })
    await syncNow(page)
    const underWay = page.getByRole('region', { name: 'Under way' })
    await underWay.getByText(/^Northgate High: next request at \d.*\. Goes on by itself\.$/).waitFor()
    await page
      .getByRole('region', { name: 'Sync', exact: true })
      .getByText(/^Next request at /)
      .waitFor()
    await lookInEveryForm(laptop.app, 'activity-waiting')
    await underWay.getByRole('button', { name: 'Cancel the sync of Northgate High' }).click()
    await underWay.waitFor({ state: 'detached' })
  })
})

describe('a sync that waits', () => {
  const laptop = givenLaptop({ classMarker: 20 })

  it('goes on by itself', async () => {
    const { page } = laptop.app
    const { faults } = laptop.simulator
    // The pause begins when somebody looks.
    const held = faults.next({ kind: 'held' }, { path: '/v1/groups/recent_results.json' })
    await connectAndFetch(page, laptop.simulator)
    await activity(page)
    await held.reached()
    faults.next(
      { kind: 'error', code: 'rateLimitExceeded', nextRequestAfter: plusSeconds(now(), 4) },
      { path: '/v1/links/recent_results.json' },
    )
    held.release()
    await page.getByText(/^Northgate High: next request at /).waitFor()
    await page.getByRole('region', { name: 'Under way' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Results/ }).click()
    await resultsAre(page, 20)
  })
})

describe('a laptop that was closed for half a year', () => {
  const laptop = givenLaptop({ classMarker: 40, fetched: 40 })

  beforeAll(async () => {
    await laptop.app.page.evaluate(() => gradekeep?.settings.set({ autoSync: false }))
    await laptop.app.close()
    const database = new Database(join(laptop.folder, 'gradekeep.db'))
    database.exec(`
      UPDATE coverage SET from_time = from_time - ${190 * day}, to_time = to_time - ${190 * day};
      UPDATE feed_state SET cursor = cursor - ${190 * day};
    `)
    database.close()
    await laptop.open()
  })

  it('says at once that results are being lost', async () => {
    const { page } = laptop.app
    await page.getByText(/^Results finished since .* begin to be lost at ClassMarker\./).waitFor()
    await lookInEveryForm(laptop.app, 'results-losing')
  })

  it('says after the sync which range is missing, and what can still be done', async () => {
    const { page } = laptop.app
    await page.getByRole('region', { name: 'About syncing' }).getByRole('button', { name: 'Sync now' }).click()
    await activity(page)
    await tab(page, /^Gaps 2$/)
    await page
      .getByText(/^Complete since .*; gap /)
      .first()
      .waitFor()
    await page
      .getByText(/seven-day window/)
      .first()
      .waitFor()
    await page.getByRole('region', { name: 'About syncing' }).waitFor({ state: 'detached' })
    await lookInEveryForm(laptop.app, 'activity-gaps')
  })

  it('asks again for the range, and says why it is refused', async () => {
    const { page } = laptop.app
    const before = laptop.simulator.requests.length
    await page.getByRole('button', { name: /^Fetch this range again: Groups, / }).click()
    await expect.poll(() => laptop.simulator.requests.length).toBeGreaterThan(before)
    await tab(page, /^Syncs/)
    await page.getByText('ClassMarker no longer hands out results as old as the ones asked for.').first().waitFor()
  })
})

describe('a computer whose clock is wrong', () => {
  const laptop = givenLaptop({ classMarker: 20, fetched: 20 })

  it('is told so, and syncs all the same', async () => {
    const { page } = laptop.app
    laptop.simulator.world.setClockOffset(7 * 60)
    laptop.simulator.world.addGroupResult()
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByText('This computer’s clock is 7 minutes behind; syncing corrects for it.').waitFor()
    await resultsAre(page, 21)
  })
})
