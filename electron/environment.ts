import { setTimeout as setTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../shared/errors.ts'
import { keytarStore } from './accounts/keychain.ts'
import { givenSecretStore, memoryStore, openedWhenAsked, type SecretStore } from './accounts/secrets.ts'
import type { RetryPorts } from './connectors/network.ts'
import type { SchedulePorts } from './sync/schedule.ts'

/** What environment variables may set, the same for window and command line. */
export interface Environment {
  readonly apiUrl: string
  /** An API secret for this run only, used instead of the keychain and never written anywhere. */
  readonly givenSecret: string | undefined
  /** The phrase that ClassMarker signs webhooks with, for this run only. */
  readonly webhookPhrase: string | undefined
}

/**
 * Reads the variables, and removes the secrets from `env` so that no later thread or program inherits them.
 * @throws AppError `usage/api-url` for an address that is not safe to send a key to
 */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const givenSecret = env.GRADEKEEP_API_SECRET?.trim() || undefined
  const webhookPhrase = env.GRADEKEEP_WEBHOOK_SECRET?.trim() || undefined
  delete env.GRADEKEEP_API_SECRET
  delete env.GRADEKEEP_WEBHOOK_SECRET
  return { apiUrl: apiUrlOf(env.GRADEKEEP_API_URL?.trim()), givenSecret, webhookPhrase }
}

function apiUrlOf(address: string | undefined): string {
  if (!address) return 'https://api.classmarker.com'
  const url = URL.parse(address)
  // The error quotes no part of the address, which may hold a password.
  if (url === null || !isSafe(url)) throw new AppError('usage/api-url')
  return address
}

// Every URL holds key and signature, so anything beyond this computer must be encrypted.
function isSafe(url: URL): boolean {
  if (url.username || url.password || url.search || url.hash) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host)

export { systemClock } from '../shared/model/time.ts'

/** Real waiting and real randomness. */
export const systemRetry: RetryPorts = {
  pause: async (length, signal) => {
    await setTimeout(length, undefined, { signal }).catch(() => {
      throw new AppError('job/cancelled')
    })
  },
  random: Math.random,
}

/** Real timers; a waiting one does not keep the process alive. */
export const systemTimer: SchedulePorts['after'] = (length, call) => {
  const timer = setTimer(call, length)
  timer.unref()
  return { stop: () => clearTimeout(timer) }
}

/** The keychain, or memory where there is none. Opens nothing before it is needed. */
export const keptSecrets = (): SecretStore => openedWhenAsked(async () => (await keytarStore()) ?? memoryStore())

/**
 * The keychain, or memory where there is none; a given secret takes precedence. Opens nothing before it is needed.
 * @param named the account that a given secret is of, where it was named
 */
export function chooseSecretStore({ givenSecret }: Environment, kept = keptSecrets(), named?: string): SecretStore {
  return givenSecret === undefined ? kept : givenSecretStore(givenSecret, kept, named)
}
