import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as Electron from 'electron'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClientRequest } from '../../runtime/stand-in/client-request.ts'
import { createCrossing } from '../../runtime/stand-in/crossing.ts'
import { Menu } from '../../runtime/stand-in/menu.ts'
import { fetchThrough } from '../../runtime/stand-in/net-fetch.ts'
import { type Rules, refuseUnknown, saveDialogRules, windowRules } from '../../runtime/stand-in/options.ts'
import type { Doubles } from '../../runtime/stand-in/real.ts'
import { Schemes } from '../../runtime/stand-in/schemes.ts'

describe('a double that differs from Electron’s types', () => {
  it('does not compile', () => {
    class Quits implements Doubles<Electron.App, Quits> {
      // @ts-expect-error Electron's `quit` takes nothing
      quit(_code: number): void {}
    }
    class Invents implements Doubles<Electron.App, Invents> {
      // @ts-expect-error Electron has no such method
      quitGently(): void {}
    }
    class Omits implements Doubles<Electron.App, Omits> {
      // @ts-expect-error Electron's login item tells more
      getLoginItemSettings = () => ({ openAtLogin: false })
    }
    // @ts-expect-error no such option
    const invented = { tittle: 'string' } satisfies Rules<Electron.SaveDialogOptions>
    expect([Quits, Invents, Omits, invented]).toHaveLength(4)
  })
})

describe('the options of a call', () => {
  it('are refused where Electron would pass over them, or take another kind of value', () => {
    const refused = (options: object) => () => refuseUnknown('dialog.showSaveDialog', options, saveDialogRules)
    expect(refused({ title: 'Save', filters: [{ name: 'CSV', extensions: ['csv'] }] })).not.toThrow()
    expect(refused({ tittle: 'Save' })).toThrow("no option 'tittle'")
    expect(refused({ title: 7 })).toThrow("'title' cannot be 7")
    expect(refused({ filters: [{ name: 'CSV', extensions: ['.csv'] }] })).toThrow("'filters' cannot be")
    expect(refused({ properties: ['openFile'] })).toThrow("'properties' cannot be")
    expect(() => refuseUnknown('BrowserWindow', { width: Number.NaN }, windowRules)).toThrow("'width' cannot be NaN")
  })
})

describe('a scheme', () => {
  const schemes = (privileges: Electron.Privileges) => {
    const all = new Schemes()
    all.register([{ scheme: 'app', privileges }])
    return all
  }

  it('lets a page ask for what it was registered for', () => {
    const whole = schemes({ standard: true, secure: true, supportFetchAPI: true })
    expect(whole.mayRequest('app', 'script')).toBe(true)
    expect(whole.mayRequest('app', 'xhr')).toBe(true)
    expect(schemes({ standard: true }).mayRequest('app', 'xhr')).toBe(false)
    expect(schemes({}).mayRequest('app', 'script')).toBe(false)
    expect(new Schemes().mayRequest('app', 'mainFrame')).toBe(true)
  })

  it('has to be standard and secure for a page of the app, and standard for a code cache', () => {
    expect(() => schemes({ standard: true, secure: true }).requireSecure('app')).not.toThrow()
    expect(() => schemes({ standard: true }).requireSecure('app')).toThrow('not registered as standard and secure')
    expect(() => new Schemes().requireSecure('app')).toThrow('not registered as standard and secure')
    expect(() => schemes({ codeCache: true })).toThrow('Code cache can only be enabled')
  })
})

describe('a menu', () => {
  it('is refused with an item that would be dead in Electron', () => {
    const of = (item: object) => () => Menu.buildFromTemplate([item])
    expect(of({ role: 'copy' })).not.toThrow()
    expect(of({})).toThrow('must have at least one of label, role or type')
    expect(of({ role: 'coppy' })).toThrow("no role 'coppy'")
    expect(of({ label: 'Save', accelerator: 'CmdOrCtrl+S' })).not.toThrow()
    expect(of({ label: 'Save', accelerator: 'Apple+S' })).toThrow('no accelerator')
    expect(of({ label: 'Save', onClick: () => {} })).toThrow("no option 'onClick'")
    expect(of({ type: 'submenu', label: 'More' })).toThrow('Invalid submenu')
    expect(() => Menu.setApplicationMenu({ items: [] })).toThrow('Invalid menu')
  })

  it('takes a click where a person could click', () => {
    const clicks: string[] = []
    const menu = Menu.buildFromTemplate([
      { role: 'editMenu' },
      { label: 'Off', enabled: false, click: () => void clicks.push('off') },
      { role: 'help', submenu: [{ label: 'Website', click: () => void clicks.push('website') }] },
    ])
    menu.press(['help', 'Website'])
    expect(clicks).toEqual(['website'])
    expect(() => menu.press(['Off'])).toThrow('disabled')
    expect(() => menu.press(['Nothing'])).toThrow("the menu has no 'Nothing'")
    expect(() => menu.press(['editMenu'])).toThrow("is a role, which is the system's")
  })
})

