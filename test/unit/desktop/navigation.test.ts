import { EventEmitter } from 'node:events'
import type { App, WebContents } from 'electron'
import { expect, it, vi } from 'vitest'
import { confineAllContents } from '../../../electron/desktop/navigation.ts'
import { quietLog } from './fake-electron.ts'

const { opened } = vi.hoisted(() => ({ opened: [] as string[] }))
vi.mock('electron', () => ({
  shell: {
    openExternal: async (url: string) => {
      opened.push(url)
    },
  },
}))

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

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'])('%s is prevented', (name) => {
  const preventDefault = vi.fn()
  confinedContents().emit(name, { preventDefault, url: 'app://gradekeep/index.html' })
  expect(preventDefault).toHaveBeenCalled()
})

it('never opens a window, and hands only allowed addresses to the browser', () => {
  const contents = confinedContents()
  expect(contents.openHandler({ url: 'https://www.classmarker.com/x' })).toEqual({ action: 'deny' })
  expect(contents.openHandler({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
  expect(contents.openHandler({ url: 'about:blank' })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://www.classmarker.com/x'])
})

it('sends no packet to another page that does not go through a proxy', () => {
  expect(confinedContents().webRtcPolicy).toBe('disable_non_proxied_udp')
})
