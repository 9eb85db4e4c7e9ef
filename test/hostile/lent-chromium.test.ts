import type { BrowserContext, Page } from 'playwright'
import { expect, it } from 'vitest'
import { toPageAddress } from '../runtime/stand-in/addresses.ts'
import { lentChromium } from '../runtime/stand-in/chromium.ts'

const address = toPageAddress('app://gradekeep/index.html')

async function openedIn(context: BrowserContext): Promise<Page> {
  await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: 'app' }))
  const [page] = context.pages()
  if (page === undefined) throw new Error('there is no page')
  await page.goto(address)
  return page
}

const kept = (page: Page) => page.evaluate(() => [localStorage.length, document.cookie, history.length])

// Else one test would begin with what another left.
it('a Chromium goes from one run of the app to the next with nothing of it', async () => {
  const first = await lentChromium([])
  const page = await openedIn(first.context)
  const asNew = await kept(page)
  await page.evaluate(() => {
    localStorage.setItem('name', 'value')
    // biome-ignore lint/suspicious/noDocumentCookie: as any script of a page can
    document.cookie = 'name=value'
    history.pushState({}, '', '/there')
  })
  expect(await kept(page)).not.toEqual(asNew)
  await first.context.setOffline(true)
  await first.end()

  const second = await lentChromium([])
  expect(second.context).toBe(first.context)
  expect(page.isClosed()).toBe(true)
  expect(second.context.pages()).toHaveLength(1)
  const next = await openedIn(second.context)
  expect(await next.evaluate(() => navigator.onLine)).toBe(true)
  expect(await kept(next)).toEqual(asNew)
  await second.end()
})

it('one that is lent is lent to nobody else', async () => {
  const [first, second] = await Promise.all([lentChromium([]), lentChromium([])])
  expect(first.context).not.toBe(second.context)
  await Promise.all([first.end(), second.end()])
})
