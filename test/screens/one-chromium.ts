import { chromium } from 'playwright'
import { chromiumPath } from '../runtime/scripts/chromium.mjs'

/** The environment variable that tells every process of a run where its Chromium listens. */
export const chromiumVariable = 'GRADEKEEP_TEST_CHROMIUM'

/** Starts the one Chromium that all screens of a run share. No host name resolves in it. */
export default async function oneChromium(): Promise<() => Promise<void>> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('Chromium is not installed; `npm run setup` says how to get it')
  const server = await chromium.launchServer({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  })
  process.env[chromiumVariable] = server.wsEndpoint()
  return () => server.close()
}
