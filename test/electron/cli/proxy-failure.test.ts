import { describe, expect, it } from 'vitest'
import { isAboutProxy } from '../../../electron/cli/system-fetch.ts'

const url = 'https://api.classmarker.com/v1.json'
const addresses = async (name: string) => (name === 'proxy.school.example' ? ['10.0.0.8', 'fd00::8'] : [])
const asked = (failure: object, env: NodeJS.ProcessEnv, to = url) => {
  const cause = Object.assign(new Error('message' in failure ? String(failure.message) : 'refused'), failure)
  return isAboutProxy(new TypeError('fetch failed', { cause }), to, env, addresses)
}
const env = { HTTPS_PROXY: 'http://proxy.school.example:3128' }

describe('a connection that failed', () => {
  it.each<[string, object, NodeJS.ProcessEnv]>([
    ['at one of its addresses', { address: '10.0.0.8', port: 3128 }, env],
    ['at its IPv6 address', { address: 'fd00::8', port: 3128 }, env],
    ['at its name', { hostname: 'proxy.school.example' }, env],
    ['at an address that stands for it', { address: '::1', port: 3128 }, { https_proxy: 'http://[::1]:3128' }],
    [
      'after a while',
      { message: 'Connect Timeout Error (attempted address: proxy.school.example:3128, timeout)' },
      env,
    ],
    ['at all of them', { message: 'Connect Timeout Error (attempted addresses: 10.0.0.8:3128, fd00::8:3128)' }, env],
    ['which only HTTP_PROXY names', { address: '10.0.0.8', port: 80 }, { HTTP_PROXY: 'http://proxy.school.example' }],
    [
      'which leaves other hosts out',
      { address: '10.0.0.8', port: 3128 },
      { ...env, NO_PROXY: 'school.example,.local' },
    ],
  ])('at the proxy is reported as that: %s', async (_, failure, given) => {
    expect(await asked(failure, given)).toBe(true)
  })

  it.each<[string, object, NodeJS.ProcessEnv]>([
    [
      'ClassMarker has the proxy’s port',
      { address: '3.3.3.3', port: 443 },
      { HTTPS_PROXY: 'https://proxy.school.example' },
    ],
    ['ClassMarker has no address', { hostname: 'api.classmarker.com' }, env],
    ['another port of its computer', { address: '10.0.0.8', port: 31280 }, env],
    ['a longer port', { message: 'Connect Timeout Error (attempted address: proxy.school.example:31280)' }, env],
    ['NO_PROXY names the host', { address: '10.0.0.8', port: 3128 }, { ...env, NO_PROXY: 'x, api.classmarker.com' }],
    ['NO_PROXY names its domain', { address: '10.0.0.8', port: 3128 }, { ...env, no_proxy: '.classmarker.com:443' }],
    ['NO_PROXY names every host', { address: '10.0.0.8', port: 3128 }, { ...env, no_proxy: '*' }],
    [
      'the lower-case name comes first',
      { address: '10.0.0.8', port: 3128 },
      { ...env, https_proxy: 'http://127.0.0.1:8' },
    ],
    ['there is none', { address: '10.0.0.8', port: 3128 }, {}],
  ])('elsewhere is not laid at the proxy: %s', async (_, failure, given) => {
    expect(await asked(failure, given)).toBe(false)
  })
})
