import { isDeviceName, nameText, trimmed } from '../../shared/model/file-name.ts'

/** Longer names are refused by some systems once a folder stands before them; Linux counts bytes, 255 of them. */
const longestName = 200
const mostBytes = 250
const extension = '.pdf'
/** Kept free for a number: ` (1000)`. */
const roomForNumber = 7

interface Holder {
  readonly first: string
  readonly last: string
  readonly testName: string
  readonly serial: string
}

/**
 * What the PDF of a certificate is called: `Smith, Paul – Health and safety exam – CAQPYQSBSY-….pdf`. It is good on
 * Windows, macOS and Linux, at most 200 characters long, and keeps the letters of every script. Where that is too long
 * the test's name is cut first, then the student's, and the serial last.
 */
export function certificateFileName({ first, last, testName, serial }: Holder): string {
  const who = [...[last, first].map(nameText).filter(Boolean).join(', ')]
  const what = [...nameText(testName)]
  const end = [...nameText(serial)]
  const whole = () =>
    [who, what, end]
      .map((part) => trimmed(part.join('')))
      .filter(Boolean)
      .join(' – ')
  const parts = [what.slice(shortestTest).length, who.length, what.length, end.length]
  for (const [at, part] of [what, who, what, end].entries()) {
    for (let cuts = parts[at] ?? 0; cuts > 0 && isTooLong(whole()); cuts--) part.pop()
  }
  const name = whole() || 'Certificate'
  return `${isDeviceName(name) ? '_' : ''}${name}${extension}`
}

// Enough of a test's name to know it by.
const shortestTest = 20

const isTooLong = (name: string): boolean =>
  [...name].length > longestName - extension.length - roomForNumber ||
  Buffer.byteLength(name) > mostBytes - extension.length - roomForNumber

/** The same name for another file: `… (2).pdf`. */
export const numberedName = (name: string, number: number): string =>
  number === 1 ? name : `${name.slice(0, -extension.length)} (${number})${extension}`
