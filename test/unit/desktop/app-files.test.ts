import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { answerAppRequest } from '../../../electron/desktop/app-files.ts'

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

describe('the app:// protocol', () => {
  let renderer = ''
  const get = (url: string, method = 'GET') => answerAppRequest(renderer, { url, method })

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-app-files-'))
    renderer = join(folder, 'renderer')
    mkdirSync(join(renderer, 'assets'), { recursive: true })
    writeFileSync(join(renderer, 'index.html'), '<!doctype html>')
    writeFileSync(join(renderer, 'assets', 'index.js'), 'export {}')
    writeFileSync(join(folder, 'secret.txt'), 'outside')
    mkdirSync(join(folder, 'renderer-other'))
    writeFileSync(join(folder, 'renderer-other', 'index.html'), 'outside')
  })

  it.each([
    ['app://gradekeep/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://gradekeep/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://gradekeep/assets/index.js?v=1#top', 'text/javascript; charset=utf-8', 'export {}'],
  ])('answers %s as %s', async (url, type, body) => {
    const response = await get(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await response.text()).toBe(body)
  })

  it('sends exactly the content security policy with every answer, refusals included', async () => {
    for (const url of ['app://gradekeep/', 'app://gradekeep/none.html', 'app://other/', 'app://gradekeep/%2e%2e%2fx']) {
      expect((await get(url)).headers.get('content-security-policy')).toBe(policy)
    }
    expect((await get('app://gradekeep/', 'POST')).headers.get('content-security-policy')).toBe(policy)
  })

  it.each([
    'app://gradekeep/../secret.txt',
    'app://gradekeep/%2e%2e/secret.txt',
    'app://gradekeep/%2e%2e%2fsecret.txt',
    'app://gradekeep/..%2fsecret.txt',
    'app://gradekeep/..%5csecret.txt',
    'app://gradekeep/%252e%252e%252fsecret.txt',
    'app://gradekeep/assets/..%2f..%2fsecret.txt',
    'app://gradekeep/../renderer-other/index.html',
    'app://gradekeep/..%2frenderer-other%2findex.html',
    'app://gradekeep//etc/passwd',
    'app://gradekeep/%2fetc%2fpasswd',
    'app://gradekeep/c:%5cwindows%5cwin.ini',
    'app://gradekeep/index.html%00.js',
    'app://gradekeep/%ff',
    'app://other/index.html',
    'app://gradekeep.evil/index.html',
    'app://user@gradekeep/index.html',
    'app://gradekeep:80/index.html',
    'file:///etc/passwd',
    'https://gradekeep/index.html',
    'not an address',
    'app://gradekeep/none.html',
    'app://gradekeep/assets',
    'app://gradekeep/assets/',
  ])('reads nothing for %s', async (url) => {
    const response = await get(url)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(await response.text()).not.toContain('outside')
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('does not allow %s', async (method) => {
    expect((await get('app://gradekeep/', method)).status).toBe(405)
  })

  it('answers HEAD without a body', async () => {
    const response = await get('app://gradekeep/', 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
  })
})
