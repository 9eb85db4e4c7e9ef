import { expect, it } from 'vitest'
import { pixelsIn } from '../../../electron/questions/picture-size.ts'
import { Pictures } from '../../../electron/questions/pictures.ts'
import { barOfEight } from '../../../electron/simulator/pictures.ts'
import { isPictureAddress } from '../../../shared/model/picture.ts'

const picture = 'https://www.classmarker.com/uploads/a.png'

/** Answers each address once, and notes which were asked for and how. */
function given(answers: Readonly<Record<string, () => Response>>, sample = false) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = []
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    return answers[url]?.() ?? new Response('', { status: 404 })
  }
  const endpoint = { apiUrl: 'http://127.0.0.1:4711', fetch, clock: () => 0 }
  const accounts = { stored: async () => ({ sample }), connectionFor: async () => ({ endpoint }) } as never
  return { asked, pictures: new Pictures({ accounts, fetch }) }
}
/** A small file that says it has 100 million pixels. */
function large(): Buffer {
  const body = barOfEight()
  body.writeUInt32BE(10_000, 16)
  body.writeUInt32BE(10_000, 20)
  return body
}
const shown = () => new Response(new Uint8Array(barOfEight()))

it('fetches a picture from ClassMarker without cookies or a referrer, as an address of data', async () => {
  const { pictures, asked } = given({ [picture]: shown })
  expect(await pictures.fetch('a', picture)).toBe(`data:image/png;base64,${barOfEight().toString('base64')}`)
  expect(asked.map(({ url }) => url)).toEqual([picture])
  expect(asked[0]?.init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'manual' })
})

it('fetches those of the sample from its own server', async () => {
  const { pictures, asked } = given({ 'http://127.0.0.1:4711/uploads/a.png': shown }, true)
  expect(await pictures.fetch('sample', picture)).toMatch(/^data:image\/png/)
  expect(asked).toHaveLength(1)
})

it.each([
  'http://www.classmarker.com/a.png',
  'https://classmarker.com.evil.example/a.png',
  'https://evilclassmarker.com/a.png',
  'https://www.classmarker.com@evil.example/a.png',
  'https://evil.example\\@www.classmarker.com/a.png',
  'https://www.classmarker.com:8443/a.png',
  'https://evil.example/?.classmarker.com',
  'data:image/png;base64,AA==',
  'file:///etc/passwd',
  '//www.classmarker.com/a.png',
  '',
])('asks nobody for %s', async (address) => {
  const { pictures, asked } = given({})
  expect(isPictureAddress(address)).toBe(false)
  await expect(pictures.fetch('a', address)).rejects.toMatchObject({ code: 'picture/refused-address' })
  expect(asked).toEqual([])
})

it('follows a redirect to ClassMarker alone', async () => {
  const to = (location: string) => () => new Response('', { status: 302, headers: { location } })
  const other = 'https://media.classmarker.com/b.png'
  expect(await given({ [picture]: to(other), [other]: shown }).pictures.fetch('a', picture)).toMatch(/^data:/)
  const { pictures, asked } = given({ [picture]: to('https://evil.example/b.png') })
  await expect(pictures.fetch('a', picture)).rejects.toMatchObject({ code: 'picture/refused-address' })
  expect(asked).toHaveLength(1)
  const named = given({ [picture]: to('https://somebody@www.classmarker.com/b.png') })
  await expect(named.pictures.fetch('a', picture)).rejects.toMatchObject({ code: 'picture/refused-address' })
  expect(named.asked).toHaveLength(1)
  const round = given({ [picture]: to(picture) })
  await expect(round.pictures.fetch('a', picture)).rejects.toMatchObject({ code: 'picture/refused-address' })
})

it.each([
  ['no picture', () => new Response('<svg onload="alert(1)"/>'), 'picture/not-a-picture'],
  ['nothing', () => new Response('', { status: 404 }), 'picture/gone'],
  ['one for those who signed in', () => new Response('', { status: 403 }), 'picture/not-allowed'],
  [
    'the head of a picture alone',
    () => new Response(new Uint8Array(barOfEight().subarray(0, 12))),
    'picture/not-a-picture',
  ],
  ['a picture of too many pixels', () => new Response(new Uint8Array(large())), 'network/too-large'],
  ['a failure', () => new Response('', { status: 503 }), 'network/server-error'],
  ['too much', () => new Response(new Uint8Array(11 * 1024 * 1024)), 'network/too-large'],
])('says what came where it is %s', async (_, answer, code) => {
  await expect(given({ [picture]: answer }).pictures.fetch('a', picture)).rejects.toMatchObject({ code })
})

it.each([
  ['GIF', Buffer.from('GIF89a\x20\x03\x58\x02', 'latin1'), 800 * 600],
  ['JPEG', Buffer.from('ffd8ffe000040000ffc0001108025803200301', 'hex'), 800 * 600],
  ['JPEG without a frame', Buffer.from('ffd8ffe000040000ffda0002', 'hex'), null],
  ['JPEG that ends', Buffer.from('ffd8ffe0', 'hex'), null],
  [
    'WebP with loss',
    Buffer.from(`${'00'.repeat(12)}56503820${'00'.repeat(10)}20035802`.replace(/^00/, '52'), 'hex'),
    480_000,
  ],
  ['WebP without loss', Buffer.from(`52${'00'.repeat(11)}5650384c${'00'.repeat(5)}1fc39500`, 'hex'), 480_000],
  ['WebP with more', Buffer.from(`52${'00'.repeat(11)}56503858${'00'.repeat(8)}1f0300570200`, 'hex'), 480_000],
])('reads how many pixels a %s has', (_, body, pixels) => {
  expect(pixelsIn(body)).toBe(pixels)
})
