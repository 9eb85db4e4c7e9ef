import type { SecretStore } from './secret-store.ts'

/** Keeps secrets for this run only, on a machine without a keychain. */
export function memoryStore(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    place: 'memory',
    get: async (accountId) => secrets.get(accountId) ?? null,
    set: async (accountId, secret) => {
      secrets.set(accountId, secret)
    },
    delete: async (accountId) => {
      secrets.delete(accountId)
    },
  }
}

/** One secret for every account, given for this run by the environment; nothing is kept of what is set. */
export function givenSecretStore(secret: string): SecretStore {
  return {
    place: 'memory',
    get: async () => secret,
    set: async () => undefined,
    delete: async () => undefined,
  }
}
