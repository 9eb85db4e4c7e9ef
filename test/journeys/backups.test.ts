import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { lookInEveryForm } from './every-form.ts'
import { givenLaptop, nameOf, resultsAre, soon } from './teacher-steps.ts'

const passphrase = 'tulip anchor quiet ninety'

// One move to another laptop: each step begins where the one before ended.
describe('everything in one file', () => {
  const laptop = givenLaptop({ classMarker: 80, fetched: 80 })
  const file = join(laptop.folder, 'Everything.gradekeep')

  let newest = ''

  beforeAll(async () => {
    newest = await nameOf(laptop.app.page.locator('[data-row="0"]'))
    await laptop.app.page.getByRole('button', { name: 'Settings' }).click()
  })

  it('is not saved before both passphrases are the same', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Save everything to one file…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save everything to one file' })
    await dialog.getByRole('button', { name: 'Choose where to save…' }).click()
    await dialog.getByText('Enter a passphrase, or switch it off.').waitFor()
    await dialog.getByLabel('Passphrase', { exact: true }).fill('secret')
    await dialog.getByText('Short: easy to guess. Four words are better.').waitFor()
    await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await dialog.getByText('Strong.').waitFor()
    await dialog.getByLabel('Passphrase again').fill(passphrase.toUpperCase())
    await dialog.getByRole('button', { name: 'Choose where to save…' }).click()
    await dialog.getByText('The two are not the same.').waitFor()
    await dialog.getByText('A lost passphrase cannot be recovered', { exact: false }).waitFor()
    await lookInEveryForm(laptop.app, 'backup-save')
    expect(existsSync(file)).toBe(false)
  })

  it('is saved locked, and holds no name that can be read', async () => {
    const { page } = laptop.app
    const dialog = page.getByRole('dialog', { name: 'Save everything to one file' })
    await dialog.getByLabel('Passphrase again').fill(passphrase)
    await laptop.app.dialogs.answerNextSave(file)
    await dialog.getByRole('button', { name: 'Choose where to save…' }).click()
    await page.getByText('Saved Everything.gradekeep.').first().waitFor()
    const bytes = readFileSync(file)
    for (const word of ['Northgate High', 'SQLite format', newest]) expect(bytes.includes(word), word).toBe(false)
  })

  it('is offered where there is nothing else', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Remove account…' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Remove “Northgate High”?' })
    await dialog.getByText('Remove its 80 results too').click()
    await lookInEveryForm(laptop.app, 'account-remove')
    await dialog.getByRole('button', { name: 'Remove 80 results' }).click()
    await page.getByRole('heading', { name: 'Your ClassMarker results, kept' }).waitFor()
    await laptop.app.dialogs.answerNextOpen(file)
    await page.getByRole('button', { name: 'Restore from a file…' }).click()
    await page.getByText('This backup is locked with a passphrase.').waitFor()
  })

  it('stays shut to a wrong passphrase', async () => {
    const { page } = laptop.app
    await page.getByLabel('Passphrase', { exact: true }).fill('tulip anchor quiet eighty')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('The passphrase does not fit this backup, or the file was changed.').waitFor()
    await lookInEveryForm(laptop.app, 'backup-wrong-passphrase')
  })

  it('says what it holds, and brings everything back', async () => {
    const { page } = laptop.app
    await page.getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await page.getByRole('button', { name: 'Unlock' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Restore “Everything.gradekeep”?' })
    await dialog.getByText('Your present results are copied first', { exact: false }).waitFor()
    await dialog.getByRole('row', { name: 'Accounts Northgate High None' }).waitFor()
    await dialog.getByRole('row', { name: 'Results 80 0' }).waitFor()
    await lookInEveryForm(laptop.app, 'backup-preview')
    await dialog.getByRole('button', { name: 'Restore 80 results' }).click()
    await resultsAre(page, 80)
    await soon(() => page.getByRole('rowheader').first().textContent()).toBe(newest)
  })

  it('offers the copy of the day and none of nothing, beside what is here now, which is copied first', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Settings' }).click()
    const copies = page.getByRole('list', { name: 'Copies on this laptop' })
    await copies.getByText('Daily copy').waitFor()
    expect(await copies.getByText('Before a restore').count()).toBe(0)
    await lookInEveryForm(laptop.app, 'settings-backups')
    await copies.getByRole('button', { name: /^Restore… Daily copy/ }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Restore this copy?' })
    await dialog.getByRole('row', { name: 'Results 80 80' }).waitFor()
    await dialog.getByRole('button', { name: 'Restore 80 results' }).click()
    await resultsAre(page, 80)
    await page.getByRole('button', { name: 'Settings' }).click()
    await copies.getByText('Before a restore').waitFor()
  })
})
