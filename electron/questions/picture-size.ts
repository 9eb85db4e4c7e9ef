/** How many pixels a picture says it has, from its first bytes: PNG, JPEG, GIF or WebP; null where it does not say. */
export function pixelsIn(body: Buffer): number | null {
  try {
    const [width, height] = sizeOf(body)
    return width > 0 && height > 0 ? width * height : null
  } catch (thrown) {
    // It ends before its size.
    if (thrown instanceof RangeError) return null
    throw thrown
  }
}

type Size = readonly [width: number, height: number]
const none: Size = [0, 0]

function sizeOf(body: Buffer): Size {
  switch (body[0]) {
    case 0x89:
      return [body.readUInt32BE(16), body.readUInt32BE(20)]
    case 0x47:
      return [body.readUInt16LE(6), body.readUInt16LE(8)]
    case 0x52:
      return webpSize(body)
    default:
      return jpegSize(body)
  }
}

/** Of its first chunk: with more than a picture, with loss, or without. */
function webpSize(body: Buffer): Size {
  switch (body.toString('latin1', 12, 16)) {
    case 'VP8X':
      return [body.readUIntLE(24, 3) + 1, body.readUIntLE(27, 3) + 1]
    case 'VP8 ':
      return [body.readUInt16LE(26) & 0x3fff, body.readUInt16LE(28) & 0x3fff]
    case 'VP8L': {
      const bits = body.readUInt32LE(21)
      return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
    }
    default:
      return none
  }
}

/** In the header of its frame, behind segments of any kind. */
function jpegSize(body: Buffer): Size {
  for (let at = 2; ; ) {
    if (body.readUInt8(at) !== 0xff) return none
    const marker = body.readUInt8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return [body.readUInt16BE(at + 7), body.readUInt16BE(at + 5)]
    // The picture itself begins, and nothing told its size.
    if (marker === 0xda) return none
    at += 2 + body.readUInt16BE(at + 2)
  }
}
