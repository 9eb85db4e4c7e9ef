import { once } from 'node:events'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ms } from '../../../shared/model/time.ts'
import { linkPayload } from '../support/webhook-payloads.ts'
import { post, raw, receiving, signed } from './receiving.ts'

const body = JSON.stringify(linkPayload())
const signature = signed(body)
const megabyte = 1024 * 1024

/** A request as it stands on the wire. */
const request = (headers: readonly string[], content: string | Buffer = body): Buffer =>
  Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\nHost: a\r\n${headers.join('\r\n')}\r\n\r\n`), Buffer.from(content)])

const length = `Content-Length: ${Buffer.byteLength(body)}`
const last = 'Connection: close'
const statusOf = (said: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1])

describe('a signature', () => {
  const name = 'X-Classmarker-Hmac-Sha256'

  it.each([
    ['as ClassMarker sends it', [`${name}: ${signature}`]],
    ['in two headers', [`${name}: ${signature}`, `${name}: ${signature}`]],
    ['twice in one header', [`${name}: ${signature},${signature}`]],
    ['twice with a space', [`${name}: ${signature}, ${signature}`]],
    ['under a name in capitals', [`${name.toUpperCase()}: ${signature}`]],
    ['under a name in small letters', [`${name.toLowerCase()}: ${signature}`]],
  ])('%s is found', async (_, headers) => {
    const { url, kept } = await receiving()
    expect(statusOf(await raw(url, request([...headers, length, last])).said)).toBe(200)
    expect(kept).toMatchObject([{ signature: 'verified' }])
  })

  it.each([
    ['missing', []],
    ['empty', [`${name}: `]],
    ['only commas', [`${name}: ,,,`]],
    ['of another phrase', [`${name}: ${signed(body, 'another')}`]],
    ['of no phrase', [`${name}: ${signed(body, '')}`]],
    ['of another body', [`${name}: ${signed(`${body} `)}`]],
    ['in small letters', [`${name}: ${signature.toLowerCase()}`]],
    ['cut off', [`${name}: ${signature.slice(0, -1)}`]],
    ['longer', [`${name}: ${signature}A`]],
    ['under another name', [`X-Hmac-Sha256: ${signature}`]],
    ['in hexadecimal', [`${name}: ${Buffer.from(signature, 'base64').toString('hex')}`]],
  ])('%s is refused, and nothing is kept', async (_, headers) => {
    const { url, kept, lines, samples } = await receiving()
    expect(statusOf(await raw(url, request([...headers, length, last])).said)).toBe(401)
    expect([kept, samples]).toEqual([[], []])
    expect(lines).toMatchObject([{ status: 401, outcome: 'not-kept', signature: null, test: null, result: null }])
  })

  it('is refused of a sample too, so that ClassMarker’s check shows a wrong phrase', async () => {
    const { url, samples } = await receiving()
    const sample = JSON.stringify(linkPayload({}, { payload_status: 'verify' }))
    const headers = { [name]: signed(sample, 'another') }
    expect((await post(url, sample, { headers })).status).toBe(401)
    expect(samples).toEqual([])
  })

  it('of the raw bytes fits a body with PHP’s escapes', async () => {
    const { url, kept } = await receiving()
    const escaped = body.replaceAll('/', '\\/').replace('Ada', 'Ad\\u00e9')
    expect((await post(url, escaped)).status).toBe(200)
    expect(kept).toMatchObject([{ result: { first: 'Adé' } }])
  })
})

describe('a body', () => {
  const hmac = `X-Classmarker-Hmac-Sha256: ${signature}`

  it('may come in chunks, cut within a letter', async () => {
    const { url, kept } = await receiving()
    const odd = JSON.stringify(linkPayload({ first: 'Zoë 小龙' }))
    const bytes = Buffer.from(odd)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) => bytes.subarray(at * 7, at * 7 + 7))
    const chunks = pieces.flatMap((piece) => [`${piece.length.toString(16)}\r\n`, piece, '\r\n'])
    const head = request([`X-Classmarker-Hmac-Sha256: ${signed(odd)}`, 'Transfer-Encoding: chunked', last], '')
    const { said } = raw(url, head, ...chunks, '0\r\n\r\n')
    expect(statusOf(await said)).toBe(200)
    expect(kept).toMatchObject([{ result: { first: 'Zoë 小龙' } }])
  })

  it('longer than it said is refused: what there is of it has another signature, and the rest is no request', async () => {
    const { url, kept } = await receiving()
    const { said } = raw(url, request([hmac, `Content-Length: ${Buffer.byteLength(body) - 1}`, last]))
    expect([400, 401]).toContain(statusOf(await said))
    expect(kept).toEqual([])
  })

  it.each([
    ['with two lengths', [`Content-Length: 5`, length]],
    ['with a length and chunks', [length, 'Transfer-Encoding: chunked']],
    ['with a length that is none', ['Content-Length: many']],
    ['with a negative length', ['Content-Length: -1']],
  ])('%s is refused', async (_, headers) => {
    const { url, kept } = await receiving()
    expect(statusOf(await raw(url, request([hmac, ...headers, last])).said)).toBe(400)
    expect(kept).toEqual([])
  })

  it('that is cut off is dropped', async () => {
    const { url, kept, lines } = await receiving()
    const { socket, said } = raw(url, request([hmac, length, 'Expect: 100-continue'], ''))
    await once(socket, 'data')
    socket.end(body.slice(0, 100))
    await said
    expect((await post(url, body)).status).toBe(200)
    expect([kept.length, lines.length]).toEqual([1, 1])
  })

  it('shorter than it said is dropped after a while', async () => {
    const { url, kept, lines } = await receiving({ limits: { request: ms(40), head: ms(40), look: ms(10) } })
    const { said } = raw(url, request([hmac, `Content-Length: ${Buffer.byteLength(body) + 1}`]))
    expect(statusOf(await said)).toBe(408)
    expect([kept, lines]).toEqual([[], []])
  })

  it('packed with gzip is refused, and never unpacked', async () => {
    const { url, kept } = await receiving()
    const packed = gzipSync(body)
    const headers = { 'X-Classmarker-Hmac-Sha256': signed(packed) }
    expect((await post(url, packed, { headers: { ...headers, 'Content-Encoding': 'gzip' } })).status).toBe(415)
    expect((await post(url, packed, { headers })).status).toBe(400)
    expect(kept).toEqual([])
  })

  it('of 21 MB is refused by its length, before it is sent', async () => {
    const { url, kept, lines } = await receiving()
    const { said } = raw(url, request([hmac, `Content-Length: ${21 * megabyte}`, 'Expect: 100-continue', last], ''))
    expect(statusOf(await said)).toBe(413)
    expect(kept).toEqual([])
    expect(lines).toMatchObject([{ status: 413 }])
  })

  it('of 21 MB in chunks is refused once it is too long, and its sender reads why', async () => {
    const { url, kept } = await receiving()
    const long = Buffer.alloc(21 * megabyte, 0x20)
    const headers = { 'X-Classmarker-Hmac-Sha256': 'a', 'Transfer-Encoding': 'chunked' }
    const answer = await post(url, long, { headers })
    expect([answer.status, answer.text]).toEqual([413, expect.stringContaining('20 MB')])
    expect(kept).toEqual([])
  })

  it('without end is cut off', async () => {
    const { url } = await receiving({ limits: { body: 1_000 } })
    const { socket, said } = raw(url, request(['X-Classmarker-Hmac-Sha256: a', 'Transfer-Encoding: chunked'], ''))
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`
    const goOn = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', goOn)
    goOn()
    expect(await said).toMatch(/^(HTTP\/1\.1 413|$)/)
  })

  it('is refused while too much is in memory already', async () => {
    const { url, lines } = await receiving({ limits: { allBodies: 1_000 } })
    const { socket } = raw(url, request([hmac, 'Content-Length: 2000', 'Expect: 100-continue'], ''))
    await once(socket, 'data')
    socket.write(' '.repeat(900))
    await expect.poll(async () => (await post(url, body)).status).toBe(503)
    expect(lines.at(-1)).toMatchObject({ status: 503 })
  })
})

