import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { toPageAddress } from '../runtime/stand-in/addresses.ts'
import { chromiumFor } from '../runtime/stand-in/chromium.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'gradekeep-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

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
  const first = await chromiumFor(true, [])
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

  const second = await chromiumFor(true, [])
  expect(second.context).toBe(first.context)
  expect(page.isClosed()).toBe(true)
  expect(second.context.pages()).toHaveLength(1)
  const next = await openedIn(second.context)
  expect(await next.evaluate(() => navigator.onLine)).toBe(true)
  expect(await kept(next)).toEqual(asNew)
  await second.end()
})

it('one that is lent is lent to nobody else', async () => {
  const [first, second] = await Promise.all([chromiumFor(true, []), chromiumFor(true, [])])
  expect(first.context).not.toBe(second.context)
  await Promise.all([first.end(), second.end()])
})

// A benchmark measures starts of the app without being one of these tests.
it('a script that ran the app and closed it ends by itself', async () => {
  const launcher = fileURLToPath(new URL('../runtime/launcher.ts', import.meta.url))
  const script = `
    const { launchGradekeep } = await import(${JSON.stringify(launcher)})
    const app = await launchGradekeep({ dataDir: process.argv[1] })
    await app.close()
    console.log('closed')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = text(child.stdout)
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(await said).toBe('closed\n')
})
