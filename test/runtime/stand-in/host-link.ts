import { app } from './app.ts'
import { BrowserWindow, windowById } from './browser-window.ts'
import { answerInvoke } from './ipc-main.ts'
import { Menu } from './menu.ts'
import { network } from './network.ts'
import { powerMonitor } from './power-monitor.ts'
import { emitPreventable } from './prevented.ts'
import { session } from './session.ts'
import { Tray } from './tray.ts'
import { connectHost, type MenuPlace, type PageAnswer } from './wire.ts'

/** The window system this process runs under, which is the process that started it. */
export const host = connectHost({
  async request(windowId, request) {
    const contents = windowById(windowId)?.webContents
    if (contents === undefined || !contents.mayNavigate(request)) return { kind: 'cancelled' }
    const answer = await session.defaultSession.answer(request)
    const location = request.navigation === null ? null : redirectIn(answer, request.url)
    return location === null || contents.mayBeRedirected(request, location) ? answer : { kind: 'cancelled' }
  },
  async invoke(windowId, frame, channel, args) {
    const contents = windowById(windowId)?.webContents
    if (contents === undefined) return { ok: false, message: 'Error: the window is closed' }
    return answerInvoke(contents.invokeEvent(frame), channel, args)
  },
  windowOpen: (windowId, url) => windowById(windowId)?.webContents.askWindowOpen(url),
  windowClosed: (windowId) => windowById(windowId)?.closedByUser(),
  pageGone: (windowId, reason) => windowById(windowId)?.webContents.processGone(reason),
  pageHangs: (windowId) => {
    const window = windowById(windowId)
    window?.webContents.emit('unresponsive')
    window?.emit('unresponsive')
  },
  press: (place, labels) => pressIn(place, labels),
  wake: () => void powerMonitor.emit('resume'),
  shutDown: () => {
    if (!emitPreventable(powerMonitor, 'shutdown')) stopped()
  },
  askSessionEnd: () =>
    BrowserWindow.getAllWindows().some((window) => emitPreventable(window, 'query-session-end', sessionEnd)),
  endSession: () => {
    for (const window of BrowserWindow.getAllWindows()) window.emit('session-end', sessionEnd)
    stopped()
  },
  setOnline: (isOnline) => {
    network.isOnline = isOnline
  },
  quit: () => app.quit(),
})

const sessionEnd = { reasons: ['shutdown'] }

/** The system stops the process in the turn in which it was told, as it may. */
function stopped(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('the process lives on')
}

function redirectIn(answer: PageAnswer, from: string): string | null {
  if (answer.kind !== 'answered' || answer.status < 300 || answer.status >= 400) return null
  const location = answer.headers.location
  return location === undefined ? null : new URL(location, from).href
}

function pressIn(place: MenuPlace, labels: readonly string[]): void {
  if (place === 'tray') Tray.shown().press(labels)
  else {
    const menu = place === 'application' ? Menu.getApplicationMenu() : Menu.lastPopup()
    if (menu === null) throw new Error(`there is no ${place} menu`)
    menu.press(labels)
  }
}
