import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { openScreen } from './built-screen.ts'
import { givenAnswers } from './laptop-answers.ts'
import { fillWithLongWords, letters, longWords } from './long-words.ts'

/** The length of the longest text on the page: of a text node, or of a text read out or shown beside an element. */
const longest = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const shown = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt']
    const lengths = [document.title.length]
    for (const element of document.querySelectorAll('*')) {
      for (const name of shown) lengths.push(element.getAttribute(name)?.length ?? 0)
      for (const node of element.childNodes) if (node instanceof Text) lengths.push(node.data.length)
    }
    return Math.max(...lengths)
  })

describe('text of 100,000 letters from outside', () => {
  const laptop = givenAnswers(fillWithLongWords)

  async function results() {
    const { page } = await openScreen(laptop.fake)
    await page.getByRole('row').nth(1).waitFor()
    const bounded = async (where: string) => expect(await longest(page), where).toBeLessThan(2_000)
    return { page, bounded }
  }

  it('is cut in the list and in the panel of every result', async () => {
    const { page, bounded } = await results()
    await bounded('results')
    for (const place of longWords.keys()) {
      await page.getByRole('rowheader').nth(place).click()
      await page.locator('[data-region="panel"]').waitFor()
      for (const folded of ['More', 'Everything ClassMarker sent'])
        await page.getByRole('button', { name: folded, exact: true }).click()
      await bounded(`panel ${place}`)
    }
  })

  it('is shown whole on demand, in lines', async () => {
    const { page, bounded } = await results()
    await page.getByRole('rowheader').last().click()
    const panel = page.locator('[data-region="panel"]')
    await panel.getByRole('button', { name: 'Show all' }).first().click()
    const more = panel.getByRole('button', { name: 'Show more' })
    while ((await more.count()) > 0) await more.first().click()
    const whole = panel.locator('h2').getByRole('group').or(panel.locator('h2 [tabindex="0"]')).first()
    expect((await whole.textContent())?.length).toBeGreaterThan(letters)
    await bounded('the whole name')
    await panel.getByRole('button', { name: 'Show less' }).first().click()
  })

  it('is cut in filters, on the certificates, the codes, the activity and the settings', async () => {
    const { page, bounded } = await results()
    const go = (name: RegExp) => page.getByRole('navigation').getByRole('button', { name }).first().click()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await bounded('filters')
    for (const kind of ['Test', 'Group or link']) {
      await page
        .getByRole('option', { name: kind, exact: true })
        .or(page.getByRole('menuitem', { name: kind }))
        .first()
        .click()
      await bounded(`filter by ${kind}`)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Filter', exact: true }).click()
    }
    await page.keyboard.press('Escape')
    await go(/^Certificates/)
    await bounded('certificates')
    await page.getByRole('combobox').fill('0abcdef')
    await page.getByRole('button', { name: 'Show all' }).first().waitFor()
    await bounded('a certificate')
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await bounded(`certificates: ${await tab.textContent()}`)
    }
    await go(/^Access codes/)
    await page.getByRole('heading', { name: 'Access codes' }).waitFor()
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await bounded(`codes: ${await tab.textContent()}`)
    }
    await page.getByRole('tab').first().click()
    await page.getByRole('rowheader').first().click()
    await bounded('a code')
    await page.keyboard.press('Escape')
    await go(/^Activity/)
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      await bounded(`activity: ${await tab.textContent()}`)
    }
    await go(/^Settings/)
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await bounded('settings')
  })
})
