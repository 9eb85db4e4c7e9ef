import { describe, expect, test } from 'vitest'
import { account, allGroups, allLinks, answer, ask, errorCode } from './account.ts'

describe('a URL', () => {
  test.each([
    ['/v2.json', 'incorrectUrlVersionNumber'],
    ['/groups/recent_results.json', 'incorrectUrlVersionNumber'],
    ['/', 'incorrectUrlVersionNumber'],
    ['/v1', 'incorrectUrl'],
    ['/v1/recent_results.csv', 'incorrectUrl'],
    ['/v1/groups.json', 'incorrectUrl'],
    ['/v1/groups/recent_results', 'incorrectUrl'],
    ['/v1/users.json', 'incorrectUrl'],
    ['/v1/groups/abc/tests/64776/recent_results.json', 'incorrectUrlId'],
    ['/v1/links/38676/tests/0x1/recent_results.json', 'incorrectUrlId'],
    ['/v1/links/1/tests/48756/recent_results.json', 'incorrectUrlId'],
    ['/v1/links/38676/tests/64776/recent_results.json', 'incorrectUrlId'],
    ['/v1/groups/1/tests/64776/recent_results.json', 'apiKeyNoGroupPermission'],
    ['/v1/groups/29765/tests/1/recent_results.json', 'incorrectUrlId'],
    ['/v1/groups/29765/tests/48756/recent_results.json', 'incorrectUrlId'],
  ])('%s is answered %s', async (path, code) => {
    expect(await errorCode(ask(await account(), path))).toBe(code)
  })

  test('of an access list that is not there has an incorrect ID', async () => {
    const sent = { method: 'POST', body: '["a"]' }
    expect(await errorCode(ask(await account(), '/v1/accesslists/1.json', sent))).toBe('incorrectUrlId')
    expect(await errorCode(ask(await account(), '/v1/accesslists/.json', sent))).toBe('incorrectUrlId')
  })

  test.each([
    ['POST', '/v1.json'],
    ['DELETE', allGroups],
    ['PUT', allLinks],
    ['GET', '/v1/accesslists/123456.json'],
    ['PUT', '/v1/accesslists/123456.json'],
  ])('asked with %s %s names the wrong method', async (method, path) => {
    const { error } = await answer(await account(), path, { method })
    expect(error?.error_code).toBe('incorrectRequestMethod')
    expect(error?.error_message).toContain(method)
  })
})

test('an error comes with HTTP 200, the path and the server’s time', async () => {
  const simulator = await account()
  const response = await ask(simulator, '/v1/links/1/tests/2/recent_results.json', {
    query: { finishedAfterTimestamp: '1786000000' },
  })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    status: 'error',
    request_path: 'v1/links/1/tests/2/recent_results',
    server_timestamp: simulator.world.now(),
    finished_after_timestamp_used: 1_786_000_000,
    error: { error_code: 'incorrectUrlId', error_message: expect.stringMatching(/./) },
  })
})