describe('a sender', () => {
  it('who dribbles its headers is dropped', async () => {
    const { url } = await receiving({ limits: { head: ms(40), request: ms(60_000), look: ms(10) } })
    const { socket, said } = raw(url, 'POST / HTTP/1.1\r\nHost: a\r\n')
    const dribble = setInterval(() => socket.write('X: 1\r\n'), 10)
    socket.on('close', () => clearInterval(dribble))
    expect(statusOf(await said)).toBe(408)
  })

  it('who dribbles its body is dropped', async () => {
    const { url, kept } = await receiving({ limits: { head: ms(60), request: ms(60), look: ms(10) } })
    const { socket, said } = raw(url, request([`X-Classmarker-Hmac-Sha256: ${signature}`, length], ''))
    const dribble = setInterval(() => socket.write('{'), 10)
    socket.on('close', () => clearInterval(dribble))
    expect(statusOf(await said)).toBe(408)
    expect(kept).toEqual([])
  })

  it('with headers of a megabyte is refused', async () => {
    const { url } = await receiving()
    const { said } = raw(url, request([`X: ${'a'.repeat(megabyte)}`, length]))
    expect(statusOf(await said)).toBe(431)
  })

  it('who speaks another language is refused, and the next one is answered', async () => {
    const { url } = await receiving()
    expect(statusOf(await raw(url, '\x16\x03\x01\x02\x00\x01\r\n\r\n').said)).toBe(400)
    expect((await post(url, body)).status).toBe(200)
  })

  it.each(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH'])('with %s is refused', async (method) => {
    const { url, kept } = await receiving()
    const answer = await post(url, '', { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST'])
    expect(kept).toEqual([])
  })
})

describe('what is signed', () => {
  const open = '['.repeat(100_000)

  it.each([
    [
      'invalid UTF-8',
      Buffer.concat([
        Buffer.from('{"test":{"test_id":1},"result":{"first":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}}'),
      ]),
    ],
    ['nothing', ''],
    ['no JSON', 'payload_type=single_user'],
    ['half of it', body.slice(0, -10)],
    ['an array', `[${body}]`],
    ['a text', JSON.stringify(body)],
    ['null', 'null'],
    ['another object', '{"hello":"world"}'],
    ['an unknown status', JSON.stringify(linkPayload({}, { payload_status: 'draft' }))],
    ['a result without its number of the test', JSON.stringify(linkPayload({}, { test: {} }))],
    ['a deep array', `${open}${']'.repeat(100_000)}`],
    [
      'a deep result',
      body.replace('"59"', '1').replace('"percentage":59', `"percentage":59,"odd":${open}${']'.repeat(100_000)}`),
    ],
    [
      'a result that is deep for a person',
      body.replace('"percentage":59', `"percentage":59,"odd":${'['.repeat(50)}${']'.repeat(50)}`),
    ],
  ])('and is %s is refused with its reason, and kept nowhere', async (_, content) => {
    const { url, kept, lines, samples } = await receiving()
    const answer = await post(url, content)
    expect(answer.status).toBe(400)
    expect(answer.text).toMatch(/\w.*\.\n$/)
    expect([kept, samples]).toEqual([[], []])
    expect(lines).toMatchObject([{ status: 400, problem: answer.text.trim() }])
  })

  it('and has deep answers is kept without them', async () => {
    const { url, kept, lines } = await receiving()
    const deep = body.replace('"user_response":"B"', `"user_response":${'['.repeat(2_000)}${']'.repeat(2_000)}`)
    const { status } = await post(url, deep)
    expect(status).toBe(200)
    expect(kept).toHaveLength(1)
    expect(lines).toMatchObject([{ status: 200, test: 1957521 }])
  })

  it('and has names with control characters is kept, and none of them is told', async () => {
    const { url, kept, lines } = await receiving()
    const named = JSON.stringify(linkPayload({ first: 'A\u0000da\u001b[2J', last: '\u202eByron' }))
    expect((await post(url, named)).status).toBe(200)
    expect(kept).toMatchObject([{ result: { first: 'A\u0000da\u001b[2J' } }])
    expect(JSON.stringify(lines)).not.toContain('da')
  })

  it('and begins with a byte order mark is read', async () => {
    const { url, kept } = await receiving()
    expect((await post(url, `\ufeff${body}`)).status).toBe(200)
    expect(kept).toHaveLength(1)
  })
})
