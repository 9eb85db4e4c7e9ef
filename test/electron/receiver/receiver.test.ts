import { Agent } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Kept } from '../../../electron/receiver/receiver.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SentAttempt } from '../../../shared/model/imported.ts'
import { ms } from '../../../shared/model/time.ts'
import { groupPayload, linkPayload } from '../support/webhook-payloads.ts'
import { phrase, post, raw, receiving, signed } from './receiving.ts'

const link = (id: number) => JSON.stringify(linkPayload({ link_result_id: id }))
const numberOf = ({ result }: SentAttempt) => result.link_result_id
const kept: Kept = { outcome: 'added', answers: true, problem: null }

/** A keeper that waits until it is let go on. */
function waitingKeeper() {
  const begun: SentAttempt[] = []
  const { promise: goOn, resolve: release } = Promise.withResolvers<void>()
  const keep = async (attempt: SentAttempt): Promise<Kept> => {
    begun.push(attempt)
    await goOn
    return kept
  }
  return { keep, begun, release }
}

describe('a payload that is signed', () => {
  it('is kept with its answers, and told without a name', async () => {
    const { url, kept: attempts, lines, samples } = await receiving()
    expect(await post(url, JSON.stringify(linkPayload()))).toMatchObject({ status: 200, text: '' })
    expect(attempts).toMatchObject([{ feed: 'links', signature: 'verified', testName: 'Graphs' }])
    expect(attempts[0]?.answers?.answers).toHaveLength(7)
    expect(lines).toEqual([
      {
        ...{ status: 200, outcome: 'added', answers: true, signature: 'verified', problem: null },
        ...{ test: 1957521, result: 'l:71122113' },
      },
    ])
    expect(samples).toEqual([])
  })

  it('is told by its numbers where a group’s result has no number of its own', async () => {
    const { url, lines } = await receiving()
    await post(url, JSON.stringify(groupPayload()))
    expect(lines).toMatchObject([{ test: 103, result: 'g:3276524:103:104:1436263102' }])
    expect(JSON.stringify(lines)).not.toMatch(/mary|williams|burns/i)
  })

  it('is told without a key where only a name would tell whose it is', async () => {
    const { url, lines } = await receiving()
    await post(url, JSON.stringify(linkPayload({ link_result_id: '', cm_user_id: '' })))
    expect(lines).toMatchObject([{ status: 200, test: 1957521, result: null }])
  })

  it('is ClassMarker’s sample: answered and counted, and not kept', async () => {
    const { url, kept: attempts, lines, samples } = await receiving()
    const sample = JSON.stringify(linkPayload({}, { payload_status: 'verify' }))
    expect((await post(url, sample)).status).toBe(200)
    expect([attempts, samples]).toEqual([[], ['sample']])
    expect(lines).toMatchObject([{ outcome: 'sample', signature: 'verified' }])
  })

  it('is answered once it was kept, and not before', async () => {
    const { keep, begun, release } = waitingKeeper()
    const { url, lines } = await receiving({ keep })
    const answer = post(url, link(1))
    await expect.poll(() => begun.length).toBe(1)
    expect(lines).toEqual([])
    release()
    expect((await answer).status).toBe(200)
  })

  it('of a student who was erased here is answered, and not sent again for ever', async () => {
    const keep = async (): Promise<Kept> => ({ outcome: 'left-out', answers: false, problem: 'Erased here.' })
    const { url, lines } = await receiving({ keep })
    expect((await post(url, link(1))).status).toBe(200)
    expect(lines).toMatchObject([{ outcome: 'left-out', problem: 'Erased here.' }])
  })

  it('that the database takes at no time is refused with its reason', async () => {
    const keep = async (): Promise<Kept> => ({ outcome: 'refused', answers: false, problem: 'It cannot be.' })
    const { url, lines, samples } = await receiving({ keep })
    expect(await post(url, link(1))).toMatchObject({ status: 400, text: 'It cannot be.\n' })
    expect([lines.length, samples]).toEqual([1, []])
  })

  it('is to be sent again while the database is busy or full', async () => {
    const keep = async () => {
      throw new AppError('store/full')
    }
    const { url, lines } = await receiving({ keep, explain: () => 'The disk is full.' })
    const answer = await post(url, link(1))
    expect([answer.status, answer.text, answer.headers['retry-after']]).toEqual([503, 'The disk is full.\n', '30'])
    expect(lines).toMatchObject([{ status: 503, outcome: 'not-kept', problem: 'The disk is full.' }])
  })
})

