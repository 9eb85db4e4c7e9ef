import { alphabets, type CodePattern, longestCode } from '../../../../shared/model/access-code.ts'

const placeholder = '{code}'

/** As many times more combinations than codes are needed, so that none can be guessed from another. */
const combinationsPerCode = 10

/** A random part in its pattern; without a `{code}` in it, the random part comes last. */
export const codeOf = (pattern: string, random: string): string =>
  (pattern.includes(placeholder) ? pattern : pattern + placeholder).split(placeholder).join(random).trim()

/** A few codes as they would be made, to see the pattern by; the real ones are drawn by the main process. */
export function exampleCodes({ pattern, length, alphabet }: CodePattern, count: number): readonly string[] {
  const letters = alphabets[alphabet]
  const draw = () =>
    [...crypto.getRandomValues(new Uint32Array(length))].map((number) => letters[number % letters.length]).join('')
  return Array.from({ length: count }, () => codeOf(pattern, draw()))
}

/** How many codes a pattern has room for. */
export const mostOfPattern = ({ length, alphabet }: CodePattern): number =>
  Math.floor(alphabets[alphabet].length ** length / combinationsPerCode)

/** Whether its codes would be longer than ClassMarker takes. */
export const isTooLong = ({ pattern, length }: CodePattern): boolean =>
  [...codeOf(pattern, 'x'.repeat(length))].length > longestCode
