import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import { lookInEveryForm } from './every-form.ts'
import { connectAndFetch, dataFolder, environmentOf, now, resultsAre, start } from './teacher-steps.ts'

const settings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click()
const results = (page: Page) => page.getByRole('button', { name: /^Results/ }).click()
const pill = (page: Page) => page.getByRole('region', { name: 'Sync', exact: true })

// Two schools of one teacher: each step begins where the one before ended.
describe('more than one account', () => {
  const folder = dataFolder()
  let first: Simulator
  let second: Simulator
  let app: RunningGradekeep

  beforeAll(async () => {
    first = await startSimulator({ clock: now, results: 60, requestsPerHour: null, seed: 1 })
    second = await startSimulator({ clock: now, results: 40, requestsPerHour: null, seed: 2 })
    app = await start({ dataDir: folder.path, env: environmentOf(first) })
    await connectAndFetch(app.page, first)
    await app.page.getByText('60 new results').first().waitFor()
  })
  afterAll(async () => {
    await app?.close()
    await first?.close()
    await second?.close()
    folder.remove()
  })

  it('takes another colour, by name', async () => {
    const { page } = app
    await settings(page)
    await page.getByText('Violet', { exact: true }).locator('..').click()
    await expect.poll(() => coloursOf(page)).toEqual([2])
  })

  it('is disconnected and keeps its results', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Remove account…' }).click()
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.getByRole('radio', { name: /^Keep its 60 results/ }).isChecked()).toBe(true)
    await dialog.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('article').getByText('Disconnected; results kept').waitFor()
    await pill(page).getByText('Its results are kept').waitFor()
    await results(page)
    await resultsAre(page, 60)
  })

  it('is looked at together with another, each row saying whose it is', async () => {
    await app.close()
    app = await start({ dataDir: folder.path, env: environmentOf(second) })
    const { page } = app
    await settings(page)
    await page.getByRole('button', { name: 'Add an account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    await dialog.getByLabel('API key', { exact: true }).fill(second.key)
    await dialog.getByLabel('API secret', { exact: true }).fill(second.secret)
    await dialog.getByLabel('Name for this account').fill('Lakeside Evening School')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('button', { name: 'Fetch results' }).click()
    await resultsAre(page, 40)
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Account/ })
      .click()
    await page.getByRole('menuitem', { name: 'All accounts' }).click()
    await resultsAre(page, 100)
    const grid = page.getByRole('grid')
    await grid.getByText('Northgate High', { exact: true }).first().waitFor({ state: 'attached' })
    await grid.getByText('Lakeside Evening School', { exact: true }).first().waitFor({ state: 'attached' })
    await lookInEveryForm(app, 'accounts-together')
    await page.getByRole('button', { name: 'Activity', exact: true }).click()
    await page
      .getByRole('tabpanel')
      .getByText('Lakeside Evening School', { exact: true })
      .first()
      .waitFor({ state: 'attached' })
    await lookInEveryForm(app, 'activity-together')
    await settings(page)
    await lookInEveryForm(app, 'settings-accounts')
  })

  it('takes up where it was left when its key is connected again', async () => {
    await app.close()
    first.world.addGroupResult()
    app = await start({ dataDir: folder.path, env: environmentOf(first) })
    const { page } = app
    await settings(page)
    await page.getByRole('button', { name: 'Connect again…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    expect(await dialog.getByLabel('API key', { exact: true }).inputValue()).toBe(first.key)
    await dialog.getByLabel('API secret', { exact: true }).fill(first.secret)
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    await dialog.getByRole('button', { name: 'Fetch results' }).click()
    await resultsAre(page, 61)
    await page
      .getByText(/1 new result/)
      .first()
      .waitFor()
    expect(await coloursOf(page)).toEqual([2, 1])
  })

  it('asks whose a second key is, and lets it take the place of the first', async () => {
    const { page } = app
    const renewed = { key: 'renewed-key', secret: first.secret }
    first.addKey(renewed)
    await settings(page)
    await page.getByRole('button', { name: 'Add an account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    await dialog.getByLabel('API key', { exact: true }).fill(renewed.key)
    await dialog.getByLabel('API secret', { exact: true }).fill(renewed.secret)
    await dialog.getByLabel('Name for this account').fill('Second key')
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click()
    const question = dialog.getByRole('group', { name: 'This is the same ClassMarker account as “Northgate High”' })
    await question.getByText('its 61 results stay', { exact: false }).waitFor()
    expect(await coloursOf(page)).toHaveLength(2)
    await lookInEveryForm(app, 'same-account')
    await question.getByRole('button', { name: 'Use the new key' }).click()
    await dialog.getByText('Its 61 results stay', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Fetch results' }).click()
    await resultsAre(page, 61)
    await page.getByText('Nothing new. ', { exact: false }).first().waitFor()
    expect(await coloursOf(page)).toEqual([2, 1])
    expect(await namesOf(page), 'the account keeps its name').toContain('Northgate High')
    expect(await namesOf(page)).not.toContain('Second key')
  })
})

const namesOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const accounts = await gradekeep?.accounts.list()
    return accounts?.ok ? accounts.value.map(({ name }) => name) : []
  })

const coloursOf = (page: Page): Promise<number[]> =>
  page.evaluate(async () => {
    const accounts = await gradekeep?.accounts.list()
    return accounts?.ok ? accounts.value.map(({ colour }) => colour) : []
  })
