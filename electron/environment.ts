import type { Clock } from '../shared/model/time.ts'
import { unixSeconds } from '../shared/model/time.ts'
import { keytarStore } from './secrets/keytar-store.ts'
import { givenSecretStore, memoryStore } from './secrets/memory-store.ts'
import type { SecretStore } from './secrets/secret-store.ts'

/** What a person may set from outside, the same for window and command line. */
export interface Environment {
  readonly apiUrl: string
  /** An API secret for this run only, used instead of the keychain and never written anywhere. */
  readonly givenSecret: string | undefined
}

export const readEnvironment = (env: NodeJS.ProcessEnv): Environment => ({
  apiUrl: env.GRADEKEEP_API_URL || 'https://api.classmarker.com',
  givenSecret: env.GRADEKEEP_API_SECRET || undefined,
})

export const systemClock: Clock = () => unixSeconds(Math.floor(Date.now() / 1000))

/** The given secret; else the keychain; without one, memory until the app quits. */
export async function chooseSecretStore({ givenSecret }: Environment): Promise<SecretStore> {
  return givenSecret === undefined ? ((await keytarStore()) ?? memoryStore()) : givenSecretStore(givenSecret)
}
