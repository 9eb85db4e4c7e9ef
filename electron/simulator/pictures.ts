import { crc32, deflateSync } from 'node:zlib'

/** Pictures of questions are on ClassMarker's website, not in the API. */
export const isPicturePath = (pathname: string): boolean => pathname === '/uploads/bar-of-eight.png'

const [width, height, parts, shaded] = [320, 80, 8, 3]

/** A bar of eight equal parts, three of them shaded, as PNG in shades of grey (RFC 2083). */
export function barOfEight(): Buffer {
  const rows = Array.from({ length: height }, (_, y) => [0, ...Array.from({ length: width }, (_, x) => shadeAt(x, y))])
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function shadeAt(x: number, y: number): number {
  const part = width / parts
  const isLine = y < 2 || y >= height - 2 || x < 2 || x >= width - 2 || x % part === 0
  if (isLine) return 40
  return x < shaded * part ? 150 : 255
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}
