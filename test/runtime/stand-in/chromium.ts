import { type BrowserContext, chromium } from 'playwright'
import { chromiumPath } from '../scripts/chromium.mjs'

// Playwright makes a folder for it, and removes that afterwards.
const temporaryProfile = ''

/**
 * Starts Chromium with a profile of its own, and no way out: the app's requests are answered before they leave, and
 * no host name resolves. With a display it is one bare window without tabs.
 */
export async function startChromium(headless: boolean, network: readonly string[] = []): Promise<BrowserContext> {
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
      ...network,
      ...(headless ? [] : ['--app=data:text/html,<title>Gradekeep</title>']),
    ],
  })
}
