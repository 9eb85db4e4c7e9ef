import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { answerBank } from '../renderer/made-bank.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { csvTime, filesFolder, newcomer, rawOf, resultsCsv, resultsOf } from './import-files.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

type Laptop = ReturnType<typeof givenAnswers>

async function importsScreen({ fake }: Laptop): Promise<Screen> {
  const screen = await openScreen(fake, 'home')
  await screen.page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await screen.page.keyboard.press('Control+9')
  await screen.page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor()
  return screen
}

const figure = (page: Page, name: string) => page.getByRole('tab', { name: new RegExp(`^[\\d,]+ ?${name}$`) })

async function choose(laptop: Laptop, page: Page, ...paths: readonly string[]): Promise<void> {
  laptop.chooses(paths)
  await page.getByRole('button', { name: 'Choose files…' }).first().click()
}

async function school(laptop: Laptop) {
  const [account] = await laptop.accounts()
  if (account === undefined) throw new Error('There is an account')
  const results = await resultsOf(laptop.store, account.id)
  return { account, results }
}

/** Whether its days can be months too, and so tell nothing of the order. */
const hasOpenDays = (result: { readonly timeStarted: number; readonly timeFinished: number }, zone: string): boolean =>
  [result.timeStarted, result.timeFinished].every((moment) => {
    const [day, month] = csvTime(moment, zone, 'open').split('/').map(Number)
    return (day ?? 0) <= 12 && day !== month
  })

/** Drops a file on the window. */
const drop = (page: Page) =>
  page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['{}'], 'other.json'))
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })

/** Drops a file where questions are read, and hands it over to the imports, since it holds none. */
async function handOver(laptop: Laptop, page: Page): Promise<void> {
  answerBank(laptop.fake)
  laptop.fake.handle('bank', 'drop', async () => {
    throw new AppError('questions/not-readable', { fileName: 'other.json' })
  })
  await page.getByRole('navigation').getByRole('button', { name: 'Questions' }).first().click()
  // An empty bank offers it in its midst, too.
  await page.getByRole('button', { name: 'Import…', exact: true }).first().click()
  const target = page.getByText('Drop files with questions here')
  await target.waitFor()
  await target.evaluate((element) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['{}'], 'other.json'))
    element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
  await page.getByRole('button', { name: 'Go to Imports' }).click()
}

