import { isUtf8 } from 'node:buffer'

// Where Windows-1252 is not Latin-1, from 0x80 on; five places hold nothing (WHATWG Encoding, index windows-1252).
const windows = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * The text of a file: UTF-16 with its mark, UTF-8 with or without one, else Windows-1252, which Excel writes where
 * nobody chose UTF-8. Null for what is no text.
 */
export function textOf(bytes: Buffer): string | null {
  const text = decoded(bytes)
  return text.includes('\0') ? null : text
}

function decoded(bytes: Buffer): string {
  const mark = bytes.toString('hex', 0, 3)
  if (mark.startsWith('fffe')) return wholeUnits(bytes).toString('utf16le')
  if (mark.startsWith('feff')) return Buffer.from(wholeUnits(bytes)).swap16().toString('utf16le')
  if (mark === 'efbbbf') return bytes.toString('utf8', 3)
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (sign) => windows.charAt(sign.charCodeAt(0) - 0x80))
}

/** Without the mark, and without half a unit at the end of a file cut short. */
const wholeUnits = (bytes: Buffer): Buffer => bytes.subarray(2, bytes.length - (bytes.length % 2))
