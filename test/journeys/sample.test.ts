import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { givenLaptop, nameOf, resultsAre } from './teacher-steps.ts'

// One visit in the order a teacher makes it: each step begins where the one before ended.
describe('looking around in the sample data', () => {
  const laptop = givenLaptop()
  const databaseFile = join(laptop.folder, 'gradekeep.db')

  let student: string

  it('fills with about 3,000 results and says how far it is', async () => {
    const { page } = laptop.app
    await page.evaluate(() => {
      const seen: (number | null)[] = []
      gradekeep?.jobs.changed((job) => {
        if (job.kind === 'sample' && job.state === 'running') seen.push(job.progress?.received ?? null)
      })
      Object.assign(globalThis, { seen })
    })
    await page.getByRole('button', { name: 'Look around' }).click()
    await page.getByRole('progressbar', { name: 'Sync progress' }).waitFor()
    await resultsAre(page, 3_000)
    await page.getByText('Sample data is ready: 3,000 results.').first().waitFor()
    const received: number[] = await page.evaluate(() => Reflect.get(globalThis, 'seen'))
    expect(received.some((count) => count > 0 && count < 3_000)).toBe(true)
    expect(received).toEqual([...received].sort((a, b) => a - b))
  })

  it('says at every moment that nobody in it is real', async () => {
    const { page } = laptop.app
    await page.getByText('You are looking at sample data. Nobody in it is real.').waitFor()
    const sidebar = page.getByRole('navigation')
    await sidebar.getByRole('button', { name: /Northgate High.*Sample data/ }).waitFor()
    await sidebar.getByText('Nothing to sync').waitFor()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByText('You are looking at sample data. Nobody in it is real.').waitFor()
    await sidebar.getByRole('button', { name: /^Results/ }).click()
    student = await nameOf(page.locator('[data-row="0"]'))
    expect(student.length).toBeGreaterThan(3)
  })

  it('exports like real results', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Sample.xlsx')
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: /Export to Excel/ }).click()
    await page.getByText('Saved Sample.xlsx · 3,000 results').first().waitFor()
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(file)
    expect(workbook.getWorksheet('Attempts')?.rowCount).toBe(3_001)
  })

  it('is still there after a restart, and syncing it again adds nothing', async () => {
    await laptop.app.close()
    await laptop.open()
    const { page } = laptop.app
    await resultsAre(page, 3_000)
    await page.getByText('You are looking at sample data. Nobody in it is real.').waitFor()
    await expect.poll(() => page.getByRole('rowheader').first().textContent()).toBe(student)
    const started = await page.evaluate(() => gradekeep?.accounts.addSample({ service: 'classmarker' }))
    if (!started?.ok) throw new Error('The sample could not be asked for again')
    const endOf = (id: string) =>
      page.evaluate(async (jobId) => {
        const jobs = await gradekeep?.jobs.list()
        const job = jobs?.ok ? jobs.value.find((one) => one.id === jobId) : undefined
        return job?.state === 'done' ? job.result : (job?.state ?? 'gone')
      }, id)
    await expect
      .poll(() => endOf(started.value.jobId), { timeout: 20_000 })
      .toMatchObject({
        outcome: 'complete',
        added: 0,
        updated: 0,
      })
    await resultsAre(page, 3_000)
  })

  it('leaves with one press, and nothing of it stays on the laptop', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Remove sample data' }).click()
    await page.getByRole('heading', { name: 'Your ClassMarker results, kept' }).waitFor()
    await laptop.app.close()
    expect(rowsLeft(databaseFile)).toEqual({})
    const surname = student.split(/[ ,]+/).at(-1) ?? ''
    const files = readdirSync(laptop.folder).filter((name) => name.startsWith('gradekeep.db'))
    for (const name of files) {
      const bytes = readFileSync(join(laptop.folder, name))
      for (const word of ['Northgate High', 'Quadratic Equations Mock', surname]) {
        expect(bytes.includes(word), `${word} in ${name}`).toBe(false)
      }
    }
    await laptop.open()
    await laptop.app.page.getByRole('button', { name: 'Look around' }).waitFor()
  })
})

/** The number of rows in each table with an account column, leaving out empty tables. */
function rowsLeft(file: string): Record<string, number> {
  const database = new Database(file, { readonly: true })
  try {
    const tables = database.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%account_id%' OR name = 'account'",
    )
    const counted = tables.all().map(({ name }) => {
      const row = database.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM "${name}"`).get()
      return [name, row?.rows ?? 0] as const
    })
    expect(counted.map(([name]) => name)).toEqual(
      expect.arrayContaining(['account', 'result', 'request', 'feed_state']),
    )
    return Object.fromEntries(counted.filter(([, rows]) => rows > 0))
  } finally {
    database.close()
  }
}
