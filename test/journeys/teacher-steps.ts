import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { QueuedFault } from '../../electron/simulator/delivery.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import { type Clock, unixSeconds } from '../../shared/model/time.ts'
import { type LaunchOptions, launchGradekeep, type RunningGradekeep } from '../runtime/launcher.ts'

/** The computer's time, since the app under test has no other. */
export const now: Clock = () => unixSeconds(Math.floor(Date.now() / 1000))

/** A data folder for the app, and a function that removes it. */
export function dataFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'gradekeep-e2e-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Starts the built app and its window. A step fails when it takes longer than eight seconds. */
export async function start(options: LaunchOptions): Promise<RunningGradekeep> {
  const app = await launchGradekeep(options)
  app.page.setDefaultTimeout(8_000)
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

/** Fills in the form and presses Connect, without waiting for the answer. */
export async function connect(page: Page, { key, secret }: { key: string; secret: string }): Promise<void> {
  await page.getByLabel('API key', { exact: true }).fill(key)
  await page.getByLabel('API secret', { exact: true }).fill(secret)
  await page.getByLabel('Name for this account').fill('Northgate High')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
}

/** Goes from the first start to the results screen, where the first sync runs. */
export async function connectAndFetch(page: Page, credentials: { key: string; secret: string }): Promise<void> {
  await connect(page, credentials)
  await page.getByRole('button', { name: 'Fetch results' }).click()
}

/** Answers this many pages of group results, and holds back every later request for that feed. */
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

/** `expect.poll` with the time limit for a window in these tests: a shared computer is slow at times. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 8_000 })
