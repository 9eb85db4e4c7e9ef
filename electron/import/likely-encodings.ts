type Decode = (bytes: Buffer, encoding: string) => string | null

// Enough to tell encodings apart by; a list of 20,000 names says no more than its first thousand.
const mostLines = 1_000
const longestLine = 2_000

/**
 * The encodings a text that is not Unicode can be in, the likeliest first: by whether its signs beyond ASCII are letters,
 * stand where letters stand, and are of one script. Those that give the same letters as the first are left out.
 */
export function likelyEncodings(bytes: Buffer, encodings: readonly string[], decode: Decode): readonly string[] {
  const sample = linesBeyondAscii(bytes)
  const read = encodings.flatMap((name) => {
    const text = decode(sample, name)
    return text === null ? [] : [{ name, text, score: scoreOf(text) - handicap(name) }]
  })
  const [best, ...others] = read.toSorted((one, other) => other.score - one.score)
  if (best === undefined) return []
  return [best.name, ...others.filter(({ text }) => text !== best.text).map(({ name }) => name)]
}

// Files of MS-DOS are rarer than any other.
const handicap = (name: string): number => (name.startsWith('cp') ? 1 : 0)

function linesBeyondAscii(bytes: Buffer): Buffer {
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length && lines.length < mostLines; ) {
    const next = bytes.subarray(from).findIndex((byte) => byte === 10 || byte === 13)
    const end = next < 0 ? bytes.length : from + next
    const line = bytes.subarray(from, end)
    if (line.length <= longestLine && line.some((byte) => byte >= 0x80)) lines.push(line, Buffer.from('\n'))
    from = end + 1
  }
  return Buffer.concat(lines.length > 0 ? lines : [bytes.subarray(0, longestLine)])
}

// Letters that few languages have, in the places of letters that others need.
const rare = /[ÐðÞþÝýÿŸŢţđ]/

function scoreOf(text: string): number {
  let score = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign.charCodeAt(0) >= 0x80) score += scoreOfSign(sign, text.charAt(at - 1), text.charAt(at + 1))
  }
  return score
}

function scoreOfSign(sign: string, before: string, after: string): number {
  const isInWord = /[\p{L}\p{N}]/u.test(before) || /\p{L}/u.test(after)
  if (/[\uff61-\uff9f]/.test(sign)) return -1
  if (/[\p{Script=Han}\p{Script=Hangul}\u3040-\u30ff]/u.test(sign)) {
    if (/[a-z]/i.test(before + after)) return -3
    return /[\u3040-\u30ff]/.test(sign) ? 5 : 3
  }
  if (/\p{L}|\p{M}/u.test(sign)) {
    if (/\p{Lu}/u.test(sign) && /\p{Ll}/u.test(before)) return -3
    if (/\p{Ll}/u.test(sign) && /\p{Lu}/u.test(after)) return -3
    if (!/\p{Script=Latin}|\p{M}/u.test(sign)) return /\p{Script=Latin}/u.test(before + after) ? -3 : 1.5
    return rare.test(sign) ? 0.5 : 1
  }
  if (sign === '’') return /\p{L}/u.test(before) && /\p{L}/u.test(after) ? 1 : 0
  if (/[\p{P}\p{Zs}]/u.test(sign)) return isInWord && /[‚„‡…‰]/.test(sign) ? -1 : 0
  return isInWord ? -2 : -0.5
}
