import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Digest } from '../../shared/model/digest.ts'
import type { AccountStatus } from '../../shared/model/sync.ts'
import { day, plusSeconds, unixSeconds } from '../../shared/model/time.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

type Laptop = ReturnType<typeof givenAnswers>

const now = () => unixSeconds(Math.floor(Date.now() / 1_000))

async function home({ fake }: Laptop): Promise<Screen> {
  const screen = await openScreen(fake, 'home')
  await screen.page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  return screen
}

interface Said {
  digest?(digest: Digest): Digest
  status?(status: AccountStatus): AccountStatus
}

async function wholeDigest(laptop: Laptop, account: string): Promise<Digest> {
  for (;;) {
    const digest = (await askOf(laptop, 'digest', 'get', { accounts: [account] })) as Digest
    if (!digest.isReading) return digest
  }
}

const told = new WeakMap<Laptop, { readonly digest: Digest; readonly statuses: readonly AccountStatus[] }>()

/** The window over what the laptop says, changed as said; another test changes it anew. */
async function given(laptop: Laptop, { digest = (same) => same, status = (same) => same }: Said = {}): Promise<Screen> {
  const [account] = await laptop.accounts()
  const facts = told.get(laptop) ?? {
    digest: await wholeDigest(laptop, account?.id ?? ''),
    statuses: (await askOf(laptop, 'accounts', 'status', undefined)) as readonly AccountStatus[],
  }
  told.set(laptop, facts)
  laptop.fake.handle('digest', 'get', async () => digest(facts.digest))
  laptop.fake.handle('accounts', 'status', async () => facts.statuses.map(status))
  return home(laptop)
}

async function askOf({ fake }: Laptop, group: keyof Handlers, name: string, input: unknown): Promise<unknown> {
  const answer = await Reflect.get(Reflect.get(fake.bridge, group), name)(input)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

const nothing = (digest: Digest): Digest => ({
  ...digest,
  since: plusSeconds(now(), -day),
  accounts: digest.accounts.map((each) => ({ ...each, since: plusSeconds(now(), -day), isFirst: false })),
  ...{ results: 0, students: 0, certificates: 0, tests: [], changed: 0, needsGrading: 0, newToGrade: 0 },
  ...{ codesWaiting: 0, questionsWaiting: 0, gaps: 0 },
})

describe('Home, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('opens first, with what arrived by test, and finds no fault', async () => {
    const screen = await home(laptop)
    await screen.page.getByText('each dot').first().waitFor()
    await lookInEveryForm(screen, 'home')
  })

  it('opens the new results of a test, and only those', async () => {
    const { page } = await home(laptop)
    const row = page.locator('[data-region="news"] li').first()
    const count = await row.locator('b').innerText()
    await row.getByRole('button').click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.getByText(`${count} results`).first().waitFor()
  })

  it('takes the focus along to what a row opens, and back', async () => {
    const { page } = await home(laptop)
    await page.locator('[data-region="news"] li').first().getByRole('button').focus()
    const focused = () => page.evaluate(() => document.activeElement?.closest('main') !== null)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await expect.poll(focused).toBe(true)
    await page.keyboard.press('Alt+ArrowLeft')
    await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
    await expect.poll(focused).toBe(true)
  })

  it('says how complete the results are, also as a table', async () => {
    const screen = await home(laptop)
    await screen.page.getByRole('button', { name: 'Show as table' }).click()
    await screen.page.getByRole('columnheader', { name: 'From' }).waitFor()
    await lookInEveryForm(screen, 'home-table')
  })

  it('copies the page of plain text that the command line says', async () => {
    const { page } = await home(laptop)
    await page.getByText('each dot').first().waitFor()
    const before = laptop.fake.callsOf('app', 'copyText').length
    await page.getByRole('button', { name: 'Copy as text' }).click()
    await page.getByText('What is new is copied').first().waitFor()
    const { text } = laptop.fake.callsOf('app', 'copyText')[before] ?? { text: '' }
    expect(text).toMatch(/^Gradekeep: what is new\nNorthgate High\n/)
    expect(text.split('\n').every((line) => line.length <= 72)).toBe(true)
  })

  it('prints the same page of plain text', async () => {
    const { page } = await home(laptop)
    await page.getByText('each dot').first().waitFor()
    await page.keyboard.press('Control+p')
    await expect.poll(() => laptop.prints.isOpen()).toBe(true)
    await page.emulateMedia({ media: 'print' })
    await expect
      .poll(() => page.locator('[data-print-pages]').innerText())
      .toMatch(/^Gradekeep: what is new\nNorthgate High\n/)
    laptop.prints.close()
    await page.locator('[data-print-pages]').waitFor({ state: 'detached' })
    await page.emulateMedia({ media: 'screen' })
  })
})

