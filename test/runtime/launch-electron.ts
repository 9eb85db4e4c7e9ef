import { once } from 'node:events'
import { _electron } from 'playwright'
import { dropFiles } from './drop-files.ts'
import type { LaunchOptions, RunningGradekeep } from './launcher.ts'
import { electronBinary } from './scripts/electron-binary.mjs'
import type { Outside } from './stand-in/wire.ts'

/** Starts the built app on the real Electron, with its dialogs, shell and clipboard recorded instead of shown. */
export async function launchElectron(
  given: LaunchOptions & { root: string; env: Readonly<Record<string, string>> },
): Promise<RunningGradekeep> {
  const executablePath = electronBinary(given.root)
  if (executablePath === null) throw new Error('Electron is not installed')
  const app = await _electron.launch({
    executablePath,
    args: [given.root, `--user-data-dir=${given.dataDir}`, ...(given.args ?? [])],
    env: { ...given.env },
    cwd: given.root,
  })
  const logs: string[] = []
  const requests: string[] = []
  app.on('console', (message) => logs.push(message.text()))
  const page = await app.firstWindow()
  page.on('console', (message) => logs.push(`page ${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => logs.push(`page error: ${error.message}`))
  page.on('request', (request) => requests.push(request.url()))
  await app.evaluate(recordOutside)
  await page.waitForLoadState('domcontentloaded')
  return {
    kind: 'electron',
    page,
    origin: 'app://gradekeep',
    logs,
    requests,
    dialogs: {
      answerNextSave: (path) => app.evaluate((_electron, answer) => Recorded.saves.push(answer), path).then(() => {}),
      answerNextOpen: (path) => app.evaluate((_electron, answer) => Recorded.opens.push(answer), path).then(() => {}),
      answerNextMessage: (button) => app.evaluate((_electron, answer) => Recorded.give(answer), button),
      answerNextPrint: (reason) => app.evaluate((_electron, answer) => Recorded.printed(answer), reason),
    },
    drop: (paths) => dropFiles(page, paths),
    windowPage: async () => app.windows().at(-1) ?? page,
    crash: () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer()),
    hang: () => app.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('unresponsive')),
    outside: () => app.evaluate(() => Recorded.outside),
    resize: (width, height) =>
      app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size[0], size[1]), [
        width,
        height,
      ] as const),
    press: (place, labels) => app.evaluate(pressIn, [place, labels] as const),
    askSessionEnd: () =>
      app.evaluate(({ BrowserWindow }) => {
        let isRefused = false
        const event = { reasons: ['shutdown'], preventDefault: () => (isRefused = true) }
        for (const window of BrowserWindow.getAllWindows()) window.emit('query-session-end', event)
        return isRefused
      }),
    async endSession() {
      const ended = once(app.process(), 'close')
      const stopped = app.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.emit('session-end', { reasons: ['shutdown'] })
        process.kill(process.pid, 'SIGKILL')
      })
      await Promise.all([ended, stopped.catch(() => undefined)])
    },
    setOnline: (isOnline) => app.context().setOffline(!isOnline),
    exited: once(app.process(), 'close').then(([code, signal]) => code ?? signal),
    wake: () => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume')),
    async shutDown() {
      const ended = once(app.process(), 'close')
      await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown', { preventDefault: () => undefined }))
      const [code, signal] = await ended
      return code ?? signal
    },
    close: () => app.close(),
    async kill() {
      const ended = once(app.process(), 'close')
      app.process().kill('SIGKILL')
      await ended
    },
  }
}

/** Only the application's menu can be had from Electron again; the others belong to who made them. */
function pressIn(
  { Menu }: Pick<typeof import('electron'), 'Menu'>,
  [place, labels]: readonly [string, readonly string[]],
) {
  if (place !== 'application') throw new Error(`the ${place} menu cannot be clicked from outside`)
  let items = Menu.getApplicationMenu()?.items ?? []
  let item = items[0]
  for (const label of labels) {
    item = items.find((candidate) => candidate.label === label)
    items = item?.submenu?.items ?? []
  }
  if (item === undefined) throw new Error(`the menu has no ${labels.join(', ')}`)
  item.click()
}

/** Lives in Electron's main process, put there by `recordOutside`. */
declare const Recorded: {
  outside: Outside
  saves: (string | null)[]
  opens: (string | null)[]
  give: (button: number) => void
  printed: (reason: string) => void
}

type ElectronApi = Pick<typeof import('electron'), 'BrowserWindow' | 'dialog' | 'shell' | 'clipboard'>

function recordOutside({ BrowserWindow, dialog, shell, clipboard }: ElectronApi): void {
  const outside: Outside = { opened: [], shown: [], copied: [] }
  const saves: (string | null)[] = []
  const opens: (string | null)[] = []
  const buttons: number[] = []
  const asked: ((button: number) => void)[] = []
  const give = (button: number) => {
    const answer = asked.shift()
    if (answer === undefined) buttons.push(button)
    else answer(button)
  }
  const ends: string[] = []
  const dialogs: ((reason: string) => void)[] = []
  const printed = (reason: string) => {
    const end = dialogs.shift()
    if (end === undefined) ends.push(reason)
    else end(reason)
  }
  for (const { webContents } of BrowserWindow.getAllWindows()) {
    webContents.print = (_options, told) => {
      console.log('printing')
      const end = (reason: string) => told?.(reason === '', reason)
      const given = ends.shift()
      if (given === undefined) dialogs.push(end)
      else end(given)
    }
  }
  Object.assign(globalThis, { Recorded: { outside, saves, opens, give, printed } })
  dialog.showMessageBox = async () => {
    const given = buttons.shift()
    const response = given ?? (await new Promise<number>((resolve) => asked.push(resolve)))
    return { response, checkboxChecked: false }
  }
  dialog.showSaveDialog = async () => {
    const path = saves.shift() ?? null
    return { canceled: path === null, filePath: path ?? '' }
  }
  dialog.showOpenDialog = async () => {
    const path = opens.shift() ?? null
    return { canceled: path === null, filePaths: path === null ? [] : [path] }
  }
  shell.openExternal = async (url: string) => void outside.opened.push(url)
  shell.showItemInFolder = (path: string) => void outside.shown.push(path)
  shell.openPath = async (path: string) => {
    outside.opened.push(path)
    return ''
  }
  clipboard.writeText = async (text: string) => void outside.copied.push(text)
  clipboard.write = async ([item]) => {
    const text = await item?.getType('text/plain')
    outside.copied.push((await text?.text()) ?? '')
  }
}
