import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import {
  bothAgree,
  changesSent,
  codesHere,
  codesThere,
  reachableAgain,
  staffList,
  startWithEmptyLists,
} from './code-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { connectAndFetch, dataFolder, environmentOf, resultsAre, soon, start } from './teacher-steps.ts'

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search codes' })
const grid = (page: Page) => page.getByRole('grid', { name: 'Access codes' })
const rowOf = (page: Page, code: string) => grid(page).getByRole('row').filter({ hasText: code })
const waiting = (page: Page) => page.getByText(/^\d+ waiting to be sent\. /)

async function add(page: Page, lines: string, count: number): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add codes' })
  await dialog.getByLabel('Codes, one per line').fill(lines)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: count === 1 ? 'Add 1 code' : `Add ${count} codes`, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

// One train journey: each step begins where the one before ended.
describe('codes that are changed without a network', () => {
  const folder = dataFolder()
  let simulator: Simulator
  let app: RunningGradekeep

  beforeAll(async () => {
    simulator = await startWithEmptyLists()
    app = await start({ dataDir: folder.path, env: environmentOf(simulator) })
    const { page } = app
    await connectAndFetch(page, simulator)
    await resultsAre(page, 1)
    await page.keyboard.press('Control+3')
    await page.getByRole('button', { name: /Access list$/ }).click()
    await page.getByRole('option', { name: 'New York sales staff · 123456' }).click()
    await add(page, 'HOME-1, Ada\nHOME-2, Ben\nHOME-3, Cem', 3)
    await bothAgree(page, simulator)
  })
  afterAll(async () => {
    await app?.close()
    await simulator?.close()
    folder.remove()
  })

  it('are kept, and stand in the list as waiting', async () => {
    const { page } = app
    await simulator.close()
    await page.context().setOffline(true)
    await add(page, 'TRAIN-1, Dora\nTRAIN-2, Eve\nTRAIN-3, Finn', 3)
    await search(page).fill('HOME-2')
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual(['HOME-2'])
    await grid(page).getByRole('checkbox', { name: 'Select HOME-2' }).click()
    await page.getByRole('button', { name: 'Remove 1 code', exact: true }).click()
    await page.getByText(/^4 waiting to be sent.*This computer is offline/).waitFor()
    await search(page).fill('')
    await rowOf(page, 'TRAIN-1').getByText('Waiting to be sent').waitFor()
    await rowOf(page, 'HOME-2').getByText('Removal waiting to be sent').waitFor()
    await page.getByText(/^3 at ClassMarker, 5 known here$/).waitFor()
    const sidebar = page.getByRole('navigation', { name: 'Gradekeep' })
    await sidebar.getByRole('button', { name: /^Access codes.*4 waiting to be sent$/ }).waitFor()
    await sidebar.getByRole('button', { name: '4 waiting to be sent', exact: true }).waitFor()
    await lookInEveryForm(app, 'codes-waiting')
    await liesWithinTheWindow(app, 'changes that wait')
  })

  it('can be looked at by themselves, and one of them taken back by keyboard', async () => {
    const { page } = app
    await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Waiting' }).press('Space')
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual([
      'HOME-2',
      'TRAIN-1',
      'TRAIN-2',
      'TRAIN-3',
    ])
    await rowOf(page, 'TRAIN-2').getByRole('rowheader').focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('complementary', { name: 'Code TRAIN-2' })
    await details.getByRole('button', { name: 'Take back' }).press('Enter')
    await page.getByText('1 change was taken back.').first().waitFor()
    await details.waitFor({ state: 'detached' })
    await soon(() => grid(page).getByRole('rowheader').allTextContents()).toEqual(['HOME-2', 'TRAIN-1', 'TRAIN-3'])
    await waiting(page)
      .filter({ hasText: /^3 waiting/ })
      .waitFor()
    await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Waiting' }).press('Space')
  })

  it('cancel each other out before anything is sent', async () => {
    const { page } = app
    await add(page, 'HOME-2', 1)
    await waiting(page)
      .filter({ hasText: /^2 waiting/ })
      .waitFor()
    await rowOf(page, 'HOME-2').getByText('Removal waiting to be sent').waitFor({ state: 'detached' })
    await grid(page).getByRole('checkbox', { name: 'Select HOME-2' }).click()
    await page.getByRole('button', { name: 'Remove 1 code', exact: true }).click()
    await waiting(page)
      .filter({ hasText: /^3 waiting/ })
      .waitFor()
  })

  it('still wait after a crash, and say that ClassMarker could not be reached', async () => {
    await app.kill()
    app = await start({ dataDir: folder.path, env: environmentOf(simulator) })
    const { page } = app
    await resultsAre(page, 1)
    await page.keyboard.press('Control+3')
    await page.getByText(/^3 waiting to be sent.*ClassMarker could not be reached/).waitFor()
    await rowOf(page, 'HOME-2').getByText('Removal waiting to be sent').waitFor()
    await rowOf(page, 'TRAIN-3').getByText('Waiting to be sent').waitFor()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText(/^3 waiting to be sent.*ClassMarker could not be reached/).waitFor()
  })

  it('still wait after the app was quit, and take more changes', async () => {
    await app.close()
    app = await start({ dataDir: folder.path, env: environmentOf(simulator) })
    const { page } = app
    await resultsAre(page, 1)
    await page.keyboard.press('Control+3')
    await waiting(page)
      .filter({ hasText: /^3 waiting/ })
      .waitFor()
    await add(page, 'TRAIN-4, Gus', 1)
    await waiting(page)
      .filter({ hasText: /^4 waiting/ })
      .waitFor()
    expect(await codesHere(page)).toEqual(['HOME-1', 'HOME-3', 'TRAIN-1', 'TRAIN-3', 'TRAIN-4'])
  })

  it('go out by themselves when the network is back, each once', async () => {
    const { page } = app
    simulator = await reachableAgain(simulator)
    expect(codesThere(simulator)).toEqual(['HOME-1', 'HOME-2', 'HOME-3'])
    await app.wake()
    await bothAgree(page, simulator)
    expect(codesThere(simulator)).toEqual(['HOME-1', 'HOME-3', 'TRAIN-1', 'TRAIN-3', 'TRAIN-4'])
    expect(changesSent(simulator).map(({ method, path }) => `${method} ${path}`)).toHaveLength(2)
    expect(simulator.world.accessList(staffList)?.codes.has('TRAIN-2')).toBe(false)
  })

  it('stand in the journal as sent', async () => {
    const { page } = app
    await page.getByRole('tab', { name: 'Journal' }).click()
    const changes = page.getByRole('table', { name: 'Changes made here' })
    await changes.getByRole('row').filter({ hasText: 'TRAIN-4' }).getByText('Sent', { exact: true }).waitFor()
    await changes.getByRole('row').filter({ hasText: 'Removed 1' }).first().getByText('Sent', { exact: true }).waitFor()
  })

  it('are sent once though the answer was lost', async () => {
    const { page } = app
    simulator.faults.next({ kind: 'reset midway' }, { path: /\/v1\/accesslists\// })
    await add(page, 'LOST-1, Ida', 1)
    await bothAgree(page, simulator)
    expect(codesThere(simulator)).toContain('LOST-1')
    expect(await page.getByText(/held back/).count()).toBe(0)
  })

  it('has gone without an error in the window', () => {
    expect(app.logs.filter((line) => line.startsWith('page error'))).toEqual([])
  })
})
