import { expect, it, vi } from 'vitest'
import { admittedWindow } from '../../../electron/desktop/admitted-window.ts'

it('stays closed until its calls can be answered, whoever asks, and opens then', () => {
  const inner = { get: () => null, open: vi.fn() }
  const window = admittedWindow(inner)
  window.open()
  expect(inner.open).not.toHaveBeenCalled()
  window.admit()
  expect(inner.open).toHaveBeenCalledTimes(1)
  window.open()
  expect(inner.open).toHaveBeenCalledTimes(2)
})
