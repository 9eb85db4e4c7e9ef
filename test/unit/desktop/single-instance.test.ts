import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { holdSingleInstance } from '../../../electron/desktop/single-instance.ts'

const fakeApp = (locked: boolean) =>
  Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => locked }) as unknown as App

it('brings the window forward when the app is started again', () => {
  const onSecondLaunch = vi.fn()
  const app = fakeApp(true)
  expect(holdSingleInstance(app, onSecondLaunch)).toBe(true)
  expect(onSecondLaunch).not.toHaveBeenCalled()
  app.emit('second-instance', {})
  expect(onSecondLaunch).toHaveBeenCalledOnce()
})

it('steps back when another copy is running', () => {
  expect(holdSingleInstance(fakeApp(false), () => {})).toBe(false)
})
