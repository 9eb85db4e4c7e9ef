import { expect, onTestFinished, test } from 'vitest'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { hour, minute } from '../../../shared/model/time.ts'
import { account, allGroups, answerOf, ask, errorCode, StoppedClock, thursday } from './account.ts'

test('the thirty-first request of an hour is refused until the first is an hour old', async () => {
  const time = new StoppedClock()
  const simulator = await account({ clock: time.clock, requestsPerHour: 30 })
  const request = () => answerOf(ask(simulator, '/v1.json', { at: time.clock() }))
  expect((await request()).status).toBe('ok')
  time.pass(10 * minute)
  for (let more = 0; more < 29; more++) expect((await request()).status).toBe('ok')

  const refused = await request()
  expect(refused.status).toBe('error')
  expect(refused.error).toMatchObject({ error_code: 'rateLimitExceeded', next_request_after: thursday + hour })

  time.pass(50 * minute - 1)
  expect((await request()).error?.error_code).toBe('rateLimitExceeded')
  time.pass(1)
  expect((await request()).status).toBe('ok')
  expect((await request()).error?.next_request_after).toBe(thursday + 10 * minute + hour)
})

test('thirty is the allowance when none is chosen', async () => {
  const simulator = await startSimulator({ clock: () => thursday, results: 0 })
  onTestFinished(() => simulator.close())
  const outcomes = await Promise.all(Array.from({ length: 31 }, () => errorCode(ask(simulator, '/v1.json'))))
  expect(outcomes.filter((code) => code === 'rateLimitExceeded')).toHaveLength(1)
})

test('the allowance can be chosen and can be lifted', async () => {
  const strict = await account({ requestsPerHour: 1 })
  expect(await errorCode(ask(strict, allGroups))).toBeUndefined()
  expect(await errorCode(ask(strict, allGroups))).toBe('rateLimitExceeded')
  const free = await account({ requestsPerHour: null })
  for (let n = 0; n < 40; n++) expect(await errorCode(ask(free, allGroups))).toBeUndefined()
})

test('a request that is not rightly signed does not count, nor does one to an access list', async () => {
  const simulator = await account({ requestsPerHour: 1 })
  const codes = { method: 'POST', body: '["a"]' }
  expect(await errorCode(ask(simulator, '/v1.json', { query: { signature: 'x' } }))).toBe('apiKeyAuthFail')
  expect(await errorCode(ask(simulator, '/v1/accesslists/123456.json', codes))).toBeUndefined()
  expect(await errorCode(ask(simulator, '/v1.json'))).toBeUndefined()
  expect(await errorCode(ask(simulator, '/v1.json'))).toBe('rateLimitExceeded')
  expect(await errorCode(ask(simulator, '/v1/accesslists/123456.json', codes))).toBeUndefined()
})
