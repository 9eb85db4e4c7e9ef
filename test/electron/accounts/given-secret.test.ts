import { expect, it } from 'vitest'
import { givenSecretStore, memoryStore } from '../../../electron/accounts/secrets.ts'
import { AppError } from '../../../shared/errors.ts'

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

it('says so when the keychain does not let go of one', async () => {
  const locked = { ...memoryStore(), delete: () => Promise.reject(new AppError('keychain/locked')) }
  await expect(givenSecretStore('given', locked).delete('a')).rejects.toMatchObject({ code: 'keychain/locked' })
})
