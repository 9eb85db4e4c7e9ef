import type { WebContents } from 'electron'
import { expect, it } from 'vitest'
import { isTrustedSender } from '../../../electron/desktop/trusted-sender.ts'

const ours = { id: 1 } as WebContents
const other = { id: 2 } as WebContents
const frame = { origin: 'app://gradekeep', parent: null }

it('trusts the main frame of our window while it shows the app', () => {
  expect(isTrustedSender({ sender: ours, senderFrame: frame }, ours)).toBe(true)
})

it.each([
  ['a frame that is gone', { sender: ours, senderFrame: null }],
  ['a frame inside the page', { sender: ours, senderFrame: { ...frame, parent: frame } }],
  ['another origin', { sender: ours, senderFrame: { ...frame, origin: 'https://evil.example' } }],
  ['an opaque origin', { sender: ours, senderFrame: { ...frame, origin: 'null' } }],
  ['a host that begins like ours', { sender: ours, senderFrame: { ...frame, origin: 'app://gradekeep.evil' } }],
  ['another window', { sender: other, senderFrame: frame }],
  ['an event without a frame', { sender: ours }],
  ['nothing', null],
  ['a word', 'app://gradekeep'],
])('does not trust %s', (_what, event) => {
  expect(isTrustedSender(event, ours)).toBe(false)
})

it('trusts nobody while no window is open', () => {
  expect(isTrustedSender({ sender: null, senderFrame: frame }, null)).toBe(false)
})
