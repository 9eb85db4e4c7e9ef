import { createHash } from 'node:crypto'
import type { Signature } from '../../shared/model/account.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** An API key with its secret. It exists in memory only. */
export interface Credentials {
  readonly key: string
  readonly secret: string
}

/**
 * The signature of one request, lower-case hex: the hash of key, secret and time set side by side. SHA-256 since
 * ClassMarker's client of November 2025, MD5 on its older API page ("How to create a signature").
 */
export function sign({ key, secret }: Credentials, timestamp: UnixSeconds, signature: Signature): string {
  return createHash(signature).update(`${key}${secret}${timestamp}`).digest('hex')
}
