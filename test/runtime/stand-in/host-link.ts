import { app } from './app.ts'
import { windowById } from './browser-window.ts'
import { answerInvoke } from './ipc-main.ts'
import { powerMonitor } from './power-monitor.ts'
import { emitPreventable } from './prevented.ts'
import { session } from './session.ts'
import { connectHost } from './wire.ts'

/** The window system this process runs under, which is the process that started it. */
export const host = connectHost({
  async request(windowId, request) {
    const contents = windowById(windowId)?.webContents
    if (contents === undefined || !contents.mayNavigate(request)) return { kind: 'cancelled' }
    return session.defaultSession.answer(request)
  },
  async invoke(windowId, frame, channel, args) {
    const contents = windowById(windowId)?.webContents
    if (contents === undefined) return { ok: false, message: 'Error: the window is closed' }
    return answerInvoke(contents.invokeEvent(frame), channel, args)
  },
  windowOpen: (windowId, url) => windowById(windowId)?.webContents.askWindowOpen(url),
  windowClosed: (windowId) => windowById(windowId)?.closedByUser(),
  pageCrashed: (windowId) => windowById(windowId)?.webContents.processGone('crashed'),
  pageHangs: (windowId) => {
    const window = windowById(windowId)
    window?.webContents.emit('unresponsive')
    window?.emit('unresponsive')
  },
  wake: () => void powerMonitor.emit('resume'),
  shutDown: () => {
    // An app that does not ask for time is ended at once.
    if (!emitPreventable(powerMonitor, 'shutdown')) process.exit(137)
  },
  quit: () => app.quit(),
})
