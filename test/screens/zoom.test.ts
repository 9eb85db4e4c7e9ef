import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { resultsAre } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

/**
 * Parts of the page that cannot be reached or read: words and controls outside the window or cut off by a box that
 * neither scrolls nor shows an ellipsis, and controls on top of one another.
 */
function flawsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const seen = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest('[inert], [aria-hidden="true"], [data-react-aria-hidden-select], .visually-hidden') === null
    const named = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.textContent ?? '').trim().slice(0, 30)}”`
    /** Whether an ancestor hides it on purpose: clipped away, or shortened by an ellipsis. */
    const isHiddenByDesign = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const style = getComputedStyle(at)
        if (style.clipPath !== 'none') return true
      }
      return false
    }
    const scrolls = (element: Element): boolean => {
      for (let at = element.parentElement; at !== null && at !== document.body; at = at.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true
      return false
    }
    const isSticky = (element: Element): boolean => {
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).position === 'sticky') return true
      return false
    }
    const flaws: string[] = []
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth > width)
      flaws.push(`the page is ${document.documentElement.scrollWidth} wide`)
    const controls = [
      ...document.querySelectorAll('button, input, select, textarea, [role="tab"], [role="radio"], a[href]'),
    ]
    const words = [...document.querySelectorAll('body *')].filter((element) =>
      [...element.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''),
    )
    for (const element of new Set([...controls, ...words])) {
      if (!seen(element) || isHiddenByDesign(element) || scrolls(element)) continue
      const { left, right, width: wide } = element.getBoundingClientRect()
      if (wide > 0 && (left < -1 || right > width + 1))
        flaws.push(`${named(element)} lies at ${left}–${right} of ${width}`)
    }
    for (const element of words) {
      if (!seen(element) || isHiddenByDesign(element)) continue
      const { overflowX, textOverflow } = getComputedStyle(element)
      if (overflowX === 'hidden' && textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
        flaws.push(`${named(element)} is cut off`)
    }
    const boxes = controls
      .filter((element) => seen(element) && !isHiddenByDesign(element) && element.closest('[role="grid"]') === null)
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && box.height > 1)
    for (const [place, one] of boxes.entries())
      for (const other of boxes.slice(place + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        // The arrow of a field belongs inside the field.
        if (one.element.matches('input') && one.element.parentElement?.contains(other.element)) continue
        // An element that stays at the foot of the window hides only what can be scrolled out from under it.
        if (isSticky(one.element) !== isSticky(other.element)) continue
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
        if (across > 2 && down > 2) flaws.push(`${named(one.element)} lies on ${named(other.element)}`)
      }
    return flaws
  })
}

const go = (page: Page, name: RegExp) => page.getByRole('navigation').getByRole('button', { name }).first().click()

describe('the window at a large zoom', () => {
  const laptop = givenAnswers(copySample)

  // A window of 720 by 520 at 200 %, and at 300 %.
  const sizes = [
    [360, 260],
    [240, 173],
    [360, 700],
    [240, 700],
  ] as const

  it.each(sizes)('of %s by %s pixels cuts nothing off', async (width, height) => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    await page.setViewportSize({ width, height })
    await go(page, /^Results/)
    expect(await flawsOf(page), 'the results').toEqual([])
    await go(page, /^Gradebook/)
    await page.locator('[data-row="0"]').waitFor()
    expect(await flawsOf(page), 'the gradebook').toEqual([])
    await go(page, /^Access codes/)
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      expect(await flawsOf(page), `access codes: ${await tab.textContent()}`).toEqual([])
    }
    await page.getByRole('tab').first().click()
    await page
      .getByRole('button', { name: /^Add codes/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    expect(await flawsOf(page), 'the dialog of access codes').toEqual([])
    await page.keyboard.press('Escape')
    await go(page, /^Questions/)
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click()
      expect(await flawsOf(page), `questions: ${await tab.textContent()}`).toEqual([])
    }
    await page.getByRole('button', { name: 'New question' }).click()
    await page.getByRole('heading', { name: 'New question', level: 1 }).waitFor()
    expect(await flawsOf(page), 'the editor of a question').toEqual([])
    await page.keyboard.press('Escape')
    await go(page, /^Settings/)
    expect(await flawsOf(page), 'the settings').toEqual([])
  })

  it('letters of twice the size are written twice as large, rows and controls with them', async () => {
    const { page } = await openScreen(laptop.fake)
    await page.getByRole('row').nth(1).waitFor()
    const sizes = () =>
      page.evaluate(() => {
        const of = (selector: string) => {
          const element = document.querySelector(selector)
          if (element === null) throw new Error(`there is no ${selector}`)
          return { letters: Number.parseFloat(getComputedStyle(element).fontSize), height: element.clientHeight }
        }
        return ['h1', '[role="rowheader"]', '[role="columnheader"]', '[data-region="toolbar"] button'].map(of)
      })
    const before = await sizes()
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    await expect.poll(sizes).toEqual(
      before.map(({ letters, height }) => ({
        letters: letters * 2,
        height: expect.toSatisfy((now: number) => Math.abs(now - height * 2) <= 6),
      })),
    )
    for (const screen of ['Results', 'Gradebook', 'Access codes', 'Questions', 'Settings']) {
      await go(page, new RegExp(`^${screen}`))
      await expect.poll(() => flawsOf(page), { message: screen, timeout: 20_000 }).toEqual([])
    }
    await go(page, /^Gradebook/)
    await page.getByRole('button', { name: /^Check: / }).click()
    await page.getByRole('complementary', { name: 'Check' }).waitFor()
    expect(await flawsOf(page), 'the checks of a gradebook').toEqual([])
  })
})
