import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import {
  addCodes,
  bothAgree,
  changesSent,
  codesHere,
  codesThere,
  givenStaffCodes,
  reachableAgain,
  staffList,
} from './code-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { resultsAre, soon } from './teacher-steps.ts'

const search = (page: Page) => page.getByRole('searchbox', { name: 'Search codes' })
const grid = (page: Page) => page.getByRole('grid', { name: 'Access codes' })
const rowOf = (page: Page, code: string) => grid(page).getByRole('row').filter({ hasText: code })
const waiting = (page: Page) => page.getByText(/^\d+ waiting to be sent\. /)

// One train journey: each step begins where the one before ended.
describe('codes that are changed without a network', () => {
  const laptop = givenStaffCodes('HOME-1, Ada\nHOME-2, Ben\nHOME-3, Cem', 3)

  it('are kept, and stand in the list as waiting', async () => {
    const { page } = laptop.app
    await laptop.simulator.close()
    await page.context().setOffline(true)
    await addCodes(page, 'TRAIN-1, Dora\nTRAIN-2, Eve\nTRAIN-3, Finn', 3)
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
    await lookInEveryForm(laptop.app, 'codes-waiting')
    await liesWithinTheWindow(laptop.app, 'changes that wait')
  })

  it('can be looked at by themselves, and one of them taken back by keyboard', async () => {
    const { page } = laptop.app
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
    const { page } = laptop.app
    await addCodes(page, 'HOME-2', 1)
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
    await laptop.app.kill()
    await laptop.openOnResults()
    const { page } = laptop.app
    await resultsAre(page, 1)
    await page.keyboard.press('Control+7')
    await page.getByText(/^3 waiting to be sent.*ClassMarker could not be reached/).waitFor()
    await rowOf(page, 'HOME-2').getByText('Removal waiting to be sent').waitFor()
    await rowOf(page, 'TRAIN-3').getByText('Waiting to be sent').waitFor()
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText(/^3 waiting to be sent.*ClassMarker could not be reached/).waitFor()
  })

  it('still wait after the app was quit, and take more changes', async () => {
    await laptop.app.close()
    await laptop.openOnResults()
    const { page } = laptop.app
    await resultsAre(page, 1)
    await page.keyboard.press('Control+7')
    await waiting(page)
      .filter({ hasText: /^3 waiting/ })
      .waitFor()
    await addCodes(page, 'TRAIN-4, Gus', 1)
    await waiting(page)
      .filter({ hasText: /^4 waiting/ })
      .waitFor()
    expect(await codesHere(page)).toEqual(['HOME-1', 'HOME-3', 'TRAIN-1', 'TRAIN-3', 'TRAIN-4'])
  })

  it('go out by themselves when the network is back, each once', async () => {
    const { page } = laptop.app
    laptop.simulator = await reachableAgain(laptop.simulator)
    expect(codesThere(laptop.simulator)).toEqual(['HOME-1', 'HOME-2', 'HOME-3'])
    await laptop.app.wake()
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toEqual(['HOME-1', 'HOME-3', 'TRAIN-1', 'TRAIN-3', 'TRAIN-4'])
    expect(changesSent(laptop.simulator).map(({ method, path }) => `${method} ${path}`)).toHaveLength(2)
    expect(laptop.simulator.world.accessList(staffList)?.codes.has('TRAIN-2')).toBe(false)
  })

  it('stand in the journal as sent', async () => {
    const { page } = laptop.app
    await page.getByRole('tab', { name: 'Journal' }).click()
    const changes = page.getByRole('table', { name: 'Changes made here' })
    await changes.getByRole('row').filter({ hasText: 'TRAIN-4' }).getByText('Sent', { exact: true }).waitFor()
    await changes.getByRole('row').filter({ hasText: 'Removed 1' }).first().getByText('Sent', { exact: true }).waitFor()
  })

  it('are sent once though the answer was lost', async () => {
    const { page } = laptop.app
    laptop.simulator.faults.next({ kind: 'reset midway' }, { path: /\/v1\/accesslists\// })
    await addCodes(page, 'LOST-1, Ida', 1)
    await bothAgree(page, laptop.simulator)
    await soon(() => codesThere(laptop.simulator)).toContain('LOST-1')
    expect(await page.getByText(/held back/).count()).toBe(0)
  })

  it('has gone without an error in the window', () => {
    expect(laptop.app.logs.filter((line) => line.startsWith('page error'))).toEqual([])
  })
})
