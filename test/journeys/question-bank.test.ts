import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import { lookInEveryForm } from './every-form.ts'
import { givenLaptop, now, soon } from './teacher-steps.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Questions of the bank' })
const panel = (page: Page) => page.getByRole('complementary', { name: 'Question', exact: true })
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search questions' })
const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Gradekeep' })
const wording = (page: Page) => page.getByRole('textbox', { name: 'Question' })
const figure = new Intl.NumberFormat('en-US')

/** The question that the text finds, opened beside the list. */
async function openFound(page: Page, text: string): Promise<void> {
  await search(page).fill(text)
  await page.getByText('1 question', { exact: true }).first().waitFor()
  await grid(page).locator('[data-row="0"]').click()
  await panel(page).getByRole('button', { name: 'Edit' }).waitFor()
}

// One train journey: each step begins where the one before ended.
describe('the question bank', () => {
  // The same bank again after an outage, also by the seconds of its last changes.
  const options = { clock: now, results: 3, requestsPerHour: null, madeAt: now() } satisfies Partial<SimulatorOptions>
  const laptop = givenLaptop({ classMarker: () => startSimulator(options), fetched: 3 })
  const bank = () => laptop.simulator.world.bank
  const active = () => bank().questions.filter(({ status }) => status === 'active')
  /** Those at ClassMarker with this wording. */
  const there = (text: string) => bank().questions.filter(({ question }) => question === text)
  /** A question whose wording finds no other. */
  const edited = () => {
    const found = active().find(({ type, question }) => type === 'multiplechoice' && /^[\w ,’'-]+\?$/.test(question))
    if (found === undefined) throw new Error('The bank has no such question')
    return found
  }

  it('is read with one press, and is then here', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+b')
    await page.getByRole('heading', { name: 'Questions', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Read the question bank' }).click()
    await page
      .getByText(`${figure.format(active().length)} questions`, { exact: true })
      .first()
      .waitFor()
    await lookInEveryForm(laptop.app, 'bank-read')
  })

  it('is written and edited offline, where what waits is seen everywhere', async () => {
    const { app } = laptop
    const { page } = app
    await laptop.simulator.close()
    await app.setOnline(false)
    const [category] = bank().categories
    await page.getByRole('button', { name: 'New question' }).click()
    await wording(page).fill('What do you pull first on a train?')
    for (const [letter, text] of [
      ['A', 'The brake'],
      ['B', 'Nothing'],
      ['C', 'A face'],
      ['D', 'The door'],
    ] as const)
      await page.getByRole('textbox', { name: `Option ${letter}` }).fill(text)
    await page.getByRole('radio', { name: 'Option B is right' }).press('Space')
    await page.getByRole('button', { name: 'Category' }).press('Enter')
    await page.getByRole('option', { name: category?.name ?? '', exact: true }).click()
    await page.getByText('Will be sent when there is a network, about 2 minutes').waitFor()
    await page.getByRole('button', { name: 'Save and send' }).click()
    await page.getByText('1 question waiting to be sent, about 2 minutes').waitFor()
    await panel(page).getByText('It is not at ClassMarker yet').waitFor()
    await page.keyboard.press('Escape')
    await openFound(page, edited().question)
    await panel(page).getByRole('button', { name: 'Edit' }).press('Enter')
    await wording(page).fill(`${edited().question} Think twice.`)
    await page.keyboard.press('Control+Enter')
    await page.getByText('2 questions waiting to be sent, about 6 minutes').waitFor()
    await sidebar(page)
      .getByRole('button', { name: /^Questions.*2 waiting to be sent$/ })
      .waitFor()
    await sidebar(page).getByRole('button', { name: '2 waiting to be sent', exact: true }).press('Enter')
    await page.getByRole('table', { name: 'Waiting' }).getByText('Change of a question').waitFor()
    await lookInEveryForm(app, 'bank-offline')
    expect(there('What do you pull first on a train?')).toEqual([])
  })

  it('is sent when there is a network, and asks where somebody edited it there', async () => {
    const { app } = laptop
    const { page } = app
    const { key, secret, url } = laptop.simulator
    laptop.simulator = await startSimulator({ ...options, key, secret, port: Number(new URL(url).port) })
    const { id, question } = edited()
    bank().changeQuestion(id, { question: `${question} On the website.` })
    await app.setOnline(true)
    await page
      .getByRole('button', { name: 'Send now' })
      .or(page.getByRole('button', { name: 'Try again' }))
      .click()
    await soon(() => there('What do you pull first on a train?').length).toBe(1)
    await page.getByRole('button', { name: /^Choose one of the two…: / }).click()
    const dialog = page.getByRole('dialog', { name: 'Which of the two?' })
    await dialog.getByText('website.').waitFor()
    await lookInEveryForm(app, 'bank-which')
    expect(bank().question(id)?.question).toBe(`${question} On the website.`)
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await soon(() => bank().question(id)?.question).toBe(`${question} Think twice.`)
    await page.getByText('Nothing waits').waitFor()
    await soon(() => sidebar(page).getByText('waiting to be sent').count()).toBe(0)
    expect(there('What do you pull first on a train?')).toHaveLength(1)
  })

  it('takes questions from a file once they were looked at, and writes them to one', async () => {
    const { app } = laptop
    const { page } = app
    const [category] = bank().categories
    const from = join(laptop.folder, 'train.gift')
    writeFileSync(
      from,
      'What is the last carriage?{=The end ~The front ~The middle}\n\nWhat do you pull first on a train?{~The brake =Nothing ~A face ~The door}\n',
    )
    await app.dialogs.answerNextOpen(from)
    await page.getByRole('button', { name: 'Import…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import questions' })
    await dialog.getByRole('button', { name: 'Choose files…' }).click()
    await dialog.getByText('What is the last carriage?').waitFor()
    await dialog.getByRole('tab', { name: /^Here already ?1$/ }).waitFor()
    await dialog.getByRole('button', { name: 'Category for those without one' }).click()
    await page.getByRole('option', { name: category?.name ?? '', exact: true }).click()
    await dialog.getByText('1 question without a flaw is sent, about 2 minutes.').waitFor()
    await dialog.getByRole('button', { name: 'Add 1 question' }).click()
    await soon(() => there('What is the last carriage?').length).toBe(1)
    await page.getByRole('tab', { name: 'Questions', exact: true }).click()
    await openFound(page, 'last carriage')
    await grid(page).locator('[data-row="0"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    const exporting = page.getByRole('dialog', { name: 'Export 1 question' })
    await exporting.getByText('Aiken').click()
    const to = join(laptop.folder, 'out.txt')
    await app.dialogs.answerNextSave(to)
    await exporting.getByRole('button', { name: 'Save 1 question…' }).click()
    await page.getByText('Saved out.txt · 1 question').first().waitFor()
    expect(readFileSync(to, 'utf8')).toContain('ANSWER: A')
    await page.getByRole('button', { name: 'What was left out' }).click()
    const losses = page.getByRole('dialog', { name: 'What was left out' })
    await losses.getByText('Categories are left out of 1 question.').waitFor()
    await lookInEveryForm(app, 'bank-losses')
    await losses.getByRole('button', { name: 'Close' }).click()
    // Aiken has single choice alone: a file of nothing else is not written.
    await page.keyboard.press('Escape')
    await openFound(page, 'last speech')
    await grid(page).locator('[data-row="0"]').click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Export…' }).click()
    await exporting.getByText('Aiken').click()
    const none = join(laptop.folder, 'none.txt')
    await app.dialogs.answerNextSave(none)
    await exporting.getByRole('button', { name: 'Save 1 question…' }).click()
    await page.getByText('No file was written.').first().waitFor()
    expect(existsSync(none)).toBe(false)
  })
})
