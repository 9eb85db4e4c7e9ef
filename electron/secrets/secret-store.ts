/**
 * Where API secrets are. They live in the operating system's keychain, or in memory until the app quits; nothing else
 * ever holds one, and no call outside the main process can read one.
 */
export interface SecretStore {
  readonly place: 'keychain' | 'memory'
  /** The secret of an account, null when there is none. @throws AppError `keychain/locked`, `keychain/failed` */
  get(accountId: string): Promise<string | null>
  /** @throws AppError `keychain/locked`, `keychain/failed`; nothing is then saved */
  set(accountId: string, secret: string): Promise<void>
  /** Removing a secret that is not there is no error. @throws AppError `keychain/locked`, `keychain/failed` */
  delete(accountId: string): Promise<void>
}
