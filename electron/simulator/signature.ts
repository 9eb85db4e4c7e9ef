import { createHash } from 'node:crypto'
import type { Credentials } from './credentials.ts'

export type SignatureHash = 'sha256' | 'md5'

/**
 * Which of the accepted hashes of key + secret + timestamp `signature` is, in lowercase hex, or nothing if it is none.
 * SHA-256 is what ClassMarker's own client has sent since late 2025; MD5 is what the API page still describes.
 */
export function hashBehind(
  signature: string,
  { key, secret }: Credentials,
  timestamp: string,
  accepted: readonly SignatureHash[],
): SignatureHash | undefined {
  return accepted.find((hash) => createHash(hash).update(`${key}${secret}${timestamp}`).digest('hex') === signature)
}
