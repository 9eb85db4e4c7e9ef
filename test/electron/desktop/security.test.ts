import { EventEmitter } from 'node:events'
import { globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { App, WebContents } from 'electron'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { answerAppRequest } from '../../../electron/desktop/app-files.ts'
import { isTrustedSender } from '../../../electron/desktop/ipc-port.ts'
import { loggableAddress } from '../../../electron/desktop/log.ts'
import {
  blockNetwork,
  confineAllContents,
  denyPermissions,
  isAllowedExternalUrl,
  isOwnRequest,
  isSampleServer,
  openExternal,
  sandboxPages,
} from '../../../electron/desktop/security.ts'
import { fakeSession, quietLog } from './fake-electron.ts'

const { opened } = vi.hoisted(() => ({ opened: [] as string[] }))
vi.mock('electron', () => ({
  shell: {
    openExternal: async (url: string) => {
      opened.push(url)
    },
  },
}))

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

describe('the sandbox', () => {
  it.each([
    [['gradekeep'], true],
    [['gradekeep', '--hidden', '--ozone-platform=wayland'], true],
    [['gradekeep', '--no-sandbox'], false],
    [['AppRun', '--no-sandbox', '--hidden'], false],
  ])('of an app started as %j is on: %j', (argv, isOn) => {
    const enableSandbox = vi.fn()
    const commandLine = { hasSwitch: (name: string) => argv.includes(`--${name}`) }
    expect(sandboxPages({ enableSandbox, commandLine } as unknown as App)).toBe(isOn)
    expect(enableSandbox).toHaveBeenCalledTimes(isOn ? 1 : 0)
  })
})

describe('the app:// protocol', () => {
  let renderer = ''
  const get = (url: string, method = 'GET') => answerAppRequest(renderer, { url, method })

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-app-files-'))
    renderer = join(folder, 'renderer')
    mkdirSync(join(renderer, 'assets'), { recursive: true })
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>')
    writeFileSync(join(renderer, 'assets', 'index.js'), 'export {}')
    writeFileSync(join(folder, 'secret.txt'), 'outside')
    mkdirSync(join(folder, 'renderer-other'))
    writeFileSync(join(folder, 'renderer-other', 'index.html'), 'outside')
  })

  it.each([
    ['app://gradekeep/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://gradekeep/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://gradekeep/assets/index.js?v=1#top', 'text/javascript; charset=utf-8', 'export {}'],
  ])('answers %s as %s', async (url, type, body) => {
    const response = await get(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe(body)
  })

  it('sends exactly the content security policy with every answer, refusals included', async () => {
    for (const url of ['app://gradekeep/', 'app://gradekeep/none.html', 'app://other/', 'app://gradekeep/%2e%2e%2fx']) {
      expect((await get(url)).headers.get('content-security-policy')).toBe(policy)
    }
    expect((await get('app://gradekeep/', 'POST')).headers.get('content-security-policy')).toBe(policy)
  })

  it.each([
    'app://gradekeep/../secret.txt',
    'app://gradekeep/%2e%2e/secret.txt',
    'app://gradekeep/%2e%2e%2fsecret.txt',
    'app://gradekeep/..%2fsecret.txt',
    'app://gradekeep/..%5csecret.txt',
    'app://gradekeep/%252e%252e%252fsecret.txt',
    'app://gradekeep/assets/..%2f..%2fsecret.txt',
    'app://gradekeep/../renderer-other/index.html',
    'app://gradekeep/..%2frenderer-other%2findex.html',
    'app://gradekeep//etc/passwd',
    'app://gradekeep/%2fetc%2fpasswd',
    'app://gradekeep/c:%5cwindows%5cwin.ini',
    'app://gradekeep/index.html%00.js',
    'app://gradekeep/%ff',
    'app://other/index.html',
    'app://gradekeep.evil/index.html',
    'app://user@gradekeep/index.html',
    'app://gradekeep:80/index.html',
    'file:///etc/passwd',
    'https://gradekeep/index.html',
    'not an address',
    'app://gradekeep/none.html',
    'app://gradekeep/assets',
    'app://gradekeep/assets/',
  ])('reads nothing for %s', async (url) => {
    const response = await get(url)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(await response.text()).not.toContain('outside')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not allow %s', async (method) => {
    expect((await get('app://gradekeep/', method)).status).toBe(405)
  })

  it('answers HEAD without a body', async () => {
    const response = await get('app://gradekeep/', 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})

describe('an address for the browser', () => {
  const allowed = [
    'https://www.classmarker.com/',
    'https://www.classmarker.com/pdf/certificate/?id=1',
    'https://WWW.CLASSMARKER.COM/x',
    'https://www.classmarker.com:443/',
  ]
  const refused = [
    'http://www.classmarker.com/',
    'https://www.classmarker.com:8443/',
    'https://classmarker.com/',
    'https://www.classmarker.com.evil.example/',
    'https://evil.example/www.classmarker.com',
    'https://evil@www.classmarker.com/',
    'https://:pass@www.classmarker.com/',
    'https://www.classmarker.com@evil.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'smb://www.classmarker.com/share',
    'ms-msdt:/id',
    'app://gradekeep/',
    '//www.classmarker.com/',
    '',
  ]

  it.each(allowed)('may open %s outside', (url) => {
    expect(isAllowedExternalUrl(url)).toBe(true)
  })

  it.each(refused)('may not open %s outside', (url) => {
    expect(isAllowedExternalUrl(url)).toBe(false)
  })

  it('hands the system only what is allowed, in its parsed form', () => {
    const log = quietLog()
    opened.length = 0
    expect(openExternal('https://www.classmarker.com/a b', log)).toBe(true)
    expect(openExternal('https://evil.example/?secret=1', log)).toBe(false)
    expect(opened).toEqual(['https://www.classmarker.com/a%20b'])
    expect(log.warn.mock.calls).toEqual([['external address refused: https://evil.example']])
  })

  const sampleServer = 'http://127.0.0.1:4000'

  it.each([
    ['http://127.0.0.1:4000/pdf/certificate/C.pdf?c=1', true],
    ['http://127.0.0.1:4001/pdf/certificate/C.pdf', false],
    ['http://localhost:4000/pdf/certificate/C.pdf', false],
    ['http://127.0.0.1:4000@evil.example/', false],
    ['http://me@127.0.0.1:4000/', false],
    ['https://evil.example/', false],
    ['file:///etc/passwd', false],
  ])('beside ClassMarker opens the sample account’s own server alone: %s is %s', (url, isSample) => {
    expect(isSampleServer(url, sampleServer)).toBe(isSample)
    opened.length = 0
    expect(openExternal(url, quietLog(), sampleServer)).toBe(isSample)
    // Without a sample account, no address on this computer is opened.
    expect(openExternal(url, quietLog())).toBe(false)
    expect(opened).toEqual(isSample ? [url] : [])
  })

  it.each(['https://evil.example', 'http://evil.example', 'http://192.168.0.1:80'])(
    'opens no other server that is given out as the sample account’s: %s',
    (origin) => {
      expect(openExternal(`${origin}/x`, quietLog(), origin)).toBe(false)
    },
  )
})

describe('a page that would go elsewhere', () => {
  class Contents extends EventEmitter {
    openHandler: (details: { url: string }) => unknown = () => 'never set'
    webRtcPolicy = 'default'
    setWebRTCIPHandlingPolicy(policy: string): void {
      this.webRtcPolicy = policy
    }
    setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
      this.openHandler = handler
    }
  }

  function confinedContents() {
    const app = new EventEmitter()
    confineAllContents(app as App, quietLog())
    const contents = new Contents()
    app.emit('web-contents-created', {}, contents as unknown as WebContents)
    return contents
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])(
    '%s is prevented',
    (name) => {
      const preventDefault = vi.fn()
      confinedContents().emit(name, { preventDefault, url: 'app://gradekeep/index.html' })
      expect(preventDefault).toHaveBeenCalled()
    },
  )

  it('never opens a window, and hands only allowed addresses to the browser', () => {
    opened.length = 0
    const contents = confinedContents()
    expect(contents.openHandler({ url: 'https://www.classmarker.com/x' })).toEqual({ action: 'deny' })
    expect(contents.openHandler({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
    expect(contents.openHandler({ url: 'about:blank' })).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://www.classmarker.com/x'])
  })

  it('sends no packet to another page that does not go through a proxy', () => {
    expect(confinedContents().webRtcPolicy).toBe('disable_non_proxied_udp')
  })
})

describe('the network of the window', () => {
  it.each(['app://gradekeep/index.html', 'app://gradekeep/'])('a window may load %s', (address) => {
    expect(isOwnRequest(address, false)).toBe(true)
  })

  it.each([
    'app://gradekeep',
    'app://gradekeep.evil/',
    'app://other/',
    'https://www.classmarker.com/',
    'http://localhost/',
    'ws://localhost/',
    'file:///etc/passwd',
    'data:text/html,x',
    'devtools://devtools/x',
  ])('a window may not load %s', (address) => {
    expect(isOwnRequest(address, false)).toBe(false)
  })

  it('lets developer tools load themselves where there are any', () => {
    expect(isOwnRequest('devtools://devtools/bundled/x.js', true)).toBe(true)
  })

  it('cancels what is not ours, and logs its host alone: path and query may hold a name or a key', () => {
    const session = fakeSession()
    const log = quietLog()
    void blockNetwork(session.session, { devTools: false, log })
    const address = 'https://user:pass@evil.example/collect?api_key=K&signature=S#frag'
    expect(session.request(address)).toEqual({ cancel: true })
    expect(session.request('app://gradekeep/index.html')).toEqual({ cancel: false })
    expect(log.warn.mock.calls).toEqual([['request blocked: xhr https://evil.example']])
  })

  it('never fetches a dictionary, which no filter is asked about', async () => {
    const session = fakeSession()
    await blockNetwork(session.session, { devTools: false, log: quietLog() })
    expect(session.spellCheckers).toEqual([false])
  })

  it('leaves what no filter is asked about a proxy that is not there, also for the computer itself', async () => {
    const session = fakeSession()
    await blockNetwork(session.session, { devTools: false, log: quietLog() })
    expect(session.proxies).toEqual([{ proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' }])
  })
})

describe('permissions', () => {
  const permissions = [
    'clipboard-read',
    'clipboard-sanitized-write',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'idle-detection',
    'keyboardLock',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'pointerLock',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'unknown',
    'window-management',
  ]

  it.each(permissions)('refuses %s, asked for or looked up', (permission) => {
    const session = fakeSession()
    denyPermissions(session.session, quietLog())
    const answer = vi.fn()
    session.permissionRequest(permission, answer)
    expect(answer.mock.calls).toEqual([[false]])
    expect(session.permissionCheck(permission)).toBe(false)
  })

  it('refuses devices, and says in the log what was asked for', () => {
    const session = fakeSession()
    const log = quietLog()
    denyPermissions(session.session, log)
    session.permissionRequest('media', () => {})
    expect(session.devicePermission()).toBe(false)
    expect(log.warn).toHaveBeenCalledWith('permission refused: media')
  })
})

describe('who may call', () => {
  const ours = { id: 1 } as WebContents
  const other = { id: 2 } as WebContents
  const frame = { origin: 'app://gradekeep', parent: null }

  it('trusts the main frame of our window while it shows the app', () => {
    expect(isTrustedSender({ sender: ours, senderFrame: frame }, ours)).toBe(true)
  })

  it.each([
    ['a frame that is gone', { sender: ours, senderFrame: null }],
    ['a frame inside the page', { sender: ours, senderFrame: { ...frame, parent: frame } }],
    ['another origin', { sender: ours, senderFrame: { ...frame, origin: 'https://evil.example' } }],
    ['an opaque origin', { sender: ours, senderFrame: { ...frame, origin: 'null' } }],
    ['a host that begins like ours', { sender: ours, senderFrame: { ...frame, origin: 'app://gradekeep.evil' } }],
    ['another window', { sender: other, senderFrame: frame }],
    ['an event without a frame', { sender: ours }],
    ['nothing', null],
    ['a word', 'app://gradekeep'],
  ])('does not trust %s', (_what, event) => {
    expect(isTrustedSender(event, ours)).toBe(false)
  })

  it('trusts nobody while no window is open', () => {
    expect(isTrustedSender({ sender: null, senderFrame: frame }, null)).toBe(false)
  })
})

describe('an address in the log', () => {
  it.each(
    Object.entries({
      'https://ada:pw@school.example:8443/students/Ada-Lovelace?key=1#x': 'https://school.example:8443',
      'file:///home/ada/results.xlsx': 'file:',
      'data:text/html,Ada': 'data:',
      'Ada Lovelace': '(unreadable address)',
    }),
  )('of %s the log holds %s', (address, logged) => {
    expect(loggableAddress(address)).toBe(logged)
  })
})

const root = resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const sources = globSync('electron/**/*.ts', { cwd: root })

describe('the sources of the main process', () => {
  it.each([
    /webSecurity:\s*false/,
    /contextIsolation:\s*false/,
    /sandbox:\s*false/,
    /nodeIntegration\w*:\s*true/,
    /allowRunningInsecureContent:\s*true/,
    /experimentalFeatures:\s*true/,
    /enableBlinkFeatures/,
    /webviewTag/,
    /\bloadFile\(/,
    /bypassCSP/,
    /'unsafe-(inline|eval)'/,
    /disable-web-security/,
    /--no-sandbox/,
    /NODE_TLS_REJECT_UNAUTHORIZED/,
    /rejectUnauthorized:\s*false/,
    /@electron\/remote/,
  ])('nowhere say %s', (forbidden) => {
    expect(sources.length).toBeGreaterThan(20)
    expect(sources.filter((file) => forbidden.test(read(file)))).toEqual([])
  })

  it('import electron only in the desktop folder, the entry and the preload', () => {
    const importers = sources.filter((file) =>
      /from 'electron'|import\('electron'\)|require\('electron'\)/.test(read(file)),
    )
    const allowed = (file: string) =>
      file.startsWith(join('electron', 'desktop')) ||
      [join('electron', 'main.ts'), join('electron', 'preload.ts')].includes(file)
    expect(importers.filter((file) => !allowed(file))).toEqual([])
  })

  it('open external addresses in one place', () => {
    const openers = sources.filter((file) => /shell\.openExternal/.test(read(file)))
    expect(openers).toEqual([join('electron', 'desktop', 'security.ts')])
  })

  it('keep the preload within sixty lines, importing the contract and nothing else of ours', () => {
    const preload = read('electron/preload.ts')
    expect(preload.split('\n').length).toBeLessThanOrEqual(60)
    const imports = [...preload.matchAll(/from '(.+)'/g)].map((match) => match[1])
    expect(imports).toEqual(['electron', '../shared/ipc/contract.ts'])
  })
})

it('is built on an Electron that still gets security fixes', () => {
  const { version } = JSON.parse(read('node_modules/electron/package.json'))
  const { devDependencies } = JSON.parse(read('package.json'))
  expect(devDependencies.electron).toBe(version)
  // 45 is the newest at the time of this release; the two majors before it are supported as well.
  expect(Number(version.split('.')[0])).toBeGreaterThanOrEqual(45 - 2)
})
