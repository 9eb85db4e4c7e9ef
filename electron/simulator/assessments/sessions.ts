import { minute, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import { type Random, randomText, scramble, seededRandom } from '../random.ts'

export type Role = 'admin' | 'instructor' | 'learner'

/** What a user signs in with, and a token that does not run out. */
export interface Access {
  readonly email: string
  readonly password: string
  readonly token: string
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789'

/** Always the same for a seed. */
export function accessOf(seed: number): Access {
  const random = seededRandom(scramble(seed, 0x746f6b))
  return {
    email: 'teacher@northbridge.example',
    password: randomText(random, letters, 14),
    token: `atk_${randomText(random, letters, 40)}`,
  }
}

/** Tokens as an answer hands them out. */
export interface Issued {
  readonly access: string
  readonly refresh: string
  /** Seconds. */
  readonly lifetime: number
}

/** The tokens in force. Access tokens run out; a refresh token serves once, and brings another. */
export class Sessions {
  readonly #access: Access
  readonly #lifetime: number
  readonly #random: Random
  #isTokenGood = true
  readonly #running = new Map<string, UnixSeconds>()
  readonly #renewing = new Set<string>()

  constructor(access: Access, lifetime: number, seed: number) {
    this.#access = access
    this.#lifetime = lifetime
    this.#random = seededRandom(scramble(seed, 0x73657373))
  }

  /** Tokens for the right e-mail and password; null for others. */
  signIn(email: unknown, password: unknown, now: UnixSeconds): Issued | null {
    return email === this.#access.email && password === this.#access.password ? this.#issue(now) : null
  }

  /** Other tokens for a refresh token, which is used up by it; null for one that is not in force. */
  renew(refresh: unknown, now: UnixSeconds): Issued | null {
    return this.#renewing.delete(String(refresh)) ? this.#issue(now) : null
  }

  isGood(token: string, now: UnixSeconds): boolean {
    if (token === this.#access.token) return this.#isTokenGood
    const until = this.#running.get(token)
    return until !== undefined && now < until
  }

  /** Ends every access token, the long-lived one too; refresh tokens stay. */
  revokeAccess(): void {
    this.#running.clear()
    this.#isTokenGood = false
  }

  /** Ends every refresh token: whoever has one must sign in again. */
  refuseRenewals(): void {
    this.#renewing.clear()
  }

  #issue(now: UnixSeconds): Issued {
    const issued = {
      access: `atk_${randomText(this.#random, letters, 40)}`,
      refresh: `rtk_${randomText(this.#random, letters, 40)}`,
      lifetime: this.#lifetime,
    }
    this.#running.set(issued.access, plusSeconds(now, this.#lifetime))
    this.#renewing.add(issued.refresh)
    return issued
  }
}

/** Counts the requests of a minute, beginning with the first one. `allowance` null means no limit. */
export class MinuteLimit {
  readonly #allowance: number | null
  #resetAt: UnixSeconds | null = null
  #counted = 0

  constructor(allowance: number | null) {
    this.#allowance = allowance
  }

  /** Counts a request. Null without a limit. */
  count(now: UnixSeconds): Counted | null {
    if (this.#allowance === null) return null
    if (this.#resetAt === null || now >= this.#resetAt) {
      this.#resetAt = plusSeconds(now, minute)
      this.#counted = 0
    }
    const isRefused = this.#counted >= this.#allowance
    if (!isRefused) this.#counted++
    return { limit: this.#allowance, remaining: this.#allowance - this.#counted, resetAt: this.#resetAt, isRefused }
  }
}

export interface Counted {
  readonly limit: number
  readonly remaining: number
  readonly resetAt: UnixSeconds
  readonly isRefused: boolean
}
