import { describe, expect, test } from 'vitest'
import { minute } from '../../../shared/model/time.ts'
import { account, answerOf, ask, digest, errorCode, StoppedClock, thursday } from './account.ts'

describe('the key', () => {
  test('follows from the seed and looks like one of ClassMarker’s', async () => {
    const [first, again, other] = [await account({ seed: 5 }), await account({ seed: 5 }), await account({ seed: 6 })]
    expect(first.key).toMatch(/^[A-Za-z0-9]{30}$/)
    expect(first.secret).toMatch(/^[A-Za-z0-9]{32}$/)
    expect([again.key, again.secret]).toEqual([first.key, first.secret])
    expect(other.key).not.toBe(first.key)
    expect(other.secret).not.toBe(first.secret)
  })

  test('and secret can be given', async () => {
    const simulator = await account({ key: 'test-api-key', secret: 'test-api-secret', clock: () => thursday })
    expect((await answerOf(ask(simulator, '/v1.json'))).status).toBe('ok')
  })

  test('of nobody does not exist', async () => {
    const simulator = await account()
    expect(await errorCode(ask(simulator, '/v1.json', { query: { api_key: 'somebody' } }))).toBe('noApiKeyExists')
    expect(await errorCode(fetch(`${simulator.url}/v1.json`))).toBe('noApiKeyExists')
  })

  test('can be switched off, its account downgraded and the service closed', async () => {
    const simulator = await account()
    simulator.world.setKeyActive(false)
    expect(await errorCode(ask(simulator, '/v1.json'))).toBe('apiKeyInactive')
    simulator.world.setKeyActive(true)
    simulator.world.setAccountUpgraded(false)
    expect(await errorCode(ask(simulator, '/v1.json'))).toBe('accountNotUpgraded')
    simulator.world.setAccountUpgraded(true)
    simulator.world.setMaintenance(true)
    expect(await errorCode(ask(simulator, '/v1.json'))).toBe('offlineMaintenance')
    simulator.world.setMaintenance(false)
    expect(await errorCode(ask(simulator, '/v1.json'))).toBeUndefined()
  })
})

describe('the signature', () => {
  test('known from elsewhere is accepted in both hashes', async () => {
    const simulator = await account({
      key: 'test-api-key',
      secret: 'test-api-secret',
      clock: new StoppedClock().clock,
    })
    simulator.world.setClockOffset(1_762_783_200 - thursday)
    const timestamp = '1762783200'
    for (const signature of [
      '3bf43819abfb95beee607a011d22b5f69f0993faa7d5a920b975e6fe3e9d9144',
      'db9bde8750a9c31dbd4ae9fa2b27076a',
    ]) {
      expect(await errorCode(ask(simulator, '/v1.json', { query: { timestamp, signature } }))).toBeUndefined()
    }
    expect(simulator.requests.map(({ signedWith }) => signedWith)).toEqual(['sha256', 'md5'])
  })

  test('of a hash that is not accepted fails', async () => {
    const modern = await account({ acceptedSignatures: ['sha256'] })
    const signed = (hash: 'sha256' | 'md5', { key, secret } = modern) => digest(hash, key + secret + thursday)
    expect(await errorCode(ask(modern, '/v1.json', { query: { signature: signed('md5') } }))).toBe('apiKeyAuthFail')
    const old = await account({ acceptedSignatures: ['md5'] })
    expect(await errorCode(ask(old, '/v1.json'))).toBe('apiKeyAuthFail')
    expect(await errorCode(ask(old, '/v1.json', { query: { signature: signed('md5', old) } }))).toBeUndefined()
  })

  test('must be lowercase, made with the secret, and there at all', async () => {
    const simulator = await account()
    const right = digest('sha256', simulator.key + simulator.secret + thursday)
    const wrongSecret = digest('sha256', `${simulator.key}secret${thursday}`)
    for (const signature of [right.toUpperCase(), wrongSecret, '']) {
      expect(await errorCode(ask(simulator, '/v1.json', { query: { signature } }))).toBe('apiKeyAuthFail')
    }
  })
})

describe('the timestamp', () => {
  test('may be five minutes off, either way, and no more', async () => {
    const simulator = await account()
    const codeAt = (at: number) => errorCode(ask(simulator, '/v1.json', { at }))
    expect(await codeAt(thursday - 5 * minute)).toBeUndefined()
    expect(await codeAt(thursday + 5 * minute)).toBeUndefined()
    expect(await codeAt(thursday - 5 * minute - 1)).toBe('timeStampOutOfRange')
    expect(await codeAt(thursday + 5 * minute + 1)).toBe('timeStampOutOfRange')
  })

  test('in milliseconds, or missing, is out of range', async () => {
    const simulator = await account()
    expect(await errorCode(ask(simulator, '/v1.json', { at: thursday * 1000 }))).toBe('timeStampOutOfRange')
    expect(await errorCode(ask(simulator, '/v1.json', { query: { timestamp: '' } }))).toBe('timeStampOutOfRange')
  })

  test('is measured by the server’s clock, which the answer tells even when it refuses', async () => {
    const simulator = await account()
    simulator.world.setClockOffset(3600)
    const refusal = await answerOf(ask(simulator, '/v1.json'))
    expect(refusal.error?.error_code).toBe('timeStampOutOfRange')
    expect(refusal.server_timestamp).toBe(thursday + 3600)
    expect(await errorCode(ask(simulator, '/v1.json', { at: refusal.server_timestamp }))).toBeUndefined()
  })
})