describe('imports, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('begins with how files come here', async () => {
    const screen = await importsScreen(laptop)
    await screen.page.getByText('Nothing was imported yet.').waitFor()
    await lookInEveryForm(screen, 'imports-start')
  })

  it('shows what is new, changed, the same, a sample and left out, each with its place', async () => {
    const { results } = await school(laptop)
    const file = filesFolder()
    const [changed, same] = results
    const answer = {
      status: 'ok',
      request_path: 'v1/links/recent_results',
      results: [
        {
          result: await rawOf(laptop.store, changed?.id ?? 0, {
            percentage: 12,
            time_finished: Number(changed?.timeFinished) + 60,
          }),
        },
        { result: await rawOf(laptop.store, same?.id ?? 0) },
      ],
    }
    const lines = [newcomer(1), newcomer(2), newcomer(3, {}, { payload_status: 'verify' })].map((each) =>
      JSON.stringify(each),
    )
    const payloads = file('payloads.ndjson', [...lines, '{"broken'].join('\n'))
    const screen = await importsScreen(laptop)
    const { page } = screen
    await choose(laptop, page, payloads, file('answer.json', answer))
    await figure(page, 'New').waitFor()
    const figures = await page
      .getByRole('tab')
      .filter({ has: page.locator('b') })
      .allInnerTexts()
    expect(figures.map((each) => each.replace(/\s+/g, ' '))).toEqual([
      ...['2 New', '1 Changed', '0 To confirm', '1 The same', '1 Samples', '1 Left out'],
    ])
    await page.getByText('Nova 1 Zwetschge').waitFor()
    await page.getByText('payloads.ndjson, line 1').waitFor()
    await lookInEveryForm(screen, 'imports-preview')
    await figure(page, 'Changed').click()
    await page.getByText('12.0%').waitFor()
    await lookInEveryForm(screen, 'imports-changed')
    await figure(page, 'Left out').click()
    await page.getByText('This line is damaged or cut off').waitFor()
    await lookInEveryForm(screen, 'imports-left-out')
    expect(laptop.fake.callsOf('imports', 'import')).toEqual([])
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Drop files anywhere').waitFor()
  })

  it('asks once for the order of day and month, and keeps rows out until it knows', async () => {
    const { account, results } = await school(laptop)
    const file = filesFolder()
    const early = results.filter((each) => hasOpenDays(each, account.timeZone)).slice(0, 3)
    const csv = file('Results.csv', resultsCsv(early, account.timeZone, 'open'))
    const screen = await importsScreen(laptop)
    const { page } = screen
    await choose(laptop, page, csv)
    await page.getByText('can be two days').waitFor()
    await page.getByRole('button', { name: 'Nothing to import' }).waitFor()
    await lookInEveryForm(screen, 'imports-dates')
    await page
      .getByRole('radiogroup', { name: /^Which day/ })
      .getByRole('radio')
      .first()
      .click()
    await expect.poll(() => figure(page, 'Changed').innerText()).toMatch(/^[1-3]\b/)
    await page.getByText('Importing keeps the choice').waitFor()
    await lookInEveryForm(screen, 'imports-dates-chosen')
  })

  it('asks before another order of day and month loses what was decided', async () => {
    const { account, results } = await school(laptop)
    const file = filesFolder()
    const some = results
      .filter((each) => hasOpenDays(each, account.timeZone))
      .slice(0, 3)
      .map((result) => ({ ...result, said: { sourceName: 'Another link' } }))
    const { page } = await importsScreen(laptop)
    await choose(laptop, page, file('Results.csv', resultsCsv(some, account.timeZone, 'open')))
    const orders = page.getByRole('radiogroup', { name: /^Which day/ }).getByRole('radio')
    await orders.first().click()
    await page.getByText('0 of 3 decided').waitFor()
    await page.getByRole('button', { name: /^Confirm/ }).click()
    await page.getByText('3 of 3 decided').waitFor()
    const readings = laptop.fake.callsOf('imports', 'preview').length
    await orders.last().click()
    const asked = page.getByRole('alertdialog', { name: 'Read the files again for this?' })
    await asked.getByText('3 decisions were made here.').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => asked.count()).toBe(0)
    await page.getByText('3 of 3 decided').waitFor()
    expect(await orders.first().isChecked()).toBe(true)
    expect(laptop.fake.callsOf('imports', 'preview')).toHaveLength(readings)
    await orders.last().click()
    await asked.getByRole('button', { name: 'Read again' }).click()
    await expect.poll(() => orders.last().isChecked()).toBe(true)
    await expect.poll(() => page.getByText('3 of 3 decided').count()).toBe(0)
    expect(laptop.fake.callsOf('imports', 'preview')).toHaveLength(readings + 1)
  })

  it('lets rows without a certain result be confirmed and refused, by keys alone', async () => {
    const { account, results } = await school(laptop)
    const file = filesFolder()
    const some = results.slice(0, 3).map((result) => ({ ...result, said: { sourceName: 'Another link' } }))
    const screen = await importsScreen(laptop)
    const { page } = screen
    await choose(laptop, page, file('Results.csv', resultsCsv(some, account.timeZone)))
    await figure(page, 'To confirm').waitFor()
    await page.getByText('0 of 3 decided').waitFor()
    await lookInEveryForm(screen, 'imports-confirm')
    await page.getByRole('button', { name: 'Nothing to import' }).waitFor()
    await page.getByRole('button', { name: /^Confirm/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('3 of 3 decided').waitFor()
    await page.getByRole('button', { name: 'Import 3 results' }).waitFor()
    // From the last row's choice on to its “None of these”.
    await page.getByRole('radio', { checked: true }).last().focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('button', { name: 'Import 2 results' }).waitFor()
    // Files that are dropped now take nothing along unasked.
    let dropped = 0
    laptop.fake.handle('imports', 'drop', async () => {
      dropped++
      return null
    })
    await drop(page)
    const asked = page.getByRole('alertdialog', { name: 'Leave this preview for the dropped files?' })
    await asked.getByText('3 decisions were made here.').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => asked.count()).toBe(0)
    expect(dropped).toBe(0)
    await drop(page)
    await asked.getByRole('button', { name: 'Read the dropped files' }).click()
    await expect.poll(() => dropped).toBe(1)
  })

  it('says at a row that its result is taken by another', async () => {
    const { account, results } = await school(laptop)
    const [one] = results
    if (one === undefined) throw new Error('There are results')
    const said = { sourceName: 'Another link' }
    const csv = resultsCsv(
      [
        { ...one, said },
        { ...one, said: { sourceName: 'A third link' } },
      ],
      account.timeZone,
    )
    const screen = await importsScreen(laptop)
    const { page } = screen
    await choose(laptop, page, filesFolder()('Results.csv', csv))
    await page.getByText('0 of 2 decided').waitFor()
    await page.getByRole('button', { name: /^Confirm all 2/ }).click()
    const second = page.getByRole('listitem').filter({ hasText: /line 3/ })
    await second
      .getByRole('alert')
      .getByText(/^The row at Results\.csv, line 2 is confirmed/)
      .waitFor()
    await page.getByRole('button', { name: 'Import 1 result' }).waitFor()
    await lookInEveryForm(screen, 'imports-confirmed-twice')
    await second.getByText('None of these').click()
    await expect.poll(() => page.getByRole('alert').count()).toBe(0)
  })

  it.each(['Choose files…', 'Choose a folder…'])('goes back to “%s” when its preview is left', async (name) => {
    const { page } = await importsScreen(laptop)
    laptop.chooses([filesFolder()('new.json', [newcomer(21)])])
    const opener = page.getByRole('button', { name }).first()
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Import 1 result' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('Drop files anywhere').waitFor()
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)
  })

  it('offers to close a gap that the files reach into, imports, and takes all of it back', async () => {
    const { account, results } = await school(laptop)
    const [first] = results
    const moment = unixSeconds(Number(first?.timeFinished) - 200 * 86_400)
    const gap = {
      feed: 'links',
      from: unixSeconds(moment - 86_400),
      to: unixSeconds(moment + 86_400),
      reason: 'too-old',
    } as const
    await laptop.store.recordGap(account.id, gap, moment)
    const file = filesFolder()
    const times = { time_started: moment - 60, time_finished: moment }
    const screen = await importsScreen(laptop)
    const { page } = screen
    await choose(laptop, page, file('old.json', [newcomer(11, times), newcomer(12, times)]))
    await page.getByText('2 results of these files finished then.').waitFor()
    await page.getByText('Nothing else is missing then').click()
    await lookInEveryForm(screen, 'imports-gap')
    await drop(page)
    const asked = page.getByRole('alertdialog', { name: 'Leave this preview for the dropped files?' })
    await asked.getByText('1 decision was made here.').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => asked.count()).toBe(0)
    await handOver(laptop, page)
    await asked.getByText('1 decision was made here.').waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => asked.count()).toBe(0)
    await page.getByRole('button', { name: 'Import 2 results' }).click()
    await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
    await page.getByText('2 new results, answers of 2 attempts. 1 gap is closed.').waitFor()
    expect((await laptop.store.syncState(account.id)).gaps).toEqual([])
    await page.getByRole('cell', { name: 'old.json', exact: true }).waitFor()
    await lookInEveryForm(screen, 'imports-done')
    await page.getByRole('button', { name: 'Undo this import' }).click()
    await page.getByText('Drop files anywhere').waitFor()
    expect((await laptop.store.syncState(account.id)).gaps).toEqual([gap])
    expect(await resultsOf(laptop.store, account.id)).toHaveLength(results.length)
    await page
      .getByText(/^Undone/)
      .first()
      .waitFor()
    await lookInEveryForm(screen, 'imports-undone')
  })

  it('shows how far it is, and stops when it is told to', async () => {
    const screen = await importsScreen(laptop)
    const { page } = screen
    const { account } = await school(laptop)
    laptop.fake.handle('imports', 'choose', async () => ({ id: 'held', names: ['march.zip'] }))
    laptop.fake.handle('imports', 'preview', async () => ({ jobId: 'reading' }))
    laptop.fake.handle('jobs', 'cancel', async () => undefined)
    await page.getByRole('button', { name: 'Choose files…' }).click()
    const progress = { step: 'preview', files: 300, attempts: 1_240 } as const
    laptop.fake.emit('jobs', 'changed', {
      id: 'reading',
      kind: 'import',
      accountId: account.id,
      state: 'running',
      progress,
    })
    await page.getByText('1,240 attempts so far').waitFor()
    await lookInEveryForm(screen, 'imports-reading')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Drop files anywhere').waitFor()
    expect(laptop.fake.callsOf('jobs', 'cancel').at(-1)).toEqual({ jobId: 'reading' })
  })

  it('says what could not be read, and offers other files', async () => {
    const screen = await importsScreen(laptop)
    const { page } = screen
    laptop.fake.handle('imports', 'choose', async () => {
      throw new AppError('store/full')
    })
    await page.getByRole('button', { name: 'Choose files…' }).click()
    await page.getByText('Nothing was kept.').waitFor()
    await lookInEveryForm(screen, 'imports-failed')
  })
})

