import { describe, expect, it, vi } from 'vitest'
import { SecretPlaces, type SecretStore } from '../../../electron/accounts/secrets.ts'
import { AppError } from '../../../shared/errors.ts'
import { ms } from '../../../shared/model/time.ts'

const soon = ms(10_000)
const atOnce = ms(0)

function places(get: SecretStore['get'], place: SecretStore['place'] = async () => 'keychain') {
  const asked = vi.fn(get)
  const onFound = vi.fn()
  const store: SecretStore = { place, get: asked, set: async () => undefined, delete: async () => undefined }
  return { places: new SecretPlaces(store, onFound), asked, onFound }
}

describe('the place of a secret', () => {
  it('is looked at once and then remembered', async () => {
    const { places: own, asked } = places(async (id) => (id === 'a' ? 'secret' : null))
    for (let each = 0; each < 3; each++)
      expect([await own.of('a', soon), await own.of('b', soon)]).toEqual(['keychain', 'missing'])
    expect(asked.mock.calls).toEqual([['a'], ['b']])
  })

  it('is looked at again after a locked keychain, which still holds it', async () => {
    const { places: own, asked } = places(() => Promise.reject(new AppError('keychain/locked')))
    expect([await own.of('a', soon), await own.of('a', soon)]).toEqual(['keychain', 'keychain'])
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('is where it was seen by the way', async () => {
    const { places: own, asked } = places(async () => null)
    own.note('a', 'memory')
    expect(await own.of('a', soon)).toBe('memory')
    own.forget('a')
    expect(await own.of('a', soon)).toBe('missing')
    expect(asked).toHaveBeenCalledOnce()
  })

  it('is said to be the keychain until that answers; whoever asked hears when it is elsewhere', async () => {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const { places: own, onFound, asked } = places(() => promise)
    expect(await own.of('a', atOnce)).toBe('keychain')
    const patient = own.of('a', null)
    resolve(null)
    expect(await patient).toBe('missing')
    await vi.waitFor(() => expect(onFound).toHaveBeenCalledOnce())
    expect(await own.of('a', atOnce)).toBe('missing')
    expect(asked).toHaveBeenCalledOnce()
  })

  it('that turns out as said is no news', async () => {
    const { promise, resolve } = Promise.withResolvers<string | null>()
    const { places: own, onFound } = places(() => promise)
    await own.of('a', atOnce)
    const patient = own.of('a', null)
    resolve('secret')
    expect(await patient).toBe('keychain')
    expect(onFound).not.toHaveBeenCalled()
  })
})

it('a keychain that does not answer in time is taken to be there', async () => {
  expect(
    await places(
      async () => null,
      () => new Promise(() => {}),
    ).places.hasKeychain(atOnce),
  ).toBe(true)
  expect(
    await places(
      async () => null,
      async () => 'memory',
    ).places.hasKeychain(soon),
  ).toBe(false)
  expect(await places(async () => null).places.hasKeychain(soon)).toBe(true)
})