describe('senders side by side', () => {
  it('are kept one after the other, in the order in which they came', async () => {
    let running = 0
    const order: unknown[] = []
    const keep = async (attempt: SentAttempt): Promise<Kept> => {
      expect(++running).toBe(1)
      await new Promise(setImmediate)
      order.push(numberOf(attempt))
      running--
      return kept
    }
    const { url } = await receiving({ keep })
    const agent = new Agent({ keepAlive: true, maxSockets: 20 })
    onTestFinished(() => agent.destroy())
    const ids = Array.from({ length: 100 }, (_, id) => id + 1)
    const answers = await Promise.all(
      ids.map((id) => post(url, link(id), { agent, headers: { 'X-Classmarker-Hmac-Sha256': signed(link(id)) } })),
    )
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect(order.toSorted((one, other) => Number(one) - Number(other))).toEqual(ids)
  })

  it('are told to come again where too many wait', async () => {
    const { keep, begun, release } = waitingKeeper()
    const { url, lines } = await receiving({ keep, limits: { waiting: 2 } })
    const first = post(url, link(1))
    await expect.poll(() => begun.length).toBe(1)
    const others = [post(url, link(2)), post(url, link(3)), post(url, link(4))]
    await expect.poll(() => lines.length).toBe(2)
    release()
    const statuses = (await Promise.all([first, ...others])).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, 200, 503, 503])
    expect(begun).toHaveLength(2)
  })
})

describe('where it listens', () => {
  it('is this computer alone', async () => {
    const { url } = await receiving()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it.each(['0.0.0.0', '::'])('is nowhere else without a phrase: %s', async (host) => {
    await expect(receiving({ host, phrase: null })).rejects.toMatchObject({ code: 'usage/no-phrase' })
  })

  it('may be all of its addresses with one', async () => {
    const { url } = await receiving({ host: '0.0.0.0' })
    expect((await post(url.replace('0.0.0.0', '127.0.0.1'), link(1))).status).toBe(200)
  })

  it('is said where a port is taken or an address is another computer’s', async () => {
    const { url } = await receiving()
    const port = Number(new URL(url).port)
    await expect(receiving({ port })).rejects.toMatchObject({ code: 'receiver/port-taken', detail: { port } })
    await expect(receiving({ host: '192.0.2.1' })).rejects.toMatchObject({ code: 'usage/no-such-host' })
  })

  it('takes payloads without a phrase as they come, and calls them unverified', async () => {
    const { url, kept: attempts, lines } = await receiving({ phrase: null })
    expect((await post(url, link(1), { headers: {} })).status).toBe(200)
    expect((await post(url, link(2), { headers: { 'X-Classmarker-Hmac-Sha256': 'anything' } })).status).toBe(200)
    expect(attempts.map(({ signature }) => signature)).toEqual(['unverified', 'unverified'])
    expect(lines.map(({ signature }) => signature)).toEqual(['unverified', 'unverified'])
  })

  it('is closed to web pages, which any browser of this computer may show', async () => {
    const { url, kept: attempts } = await receiving({ phrase: null })
    for (const headers of [{ Origin: 'https://example.com' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      expect((await post(url, link(1), { headers })).status).toBe(403)
    }
    expect(attempts).toEqual([])
  })
})

describe('a receiver that is stopped', () => {
  it('finishes what it began, and takes nothing more', async () => {
    const { keep, begun, release } = waitingKeeper()
    const { url, close } = await receiving({ keep })
    const begunBefore = post(url, link(1))
    await expect.poll(() => begun.length).toBe(1)
    const closing = close()
    await expect(post(url, link(2))).rejects.toThrow('ECONNREFUSED')
    release()
    const answer = await begunBefore
    expect([answer.status, answer.headers.connection]).toEqual([200, 'close'])
    await closing
    expect(begun.map(numberOf)).toEqual([1])
  })

  it('waits for a sender who has begun', async () => {
    const { url, close, kept: attempts } = await receiving()
    const body = link(1)
    const head = `POST / HTTP/1.1\r\nHost: a\r\nX-Classmarker-Hmac-Sha256: ${signed(body)}\r\nExpect: 100-continue\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    const { socket, said } = raw(url, head)
    await new Promise((resolve) => socket.once('data', resolve))
    const closing = close()
    socket.write(body)
    expect(await said).toMatch(/^HTTP\/1\.1 100 Continue.*HTTP\/1\.1 200 OK/s)
    await closing
    expect(attempts).toHaveLength(1)
  })

  it('does not wait for one who never ends', async () => {
    const { url, close, kept: attempts, lines } = await receiving({ limits: { ending: ms(20) } })
    const head = `POST / HTTP/1.1\r\nHost: a\r\nX-Classmarker-Hmac-Sha256: ${signed('{')}\r\nExpect: 100-continue\r\nContent-Length: 500\r\n\r\n`
    const { socket } = raw(url, head)
    await new Promise((resolve) => socket.once('data', resolve))
    await close()
    expect([attempts, lines]).toEqual([[], []])
  })

  it('can be stopped twice, and holds on to no idle connection', async () => {
    const { url, close } = await receiving()
    const agent = new Agent({ keepAlive: true })
    onTestFinished(() => agent.destroy())
    await post(url, link(1), { agent, headers: { 'X-Classmarker-Hmac-Sha256': signed(link(1), phrase) } })
    await close()
    await close()
    await expect(post(url, link(2))).rejects.toThrow()
  })
})