describe('Home in each state, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('names everything that waits, gaps in the bars too', async () => {
    const digest = (own: Digest): Digest => ({
      ...own,
      ...{ changed: 3, nowPassed: 2, nowNotPassed: 0, codesWaiting: 3, questionsWaiting: 2, gaps: 2 },
    })
    const status = (own: AccountStatus): AccountStatus => ({
      ...own,
      unreadable: 2,
      coverage: own.coverage.map(({ feed }) => ({
        feed,
        intervals:
          feed === 'groups'
            ? [{ from: plusSeconds(now(), -200 * day), until: now() }]
            : [
                { from: plusSeconds(now(), -200 * day), until: plusSeconds(now(), -101 * day) },
                { from: plusSeconds(now(), -93 * day), until: plusSeconds(now(), -30 * day) },
                { from: plusSeconds(now(), -29 * day), until: now() },
              ],
      })),
      gaps: [
        { feed: 'links', from: plusSeconds(now(), -101 * day), to: plusSeconds(now(), -93 * day), reason: 'too-old' },
        {
          feed: 'links',
          from: plusSeconds(now(), -30 * day),
          to: plusSeconds(now(), -29 * day),
          reason: 'incomplete-answer',
        },
      ],
    })
    const screen = await given(laptop, { digest, status })
    await screen.page.getByRole('button', { name: /^3 scores changed/ }).waitFor()
    await screen.page.getByRole('button', { name: /^2 changes of the question bank wait/ }).waitFor()
    await screen.page.getByRole('button', { name: /^2 results could not be read/ }).waitFor()
    await screen.page
      .getByRole('heading', { name: /^Results since .+, but for 2 gaps and 2 that could not be read$/ })
      .waitFor()
    await lookInEveryForm(screen, 'home-waiting')
  })

  it('calls nothing complete where a result could not be read, though there is no gap', async () => {
    const { page } = await given(laptop, { status: (own) => ({ ...own, unreadable: 2 }) })
    const heading = page.locator('[data-region="coverage"] h2')
    await expect.poll(() => heading.innerText()).toMatch(/^Results since .+, but for 2 that could not be read$/)
  })

  it('has room for the first results where none have ever come', async () => {
    const summaries = (await askOf(laptop, 'accounts', 'list', undefined)) as readonly { readonly id: string }[]
    laptop.fake.handle('accounts', 'list', async () => summaries.map((each) => ({ ...each, results: 0 })) as never)
    const whole = await wholeDigest(laptop, summaries[0]?.id ?? '')
    laptop.fake.handle('digest', 'get', async () => nothing(whole))
    const screen = await openScreen(laptop.fake, 'home')
    await screen.page.getByRole('navigation').getByRole('button', { name: 'Home' }).click()
    await screen.page.getByText('No results yet').waitFor()
    await lookInEveryForm(screen, 'home-empty')
    laptop.fake.handle('accounts', 'list', async () => summaries as never)
  })

  it('is calm where nothing is new and nothing waits', async () => {
    const screen = await given(laptop, { digest: nothing })
    await screen.page.getByText('Nothing has arrived since then.').waitFor()
    await lookInEveryForm(screen, 'home-nothing')
    await expect.poll(() => screen.page.getByRole('button', { name: 'Mark as seen' }).isDisabled()).toBe(true)
  })

  it('says that it is still reading, and shows no figure that is not whole', async () => {
    const screen = await given(laptop, { digest: (own) => ({ ...own, isReading: true }) })
    await screen.page.getByText('Reading what is new').waitFor()
    expect(await screen.page.locator('[data-region="news"]').count()).toBe(0)
    await lookInEveryForm(screen, 'home-reading')
  })

  it('says first that the first fetch is not finished', async () => {
    const screen = await given(laptop, { status: (own) => ({ ...own, lastSync: null }) })
    await screen.page.getByRole('note').getByText('the first fetch is not finished').waitFor()
    await screen.page.getByRole('heading', { name: 'Not complete yet' }).waitFor()
    await lookInEveryForm(screen, 'home-partial')
  })

  it('goes on without a connection, and says so', async () => {
    const screen = await given(laptop)
    await screen.page.context().setOffline(true)
    await screen.page
      .locator('[data-region="coverage"]')
      .getByText(/Offline/)
      .waitFor()
    await lookInEveryForm(screen, 'home-offline')
  })

  it('says what keeps it from being read, and asks again', async () => {
    const failing = () => {
      throw new AppError('store/failed')
    }
    const screen = await given(laptop, { digest: failing })
    await screen.page.getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'home-failing')
  })

  it('holds at letters of twice the size and in the system’s own colours', async () => {
    const screen = await given(laptop)
    await screen.page.emulateMedia({ forcedColors: 'active' })
    await screen.page.locator('[data-region="news"]').waitFor()
    await lookInEveryForm(screen, 'home-forced')
    await screen.page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    await lookInEveryForm(screen, 'home-large')
  })
})
