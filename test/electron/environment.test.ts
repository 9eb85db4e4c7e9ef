import { describe, expect, it, vi } from 'vitest'
import { chooseSecretStore, readEnvironment } from '../../electron/environment.ts'

const { keytarStore } = vi.hoisted(() => ({ keytarStore: vi.fn(async () => null) }))
vi.mock('../../electron/accounts/keychain.ts', () => ({ keytarStore }))

describe('the secret of the environment', () => {
  it('is trimmed, and an empty one is none', () => {
    expect(readEnvironment({ GRADEKEEP_API_SECRET: '  s3cret\n' }).givenSecret).toBe('s3cret')
    expect(readEnvironment({ GRADEKEEP_API_SECRET: ' \n' }).givenSecret).toBeUndefined()
    expect(readEnvironment({}).givenSecret).toBeUndefined()
  })

  it('is taken out of it, so that nothing started later inherits it', () => {
    const env = { GRADEKEEP_API_SECRET: 's3cret', PATH: '/bin' }
    readEnvironment(env)
    expect(env).toEqual({ PATH: '/bin' })
  })
})

describe('the address of the environment', () => {
  it('is ClassMarker’s own unless set', () => {
    expect(readEnvironment({}).apiUrl).toBe('https://api.classmarker.com')
    expect(readEnvironment({ GRADEKEEP_API_URL: ' ' }).apiUrl).toBe('https://api.classmarker.com')
  })

  it.each(['https://proxy.school.example/cm', 'http://127.0.0.1:4000', 'http://localhost:4000', 'http://[::1]:4000'])(
    'may be %s',
    (address) => {
      expect(readEnvironment({ GRADEKEEP_API_URL: ` ${address} ` }).apiUrl).toBe(address)
    },
  )

  it.each([
    'http://api.classmarker.com',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'api.classmarker.com',
    'file:///etc/passwd',
    'https://user:hunter2@proxy.example',
    'https://proxy.example/?to=x',
    'not an address',
  ])('may not be %s, and the refusal repeats none of it', (address) => {
    expect(() => readEnvironment({ GRADEKEEP_API_URL: address })).toThrow(
      expect.objectContaining({ code: 'usage/api-url', detail: {} }),
    )
  })
})

describe('the secret store', () => {
  it('looks for a keychain when it is first asked for something, and once', async () => {
    const store = chooseSecretStore({ apiUrl: '', givenSecret: undefined, webhookPhrase: undefined })
    expect(keytarStore).not.toHaveBeenCalled()
    expect(await store.place()).toBe('memory')
    await store.set('a', 's')
    expect(await store.get('a')).toBe('s')
    expect(keytarStore).toHaveBeenCalledOnce()
  })

  it('of a given secret needs no keychain to answer', async () => {
    keytarStore.mockClear()
    const store = chooseSecretStore({ apiUrl: '', givenSecret: 'given', webhookPhrase: undefined })
    expect([await store.place(), await store.get('a')]).toEqual(['memory', 'given'])
    expect(keytarStore).not.toHaveBeenCalled()
  })
})
