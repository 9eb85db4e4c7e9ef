import type { Locator, Page } from 'playwright'
import { beforeAll, expect, vi } from 'vitest'
import {
  type RecordedRequest,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../electron/simulator/simulator.ts'
import { givenLaptop, type Laptop, now } from './teacher-steps.ts'

/** The list of the link "New York sales staff". */
export const staffList = 123456
export const staffLink = 38676

/** An account with one result and three empty access lists. */
export async function startWithEmptyLists(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ clock: now, results: 0, requestsPerHour: null, ...options })
  for (const { codes } of simulator.world.accessLists) codes.clear()
  simulator.world.addLinkResult({ link_id: staffLink, access_code: '' })
  return simulator
}

/** The same ClassMarker again after an outage: same address, key and codes. */
export async function reachableAgain(closed: Simulator): Promise<Simulator> {
  const { key, secret, url } = closed
  const simulator = await startWithEmptyLists({ key, secret, port: Number(new URL(url).port) })
  for (const { id, codes } of closed.world.accessLists)
    for (const code of codes) simulator.world.accessList(id)?.codes.add(code)
  return simulator
}

/** The codes at ClassMarker, in order. */
export const codesThere = ({ world }: Simulator): readonly string[] =>
  [...(world.accessList(staffList)?.codes ?? [])].sort()

/** Requests that changed an access list. */
export const changesSent = ({ requests }: Simulator): readonly RecordedRequest[] =>
  requests.filter(({ method }) => method !== 'GET')

/** The codes the window shows for the list, in order. */
export async function codesHere(page: Page): Promise<readonly string[]> {
  const codes = await page.evaluate(async (listId) => {
    const lists = await gradekeep?.codes.lists({})
    const list = lists?.ok ? lists.value.find((one) => one.listId === listId) : undefined
    if (list === undefined) return []
    const { accountId } = list
    const accessCodes = await gradekeep?.codes.accessCodes({ list: { accountId, listId }, filter: {} })
    return accessCodes?.ok ? accessCodes.value.map(({ code }) => code) : []
  }, staffList)
  return codes.sort()
}

/** Waits until ClassMarker and the window hold the same codes, and the window says that nothing waits. */
export async function bothAgree(page: Page, simulator: Simulator): Promise<void> {
  await page
    .getByText(/^[\d,]+ waiting to be sent/)
    .first()
    .waitFor({ state: 'detached' })
  await vi.waitFor(async () => expect(await codesHere(page)).toEqual(codesThere(simulator)), { timeout: 20_000 })
  const count = new Intl.NumberFormat('en-US').format(codesThere(simulator).length)
  await page.getByText(new RegExp(`^${count} at ClassMarker, ${count} known here$`)).waitFor()
}

/** Puts a text on the clipboard and pastes it, like somebody who comes from a spreadsheet. */
export async function paste(area: Locator, text: string): Promise<void> {
  await area.fill(text)
  for (const keys of ['Control+a', 'Control+x', 'Control+v']) await area.press(keys)
}

/** A laptop for the tests of one `describe`, whose list "New York sales staff" holds these codes and no others. */
export function givenStaffCodes(lines: string, count: number): Laptop {
  const laptop = givenLaptop({ classMarker: startWithEmptyLists, fetched: 1 })
  beforeAll(async () => {
    const { page } = laptop.app
    await openStaffList(page)
    await addCodes(page, lines, count)
    await bothAgree(page, laptop.simulator)
  })
  return laptop
}

/** Opens the codes of the list "New York sales staff". */
export async function openStaffList(page: Page): Promise<void> {
  await page.keyboard.press('Control+7')
  await page.getByRole('button', { name: /Access list$/ }).click()
  await page.getByRole('option', { name: 'New York sales staff · 123456' }).click()
}

/** Types codes into the dialog and adds them; `count` are new. */
export async function addCodes(page: Page, lines: string, count: number): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: 'Add codes…' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add codes' })
  await dialog.getByLabel('Codes, one per line').fill(lines)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: count === 1 ? 'Add 1 code' : `Add ${count} codes`, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}
