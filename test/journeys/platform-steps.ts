import type { Page } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import {
  type AssessmentsSimulator,
  type AssessmentsSimulatorOptions,
  startAssessmentsSimulator,
} from '../../electron/simulator/assessments/simulator.ts'
import { Laptop, now } from './teacher-steps.ts'

export const grid = (page: Page) => page.getByRole('grid', { name: 'Assessments' })
export const panel = (page: Page) => page.getByRole('complementary', { name: 'Assessment', exact: true })
export const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Gradekeep' })
export const editor = (page: Page) => page.getByRole('region', { name: 'Fields of the draft' })
export const answering = (page: Page) => page.getByRole('region', { name: 'Answering' })

/** The platform again after an outage is the same one: also by the seconds of its submissions. */
export const optionsOf = (given: Partial<AssessmentsSimulatorOptions>): AssessmentsSimulatorOptions => ({
  ...{ clock: now, madeAt: now(), assessments: 8, results: 40, requestsPerMinute: null },
  ...given,
})

/** A laptop and a learning platform, for the tests of one `describe`. */
export function givenPlatform(
  options: AssessmentsSimulatorOptions,
  secretOf: (platform: AssessmentsSimulator) => string,
) {
  const laptop = new Laptop()
  let platform: AssessmentsSimulator | undefined
  const there = () => {
    if (platform === undefined) throw new Error('There is no platform')
    return platform
  }
  beforeAll(async () => {
    platform = await startAssessmentsSimulator(options)
    await laptop.open({ GRADEKEEP_API_SECRET: secretOf(platform) })
  })
  afterAll(async () => {
    await laptop.close()
    await platform?.close()
  })
  return {
    laptop,
    get page(): Page {
      return laptop.app.page
    },
    get platform(): AssessmentsSimulator {
      return there()
    },
    reopen: () => laptop.open({ GRADEKEEP_API_SECRET: secretOf(there()) }),
    /** Nobody answers at its address any more. */
    goAway: async () => {
      await there().close()
      await laptop.app.setOnline(false)
    },
    comeBack: async () => {
      platform = await startAssessmentsSimulator({ ...options, port: Number(new URL(there().url).port) })
      await laptop.app.setOnline(true)
    },
  }
}

/** Fills the form on the first screen by keyboard, and waits until the platform is connected. */
export async function connectWithToken(page: Page, url: string, token: string): Promise<void> {
  await page.getByRole('radio', { name: 'ClassMarker' }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await page.getByLabel('Address of the platform').fill(url)
  await page.getByRole('radio', { name: 'Access token' }).press('Space')
  await page.getByLabel('Access token', { exact: true }).last().fill(token)
  await page.getByLabel('Name for this account').fill('Harbour College')
  await page.keyboard.press('Enter')
  await page.getByText('Harbour College is connected').waitFor()
}
