// Windows takes none of these in a name, and no control characters; other systems at least not the slash.
const forbidden = /[<>:"/\\|?*\p{Cc}]+/gu
// What no list of files shows. Writing from right to left inside a name can make an ending look like another one.
const invisible = /\p{Cf}+/gu
// Names that Windows keeps for devices, whatever follows a point.
const reserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i

/** Bytes of a name that every file system in use takes. */
const longest = 200

/**
 * A name that every system can keep a file by, from any text: at most 200 bytes, without the signs that Windows refuses,
 * no point or space at its ends.
 * @param ending kept whole, with its point
 */
export function safeFileName(text: string, ending: string): string {
  const clean = nameText(text)
  const named = clean === '' || isDeviceName(clean) ? `_${clean}` : clean
  return trimmed(cut(named, longest - ending.length)) + ending
}

/** Text as a name can hold it: on one line, without the signs that some system refuses or that nobody sees. */
export const nameText = (text: string): string =>
  trimmed(text.toWellFormed().normalize('NFC').replace(invisible, '').replace(forbidden, ' ').replace(/\s+/g, ' '))

/** Whether Windows keeps a name for a device. */
export const isDeviceName = (name: string): boolean => reserved.test(name)

/** Windows drops points and spaces at the end of a name; a point at the beginning hides the file elsewhere. */
export const trimmed = (text: string): string => text.replace(/^[\s.]+|[\s.]+$/g, '')

function cut(text: string, most: number): string {
  const kept = []
  let left = most
  for (const sign of text) {
    left -= byteLength(sign)
    if (left < 0) break
    kept.push(sign)
  }
  return kept.join('')
}

/** Bytes of one sign in UTF-8. */
function byteLength(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
