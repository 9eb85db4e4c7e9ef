import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { keytarStore } from '../../../electron/accounts/keychain.ts'
import type { SecretStore } from '../../../electron/accounts/secrets.ts'

/** Why there is no keychain that a test may write to; null when there is one. The person's own is never touched. */
const missing =
  process.env.GRADEKEEP_TEST_KEYRING !== '1'
    ? 'no keyring of its own (GRADEKEEP_TEST_KEYRING is not 1)'
    : process.env.DBUS_SESSION_BUS_ADDRESS === undefined
      ? 'no message bus (DBUS_SESSION_BUS_ADDRESS is not set)'
      : null

async function keychain(service = `Gradekeep test ${randomUUID()}`): Promise<SecretStore> {
  const store = await keytarStore(service)
  if (store === null) throw new Error('There is no keychain')
  onTestFinished(() => store.delete('account'))
  return store
}

describe.skipIf(missing !== null)(`a real keychain${missing === null ? '' : `: ${missing}`}`, () => {
  it('keeps a secret, replaces it and gives it back', async () => {
    const store = await keychain()
    expect(await store.place()).toBe('keychain')
    expect(await store.get('account')).toBeNull()
    await store.set('account', 'first')
    await store.set('account', 'sécrèt ✓ 漢字')
    expect(await store.get('account')).toBe('sécrèt ✓ 漢字')
  })

  it('keeps secrets of several accounts and of several services apart', async () => {
    const [one, other] = [await keychain(), await keychain()]
    await one.set('account', 'of one')
    expect(await other.get('account')).toBeNull()
    expect(await one.get('another account')).toBeNull()
  })

  it('still holds it for the next start of the app', async () => {
    const service = `Gradekeep test ${randomUUID()}`
    const first = await keychain(service)
    await first.set('account', 'kept')
    expect(await (await keychain(service)).get('account')).toBe('kept')
  })

  it('forgets it on request, and forgetting it twice is no error', async () => {
    const store = await keychain()
    await store.set('account', 'gone')
    await store.delete('account')
    await store.delete('account')
    expect(await store.get('account')).toBeNull()
  })

  it('holds nothing of its own after it was looked for', async () => {
    const store = await keychain()
    expect(await store.get('is-there-a-keychain')).toBeNull()
  })
})

const keytar = { getPassword: vi.fn(), setPassword: vi.fn(), deletePassword: vi.fn() }

/** The store on a fake keytar that the test supplies. */
async function storeOn(load: () => object): Promise<SecretStore | null> {
  vi.resetModules()
  vi.doMock('keytar', load)
  const fresh = await import('../../../electron/accounts/keychain.ts')
  return fresh.keytarStore()
}

describe('a keychain that', () => {
  afterEach(() => {
    vi.doUnmock('keytar')
    vi.resetAllMocks()
  })

  it('has no binary on this machine is not there', async () => {
    const load = (): never => {
      throw new Error("Cannot find module '../build/Release/keytar.node'")
    }
    expect(await storeOn(load)).toBeNull()
  })

  it('has no service to talk to is not there', async () => {
    keytar.getPassword.mockRejectedValue(new Error('Cannot autolaunch D-Bus without X11 $DISPLAY'))
    expect(await storeOn(() => ({ default: keytar }))).toBeNull()
  })

  it.each([
    ['Cannot create an item in a locked collection', 'keychain/locked'],
    ['The keychain is Locked', 'keychain/locked'],
    ['Timeout was reached', 'keychain/failed'],
  ])('answers “%s” is explained as %s, without its text', async (text, code) => {
    keytar.getPassword.mockResolvedValueOnce(null)
    const store = await storeOn(() => ({ default: keytar }))
    for (const call of Object.values(keytar)) call.mockRejectedValue(new Error(`${text}: SENTINEL`))
    const calls = [() => store?.get('a'), () => store?.set('a', 's'), () => store?.delete('a')]
    for (const call of calls) {
      const failure = await Promise.resolve(call()).catch((thrown: unknown) => thrown)
      expect(failure).toMatchObject({ name: 'AppError', code })
      expect(inspect(failure)).not.toContain('SENTINEL')
    }
  })

  it('is asked for by account under one name', async () => {
    keytar.getPassword.mockResolvedValue(null)
    keytar.setPassword.mockResolvedValue(undefined)
    keytar.deletePassword.mockResolvedValue(false)
    const store = await storeOn(() => ({ default: keytar }))
    await store?.set('a', 's')
    await store?.delete('a')
    expect(keytar.setPassword.mock.calls).toEqual([['Gradekeep', 'a', 's']])
    expect(keytar.deletePassword.mock.calls).toEqual([['Gradekeep', 'a']])
    expect(keytar.getPassword.mock.calls).toEqual([['Gradekeep', 'is-there-a-keychain']])
  })
})
