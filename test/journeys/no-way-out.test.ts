import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launcherKind } from '../runtime/launcher.ts'
import { startChromium } from '../runtime/stand-in/chromium.ts'
import { dataFolder, start } from './teacher-steps.ts'

/** Two sockets on this computer, and the packets they received. */
let udp: Socket
let tcp: Server
const arrived = { packets: 0, connections: 0 }

beforeAll(async () => {
  udp = createSocket('udp4').on('message', () => arrived.packets++)
  tcp = createServer((socket) => {
    arrived.connections++
    socket.on('error', () => undefined).destroy()
  })
  udp.bind(0, '127.0.0.1')
  tcp.listen(0, '127.0.0.1')
  await Promise.all([once(udp, 'listening'), once(tcp, 'listening')])
})
afterAll(() => {
  udp.close()
  tcp.close()
})

/** Tries every way out of a page that needs no name lookup, and ends when the last one has given up. */
async function tryEveryWay(page: Page): Promise<void> {
  arrived.packets = 0
  arrived.connections = 0
  await page.evaluate(
    async ([udpPort, tcpPort]) => {
      const there = `http://127.0.0.1:${tcpPort}/`
      const quietly = (work: () => unknown) => {
        try {
          void Promise.resolve(work()).catch(() => undefined)
        } catch {
          // Refusing at once is just as good.
        }
      }
      const element = (name: string, facts: Record<string, string>) => {
        const made = Object.assign(document.createElement(name), facts)
        document.head.append(made)
      }
      for (const rel of [
        'preconnect',
        'prefetch',
        'prerender',
        'preload',
        'modulepreload',
        'icon',
        'stylesheet',
        'dns-prefetch',
      ])
        element('link', { rel, href: `${there}${rel}`, as: 'image' })
      element('script', { type: 'speculationrules', text: JSON.stringify({ prefetch: [{ urls: [there] }] }) })
      element('script', { src: `${there}script` })
      element('img', { src: `${there}image` })
      element('iframe', { src: `${there}frame` })
      element('object', { data: `${there}object` })
      quietly(() => fetch(there, { mode: 'no-cors' }))
      quietly(() => fetch(`${there}alive`, { mode: 'no-cors', keepalive: true }))
      quietly(() => navigator.sendBeacon(`${there}beacon`, 'x'))
      quietly(() => new WebSocket(there.replace('http', 'ws')))
      quietly(() => new EventSource(`${there}events`))
      quietly(() => new Worker(`${there}worker`))
      quietly(() => window.open(`${there}window`))
      const form = Object.assign(document.createElement('form'), {
        method: 'post',
        action: `${there}form`,
        target: 'x',
      })
      document.body.append(form)
      quietly(() => form.submit())

      const call = async (urls: string) => {
        const peer = new RTCPeerConnection({ iceServers: [{ urls, username: 'u', credential: 'c' }] })
        peer.createDataChannel('x')
        const gathered = new Promise<void>((resolve) =>
          peer.addEventListener('icegatheringstatechange', () => peer.iceGatheringState === 'complete' && resolve()),
        )
        await peer.setLocalDescription(await peer.createOffer())
        const patience = new Promise<void>((resolve) => setTimeout(resolve, 2_500))
        await Promise.race([gathered, patience])
        peer.close()
      }
      const servers = [
        `stun:127.0.0.1:${udpPort}`,
        `turn:127.0.0.1:${udpPort}`,
        `turn:127.0.0.1:${tcpPort}?transport=tcp`,
      ]
      await Promise.all(servers.map((server) => call(server).catch(() => undefined)))
    },
    [udp.address().port, (tcp.address() as AddressInfo).port] as const,
  )
}

it('lets no packet of a page of the app reach a socket, whatever the page tries', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path })
  try {
    await app.page.getByRole('button', { name: 'Look around' }).waitFor()
    await tryEveryWay(app.page)
    expect(arrived).toEqual({ packets: 0, connections: 0 })
  } finally {
    await app.close()
    folder.remove()
  }
})

// Proves that the test above can fail: the same page in an unconfined browser.
it.skipIf(launcherKind() !== 'chromium')('finds the sockets from a page that is not confined', async () => {
  const context = await startChromium(true)
  try {
    const page = await context.newPage()
    await page.route('http://gradekeep.localhost/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>free</title>' }),
    )
    await page.goto('http://gradekeep.localhost/')
    await tryEveryWay(page)
    expect(arrived.packets).toBeGreaterThan(0)
    expect(arrived.connections).toBeGreaterThan(0)
  } finally {
    await context.close()
  }
})
