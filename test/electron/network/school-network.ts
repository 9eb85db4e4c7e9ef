import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/laptop.ts'
import { bundledWorkersVariable } from '../support/workers.ts'

/** Certificates for these tests only: made once, for nobody, and trusted nowhere else. */
export const keyFile = (name: string) => join(import.meta.dirname, 'keys', name)

export const schoolAuthority = keyFile('school-ca.pem')

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/**
 * An HTTPS server in front of a server on loopback, like one that inspects a school's traffic.
 * @returns its address and the requests it received
 */
export async function encrypted(target: string, certificate: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = []
  const keys = { key: readFileSync(keyFile(`${certificate}.key`)), cert: readFileSync(keyFile(`${certificate}.pem`)) }
  const server = createSecureServer(keys, (incoming, outgoing) => {
    asked.push(incoming.url ?? '')
    const { method, headers } = incoming
    const passedOn = request(new URL(incoming.url ?? '', target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(passedOn)
  })
  return { url: `https://localhost:${await listening(server)}`, asked }
}

/**
 * A proxy that makes tunnels, or refuses them with a status.
 * @returns its address and the targets it was asked for
 */
export async function proxy(refusal: string | null = null): Promise<{ url: string; port: number; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    outgoing.writeHead(502).end()
  })
  server.on('connect', ({ url = '' }, client) => {
    asked.push(`CONNECT ${url}`)
    if (refusal !== null) {
      client.end(`HTTP/1.1 ${refusal}\r\n\r\n`)
      return
    }
    const [host, port] = url.split(':')
    const tunnel = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      tunnel.pipe(client).pipe(tunnel)
    })
    tunnel.on('error', () => client.destroy())
    client.on('error', () => tunnel.destroy())
  })
  const port = await listening(server)
  return { url: `http://127.0.0.1:${port}`, port, asked }
}

/** A port on which no server listens. */
export async function closedPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const program = join(import.meta.dirname, 'cli-process.ts')
/** What a program needs of this one, to start sooner too; not the proxy and certificates that this one may have. */
const needed = ['PATH', 'NODE_COMPILE_CACHE', bundledWorkersVariable]

/** Runs a command in a separate program, because trusted certificates and the proxy are settings of a whole process. */
export async function gradekeep(words: readonly string[], env: NodeJS.ProcessEnv) {
  const inherited = Object.fromEntries(needed.map((name) => [name, process.env[name]]))
  const line = ['--disable-warning=ExperimentalWarning', program, ...words, '--data-dir', temporaryFolder()]
  const child = spawn(process.execPath, line, { env: { ...inherited, ...env } })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    said.err += chunk
  })
  const [status] = await once(child, 'close')
  return { status, ...said }
}
