import { EventEmitter } from 'node:events'
import type { App, BrowserWindow } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { lastingMs, logLostProcesses, recoverWindow } from '../../../electron/desktop/window-recovery.ts'
import { quietLog } from './fake-electron.ts'

/** Boxes on screen, each with the way to press its button. */
const { boxes, broken } = vi.hoisted(() => ({
  boxes: [] as { press(button: number): void; isOpen(): boolean }[],
  broken: { by: null as Error | null },
}))
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: ({ signal, cancelId }: { signal: AbortSignal; cancelId: number }) =>
      new Promise((resolve, reject) => {
        if (broken.by !== null) reject(broken.by)
        let open = true
        const press = (response: number) => {
          open = false
          resolve({ response, checkboxChecked: false })
        }
        signal.addEventListener('abort', () => press(cancelId))
        boxes.push({ press, isOpen: () => open })
      }),
  },
}))
const turns = () => new Promise((resolve) => setImmediate(resolve))

function watchedWindow() {
  const done: string[] = []
  let time = 0
  const contents = Object.assign(new EventEmitter(), {
    crashed: false,
    isCrashed: () => contents.crashed,
    forcefullyCrashRenderer: () => void done.push('ended'),
  })
  const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => false })
  const log = quietLog()
  const recovery = recoverWindow(window as unknown as BrowserWindow, {
    log,
    load: () => void done.push('loaded'),
    quit: () => void done.push('quit'),
    now: () => time,
  })
  return {
    done,
    log,
    recovery,
    contents,
    crash: () => contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
    hang: () => window.emit('unresponsive'),
    answerAgain: () => window.emit('responsive'),
    later: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

beforeEach(() => {
  boxes.length = 0
  broken.by = null
})

it('a page that crashed is logged and loaded again, without a question', () => {
  const { done, log, crash } = watchedWindow()
  crash()
  expect(done).toEqual(['loaded'])
  expect(log.error).toHaveBeenCalledWith(expect.stringContaining('crashed (5)'))
  expect(boxes).toHaveLength(0)
})

it('the log tells why nobody could be asked', async () => {
  const { log, crash } = watchedWindow()
  broken.by = new TypeError('there is no screen')
  crash()
  crash()
  await turns()
  expect(log.error).toHaveBeenLastCalledWith(expect.stringMatching(/^nobody could be asked .*: TypeError/))
})

it('a page that crashes again soon is not loaded until the teacher says so', async () => {
  const { done, crash } = watchedWindow()
  crash()
  crash()
  crash()
  expect(done).toEqual(['loaded'])
  expect(boxes).toHaveLength(1)
  boxes[0]?.press(0)
  await turns()
  expect(done).toEqual(['loaded', 'loaded'])
  crash()
  expect(done).toEqual(['loaded', 'loaded'])
  expect(boxes).toHaveLength(2)
  boxes[1]?.press(1)
  await turns()
  expect(done).toEqual(['loaded', 'loaded', 'quit'])
})

it('a page that lasted is loaded again by itself as at the first time', () => {
  const { done, crash, later } = watchedWindow()
  crash()
  later(lastingMs + 1)
  crash()
  expect(done).toEqual(['loaded', 'loaded'])
  expect(boxes).toHaveLength(0)
})

it('a page that hangs is ended first and loaded when it is gone', () => {
  const { done, log, hang, crash } = watchedWindow()
  hang()
  expect(done).toEqual(['ended'])
  crash()
  expect(done).toEqual(['ended', 'loaded'])
  expect(log.error).toHaveBeenCalledTimes(2)
  expect(boxes).toHaveLength(0)
})

it('a page that answers again while the question is open is left alone, and the question goes', async () => {
  const { done, crash, hang, answerAgain } = watchedWindow()
  crash()
  hang()
  expect(boxes).toHaveLength(1)
  answerAgain()
  await turns()
  expect(boxes[0]?.isOpen()).toBe(false)
  expect(done).toEqual(['loaded'])
})

it('who asks for the window gets a living page, whatever is being asked, and leaves a living one alone', async () => {
  const { done, recovery, crash } = watchedWindow()
  expect(recovery.revive()).toBe(false)
  crash()
  expect(recovery.revive()).toBe(false)
  crash()
  expect(recovery.revive()).toBe(true)
  await turns()
  expect(boxes[0]?.isOpen()).toBe(false)
  expect(done).toEqual(['loaded', 'loaded'])
  expect(recovery.revive()).toBe(false)
})

it('who asks for the window gets a living page also where no event told of its end', () => {
  const { done, recovery, contents } = watchedWindow()
  contents.crashed = true
  expect(recovery.revive()).toBe(true)
  expect(done).toEqual(['loaded'])
})

it('a lost process of Chromium is noted, one that ended in order is not', () => {
  const app = new EventEmitter()
  const log = quietLog()
  logLostProcesses(app as App, log)
  app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9 })
  app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
  expect(log.warn.mock.calls).toEqual([['a process is gone: GPU, crashed (9)']])
})
