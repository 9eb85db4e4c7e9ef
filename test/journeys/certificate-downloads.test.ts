import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { errorSentences } from '../../shared/locales/errors.en.ts'
import { copySample } from '../screens/laptop-answers.ts'
import {
  addressOf,
  box,
  card,
  desk,
  fact,
  fileNameOf,
  giveAddress,
  type Holder,
  holdersIn,
  tab,
} from './certificate-steps.ts'
import { liesWithinTheWindow, lookInEveryForm } from './every-form.ts'
import { givenLaptop, resultsAre, soon } from './teacher-steps.ts'

const downloads = (page: Page) => page.getByRole('region', { name: 'Downloads' })

// The sample's own server serves its PDFs; no other server may be asked for any.
describe('downloading certificates of the sample account', () => {
  const laptop = givenLaptop({ prepare: ({ folder }) => copySample(folder) })
  const pdfs = join(laptop.folder, 'Certificates of spring')

  let wanted: readonly Holder[]

  beforeAll(async () => {
    mkdirSync(pdfs)
    await resultsAre(laptop.app.page, 3_000)
    wanted = holdersIn(laptop.folder)
    await laptop.app.page.keyboard.press('Control+6')
    await tab(laptop.app.page, 'List')
    await laptop.app.page.getByRole('columnheader', { name: 'Finished' }).waitFor()
  })

  it('leaves everything as it is when no folder is chosen', async () => {
    const { page } = laptop.app
    await box(page, 0).click()
    await box(page, 1).click()
    await laptop.app.dialogs.answerNextOpen(null)
    await page.getByRole('button', { name: 'Download 2 PDFs…' }).click()
    await soon(() => page.getByRole('button', { name: 'Download 2 PDFs…' }).isEnabled()).toBe(true)
    await downloads(page).waitFor({ state: 'detached' })
    expect(readdirSync(pdfs)).toEqual([])
  })

  it('saves two under names that can be read', async () => {
    const { page } = laptop.app
    await laptop.app.dialogs.answerNextOpen(pdfs)
    await page.getByRole('button', { name: 'Download 2 PDFs…' }).click()
    await downloads(page)
      .getByText(/^Downloading/)
      .waitFor()
    await page.getByText('Saved 2 certificates').first().waitFor()
    expect(readdirSync(pdfs).sort()).toEqual(wanted.slice(0, 2).map(fileNameOf).sort())
    for (const name of readdirSync(pdfs)) {
      const bytes = readFileSync(join(pdfs, name))
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    }
    for (const row of [0, 1])
      await soon(() => page.locator(`[data-row="${row}"]`).getByRole('gridcell').last().textContent()).toBe('Here')
  })

  it('opens them from this computer with no network at all', async () => {
    const { page } = laptop.app
    const file = join(pdfs, fileNameOf(wanted[0]))
    await page.context().setOffline(true)
    await tab(page, 'Desk')
    await desk(page).fill(wanted[0]?.serial ?? '')
    await soon(() => fact(page, 'PDF').textContent()).toBe(`On this computer: ${fileNameOf(wanted[0])}`)
    await card(page).getByRole('button', { name: 'Open PDF' }).click()
    await soon(async () => (await laptop.app.outside()).opened.at(-1)).toBe(file)
    await card(page).getByRole('button', { name: 'Show in folder' }).click()
    await soon(async () => (await laptop.app.outside()).shown.at(-1)).toBe(file)
    await page.context().setOffline(false)
    await tab(page, 'List')
  })

  it('has nothing to download where all is here', async () => {
    const { page } = laptop.app
    await box(page, 0).click()
    await page.getByRole('button', { name: 'Download 1 PDF…' }).click()
    await page.getByText('There is nothing to download', { exact: false }).first().waitFor()
    await page.locator('[data-region="status"]').getByRole('button', { name: 'Dismiss' }).click()
    await page.getByRole('button', { name: 'Clear selection' }).click()
  })

  it('pauses between two files, stays paused over a restart, and goes on', async () => {
    const before = readdirSync(pdfs).length
    await box(laptop.app.page, 2).click()
    await box(laptop.app.page, 5).click({ modifiers: ['Shift'] })
    await laptop.app.page.getByRole('button', { name: 'Download 4 PDFs…' }).click()
    await downloads(laptop.app.page).getByRole('button', { name: 'Pause' }).click()
    const paused = downloads(laptop.app.page).getByText(/^Paused\. [1-4] certificates? waits?\.$/)
    await paused.waitFor()
    const waiting = Number((await paused.textContent())?.match(/\d/)?.[0])
    expect(readdirSync(pdfs)).toHaveLength(before + 4 - waiting)
    await laptop.app.close()
    await laptop.openOnResults()
    await resultsAre(laptop.app.page, 3_000)
    await laptop.app.page.keyboard.press('Control+6')
    await downloads(laptop.app.page)
      .getByText(/^Paused\. /)
      .waitFor()
    expect(readdirSync(pdfs)).toHaveLength(before + 4 - waiting)
    await liesWithinTheWindow(laptop.app, 'paused downloads')
    await downloads(laptop.app.page).getByRole('button', { name: 'Go on' }).press('Enter')
    await laptop.app.page
      .getByText(waiting === 1 ? 'Saved 1 certificate' : `Saved ${waiting} certificates`)
      .first()
      .waitFor()
    expect(readdirSync(pdfs).sort()).toEqual(wanted.slice(0, 6).map(fileNameOf).sort())
  })

  it('says why one could not be had, and tries it again', async () => {
    const { page } = laptop.app
    const lost = wanted[6]
    const address = addressOf(laptop.folder, lost)
    giveAddress(laptop.folder, lost, 'https://www.classmarker.com/pdf/certificate/Certificate.pdf?c=gone')
    await tab(page, 'List')
    await box(page, 6).click()
    await page.getByRole('button', { name: 'Download 1 PDF…' }).click()
    await downloads(page).getByText('1 could not be downloaded').waitFor()
    await downloads(page).getByText(errorSentences['certificate/gone'].what).waitFor()
    await tab(page, 'Desk')
    await lookInEveryForm(laptop.app, 'certificates-failed')
    await liesWithinTheWindow(laptop.app, 'a failed download')
    await tab(page, 'List')
    expect(existsSync(join(pdfs, fileNameOf(lost)))).toBe(false)
    giveAddress(laptop.folder, lost, address)
    await downloads(page).getByRole('button', { name: 'Try 1 again' }).click()
    await page.getByText('Saved 1 certificate', { exact: true }).first().waitFor()
    expect(existsSync(join(pdfs, fileNameOf(lost)))).toBe(true)
    await page.getByRole('button', { name: 'Clear selection' }).click()
  })

  it('goes nowhere but to ClassMarker', async () => {
    const { page } = laptop.app
    const strange = wanted[7]
    giveAddress(laptop.folder, strange, 'https://elsewhere.example/pdf/certificate/Certificate.pdf?c=1')
    await box(page, 7).click()
    await page.getByRole('button', { name: 'Download 1 PDF…' }).click()
    await downloads(page).getByText(errorSentences['certificate/refused-address'].what).waitFor()
    await downloads(page).getByRole('button', { name: 'Pause' }).waitFor({ state: 'detached' })
    await downloads(page).getByRole('button', { name: 'Empty the queue' }).click()
    await downloads(page).waitFor({ state: 'detached' })
    expect(readdirSync(pdfs)).toHaveLength(7)
  })

  it('says so when a file was moved away, and offers it again', async () => {
    const { page } = laptop.app
    await laptop.app.close()
    const files = readdirSync(pdfs)
    expect(files).toContain(fileNameOf(wanted[0]))
    renameSync(join(pdfs, fileNameOf(wanted[0])), join(laptop.folder, 'elsewhere.pdf'))
    await laptop.openOnResults()
    await resultsAre(laptop.app.page, 3_000)
    await laptop.app.page.keyboard.press('Control+6')
    await desk(laptop.app.page).fill(wanted[0]?.serial ?? '')
    await soon(() => fact(laptop.app.page, 'PDF').textContent()).toMatch(/^It was saved as .+ and is no longer there$/)
    await card(laptop.app.page).getByRole('button', { name: 'Download again' }).click()
    await soon(() => existsSync(join(pdfs, fileNameOf(wanted[0])))).toBe(true)
    expect(page.isClosed()).toBe(true)
  })
})
