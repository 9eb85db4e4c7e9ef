import { describe, expect, it } from 'vitest'
import { decodedAs, encodingNamed, textOf } from '../../../electron/import/encodings.ts'

const text = 'Name;Wert\r\nŁukasz;“€ 5”\r\n'
const bigEndian = (said: string) => Buffer.from(said, 'utf16le').swap16()

const read = async (bytes: Buffer) => (await textOf(bytes))?.text

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 as Excel writes it', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 the other way round', bigEndian(`\uFEFF${text}`)],
    ['UTF-16 without its mark', Buffer.from(text, 'utf16le')],
    ['UTF-16 the other way round, without', bigEndian(text)],
  ])('is certain in %s', async (_, bytes) => {
    expect(await textOf(bytes)).toMatchObject({ text, encoding: { isGuess: false, others: [] } })
  })

  it.each([
    ['windows-1252', '4dfc6c6c65723b5a6fe9', 'Müller;Zoé'],
    ['windows-1250', 'a3756b61737a20af616b', 'Łukasz Żak'],
    ['windows-1254', 'c7616ff03bde756ba97a'.replace('a97a', 'fc'), 'Çaoğ;Şukü'],
    ['windows-1251', 'c8e2e0ed20cfe5f2f0eee2', 'Иван Петров'],
    ['macintosh', '5a6f8e204d9f6c6c6572', 'Zoé Müller'],
    ['gbk', 'd0d5c3fb2cc0eed0a1c1fa', '姓名,李小龙'],
    ['cp852', '9d756b61737a20bd616b', 'Łukasz Żak'],
  ])('is guessed where it may be several, and says so: %s', async (name, bytes, expected) => {
    const decoded = await textOf(Buffer.from(bytes, 'hex'))
    expect(decoded).toMatchObject({ text: expected, encoding: { name, isGuess: true } })
    expect(decoded?.encoding.others.length).toBeGreaterThan(1)
  })

  it('is what it was said to be, or nothing', async () => {
    const bytes = Buffer.from('4b37b32d303434', 'hex')
    expect(await decodedAs(bytes, 'windows-1250')).toMatchObject({ text: 'K7ł-044', encoding: { isGuess: false } })
    expect(await decodedAs(bytes, 'utf-8')).toBeNull()
    expect(await decodedAs(Buffer.from([0x81]), 'windows-1252')).toBeNull()
  })

  it.each([
    ['CP1250', 'windows-1250'],
    ['1250', 'windows-1250'],
    ['win-1252', 'windows-1252'],
    ['Latin1', 'windows-1252'],
    ['MacRoman', 'macintosh'],
    ['UTF8', 'utf-8'],
    ['UTF-16', 'utf-16le'],
    ['GB2312', 'gbk'],
    ['Shift_JIS', 'shift-jis'],
    ['klingon', null],
    ['', null],
  ])('knows an encoding by the names people give it: %s', (said, name) => {
    expect(encodingNamed(said)).toBe(name)
  })

  it('agrees with the standard on every byte of Windows-1252', async () => {
    const bytes = Buffer.from(
      Array.from({ length: 255 }, (_, at) => at + 1).filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)),
    )
    expect((await decodedAs(bytes, 'windows-1252'))?.text).toBe(new TextDecoder('windows-1252').decode(bytes))
  })

  it('ends before the sign that MS-DOS ends a file with', async () => {
    expect(await read(Buffer.from('K1\r\nK2\r\n\u001a'))).toBe('K1\r\nK2\r\n')
  })

  it('loses no more than the half unit of a file cut short', async () => {
    expect(await read(Buffer.concat([Buffer.from('\uFEFFab', 'utf16le'), Buffer.from([0x63])]))).toBe('ab')
  })

  it('is none for what holds zeros', async () => {
    expect(await textOf(Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0x01, 0x00]))).toBeNull()
    expect(await textOf(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))).toBeNull()
  })
})
