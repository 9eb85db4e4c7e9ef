import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { StandIn } from '../runtime/stand-in/host.ts'

/** A main process that tries what Electron does not allow, and tells what came of it. */
const main = `
import { app, BrowserWindow, ipcMain, protocol, session } from 'electron'
const told = (what) => console.log(JSON.stringify(what))
const said = (work) => { try { return String(work()) } catch (error) { return error.message } }
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
told({ early: said(() => new BrowserWindow()) })
app.whenReady().then(async () => {
told({ late: said(() => protocol.registerSchemesAsPrivileged([])) })
session.defaultSession.protocol.handle('app', (request) =>
  request.url.endsWith('/away') ? new Response(null, { status: 302, headers: { location: 'app://gradekeep/there' } })
    : new Response('<!doctype html><title>page</title>', { headers: { 'content-type': 'text/html' } }))
told({ option: said(() => new BrowserWindow({ webPreferences: { sandBox: true } })) })
const window = new BrowserWindow({ show: false, webPreferences: { preload: import.meta.dirname + '/preload.cjs' } })
const asked = []
for (const name of ['will-navigate', 'will-redirect'])
  window.webContents.on(name, (event) => { asked.push(name); told({ asked: name, url: event.url }); if (name === 'will-redirect' || event.url.endsWith('.html')) event.preventDefault() })
let shown = false
window.once('ready-to-show', () => { shown = true })
let release
ipcMain.handle('hold', async (event) => {
  const before = event.senderFrame?.url
  await new Promise((resolve) => { release = resolve })
  told({ frame: [before, event.senderFrame] })
})
ipcMain.handle('fail', () => { throw new TypeError('no') })
ipcMain.handle('function', () => () => {})
ipcMain.handle('reloaded', () => release?.())
ipcMain.handle('close', () => {
  const events = []
  for (const name of ['close', 'closed']) window.on(name, () => events.push(name))
  window.close()
  told({ closing: [...events] })
  window.on('closed', () => told({ closed: events, destroyed: window.isDestroyed(), title: said(() => window.setTitle('x')) }))
})
app.on('window-all-closed', () => told({ allClosed: true }))
await window.loadURL('app://gradekeep/index.html')
told({ loaded: true, shown })
})
told({ entry: app.isReady() })
`

const preload = `
const { contextBridge, ipcRenderer } = require('electron')
contextBridge.exposeInMainWorld('bridge', { ask: (channel, ...args) => ipcRenderer.invoke(channel, ...args) })
`

// One window of the stand-in's own, so that each rule is seen where it is kept. Each step begins where the last ended.
describe('a window on the stand-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-strict-'))
  const lines: string[] = []
  let standIn: StandIn
  const told = () => lines.filter((line) => line.startsWith('{')).map((line): object => JSON.parse(line))
  const page = () => standIn.windowPage()
  const ask = async (channel: string): Promise<unknown> =>
    (await page()).evaluate(
      (name) =>
        Reflect.get(globalThis, 'bridge')
          .ask(name)
          .catch((error: Error) => error.message),
      channel,
    )

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), '{"name":"strict","version":"1.0.0","type":"module"}')
    writeFileSync(join(folder, 'main.js'), main)
    writeFileSync(join(folder, 'preload.cjs'), preload)
    standIn = new StandIn({
      mainFile: join(folder, 'main.js'),
      args: [`--user-data-dir=${join(folder, 'data')}`],
      env: { PATH: process.env.PATH ?? '' },
      headless: true,
      onSaveDialog: () => null,
      onOpenDialog: () => null,
      onLog: (line) => lines.push(line),
    })
    await standIn.firstPage()
  })
  afterAll(async () => {
    await standIn.quit()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is refused before the app is ready, and with an option that Electron does not have', async () => {
    await expect.poll(told).toContainEqual({ loaded: true, shown: false })
    expect(told()).toContainEqual({ entry: false })
    expect(told()).toContainEqual({ early: 'BrowserWindow can only be used when app is ready' })
    expect(told()).toContainEqual({ late: 'protocol.registerSchemesAsPrivileged should be called before app is ready' })
    expect(told()).toContainEqual({ option: expect.stringContaining("no option 'sandBox'") })
  })

  it('tells its page of an error in words alone, and of what cannot be cloned', async () => {
    expect(await ask('fail')).toBe("Error invoking remote method 'fail': TypeError: no")
    expect(await ask('function')).toMatch(/^Error invoking remote method 'function': .*could not be cloned/)
    expect(await ask('nothing')).toContain("No handler registered for 'nothing'")
    const sent = (await page()).evaluate(() => Reflect.get(globalThis, 'bridge').ask('fail', Symbol('no')))
    await expect(sent).rejects.toThrow('could not be cloned')
  })

  it('asks about a reload by the page itself, and not about one from the menu', async () => {
    await (await page()).reload()
    expect(told().filter((line) => 'asked' in line)).toEqual([])
    await (await page()).evaluate(() => location.reload())
    await expect.poll(told).toContainEqual({ asked: 'will-navigate', url: 'app://gradekeep/index.html' })
  })

  it('has no frame any more for a call whose page has moved on', async () => {
    await (await page()).evaluate(() => void Reflect.get(globalThis, 'bridge').ask('hold'))
    await (await page()).reload()
    await ask('reloaded')
    await expect.poll(told).toContainEqual({ frame: ['app://gradekeep/index.html', null] })
  })

  it('asks about where an answer leads', async () => {
    await (await page()).evaluate(() => {
      location.href = '/away'
    })
    await expect.poll(told).toContainEqual({ asked: 'will-redirect', url: 'app://gradekeep/there' })
  })

  it('closes in a later turn, and answers nothing any more', async () => {
    await ask('close').catch(() => {})
    await expect.poll(told).toContainEqual({ allClosed: true })
    expect(told()).toContainEqual({ closing: [] })
    const title = 'Object has been destroyed'
    expect(told()).toContainEqual({ closed: ['close', 'closed'], destroyed: true, title })
  })
})
