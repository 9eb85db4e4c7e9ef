/**
 * Where API secrets are. They live in the operating system's keychain, or in memory until the app quits; nothing else
 * ever holds one, and no call outside the main process can read one.
 */
export interface SecretStore {
  /** Where a secret that is set now is kept. The first answer may have to wait for the keychain. */
  place(): Promise<'keychain' | 'memory'>
  /** The secret of an account, null when there is none. @throws AppError `keychain/locked`, `keychain/failed` */
  get(accountId: string): Promise<string | null>
  /** @throws AppError `keychain/locked`, `keychain/failed`; nothing is then saved */
  set(accountId: string, secret: string): Promise<void>
  /** Removing a secret that is not there is no error. @throws AppError `keychain/locked`, `keychain/failed` */
  delete(accountId: string): Promise<void>
}

/** A store that is opened by the first call to it: looking for a keychain can take seconds, and most work needs none. */
export function openedWhenAsked(open: () => Promise<SecretStore>): SecretStore {
  let opening: Promise<SecretStore> | null = null
  const store = () => (opening ??= open())
  return {
    place: async () => (await store()).place(),
    get: async (accountId) => (await store()).get(accountId),
    set: async (accountId, secret) => (await store()).set(accountId, secret),
    delete: async (accountId) => (await store()).delete(accountId),
  }
}
