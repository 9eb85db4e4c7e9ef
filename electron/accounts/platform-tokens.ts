import { unixSeconds } from '../../shared/model/time.ts'
import type { Tokens } from '../connectors/assessments/index.ts'

/** The tokens of an account as its one secret in the keychain. */
export const secretOf = ({ access, refresh, expiresAt }: Tokens): string =>
  JSON.stringify({ access, refresh, expiresAt })

/** The tokens in a secret; null for a password or a single token that was given for one run. */
export function tokensIn(secret: string): Tokens | null {
  const { access, refresh, expiresAt } = objectIn(secret)
  if (typeof access !== 'string' || access === '') return null
  return {
    access,
    refresh: typeof refresh === 'string' && refresh !== '' ? refresh : null,
    expiresAt: typeof expiresAt === 'number' ? unixSeconds(expiresAt) : null,
  }
}

/** An access token that was given alone. It cannot be renewed, and only the service knows when it runs out. */
export const onlyAccess = (token: string): Tokens => ({ access: token.trim(), refresh: null, expiresAt: null })

/** Who a token was made for, where it is a JWT that says so (RFC 7519, `sub`). */
export function subjectOf(token: string): string | null {
  const [, claims, signature] = token.split('.')
  if (claims === undefined || signature === undefined) return null
  const { sub } = objectIn(Buffer.from(claims, 'base64url').toString())
  return typeof sub === 'string' && /^[^\s\p{C}]{1,200}$/u.test(sub) ? sub : null
}

/** The members of a JSON object; none where the text is no such thing. */
function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    return {}
  }
}
