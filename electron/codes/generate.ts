import { randomInt } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import {
  type AccessCode,
  alphabets,
  type CodePattern,
  longestCode,
  type WantedCodes,
} from '../../shared/model/access-code.ts'
import { serialKey } from '../../shared/model/certificate.ts'

/** Which of some codes collide with a code that is known already, on any list. */
export type TakenCodes = (candidates: readonly string[]) => Promise<readonly string[]>

/** Stands in the pattern for the random part. */
const placeholder = '{code}'

// With fewer, more than one made-up code in ten would be somebody’s.
const combinationsPerCode = 10

// Drawn between two turns of the event loop: a few milliseconds' work for the longest codes.
const drawnAtOnce = 500

// Where this many draws did not yield a code each, what is known has used the combinations up.
const drawsPerCode = 50

/**
 * Makes codes that nobody can foresee: drawn evenly from the system's cryptographic source. No two of them, and none
 * and a known one, are the same to somebody who reads them from paper (case, dashes and look-alikes set aside).
 * @throws AppError `codes/too-few-combinations` where there are not ten times as many combinations as codes, where too
 * many of them are taken, or where the codes would be longer than ClassMarker's 255 characters
 */
export async function generateCodes(wanted: WantedCodes, taken: TakenCodes): Promise<AccessCode[]> {
  const names = wanted.names.map((name) => name.trim()).filter(Boolean)
  const count = names.length > 0 ? names.length : wanted.count
  const draw = drawerOf(wanted.pattern, count)
  const keys = new Set<string>()
  const codes: string[] = []
  for (let draws = 0; codes.length < count; draws += drawnAtOnce) {
    if (draws > Math.max(count, drawnAtOnce) * drawsPerCode) throw new AppError('codes/too-few-combinations')
    const candidates = newAmong(Array.from({ length: drawnAtOnce }, draw), keys)
    const collisions = new Set((await taken(candidates)).map(serialKey))
    codes.push(...candidates.filter((code) => !collisions.has(serialKey(code))))
    await turn()
  }
  return codes.slice(0, count).map((code, index) => ({ code, name: names[index] ?? null }))
}

/** Those that were not drawn before; from now on they were. */
function newAmong(candidates: readonly string[], keys: Set<string>): string[] {
  return candidates.filter((code) => {
    const key = serialKey(code)
    if (keys.has(key)) return false
    keys.add(key)
    return true
  })
}

/** @throws AppError `codes/too-few-combinations` */
function drawerOf({ pattern, length, alphabet }: CodePattern, count: number): () => string {
  const letters = alphabets[alphabet]
  const around = frameOf(pattern)
  const codeOf = (random: string) => around.join(random).trim()
  const isTooLong = [...codeOf('x'.repeat(length))].length > longestCode
  if (isTooLong || letters.length ** length < combinationsPerCode * count) {
    throw new AppError('codes/too-few-combinations')
  }
  return () => codeOf(Array.from({ length }, () => letters[randomInt(letters.length)]).join(''))
}

/** What stands around the random part. A code is one line, so what would break it is a space. */
function frameOf(pattern: string): string[] {
  const line = pattern.replace(/\p{Cc}+/gu, ' ')
  return (line.includes(placeholder) ? line : line + placeholder).split(placeholder)
}
