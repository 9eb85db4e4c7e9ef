import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { lookInEveryForm } from './every-form.ts'
import { connect, environmentOf, givenLaptop, now, resultsAre } from './teacher-steps.ts'

const settings = (page: Page) => page.getByRole('button', { name: 'Settings' }).click()
const results = (page: Page) => page.getByRole('button', { name: /^Results/ }).click()
const pill = (page: Page) => page.getByRole('region', { name: 'Sync', exact: true })

// Two schools of one teacher: each step begins where the one before ended.
describe('more than one account', () => {
  const laptop = givenLaptop({
    classMarker: () => startSimulator({ clock: now, results: 60, requestsPerHour: null, seed: 1 }),
    fetched: 60,
  })
  let second: Simulator

  beforeAll(async () => {
    second = await startSimulator({ clock: now, results: 40, requestsPerHour: null, seed: 2 })
  })
  afterAll(() => second?.close())

  it('takes another colour, by name', async () => {
    const { page } = laptop.app
    await settings(page)
    await page.getByText('Violet', { exact: true }).locator('..').click()
    await expect.poll(() => coloursOf(page)).toEqual([2])
  })

  it('is disconnected and keeps its results', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Remove account…' }).click()
    const dialog = page.getByRole('alertdialog')
    await expect.poll(() => dialog.getByRole('radio', { name: /^Keep its 60 results/ }).isChecked()).toBe(true)
    await dialog.getByRole('button', { name: 'Disconnect' }).click()
    await page.getByRole('article').getByText('Disconnected; results kept').waitFor()
    await pill(page).getByText('Its results are kept').waitFor()
    await results(page)
    await resultsAre(page, 60)
  })

  it('is looked at together with another, each row saying whose it is', async () => {
    await laptop.app.close()
    await laptop.open(environmentOf(second))
    const { page } = laptop.app
    await settings(page)
    await page.getByRole('button', { name: 'Add an account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    await connect(dialog, second, 'Lakeside Evening School')
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
    await lookInEveryForm(laptop.app, 'accounts-together')
    await page.getByRole('button', { name: 'Activity', exact: true }).click()
    await page
      .getByRole('tabpanel')
      .getByText('Lakeside Evening School', { exact: true })
      .first()
      .waitFor({ state: 'attached' })
    await lookInEveryForm(laptop.app, 'activity-together')
    await settings(page)
    await lookInEveryForm(laptop.app, 'settings-accounts')
  })

  it('takes up where it was left when its key is connected again', async () => {
    await laptop.app.close()
    laptop.simulator.world.addGroupResult()
    await laptop.open()
    const { page } = laptop.app
    await settings(page)
    await page.getByRole('button', { name: 'Connect again…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    await expect.poll(() => dialog.getByLabel('API key', { exact: true }).inputValue()).toBe(laptop.simulator.key)
    await dialog.getByLabel('API secret', { exact: true }).fill(laptop.simulator.secret)
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
    const { page } = laptop.app
    const renewed = { key: 'renewed-key', secret: laptop.simulator.secret }
    laptop.simulator.addKey(renewed)
    await settings(page)
    await page.getByRole('button', { name: 'Add an account…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Connect an account' })
    await connect(dialog, renewed, 'Second key')
    const question = dialog.getByRole('group', { name: 'This is the same ClassMarker account as “Northgate High”' })
    await question.getByText('its 61 results stay', { exact: false }).waitFor()
    expect(await coloursOf(page)).toHaveLength(2)
    await lookInEveryForm(laptop.app, 'same-account')
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
