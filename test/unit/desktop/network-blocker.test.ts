import { expect, it } from 'vitest'
import { blockNetwork, isOwnRequest } from '../../../electron/desktop/network-blocker.ts'
import { fakeSession, quietLog } from './fake-electron.ts'

it.each([
  ['app://gradekeep/index.html', true],
  ['app://gradekeep/', true],
  ['app://gradekeep', false],
  ['app://gradekeep.evil/', false],
  ['app://other/', false],
  ['https://www.classmarker.com/', false],
  ['http://localhost/', false],
  ['ws://localhost/', false],
  ['file:///etc/passwd', false],
  ['data:text/html,x', false],
  ['devtools://devtools/x', false],
])('a window may load %s: %s', (address, allowed) => {
  expect(isOwnRequest(address, false)).toBe(allowed)
})

it('lets developer tools load themselves where there are any', () => {
  expect(isOwnRequest('devtools://devtools/bundled/x.js', true)).toBe(true)
})

it('cancels what is not ours, and logs its host alone: path and query may hold a name or a key', () => {
  const session = fakeSession()
  const log = quietLog()
  void blockNetwork(session.session, { devTools: false, log })
  const address = 'https://user:pass@evil.example/collect?api_key=K&signature=S#frag'
  expect(session.request(address)).toEqual({ cancel: true })
  expect(session.request('app://gradekeep/index.html')).toEqual({ cancel: false })
  expect(log.warn.mock.calls).toEqual([['request blocked: xhr https://evil.example']])
})

it('leaves what no filter is asked about a proxy that is not there, also for the computer itself', async () => {
  const session = fakeSession()
  await blockNetwork(session.session, { devTools: false, log: quietLog() })
  expect(session.proxies).toEqual([{ proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' }])
})
