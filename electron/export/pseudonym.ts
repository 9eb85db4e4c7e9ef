import { createHmac, createSecretKey } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const letters = 8
const longEnough = /^([0-9a-f]{2}){16,}$/i

/**
 * Names students apart without telling who they are: `S-` and eight letters of Crockford's base 32 from an HMAC-SHA-256
 * over account and student key. Stable for one key, so files of different days fit together. Forty bits: among 10,000
 * students the chance that any two share a pseudonym is 1 in 22,000.
 * @param keyInHex at least 128 bits; whoever could guess it could name everybody
 * @throws AppError `internal` for a shorter key
 */
export function pseudonymiser(keyInHex: string): (accountId: string, studentKey: string) => string {
  if (!longEnough.test(keyInHex)) throw new AppError('internal')
  const key = createSecretKey(keyInHex, 'hex')
  const known = new Map<string, string>()
  return (accountId, studentKey) => {
    const student = `${accountId}\0${studentKey}`
    const pseudonym = known.get(student) ?? `S-${lettersOf(createHmac('sha256', key).update(student).digest())}`
    known.set(student, pseudonym)
    return pseudonym
  }
}

function lettersOf(digest: Buffer): string {
  const bits = digest.readUIntBE(0, 5)
  return Array.from({ length: letters }, (_, at) => crockford[Math.floor(bits / 32 ** (letters - 1 - at)) % 32]).join(
    '',
  )
}