describe('a value between the page and the preload', () => {
  const cross = createCrossing()

  it('is a copy without prototype, whose functions are called from afar', () => {
    class Person {
      readonly name = 'Zoë'
      greet = () => this.name
      hidden(): string {
        return 'hidden'
      }
    }
    const copy = cross({ person: new Person(), none: undefined, when: new Date(0), list: [1, undefined, 3] })
    expect(copy).toEqual({
      person: { name: 'Zoë', greet: expect.any(Function) },
      none: undefined,
      when: new Date(0),
      list: [1, undefined, 3],
    })
    expect(Object.keys(Object(copy))).toContain('none')
    const person = Reflect.get(Object(copy), 'person')
    expect(Object.getPrototypeOf(person)).toBe(Object.prototype)
    expect(person.greet()).toBe('Zoë')
    expect(cross(cross(person.greet))).toEqual(expect.any(Function))
  })

  it('keeps of an error its message alone, also where it is thrown or a promise rejects with it', async () => {
    class Coded extends TypeError {
      readonly code = 'store/busy'
    }
    const passed = Object(cross({ error: new Coded('busy'), fail: () => Promise.reject(new Coded('later')), fail2 }))
    function fail2(): never {
      throw new Coded('at once')
    }
    expect(passed.error).toStrictEqual(new Error('busy'))
    await expect(passed.fail()).rejects.toStrictEqual(new Error('later'))
    expect(passed.fail2).toThrow(new Error('at once'))
  })

  it('is refused where it cannot be cloned', () => {
    expect(() => cross(new WeakMap())).toThrow('could not be cloned')
    const deep: { next?: object } = {}
    let last = deep
    for (let depth = 0; depth < 1100; depth += 1) last = Object.assign(last, { next: {} }).next
    expect(() => cross(deep)).toThrow('recursion depth exceeded')
  })
})

describe('fetching through the session', () => {
  let server: Server
  let origin = ''
  const heads: Record<string, unknown>[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      heads.push(request.headers)
      if (request.url === '/moved') response.writeHead(302, { location: '/' }).end()
      else if (request.url === '/held') response.writeHead(200).write('a')
      else request.pipe(response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const get = (path: string, init?: RequestInit) =>
    fetchThrough((options) => new ClientRequest(options), `${origin}${path}`, init)

  it('sends and reads a body', async () => {
    const answer = await get('/', { method: 'POST', body: 'Grüße', headers: { 'content-type': 'text/plain' } })
    expect(await answer.text()).toBe('Grüße')
    expect(heads.at(-1)).toMatchObject({ 'content-type': 'text/plain' })
  })

  it('shows nobody a redirect: one that is not followed ends in an error', async () => {
    await expect(get('/moved', { redirect: 'manual' })).rejects.toThrow('Redirect was cancelled')
    await expect(get('/moved', { redirect: 'error' })).rejects.toThrow("redirect policy was 'error'")
    expect((await get('/moved')).status).toBe(200)
  })

  it('fails in Chromium’s words', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const asked = fetchThrough((options) => new ClientRequest(options), `http://127.0.0.1:${port}/`)
    await expect(asked).rejects.toThrow('net::ERR_CONNECTION_REFUSED')
    await expect(get('/', { headers: { 'transfer-encoding': 'chunked' } })).rejects.toThrow('net::ERR_INVALID_ARGUMENT')
  })

  it('breaks off what is aborted, before and after the answer has begun', async () => {
    const reason = new Error('enough')
    await expect(get('/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const stop = new AbortController()
    const answer = await get('/held', { signal: stop.signal })
    const body = answer.text()
    stop.abort(reason)
    await expect(body).rejects.toThrow()
  })

  it('refuses an option that would go no further', async () => {
    await expect(get('/', { keepalive: true })).rejects.toThrow("no option 'keepalive'")
    expect(() => new ClientRequest({ url: 'app://gradekeep/' })).toThrow('only supports http: and https:')
    const request = new ClientRequest({ url: origin })
    request.on('error', () => {})
    expect(() => request.setHeader('bad name', 'x')).toThrow('Invalid header name')
    expect(() => request.setHeader('x', 'a\nb')).toThrow('Invalid value')
    request.end()
    expect(() => request.setHeader('x', 'y')).toThrow("Can't set headers after they are sent")
  })

  it('tells of an abort in the next turn, not while it is asked for', async () => {
    const request = new ClientRequest({ url: `${origin}/held` })
    const heard: string[] = []
    const told = new Promise<void>((resolve) => {
      request.on('abort', () => {
        heard.push('abort')
        resolve()
      })
    })
    request.end()
    request.abort()
    expect(heard).toEqual([])
    await told
  })
})
