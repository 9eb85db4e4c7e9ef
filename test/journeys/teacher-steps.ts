import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect } from 'vitest'
import type { QueuedFault } from '../../electron/simulator/delivery.ts'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { type Clock, unixSeconds } from '../../shared/model/time.ts'
import { type LaunchOptions, launchGradekeep, type RunningGradekeep } from '../runtime/launcher.ts'

/** The computer's time, since the app under test has no other. */
export const now: Clock = () => unixSeconds(Math.floor(Date.now() / 1000))

/** A data folder for the app, and a function that removes it. */
export function dataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'gradekeep-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** The lines of the app's own log, which are there also where nobody reads what it prints. */
export const logOf = (dataDir: string): readonly string[] =>
  readFileSync(join(dataDir, 'logs', 'main.log'), 'utf8').split('\n')

/** Starts the built app and its window. A step fails when it takes longer than twenty seconds. */
export async function start(options: LaunchOptions): Promise<RunningGradekeep> {
  const app = await launchGradekeep(options)
  app.page.setDefaultTimeout(20_000)
  return app
}

/**
 * Environment variables for a simulator: its address, and the secret for this run, so that no test touches the keychain
 * of the person who runs it.
 */
export const environmentOf = ({ url, secret }: { url: string; secret: string }) => ({
  GRADEKEEP_API_URL: url,
  GRADEKEEP_API_SECRET: secret,
})

/** Fills the form, on the first screen or in a dialog, and presses Connect, without waiting for what comes of it. */
export async function connect(
  form: Page | Locator,
  { key, secret }: { key: string; secret: string },
  name = 'Northgate High',
): Promise<void> {
  await form.getByLabel('API key', { exact: true }).fill(key)
  await form.getByLabel('API secret', { exact: true }).fill(secret)
  await form.getByLabel('Name for this account').fill(name)
  await form.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** Goes from the first start to the results screen, where the first sync runs. */
export async function connectAndFetch(page: Page, credentials: { key: string; secret: string }): Promise<void> {
  await connect(page, credentials)
  await page.getByRole('button', { name: 'Fetch results' }).click()
}

/** Goes from Home, where the app opens once there are results, to the list of them. */
export async function toResults(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  if (await page.getByRole('heading', { name: 'Home', level: 1 }).isVisible()) await page.keyboard.press('Control+2')
}

/** A computer with the app on it: a data folder, the window, and the ClassMarker it talks to. */
export class Laptop {
  readonly folder: string
  readonly #folder = dataFolder()
  #simulator: Simulator | undefined
  #app: RunningGradekeep | undefined

  constructor() {
    this.folder = this.#folder.path
  }

  get simulator(): Simulator {
    if (this.#simulator === undefined) throw new Error('This laptop has no ClassMarker')
    return this.#simulator
  }

  set simulator(simulator) {
    this.#simulator = simulator
  }

  get app(): RunningGradekeep {
    if (this.#app === undefined) throw new Error('The app was not opened')
    return this.#app
  }

  /** Opens the app on what the folder holds, also when it was closed or killed before; from Home to the results. */
  async open(env = this.#simulator === undefined ? {} : environmentOf(this.#simulator)): Promise<void> {
    this.#app = await start({ dataDir: this.folder, env })
    await toResults(this.#app.page)
  }

  /** Opens the app again, which is where it was, and goes to its results. */
  async openOnResults(): Promise<void> {
    await this.open()
    await this.app.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Results/ })
      .click()
  }

  async close(): Promise<void> {
    await this.#app?.close()
    await this.#simulator?.close()
    this.#folder.remove()
  }
}

interface Given {
  /** How many results ClassMarker holds, or how it is started. Without it there is none. */
  readonly classMarker?: number | (() => Promise<Simulator>)
  /** Changes what ClassMarker or the data folder holds, before the app is opened. */
  readonly prepare?: (laptop: Laptop) => unknown
  /** Connects, and waits until so many results have been fetched. */
  readonly fetched?: number
}

/** A laptop for the tests of one `describe`: its app is open before the first, and everything is gone after the last. */
export function givenLaptop({ classMarker, prepare, fetched }: Given = {}): Laptop {
  const laptop = new Laptop()
  beforeAll(async () => {
    if (typeof classMarker === 'number')
      laptop.simulator = await startSimulator({ clock: now, results: classMarker, requestsPerHour: null })
    else if (classMarker !== undefined) laptop.simulator = await classMarker()
    await prepare?.(laptop)
    await laptop.open()
    if (fetched === undefined) return
    const { page } = laptop.app
    await connectAndFetch(page, laptop.simulator)
    await resultsAre(page, fetched)
    await page.getByText(`${fetched} new result`).first().waitFor()
  })
  afterAll(() => laptop.close())
  return laptop
}

/** Lets so many pages of group results through and holds back whatever of that feed is asked for then. */
export function holdAfterPages(simulator: Simulator, pages: number): QueuedFault {
  const feed = '/v1/groups/recent_results.json'
  const before = sent()
  function sent(): number {
    return simulator.requests.filter(({ path, outcome }) => path === feed && outcome === 'ok').length
  }
  const path = (asked: string) => asked === feed && sent() - before >= pages
  return simulator.faults.next({ kind: 'held' }, { path, times: Number.POSITIVE_INFINITY })
}

/** Waits until the toolbar shows this many results; with `of`, this many of all. */
export async function resultsAre(page: Page, count: number, of?: number): Promise<void> {
  const figure = (number: number) => new Intl.NumberFormat('en-US').format(number)
  const words = of === undefined ? figure(count) : `${figure(count)} of ${figure(of)}`
  await page
    .locator('[data-region="toolbar"]')
    .getByText(new RegExp(`^${words} results?$`))
    .waitFor()
}

/** How many results the toolbar shows; 0 before it shows a number. */
export async function resultsShown(page: Page): Promise<number> {
  const words = await page
    .locator('[data-region="toolbar"]')
    .getByText(/results?$/)
    .last()
    .textContent()
  return Number(words?.replaceAll(',', '').match(/^\d+/)?.[0] ?? 0)
}

/** The name at the head of a row, once the row is loaded: until then it says "Loading". */
export async function nameOf(row: Locator): Promise<string> {
  const head = row.getByRole('rowheader')
  await head.filter({ hasNotText: /^Loading$/ }).waitFor()
  return (await head.textContent()) ?? ''
}

/** `expect.poll` with the time limit for a window in these tests: a shared computer is slow at times. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 20_000 })
