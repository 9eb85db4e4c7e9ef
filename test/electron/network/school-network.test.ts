import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../../electron/environment.ts'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { simulated, temporaryFolder } from '../support/laptop.ts'
import { writeExecutable } from '../support/placeholder-electron.ts'
import { closedPort, encrypted, gradekeep, proxy, schoolAuthority } from './school-network.ts'

const school = () => simulated({ clock: systemClock, results: 0 })

const connecting = ({ key, secret }: Simulator, url: string, env: NodeJS.ProcessEnv = {}) =>
  gradekeep(['connect', '--key', key], { GRADEKEEP_API_URL: url, GRADEKEEP_API_SECRET: secret, ...env })

const oneSentence = /^\S[^\n]*[.]\n$/

describe('the command line in a network that inspects encrypted traffic', () => {
  it('trusts what this computer’s certificate store trusts', async () => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    expect(await connecting(simulator, url, { SSL_CERT_FILE: schoolAuthority })).toMatchObject({ status: 0, err: '' })
  })

  it.each([
    ['an issuer nobody knows', 'localhost', {}],
    ['no issuer', 'self-signed', { SSL_CERT_FILE: schoolAuthority }],
    ['another host', 'other-host', { SSL_CERT_FILE: schoolAuthority }],
    ['a time that is past', 'expired', { SSL_CERT_FILE: schoolAuthority }],
  ])('refuses a certificate of %s, says why, and sends neither key nor signature', async (_, certificate, env) => {
    const simulator = await school()
    const { url, asked } = await encrypted(simulator.url, certificate)
    const { status, err } = await connecting(simulator, url, env)
    expect(status).toBe(1)
    expect(err).toMatch(oneSentence)
    expect(err).toMatch(/^Your network inspects encrypted traffic.*Key and signature were not sent\./)
    expect(asked).toEqual([])
  })
})

describe('the command line behind a proxy', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('goes through the one that %s names', async (name) => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    const tunnels = await proxy()
    const ran = await connecting(simulator, url, { [name]: tunnels.url, SSL_CERT_FILE: schoolAuthority })
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(tunnels.asked).toEqual([`CONNECT ${new URL(url).host}`])
  })

  it('goes around it where NO_PROXY says so', async () => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    const tunnels = await proxy()
    const env = { HTTPS_PROXY: tunnels.url, NO_PROXY: 'localhost,.example', SSL_CERT_FILE: schoolAuthority }
    expect(await connecting(simulator, url, env)).toMatchObject({ status: 0 })
    expect(tunnels.asked).toEqual([])
  })

  it('never sends an unencrypted address, which holds key and signature, through it', async () => {
    const simulator = await school()
    const tunnels = await proxy()
    const env = { HTTPS_PROXY: tunnels.url, HTTP_PROXY: tunnels.url, http_proxy: tunnels.url }
    expect(await connecting(simulator, simulator.url, env)).toMatchObject({ status: 0 })
    expect(tunnels.asked).toEqual([])
  })

  it.each(['407 Proxy Authentication Required', '403 Forbidden', '502 Bad Gateway'])(
    'says that it was not let through where the proxy answers %s',
    async (refusal) => {
      const simulator = await school()
      const { url, asked } = await encrypted(simulator.url, 'localhost')
      const tunnels = await proxy(refusal)
      const ran = await connecting(simulator, url, { HTTPS_PROXY: tunnels.url, SSL_CERT_FILE: schoolAuthority })
      expect(ran.status).toBe(1)
      expect(ran.err).toMatch(oneSentence)
      expect(ran.err).toMatch(/^The proxy of this network did not let the connection to ClassMarker through\./)
      expect(asked).toEqual([])
    },
  )

  it.each(['127.0.0.1', 'no-such-proxy.invalid'])(
    'is offline, and says that it is the proxy, where %s does not answer',
    async (host) => {
      const simulator = await school()
      const { url } = await encrypted(simulator.url, 'localhost')
      const ran = await connecting(simulator, url, { HTTPS_PROXY: `http://${host}:${await closedPort()}` })
      expect(ran.status).toBe(4)
      expect(ran.err).toMatch(oneSentence)
      expect(ran.err).toMatch(/^The proxy that this computer is set to use cannot be reached\./)
    },
  )

  it('still says that ClassMarker cannot be reached where the proxy is not to blame', async () => {
    const simulator = await school()
    const env = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: 'localhost' }
    const ran = await connecting(simulator, `https://localhost:${await closedPort()}`, env)
    expect(ran).toMatchObject({ status: 4, err: expect.stringMatching(/^ClassMarker cannot be reached/) })
  })

  it('refuses what is no address, without repeating it', async () => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    const ran = await connecting(simulator, url, { HTTPS_PROXY: 'user:hunter2@proxy' })
    expect(ran).toMatchObject({ status: 1, err: expect.stringMatching(/^HTTPS_PROXY is not the address of a proxy\./) })
    expect(ran.err).not.toContain('hunter2')
  })
})

describe.skipIf(process.platform !== 'linux')('the command line on a desktop whose settings know the proxy', () => {
  /** A place for programs, with the desktop's own that prints its settings. */
  function desktop(...settings: readonly string[]) {
    const folder = temporaryFolder()
    const lines = settings.map((line) => `echo "org.gnome.system.proxy${line}"\n`).join('')
    writeExecutable(join(folder, 'gsettings'), `#!/bin/sh\n${lines}`)
    return { PATH: `${folder}:/usr/bin:/bin`, SSL_CERT_FILE: schoolAuthority }
  }
  const manual = (port: number) => [" mode 'manual'", ".https host '127.0.0.1'", `.https port ${port}`]

  it('goes through it, as the window does', async () => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    const tunnels = await proxy()
    expect(await connecting(simulator, url, desktop(...manual(tunnels.port)))).toMatchObject({ status: 0, err: '' })
    expect(tunnels.asked).toEqual([`CONNECT ${new URL(url).host}`])
  })

  it('goes around it where they say so, and through another that HTTPS_PROXY names', async () => {
    const simulator = await school()
    const { url } = await encrypted(simulator.url, 'localhost')
    const [tunnels, other] = [await proxy(), await proxy()]
    const around = desktop(...manual(tunnels.port), " ignore-hosts ['localhost']")
    expect(await connecting(simulator, url, around)).toMatchObject({ status: 0 })
    const named = { ...desktop(...manual(tunnels.port)), HTTPS_PROXY: other.url }
    expect(await connecting(simulator, url, named)).toMatchObject({ status: 0 })
    expect([tunnels.asked, other.asked]).toEqual([[], [`CONNECT ${new URL(url).host}`]])
  })

  it('says so where only a script knows it and nothing answers without', async () => {
    const simulator = await school()
    const ran = await connecting(simulator, `https://localhost:${await closedPort()}`, desktop(" mode 'auto'"))
    expect(ran).toMatchObject({ status: 4, err: expect.stringMatching(oneSentence) })
    expect(ran.err).toMatch(/finds its proxy by a script.* set HTTPS_PROXY/)
    const { url } = await encrypted(simulator.url, 'localhost')
    expect(await connecting(simulator, url, desktop(" mode 'auto'"))).toMatchObject({ status: 0, err: '' })
  })
})
