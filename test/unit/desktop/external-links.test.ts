import { expect, it, vi } from 'vitest'
import { isAllowedExternalUrl, isSampleServer, openExternal } from '../../../electron/desktop/external-links.ts'
import { quietLog } from './fake-electron.ts'

const { opened } = vi.hoisted(() => ({ opened: [] as string[] }))
vi.mock('electron', () => ({
  shell: {
    openExternal: async (url: string) => {
      opened.push(url)
    },
  },
}))

it.each([
  ['https://www.classmarker.com/', true],
  ['https://www.classmarker.com/pdf/certificate/?id=1', true],
  ['https://WWW.CLASSMARKER.COM/x', true],
  ['https://www.classmarker.com:443/', true],
  ['http://www.classmarker.com/', false],
  ['https://www.classmarker.com:8443/', false],
  ['https://classmarker.com/', false],
  ['https://www.classmarker.com.evil.example/', false],
  ['https://evil.example/www.classmarker.com', false],
  ['https://evil@www.classmarker.com/', false],
  ['https://:pass@www.classmarker.com/', false],
  ['https://www.classmarker.com@evil.example/', false],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['smb://www.classmarker.com/share', false],
  ['ms-msdt:/id', false],
  ['app://gradekeep/', false],
  ['//www.classmarker.com/', false],
  ['', false],
])('may open %s outside: %s', (url, allowed) => {
  expect(isAllowedExternalUrl(url)).toBe(allowed)
})

it('hands the system only what is allowed, in its parsed form', () => {
  const log = quietLog()
  opened.length = 0
  expect(openExternal('https://www.classmarker.com/a b', log)).toBe(true)
  expect(openExternal('https://evil.example/?secret=1', log)).toBe(false)
  expect(opened).toEqual(['https://www.classmarker.com/a%20b'])
  expect(log.warn.mock.calls).toEqual([['external address refused: https://evil.example']])
})

const sampleServer = 'http://127.0.0.1:4000'

it.each([
  ['http://127.0.0.1:4000/pdf/certificate/C.pdf?c=1', true],
  ['http://127.0.0.1:4001/pdf/certificate/C.pdf', false],
  ['http://localhost:4000/pdf/certificate/C.pdf', false],
  ['http://127.0.0.1:4000@evil.example/', false],
  ['http://me@127.0.0.1:4000/', false],
  ['https://evil.example/', false],
  ['file:///etc/passwd', false],
])('beside ClassMarker opens the sample account’s own server alone: %s is %s', (url, isSample) => {
  expect(isSampleServer(url, sampleServer)).toBe(isSample)
  opened.length = 0
  expect(openExternal(url, quietLog(), sampleServer)).toBe(isSample)
  // Without being told of a sample account, nothing on this computer is opened.
  expect(openExternal(url, quietLog())).toBe(false)
  expect(opened).toEqual(isSample ? [url] : [])
})

it.each(['https://evil.example', 'http://evil.example', 'http://192.168.0.1:80'])(
  'opens no other server that is given out as the sample account’s: %s',
  (origin) => {
    expect(openExternal(`${origin}/x`, quietLog(), origin)).toBe(false)
  },
)
