import { expect, it, vi } from 'vitest'
import { admittedWindow } from '../../../electron/desktop/admitted-window.ts'

function closed() {
  const inner = { get: () => null, open: vi.fn() }
  return { inner, window: admittedWindow(inner) }
}

it('stays closed until its calls can be answered, whoever asks, and opens then', () => {
  const { inner, window } = closed()
  window.open()
  expect(inner.open).not.toHaveBeenCalled()
  window.admit({ hidden: false })
  expect(inner.open).toHaveBeenCalledTimes(1)
  window.open()
  expect(inner.open).toHaveBeenCalledTimes(2)
})

it('stays closed after a hidden start, until somebody asks', () => {
  const { inner, window } = closed()
  window.admit({ hidden: true })
  expect(inner.open).not.toHaveBeenCalled()
  window.open()
  expect(inner.open).toHaveBeenCalledOnce()
})

it('opens after a hidden start for whoever asked too early', () => {
  const { inner, window } = closed()
  window.open()
  window.admit({ hidden: true })
  expect(inner.open).toHaveBeenCalledOnce()
})
