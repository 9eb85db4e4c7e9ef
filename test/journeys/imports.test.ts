import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { linkPayload } from '../electron/support/webhook-payloads.ts'
import { lookInEveryForm } from './every-form.ts'
import { givenLaptop, logOf, now, resultsAre } from './teacher-steps.ts'

const payload = (at: number, result = {}) => {
  const finished = now() - 3_600 * at
  const times = { time_started: finished - 600, time_finished: finished }
  return linkPayload({ link_result_id: 9_000_000 + at, first: `Nova ${at}`, last: 'Zwetschge', ...times, ...result })
}

const toImports = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+9')
  await page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor()
}

const toResults = async (page: Page, count: number): Promise<void> => {
  await page.keyboard.press('Control+2')
  await resultsAre(page, count)
}

describe('imports', () => {
  const laptop = givenLaptop({ classMarker: 20, fetched: 20 })
  const file = (name: string, content: unknown): string => {
    const folder = join(laptop.folder, 'payloads')
    mkdirSync(folder, { recursive: true })
    const path = join(folder, name)
    writeFileSync(path, JSON.stringify(content))
    return path
  }

  it('come by the dialog, are looked at, kept and undone, also offline', async () => {
    const { app } = laptop
    const { page } = app
    await app.setOnline(false)
    await toImports(page)
    await app.dialogs.answerNextOpen(file('two.json', [payload(1), payload(2)]))
    await page.getByRole('button', { name: 'Choose files…' }).click()
    await page.getByRole('button', { name: 'Import 2 results' }).waitFor()
    await page.getByText('Nova 1 Zwetschge').waitFor()
    await toResults(page, 20)
    await toImports(page)
    await page.getByRole('button', { name: 'Import 2 results' }).click()
    await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Open results' }).click()
    await resultsAre(page, 22)
    await page.getByText('Zwetschge').first().waitFor()
    await toImports(page)
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByText('Drop files anywhere').waitFor()
    await toResults(page, 20)
    await app.setOnline(true)
  })

  it('come by dropping them on any screen; the same again adds nothing, and Activity undoes it', async () => {
    const { app } = laptop
    const { page } = app
    const paths = [file('three.json', payload(3)), file('four.json', payload(4))]
    await toResults(page, 20)
    await app.drop(paths)
    await page.getByRole('button', { name: 'Import 2 results' }).click()
    await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
    await toResults(page, 22)
    await app.drop(paths)
    await page.getByRole('tab', { name: /^2 ?The same$/ }).waitFor()
    expect(await page.getByRole('button', { name: 'Nothing to import' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('row', { name: /three\.json/ }).waitFor()
    await page.keyboard.press('Control+8')
    await page.getByRole('tab', { name: 'On this computer' }).click()
    await page.getByRole('button', { name: /^Undo: results imported from three\.json, four\.json/ }).click()
    await toResults(page, 20)
  })

  it('are told from files of questions, which open where questions are read', async () => {
    const { app } = laptop
    const { page } = app
    const questions = join(laptop.folder, 'burns.gift')
    writeFileSync(questions, 'What burns?{=Wood ~Stone}\n')
    await toResults(page, 20)
    await app.drop([questions])
    const dialog = page.getByRole('dialog', { name: 'Import questions' })
    await dialog.getByText('What burns?').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await app.drop([file('three.json', payload(3)), questions])
    await page.getByRole('button', { name: 'Import 1 result' }).waitFor()
    await page.getByText('1 of the files holds questions.').waitFor()
    await lookInEveryForm(app, 'imports-mixed')
    await page.getByRole('button', { name: 'Open in Questions' }).click()
    await dialog.getByText('What burns?').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await toImports(page)
    await page.getByRole('button', { name: 'Cancel' }).click()
  })

  it('take a whole folder, and write nothing of it into the log', async () => {
    const { app } = laptop
    const { page } = app
    file('five.json', payload(5))
    await app.drop([join(laptop.folder, 'payloads')])
    await page.getByRole('button', { name: /^Import \d results$/ }).waitFor()
    await page
      .getByText(/payloads\/five\.json/)
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Drop files anywhere').waitFor()
    const log = logOf(laptop.folder).join('\n')
    expect(log).toContain('accounts.connect')
    expect(log).not.toMatch(/Zwetschge|Nova|five\.json/)
  })
})
