import type { SecretStore } from './secret-store.ts'

/** Keeps secrets for this run only, on a machine without a keychain. */
export function memoryStore(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    place: async () => 'memory',
    get: async (accountId) => secrets.get(accountId) ?? null,
    set: async (accountId, secret) => {
      secrets.set(accountId, secret)
    },
    delete: async (accountId) => {
      secrets.delete(accountId)
    },
  }
}

/**
 * One secret for every account, given for this run by the environment. One that is typed in goes before it, and is kept
 * in memory only. What is forgotten is forgotten by `kept` too, which may hold it from an earlier run.
 */
export function givenSecretStore(given: string, kept: SecretStore): SecretStore {
  const typed = memoryStore()
  return {
    place: typed.place,
    get: async (accountId) => (await typed.get(accountId)) ?? given,
    set: typed.set,
    delete: async (accountId) => {
      await kept.delete(accountId)
      await typed.delete(accountId)
    },
  }
}
