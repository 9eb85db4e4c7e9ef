import { AppError } from '../../shared/errors.ts'
import type { SecretStore } from './secrets.ts'

type Keytar = typeof import('keytar')

const defaultService = 'Gradekeep'

/**
 * The operating system's keychain, or null where there is none: no keytar binary for this machine, or no Secret Service
 * running. Reads a name that never exists, which finds out without asking the user to unlock anything.
 */
export async function keytarStore(service: string = defaultService): Promise<SecretStore | null> {
  const keytar = await loadKeytar()
  if (keytar === null) return null
  try {
    await keytar.getPassword(service, 'is-there-a-keychain')
  } catch {
    // No Secret Service: secrets are kept in memory, and the window says so.
    return null
  }
  return {
    place: async () => 'keychain',
    get: (accountId) => explained(keytar.getPassword(service, accountId)),
    set: (accountId, secret) => explained(keytar.setPassword(service, accountId, secret)),
    delete: async (accountId) => {
      await explained(keytar.deletePassword(service, accountId))
    },
  }
}

async function loadKeytar(): Promise<Keytar | null> {
  try {
    const loaded: { default?: Keytar } & Keytar = await import('keytar')
    return loaded.default ?? loaded
  } catch {
    // No keychain binding for this machine: likewise kept in memory.
    return null
  }
}

// keytar's errors are plain text. It is dropped, because it may quote anything.
async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (thrown) {
    throw new AppError(/locked/i.test(String(thrown)) ? 'keychain/locked' : 'keychain/failed')
  }
}
