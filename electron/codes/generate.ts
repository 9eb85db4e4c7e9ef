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

/** Which of some codes collide with a known code on any list. */
export type TakenCodes = (candidates: readonly string[]) => Promise<readonly string[]>

/** Stands in the pattern for the random part. */
const placeholder = '{code}'

// With fewer combinations, more than one generated code in ten would already exist.
const combinationsPerCode = 10

// Drawn between two turns of the event loop: a few milliseconds of work for the longest codes.
const drawnAtOnce = 500

// After this many draws per code without success, the combinations are used up.
const drawsPerCode = 50

/**
 * Generates unpredictable codes from the system's cryptographic source. No two of them, and none of them and a known
 * code, look alike on paper (ignoring case, dashes and look-alike characters).
 * @throws AppError `codes/too-few-combinations` if there are not ten times as many combinations as codes, if too many
 *   are taken, or if the codes would exceed ClassMarker's 255 characters
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

/** The candidates not drawn before. Adds their keys to `keys`. */
function newAmong(candidates: readonly string[], keys: Set<string>): string[] {
  return candidates.filter((code) => {
    const key = serialKey(code)
    if (keys.has(key)) return false
    keys.add(key)
    return true
  })
}

/** Builds the function that draws one code. @throws AppError `codes/too-few-combinations` */
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

/** The text before and after the random part. Line breaks become spaces, because a code is one line. */
function frameOf(pattern: string): string[] {
  const line = pattern.replace(/\p{Cc}+/gu, ' ')
  return (line.includes(placeholder) ? line : line + placeholder).split(placeholder)
}
