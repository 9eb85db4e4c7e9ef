import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { answerAppRequest } from '../../electron/desktop/app-files.ts'
import { axeSource } from '../journeys/axe-source.ts'
import { projectRoot } from '../runtime/launcher.ts'
import { chromiumPath } from '../runtime/scripts/chromium.mjs'
import { pageHost, toAppAddress, toPageAddress } from '../runtime/stand-in/addresses.ts'

/** The environment variable that tells every process of a run where its Chromium listens. */
export const chromiumVariable = 'GRADEKEEP_TEST_CHROMIUM'

/** A page without anything at the app's host. */
export const emptyAddress = `http://${pageHost}/empty`

/** The script of axe, at the app's host too. */
export const axeAddress = `http://${pageHost}/axe.js`

/** What the app does not have itself, by its address. */
const beside: ReadonlyMap<string, { readonly type: string; readonly content: string }> = new Map([
  [emptyAddress, { type: 'text/html', content: '' }],
  [axeAddress, { type: 'text/javascript', content: axeSource }],
])

/** Starts the one Chromium that all screens of a run share. No host name resolves in it but the app's own. */
export default async function oneChromium(): Promise<() => Promise<void>> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('Chromium is not installed; `npm run setup` says how to get it')
  const files = await serveBuild()
  const { port } = files.address() as AddressInfo
  const server = await chromium.launchServer({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-background-networking',
      `--host-resolver-rules=MAP ${pageHost}:80 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
    ],
  })
  process.env[chromiumVariable] = server.wsEndpoint()
  return async () => {
    await server.close()
    files.closeAllConnections()
    files.close()
  }
}

/**
 * Serves the built renderer as the app's own scheme does. Handing each file to Playwright instead would send two
 * megabytes a page through three processes.
 */
async function serveBuild(): Promise<Server> {
  const server = createServer(async ({ method = '', url = '' }, response) => {
    const other = beside.get(`http://${pageHost}${url}`)
    if (other !== undefined) {
      response.writeHead(200, { 'content-type': other.type, 'cache-control': 'max-age=3600' })
      response.end(other.content)
      return
    }
    const asked = { method, url: toAppAddress(toPageAddress('app://gradekeep') + url) }
    const answer = await answerAppRequest(join(projectRoot, 'out', 'renderer'), asked)
    // The build does not change in a run, and Chromium keeps compiled what it may keep.
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), 'cache-control': 'max-age=3600' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
