import { expect, it } from 'vitest'
import { ownSecret } from '../../../electron/accounts/own-secret.ts'
import { givenSecretStore, memoryStore } from '../../../electron/accounts/secrets.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Service, StoredAccount } from '../../../shared/model/account.ts'

it('is the one of every account, until another is typed in', async () => {
  const store = givenSecretStore('given', memoryStore())
  expect(await store.get('a')).toBe('given')
  await store.set('a', 'typed')
  expect([await store.get('a'), await store.get('b')]).toEqual(['typed', 'given'])
})

it('is never written to the keychain, and nor is what is typed', async () => {
  const keychain = memoryStore()
  const store = givenSecretStore('given', keychain)
  await store.set('a', 'typed')
  expect(await keychain.get('a')).toBeNull()
})

it('leaves nothing of a removed account in the keychain', async () => {
  const keychain = memoryStore()
  await keychain.set('a', 'from an earlier run')
  const store = givenSecretStore('given', keychain)
  await store.set('a', 'typed')
  await store.delete('a')
  expect([await keychain.get('a'), await store.get('a')]).toEqual([null, 'given'])
})

it('is of the named account alone', async () => {
  const store = givenSecretStore('given', memoryStore(), 'a')
  expect([await store.get('a'), await store.get('b')]).toEqual(['given', null])
  expect(await store.isOfAnybody?.('a')).toBe(false)
})

const account = (id: string, service: Service, more: Partial<StoredAccount> = {}) =>
  ({ id, service, sample: false, archived: false, ...more }) as StoredAccount

it.each([
  ['of ClassMarker alone', ['classmarker', 'classmarker'], 'given'],
  ['of one platform', ['assessments'], 'given'],
  ['of ClassMarker and a platform', ['classmarker', 'assessments'], 'keychain/whose'],
  ['of two platforms', ['assessments', 'assessments'], 'keychain/whose'],
] as const)('among accounts %s', async (_, services, answer) => {
  const accounts = services.map((service, at) => account(String(at), service))
  const others = [
    account('sample', 'assessments', { sample: true }),
    account('gone', 'assessments', { archived: true }),
  ]
  const ports = {
    secrets: givenSecretStore('given', memoryStore()),
    store: { listAccounts: async () => [...accounts, ...others] },
  }
  for (const each of accounts)
    expect(await ownSecret(each, ports).catch((thrown: AppError) => thrown.code)).toBe(answer)
  const named = { ...ports, secrets: givenSecretStore('given', memoryStore(), '0') }
  for (const each of accounts) expect(await ownSecret(each, named)).toBe(each.id === '0' ? 'given' : null)
  await ports.secrets.set('0', 'typed')
  expect(await ownSecret(account('0', 'assessments'), ports)).toBe('typed')
})

it('says so when the keychain does not let go of one', async () => {
  const locked = { ...memoryStore(), delete: () => Promise.reject(new AppError('keychain/locked')) }
  await expect(givenSecretStore('given', locked).delete('a')).rejects.toMatchObject({ code: 'keychain/locked' })
})
