import { describe, expect, it } from 'vitest'
import { systemClock } from '../../electron/environment.ts'
import { AppError, toEnvelope } from '../../shared/errors.ts'
import type { FakeBridge } from '../renderer/fake-bridge.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

type Call = (input: unknown) => Promise<unknown>

/** A bridge that refuses a call as long as it is told to. */
function refusing(fake: FakeBridge, group: keyof FakeBridge['bridge'], name: string) {
  let isRefused = false
  let refused = 0
  const given: Call = Reflect.get(fake.bridge[group], name)
  const call: Call = (input) => {
    if (!isRefused) return given(input)
    refused += 1
    return toEnvelope(() => Promise.reject(new AppError('store/failed')))
  }
  return {
    fake: { ...fake, bridge: { ...fake.bridge, [group]: { ...fake.bridge[group], [name]: call } } },
    refuse: (isSo: boolean) => {
      isRefused = isSo
    },
    refused: () => refused,
  }
}

describe('what was read before', () => {
  const laptop = givenAnswers(copySchool)

  async function open(group: keyof FakeBridge['bridge'], name: string) {
    const { fake, refuse } = refusing(laptop.fake, group, name)
    const { page } = await openScreen(fake)
    await page.locator('[data-row="0"]').first().waitFor()
    const again = page.getByRole('button', { name: 'Try again' })
    const retried = async () => {
      refuse(false)
      await again.click()
      await again.waitFor({ state: 'detached' })
    }
    const go = (screen: string) =>
      page
        .getByRole('navigation')
        .getByRole('button', { name: new RegExp(`^${screen}`) })
        .click()
    return { page, refuse, again, retried, go, before: page.getByText('What is shown below is from before.') }
  }

  it('stays in a list that cannot be asked anew, and is said to be from before', async () => {
    const { page, refuse, retried, before } = await open('resultList', 'open')
    refuse(true)
    await page.getByRole('columnheader', { name: 'Score' }).click()
    await before.waitFor()
    await page.locator('[data-row="0"]').first().waitFor()
    await retried()
    await expect.poll(() => before.count()).toBe(0)
  })

  it('stays in the panel of a result, which is read again on request', async () => {
    const { page, refuse, retried, before } = await open('results', 'detail')
    await page.locator('[data-row="0"]').click()
    const panel = page.locator('[data-region="panel"]')
    await panel.getByText('Everything ClassMarker sent').waitFor()
    refuse(true)
    laptop.fake.emit('results', 'changed', undefined)
    await before.waitFor()
    await panel.getByText('Everything ClassMarker sent').waitFor()
    await retried()
  })

  it('stays on the page of a student, unless other attempts are to count', async () => {
    const { page, refuse, again, before, go } = await open('students', 'page')
    await go('Students')
    await page.locator('[data-row="0"]').first().click()
    await page.getByRole('figure').first().waitFor()
    refuse(true)
    laptop.fake.emit('students', 'changed', undefined)
    await before.waitFor()
    await page.getByRole('figure').first().waitFor()
    await page.getByRole('button', { name: /^Counts/ }).click()
    await page.getByRole('option', { name: 'first attempt' }).click()
    await page.getByRole('figure').first().waitFor({ state: 'detached' })
    await again.waitFor()
    expect(await before.count()).toBe(0)
  })

  it('is what the page of a test says, which has its name before it is read', async () => {
    const { page, refuse, again, retried, before, go } = await open('tests', 'page')
    await go('Tests')
    const listed = page.locator('[data-row="0"]').first()
    const name = (await listed.getByRole('rowheader').innerText()).split('\n')[0]
    refuse(true)
    await listed.click()
    await again.waitFor()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(name)
    await retried()
    await page.getByRole('figure').first().waitFor()
    refuse(true)
    laptop.fake.emit('results', 'changed', undefined)
    await before.waitFor()
    await page.getByRole('figure').first().waitFor()
    await page.getByRole('button', { name: /^Counts/ }).click()
    await page.getByText('The attempt that each student finished last.').click()
    await page.getByRole('figure').first().waitFor({ state: 'detached' })
    expect(await before.count()).toBe(0)
  })

  it('is told of once where several parts of a screen fail alike, and all of them are read again', async () => {
    const [account] = await laptop.accounts()
    const [list] = await laptop.store.accessLists([account?.id ?? ''])
    if (list === undefined) throw new Error('The school has no access list')
    const edit = { list: { accountId: list.accountId, listId: list.listId }, change: 'add', origin: 'pasted' } as const
    await laptop.store.applyCodes({ ...edit, codes: [{ code: 'AUTUMN-1', name: null }], at: systemClock() })
    const lists = refusing(laptop.fake, 'codes', 'lists')
    const rows = refusing(lists.fake, 'codeList', 'open')
    const { page } = await openScreen(rows.fake)
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Access codes/ })
      .click()
    await page.locator('[data-row="0"]').first().waitFor()
    const asked = () => [lists, rows].map((each) => each.refused() > 0)
    lists.refuse(true)
    rows.refuse(true)
    laptop.fake.emit('codes', 'changed', undefined)
    await expect.poll(asked).toEqual([true, true])
    const again = page.getByRole('button', { name: 'Try again' })
    await again.waitFor()
    await page.getByText('What is shown below is from before.').waitFor()
    lists.refuse(false)
    rows.refuse(false)
    await again.click()
    await again.waitFor({ state: 'detached' })
  })

  it('is asked for again where the copies on this laptop cannot be read', async () => {
    const { refuse, retried, go } = await open('backups', 'list')
    refuse(true)
    await go('Settings')
    await retried()
  })
})