describe('webhooks, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('are added with their phrase, renamed and removed, and come back without it', async () => {
    const screen = await importsScreen(laptop)
    const { page } = screen
    await page.getByRole('tab', { name: 'Webhooks' }).click()
    await page.getByText('No webhook yet').waitFor()
    await page.getByRole('button', { name: 'Add a webhook…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Chemistry links')
    await page.getByRole('button', { name: 'Add webhook' }).click()
    await page.getByText('Paste the phrase from ClassMarker.').waitFor()
    await lookInEveryForm(screen, 'webhooks-add')
    await page.getByLabel('Secret phrase').fill('the phrase of this webhook')
    await page.getByRole('button', { name: 'Add webhook' }).click()
    await page.getByRole('cell', { name: 'Chemistry links', exact: true }).waitFor()
    await page.getByText('Nothing came yet').waitFor()
    await lookInEveryForm(screen, 'webhooks')
    await page.getByRole('button', { name: 'Rename “Chemistry links”' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Physics')
    await page.keyboard.press('Enter')
    await page.getByRole('cell', { name: 'Physics', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove “Physics”' }).click()
    await page.getByRole('button', { name: 'Remove webhook' }).click()
    await page.getByText('No webhook yet').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('cell', { name: 'Physics', exact: true }).waitFor()
    await page.getByText('Not on this computer').waitFor()
    await lookInEveryForm(screen, 'webhooks-missing')
  })
})
