import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { certificateAddress, fetchPdf } from '../../../electron/certificates/fetch-pdf.ts'
import { certificateFetch } from '../../../electron/desktop/fetch.ts'

const asked = vi.hoisted((): { options: object }[] => [])
vi.mock('electron', async () => {
  const { ClientRequest } = await import('../../runtime/stand-in/client-request.ts')
  return {
    net: {
      request: (options: { url: string }) => {
        asked.push({ options })
        return new ClientRequest(options)
      },
    },
    session: { fromPartition: (name: string, options: object) => ({ name, ...options }) },
  }
})

const pdf = `%PDF-1.4 ${'x'.repeat(100_000)}\nstartxref\n9\n%%EOF\n`
const received: string[] = []
const server = createServer((request, response) => {
  received.push(`${request.method} ${request.headers.accept} ${request.headers.cookie ?? ''}`)
  if (request.url === '/pdf/away') response.writeHead(302, { location: 'https://evil.example/x' }).end()
  else if (request.url === '/pdf/moved') response.writeHead(301, { location: '/pdf/C.pdf' }).end()
  else if (request.url === '/pdf/gone') response.writeHead(404).end('no')
  else if (request.url === '/pdf/nothing') response.writeHead(205).end()
  else if (request.url === '/pdf/odd') response.writeHead(999).end('no')
  else if (request.url === '/pdf/held') response.writeHead(200).write('%PDF-')
  else if (request.url === '/pdf/broken')
    response.writeHead(200, { 'content-length': 9_999 }).write('%PDF-', () => response.destroy())
  else response.end(pdf)
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (path: string, signal?: AbortSignal) =>
  fetchPdf(certificateFetch(), certificateAddress(`https://www.classmarker.com/pdf/${path}`, origin), signal)

describe('fetching a certificate through the desktop’s network', () => {
  it('reads the whole PDF, in the session of ClassMarker’s requests and without cookies', async () => {
    expect((await get('C.pdf')).toString()).toBe(pdf)
    expect(received.at(-1)).toBe('GET application/pdf ')
    expect(asked.at(-1)?.options).toMatchObject({
      session: { name: 'classmarker', cache: false },
      redirect: 'manual',
      useSessionCookies: false,
      credentials: 'omit',
    })
  })

  it('follows a way within the same server, and none that leads away', async () => {
    expect((await get('moved')).toString()).toBe(pdf)
    await expect(get('away')).rejects.toMatchObject({ code: 'certificate/refused-address', detail: {} })
  })

  it('says what the server answered', async () => {
    await expect(get('gone')).rejects.toMatchObject({ code: 'certificate/gone', detail: { status: 404 } })
  })

  it('takes an answer without a body, or with a status nobody knows, for no PDF', async () => {
    await expect(get('nothing')).rejects.toMatchObject({ code: 'certificate/not-a-pdf' })
    await expect(get('odd')).rejects.toMatchObject({ code: 'network/interrupted' })
  })

  it('asks for nothing when it was stopped before', async () => {
    const before = received.length
    await expect(get('C.pdf', AbortSignal.abort())).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(received.length).toBe(before)
  })

  it('says that the line broke', async () => {
    await expect(get('broken')).rejects.toMatchObject({ code: 'network/interrupted' })
  })

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController()
    const reading = get('held', cancel.signal)
    await vi.waitFor(() => expect(received.length).toBeGreaterThan(0))
    cancel.abort()
    await expect(reading).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  it('knows a computer without a network', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const nowhere = new URL(`http://127.0.0.1:${(closed.address() as AddressInfo).port}/pdf/C.pdf`)
    await new Promise((resolve) => closed.close(resolve))
    await expect(fetchPdf(certificateFetch(), nowhere)).rejects.toMatchObject({ code: 'network/offline' })
  })
})
