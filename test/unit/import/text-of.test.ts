import { describe, expect, it } from 'vitest'
import { textOf } from '../../../electron/import/text-of.ts'

const text = 'Name;Wert\r\nŁukasz;“€ 5”\r\n'
const bigEndian = (said: string) => Buffer.from(said, 'utf16le').swap16()

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 as Excel writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 the other way round', bigEndian(`\uFEFF${text}`)],
  ])('is read from %s', (_, bytes) => {
    expect(textOf(bytes)).toBe(text)
  })

  it('is Windows-1252 where it is not UTF-8', () => {
    const bytes = Buffer.from([0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x80, 0x20, 0x93, 0x9f, 0xff])
    expect(textOf(bytes)).toBe('Müller € “Ÿÿ')
  })

  it('agrees with the standard on every byte of Windows-1252', () => {
    const bytes = Buffer.from(Array.from({ length: 255 }, (_, at) => at + 1))
    expect(textOf(bytes)).toBe(new TextDecoder('windows-1252').decode(bytes))
  })

  it('loses no more than the half unit of a file cut short', () => {
    expect(textOf(Buffer.concat([Buffer.from('\uFEFFab', 'utf16le'), Buffer.from([0x63])]))).toBe('ab')
  })

  it('is none for what holds zeros', () => {
    expect(textOf(Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0x01]))).toBeNull()
  })
})
