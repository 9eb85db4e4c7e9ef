import { z } from 'zod'
import { unixSeconds } from '../../shared/model/time.ts'
import type { Tokens } from '../connectors/assessments/index.ts'

const keptSchema = z.object({
  access: z.string().min(1),
  refresh: z.string().min(1).nullable(),
  expiresAt: z.number().nullable(),
})

/** The tokens of an account as its one secret in the keychain. */
export const secretOf = ({ access, refresh, expiresAt }: Tokens): string =>
  JSON.stringify({ access, refresh, expiresAt })

/** The tokens in a secret; null for a password or a single token that was given for one run. */
export function tokensIn(secret: string): Tokens | null {
  const kept = keptSchema.safeParse(jsonOrNull(secret)).data
  if (kept === undefined) return null
  return { ...kept, expiresAt: kept.expiresAt === null ? null : unixSeconds(kept.expiresAt) }
}

/** An access token that was given alone. It cannot be renewed, and only the service knows when it runs out. */
export const onlyAccess = (token: string): Tokens => ({ access: token.trim(), refresh: null, expiresAt: null })

/** Who a token was made for, where it is a JWT that says so (RFC 7519, `sub`). */
export function subjectOf(token: string): string | null {
  const [, claims, signature] = token.split('.')
  if (claims === undefined || signature === undefined) return null
  const { sub } = claimsSchema.safeParse(jsonOrNull(Buffer.from(claims, 'base64url').toString())).data ?? {}
  return sub ?? null
}

const claimsSchema = z.object({ sub: z.string().regex(/^[^\s\p{C}]{1,200}$/u) })

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
