import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../shared/model/settings.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

describe('handing a gradebook in, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  async function dialog(): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Gradebook' }).click()
    await page.locator('[data-row="2"]').waitFor()
    await page.getByRole('button', { name: 'Export to Excel…' }).click()
    await page.getByRole('dialog', { name: 'Export this gradebook' }).waitFor()
    return screen
  }

  const choose = async ({ page }: Screen, file: string) => {
    await page.getByRole('button', { name: /File$/ }).click()
    await page.getByRole('option', { name: file }).click()
  }

  it('asks as what, and says what to know before', async () => {
    const screen = await dialog()
    await screen.page.getByText(/^\d+ things to look at$/).waitFor()
    await screen.page.getByRole('checkbox', { name: 'Links to results' }).click({ force: true })
    await lookInEveryForm(screen, 'gradebook-export')
  })

  it('shows in forced colours, too, which parts are chosen', async () => {
    const { page } = await dialog()
    await page.emulateMedia({ forcedColors: 'active' })
    await page.getByRole('checkbox', { name: 'Certificates' }).click({ force: true })
    const isSeen = (name: string) =>
      page
        .locator('label', { hasText: name })
        .locator('svg')
        .evaluate((mark) => !getComputedStyle(mark).color.endsWith(', 0)'))
    expect(await isSeen('Certificates')).toBe(true)
    expect(await isSeen('IP addresses')).toBe(false)
  })

  it('says what pseudonyms keep out, and saves the key apart', async () => {
    const screen = await dialog()
    const { page } = screen
    laptop.fake.handle('export', 'saveKey', async () => ({ fileName: 'Key.csv' }))
    await page.getByRole('radio', { name: 'Pseudonyms' }).click()
    await page.getByRole('checkbox', { name: 'Certificates' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Save the key…' }).click()
    await page.getByText('Saved Key.csv. Keep it apart from the file.').waitFor()
    await lookInEveryForm(screen, 'gradebook-export-pseudonyms')
  })

  it('lets the columns of a school’s own system be chosen', async () => {
    const screen = await dialog()
    const { page } = screen
    await choose(screen, 'CSV for a school’s own system')
    await page.getByLabel('Name of column 1').fill('Student ID')
    await page.getByRole('button', { name: 'Move column 2 up' }).click()
    await expect.poll(() => page.getByLabel('Name of column 2').inputValue()).toBe('Student ID')
    await lookInEveryForm(screen, 'gradebook-export-columns')
    while ((await page.getByRole('button', { name: /^Remove column/ }).count()) > 0)
      await page.getByRole('button', { name: 'Remove column 1' }).click()
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByText('Choose at least one column.').waitFor()
  })

  it('keeps columns under names, changes, renames and deletes them', async () => {
    const screen = await dialog()
    const { page } = screen
    await choose(screen, 'CSV for a school’s own system')
    await page.getByLabel('Name of column 1').fill('Student ID')
    await page.getByRole('button', { name: 'Keep under a name…' }).click()
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await page.getByText('Give it a name.').waitFor()
    await page.getByLabel('Name for these columns').fill('Untis')
    await page.getByLabel('Name for these columns').press('Enter')
    const preset = page.getByRole('button', { name: /Columns kept under a name$/ })
    await soon(() => preset.textContent()).toContain('Untis')
    await page.getByLabel('Name of column 1').fill('Number')
    await page.getByRole('button', { name: 'Keep the change in “Untis”' }).click()
    await page.getByRole('button', { name: 'Rename…' }).click()
    await page.getByLabel('Name for these columns').fill('Untis 2')
    await page.getByRole('button', { name: 'Keep', exact: true }).click()
    await soon(() => preset.textContent()).toContain('Untis 2')
    const kept = async () => (await laptop.settings()).sisPresets.map(({ name, columns }) => [name, columns[0]?.header])
    await soon(kept).toEqual([['Untis 2', 'Number']])
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await soon(kept).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(kept).toEqual([['Untis 2', 'Number']])
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await soon(kept).toEqual([])
  })

  it('needs names for Canvas, and no figures or sheets', async () => {
    const screen = await dialog()
    const { page } = screen
    await choose(screen, 'CSV for Canvas')
    await page.getByText('With names: the other system looks students up by them.').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(0)
    await lookInEveryForm(screen, 'gradebook-export-canvas')
  })

  it('begins with what was chosen last', async () => {
    const answer = { ...defaultSettings, gradebookFile: { ...defaultSettings.gradebookFile, file: 'moodle' as const } }
    laptop.fake.handle('settings', 'get', async () => answer)
    const { page } = await dialog()
    await page.getByRole('button', { name: /CSV for Moodle/ }).waitFor()
  })

  it('leads to what there is to look at', async () => {
    const { page } = await dialog()
    await page.getByText(/^\d+ things to look at$/).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('complementary', { name: 'Check' }).waitFor()
  })

  it('stays open where no place was chosen, and says how the file is written', async () => {
    const screen = await dialog()
    const { page } = screen
    const asked = laptop.fake.callsOf('export', 'gradebook').length + 1
    await page.getByRole('button', { name: 'Export…' }).click()
    await soon(() => laptop.fake.callsOf('export', 'gradebook').length).toBe(asked)
    await page.getByRole('dialog').waitFor()
    laptop.fake.handle('export', 'gradebook', async () => ({ jobId: 'job-1' }))
    await page.getByRole('button', { name: 'Export…' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const job = { id: 'job-1', kind: 'export', accountId: null, startedAt: unixSeconds(1) } as const
    laptop.fake.emit('jobs', 'changed', { ...job, state: 'running', progress: { written: 120, total: 300 } } as never)
    await page.getByText('Writing the file: 120 of 300').waitFor()
    await lookInEveryForm(screen, 'gradebook-export-running')
    const error = { code: 'export/file-busy', detail: { fileName: 'Gradebook.xlsx' } } as const
    laptop.fake.emit('jobs', 'changed', { ...job, state: 'failed', error } as never)
    await page.getByRole('button', { name: 'Save under another name…' }).waitFor()
    await lookInEveryForm(screen, 'gradebook-export-failed')
    laptop.fake.handle('export', 'gradebook', async () => ({ jobId: 'job-2' }))
    await page.getByRole('button', { name: 'Save under another name…' }).click()
    await soon(() => laptop.fake.callsOf('export', 'gradebook').length).toBe(asked + 2)
    const result = { fileName: 'Gradebook - 10B - 2026-11-20 - names.xlsx', rows: 16 }
    laptop.fake.emit('jobs', 'changed', { ...job, id: 'job-2', state: 'done', result } as never)
    await page.getByText('Saved Gradebook - 10B - 2026-11-20 - names.xlsx · 16 students').first().waitFor()
    await page.getByRole('button', { name: 'Show in folder' }).waitFor()
    await lookInEveryForm(screen, 'gradebook-export-done')
  })
})
