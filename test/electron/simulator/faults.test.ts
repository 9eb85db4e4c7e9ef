import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { hour, ms, plusSeconds } from '../../../shared/model/time.ts'
import { account, allGroups, allLinks, answer, answerOf, ask, errorCode, thursday } from './account.ts'

describe('a fault', () => {
  test('strikes the next request and no other', async () => {
    const simulator = await account()
    const fault = simulator.faults.next({ kind: 'http', status: 503 })
    expect((await ask(simulator, '/v1.json')).status).toBe(503)
    expect((await ask(simulator, '/v1.json')).status).toBe(200)
    expect(fault.struck).toBe(1)
  })

  test('strikes the number of requests it is given, on the paths it is given', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'http', status: 500 }, { path: allLinks, times: 2 })
    simulator.faults.next({ kind: 'http', status: 502 }, { path: /groups/ })
    simulator.faults.next({ kind: 'http', status: 504 }, { path: (path) => path.startsWith('/v1/access') })
    const statuses: number[] = []
    for (const path of ['/v1.json', allLinks, allGroups, allLinks, allLinks, allGroups]) {
      statuses.push((await ask(simulator, path)).status)
    }
    expect(statuses).toEqual([200, 500, 502, 500, 200, 200])
    expect((await ask(simulator, '/v1/accesslists/1.json', { method: 'POST', body: '[]' })).status).toBe(504)
  })

  test('can be called off', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'reset' }, { times: Number.POSITIVE_INFINITY }).cancel()
    expect((await ask(simulator, '/v1.json')).status).toBe(200)
    simulator.faults.next({ kind: 'reset' })
    simulator.faults.clear()
    expect((await ask(simulator, '/v1.json')).status).toBe(200)
  })

  test('does not count against the hour where it keeps the request from being carried out', async () => {
    const simulator = await account({ requestsPerHour: 1 })
    simulator.faults.next({ kind: 'http', status: 500 }, { times: 3 })
    for (let n = 0; n < 3; n++) await ask(simulator, '/v1.json')
    expect(await errorCode(ask(simulator, '/v1.json'))).toBeUndefined()
  })
})

describe('the connection', () => {
  test('can be reset before the answer', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'reset' })
    await expect(ask(simulator, '/v1.json')).rejects.toThrow()
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual(['fault: reset'])
  })

  test('can be reset half-way through the answer, when the request has been carried out', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'reset midway' })
    const post = { method: 'POST', body: '["half-way"]' }
    await expect(ask(simulator, '/v1/accesslists/123456.json', post).then((r) => r.text())).rejects.toThrow()
    expect(simulator.world.accessList(123456)?.codes.has('half-way')).toBe(true)
  })
})

describe('the answer', () => {
  test('can be cut off', async () => {
    const simulator = await account()
    const whole = await (await ask(simulator, '/v1.json')).text()
    simulator.faults.next({ kind: 'cut-off' })
    const half = await (await ask(simulator, '/v1.json')).text()
    expect(half).toBe(whole.slice(0, Math.floor(whole.length / 2)))
    expect(() => JSON.parse(half)).toThrow(SyntaxError)
  })

  test('can be a captive portal’s page', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'captive portal' })
    const response = await ask(simulator, '/v1.json')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/)
  })

  test('can send the client to another host', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'redirect', location: 'https://elsewhere.example/v1.json' })
    const response = await ask(simulator, '/v1.json')
    expect([response.status, response.headers.get('location')]).toEqual([302, 'https://elsewhere.example/v1.json'])
  })

  test('can be of any size', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'oversize', bytes: 3_000_001 })
    const text = await (await ask(simulator, '/v1.json')).text()
    expect(text).toHaveLength(3_000_001)
    expect(JSON.parse(text).status).toBe('ok')
  })

  test('can be given up by the client while it is too long', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'oversize', bytes: 200_000_000 })
    const response = await ask(simulator, '/v1.json')
    await response.body?.cancel()
    expect((await ask(simulator, '/v1.json')).status).toBe(200)
  })

  test('can be anything', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'body', body: Buffer.from([0xff, 0xfe]), contentType: 'text/plain', status: 201 })
    const response = await ask(simulator, '/v1.json')
    expect(response.status).toBe(201)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0xff, 0xfe]))
  })

  test('can be maintenance or any other error, in the format asked for', async () => {
    const simulator = await account()
    const nextRequestAfter = plusSeconds(thursday, hour)
    simulator.faults.next({ kind: 'maintenance' })
    simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded', nextRequestAfter })
    simulator.faults.next({ kind: 'error', code: 'internalError101', message: 'Try later' })
    expect(await errorCode(ask(simulator, '/v1.json'))).toBe('offlineMaintenance')
    expect((await answer(simulator, allGroups)).error).toMatchObject({
      error_code: 'rateLimitExceeded',
      next_request_after: nextRequestAfter,
    })
    expect(await (await ask(simulator, '/v1.xml')).text()).toContain('<error_message>Try later</error_message>')
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual([
      'offlineMaintenance',
      'rateLimitExceeded',
      'internalError101',
    ])
  })

  test('can come late', async () => {
    const simulator = await account()
    simulator.faults.next({ kind: 'delay', ms: ms(1) })
    expect((await answer(simulator, '/v1.json')).status).toBe('ok')
  })
})

describe('a held answer', () => {
  test('comes when it is released, as it was when it was asked for', async () => {
    const simulator = await account()
    const held = simulator.faults.next({ kind: 'held' }, { path: allGroups })
    let answered = false
    const waiting = answerOf(ask(simulator, allGroups)).finally(() => {
      answered = true
    })
    await held.reached()
    simulator.world.addGroupResult({ time_finished: thursday - 5 })
    expect((await answer(simulator, '/v1.json')).status).toBe('ok')
    await setImmediate()
    expect(answered).toBe(false)
    expect(simulator.requests[0]?.outcome).toBe('pending')
    held.release()
    expect((await waiting).status).toBe('no_results')
    expect(simulator.requests[0]?.outcome).toBe('no_results')
  })

  test('can be several, counted as they come', async () => {
    const simulator = await account()
    const held = simulator.faults.next({ kind: 'held' }, { times: 2 })
    const waiting = [ask(simulator, '/v1.json'), ask(simulator, allLinks)]
    await held.reached(2)
    expect(held.struck).toBe(2)
    held.release()
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200])
  })

  test('is forgotten when the client goes away', async () => {
    const simulator = await account()
    const held = simulator.faults.next({ kind: 'held' })
    const leaving = new AbortController()
    const waiting = ask(simulator, '/v1.json', { signal: leaving.signal })
    await held.reached()
    leaving.abort()
    await expect(waiting).rejects.toThrow()
    await expect.poll(() => simulator.requests[0]?.outcome).toBe('left')
  })
})
