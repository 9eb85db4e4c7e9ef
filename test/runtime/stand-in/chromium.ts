import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright'
import { chromiumPath } from '../scripts/chromium.mjs'
import { pageHost } from './addresses.ts'

// Playwright makes a folder for it, and removes that afterwards.
const temporaryProfile = ''

/**
 * Starts Chromium with a profile of its own, and no way out: the app's requests are answered before they leave, and
 * no host name resolves. With a display it is one bare window without tabs.
 */
export async function startChromium(headless: boolean, switches: readonly string[] = []): Promise<BrowserContext> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('Chromium is not installed; `npm run setup` says how to get it')
  return chromium.launchPersistentContext(temporaryProfile, {
    executablePath,
    headless,
    ...(headless ? { viewport: { width: 1280, height: 800 } } : { viewport: null, colorScheme: null }),
    chromiumSandbox: process.getuid?.() !== 0,
    // Playwright's own termination handlers would outrun the app's orderly quit.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ...switches,
      ...(headless ? [] : ['--app=data:text/html,<title>Gradekeep</title>']),
    ],
  })
}

/** Chromium for one run of the app. */
export interface LentChromium {
  readonly context: BrowserContext
  /** To be called before a window closes. */
  keepCompiled(): Promise<void>
  end(): Promise<void>
}

/** Chromiums of this process whose app has ended, by the network they were started for. */
const unused = new Map<string, BrowserContext[]>()
let isLending = false

/**
 * From now on a Chromium without a window goes from one run of the app to the next of this process, emptied in between.
 * A start of its own and compiling the app's script anew would take longer than all else of the app's start. The
 * process then has to call `endLending`, or a Chromium that waits keeps it from ending.
 */
export function beginLending(): void {
  isLending = true
}

/** The Chromium for one run of the app: one that was lent before, once lending has begun, else one of its own. */
export function chromiumFor(headless: boolean, network: readonly string[]): Promise<LentChromium> {
  return headless && isLending ? lentChromium(network) : ownChromium(headless, network)
}

async function ownChromium(headless: boolean, network: readonly string[]): Promise<LentChromium> {
  const context = await startChromium(headless, network)
  return { context, keepCompiled: async () => {}, end: () => context.close() }
}

async function lentChromium(network: readonly string[]): Promise<LentChromium> {
  const key = network.join(' ')
  // Pages of one host then share a process, which is the one that has the script compiled.
  const context = unused.get(key)?.pop() ?? (await startChromium(true, ['--process-per-site', ...network]))
  return {
    context,
    keepCompiled: () => openEmptyPage(context),
    async end() {
      const isEmpty = isLending && (await emptied(context))
      if (isEmpty && isLending) unused.set(key, [...(unused.get(key) ?? []), context])
      else await context.close()
    },
  }
}

/** Ends every Chromium that waits for a further run, and lets none wait any more. */
export async function endLending(): Promise<void> {
  isLending = false
  const contexts = [...unused.values()].flat()
  unused.clear()
  await Promise.all(contexts.map((context) => context.close()))
}

/** @returns whether everything is as new in it; not so where a page does not answer */
async function emptied(context: BrowserContext): Promise<boolean> {
  try {
    await context.setOffline(false)
    await openEmptyPage(context)
    for (const page of context.pages()) if (page.url() !== emptyAddress) await page.close()
    await context.unrouteAll({ behavior: 'ignoreErrors' })
    for (const page of context.pages())
      await tell(page, (session) => session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' }))
    return true
  } catch {
    return false
  }
}

const origin = `http://${pageHost}`
const emptyAddress = `${origin}/empty`

/**
 * Opens an empty page of the app's host, with nothing to go back to, unless there is one. As long as it is open, so is
 * the process that has the app's script compiled. The next window takes it over.
 */
async function openEmptyPage(context: BrowserContext): Promise<void> {
  if (context.pages().some((page) => page.url() === emptyAddress)) return
  const page = await context.newPage()
  await page.route(emptyAddress, (route) => route.fulfill({ contentType: 'text/html', body: '' }))
  await page.goto(emptyAddress)
  await page.unrouteAll()
  await tell(page, (session) => session.send('Page.resetNavigationHistory'))
}

async function tell(page: Page, what: (session: CDPSession) => Promise<unknown>): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await what(session)
  await session.detach()
}
