import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { account, allGroups, ask, StoppedClock, thursday } from './account.ts'

test('listens on loopback only, at the port it names', async () => {
  const { url } = await account()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('records each request with its time and outcome, and never the signature or the secret', async () => {
  const time = new StoppedClock()
  const simulator = await account({ clock: time.clock })
  await ask(simulator, allGroups, { query: { finishedAfterTimestamp: '1786000000', limit: '5' } })
  time.pass(60)
  await ask(simulator, '/v1/accesslists/1.json', { method: 'DELETE', body: '["x"]' })
  const [first, second] = simulator.requests
  expect(first).toEqual({
    method: 'GET',
    path: allGroups,
    query: {
      api_key: simulator.key,
      timestamp: String(thursday),
      finishedAfterTimestamp: '1786000000',
      limit: '5',
    },
    body: '',
    time: thursday,
    outcome: 'no_results',
    signedWith: 'sha256',
  })
  expect(second).toMatchObject({ method: 'DELETE', body: '["x"]', time: thursday + 60, outcome: 'incorrectUrlId' })
  expect(JSON.stringify(simulator.requests)).not.toContain(simulator.secret)
})

test('closes at once, held answers and idle connections included, and may be closed twice', async () => {
  const simulator = await startSimulator({ clock: () => thursday, results: 0 })
  await ask(simulator, '/v1.json')
  const held = simulator.faults.next({ kind: 'held' })
  const waiting = ask(simulator, '/v1.json').catch(() => 'cut')
  await held.reached()
  await simulator.close()
  expect(await waiting).toBe('cut')
  await simulator.close()
  await expect(ask(simulator, '/v1.json')).rejects.toThrow()
})

test('says so when its port is taken', async () => {
  const { url } = await account()
  const port = Number(new URL(url).port)
  await expect(startSimulator({ clock: () => thursday, results: 0, port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('listens at the port it is given', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  await new Promise((resolve) => probe.close(resolve))
  expect((await account({ port })).url).toBe(`http://127.0.0.1:${port}`)
})

test('drops a client that sends an endless body, and goes on', async () => {
  const simulator = await account()
  const body = 'x'.repeat(2 * 1024 * 1024)
  await expect(ask(simulator, '/v1/accesslists/123456.json', { method: 'POST', body })).rejects.toThrow()
  expect((await ask(simulator, '/v1.json')).status).toBe(200)
})
