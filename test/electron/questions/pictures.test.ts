import { expect, it } from 'vitest'
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
  const round = given({ [picture]: to(picture) })
  await expect(round.pictures.fetch('a', picture)).rejects.toMatchObject({ code: 'picture/refused-address' })
})

it.each([
  ['no picture', () => new Response('<svg onload="alert(1)"/>'), 'picture/not-a-picture'],
  ['nothing', () => new Response('', { status: 404 }), 'picture/gone'],
  ['a failure', () => new Response('', { status: 503 }), 'network/server-error'],
  ['too much', () => new Response(new Uint8Array(11 * 1024 * 1024)), 'network/too-large'],
])('says what came where it is %s', async (_, answer, code) => {
  await expect(given({ [picture]: answer }).pictures.fetch('a', picture)).rejects.toMatchObject({ code })
})
