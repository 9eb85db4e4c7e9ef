import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyText } from '../../electron/connectors/answer-body.ts'
import { AccountClient } from '../../electron/connectors/classmarker/account-client.ts'
import { sign } from '../../electron/connectors/classmarker/client.ts'
import { parseJson } from '../../electron/connectors/values.ts'
import { type Api, answerTo, RateLimit } from '../../electron/simulator/api.ts'
import { World } from '../../electron/simulator/world.ts'
import { AppError } from '../../shared/errors.ts'
import { naturalKey } from '../../shared/model/result.ts'
import { day, hour } from '../../shared/model/time.ts'
import { movableClock } from '../electron/support/laptop.ts'
import { drawn } from './draw.ts'
import { type ModelDatabase, ModelLaptop, modelDatabase } from './model-laptop.ts'
import { mutated, type Sent, seeded } from './mutations.ts'

const byReader = drawn({ whole: 9_000, part: 900 })
const bySync = drawn({ whole: 1_000, part: 100 })
const credentials = { key: 'key', secret: 'secret' }

/** A simulated ClassMarker without a network. */
function school(results: number) {
  const time = movableClock()
  const world = new World({ seed: 3, results, clock: time.clock, madeAt: time.clock() })
  const api: Api = {
    world,
    credentials,
    rateLimit: new RateLimit(null),
    acceptedSignatures: ['sha256'],
  }
  const answer = (url: URL): string => answerTo(api, { method: 'GET', url, body: '' }).text
  return { ...time, world, answer }
}

const toResponse = ({ body, status, contentType }: Sent): Response =>
  new Response(Buffer.from(body), { status, headers: contentType === '' ? {} : { 'content-type': contentType } })

describe('a mutated answer', () => {
  it(`is read or refused, ${byReader} times, and never anything else`, { timeout: 240_000 }, async () => {
    const random = seeded(11)
    const { answer, clock } = school(60)
    const signed = (path: string) => {
      const url = new URL(`https://simulator.invalid/${path}`)
      url.searchParams.set('api_key', 'key')
      url.searchParams.set('timestamp', String(clock()))
      url.searchParams.set('signature', sign(credentials, clock(), 'sha256'))
      url.searchParams.set('finishedAfterTimestamp', String(clock() - 80 * day))
      return answer(url)
    }
    const feeds = ['groups', 'links'] as const
    const texts = {
      discovery: signed('v1.json'),
      groups: signed('v1/groups/recent_results.json'),
      links: signed('v1/links/recent_results.json'),
    }
    for (const text of Object.values(texts)) expect(JSON.parse(text)).toMatchObject({ status: 'ok' })
    const ends = new Map<string, number>()
    for (let each = 0; each < byReader; each++) {
      const feed = feeds[each % 2] ?? 'groups'
      const isDiscovery = each % 5 === 0
      const sent = mutated(random, isDiscovery ? texts.discovery : texts[feed])
      const remote = new AccountClient({
        endpoint: { apiUrl: 'https://simulator.invalid', fetch: async () => toResponse(sent), clock },
        credentials,
        signature: 'sha256',
        signatureSetting: 'auto',
        nextRequestAfter: null,
        clockOffset: 0,
        retry: { pause: async () => undefined, random },
      })
      try {
        if (isDiscovery) await remote.discover()
        else {
          const { results, unreadable, returned } = await remote.recentResults(feed, clock())
          expect(results.length + unreadable.length).toBe(returned)
          for (const { result } of results) expect(naturalKey(result)).toMatch(/^[glk]:/)
        }
        ends.set('read', (ends.get('read') ?? 0) + 1)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError)
        const { code } = thrown as AppError
        expect(code).not.toBe('internal')
        ends.set(code, (ends.get(code) ?? 0) + 1)
      }
    }
    // Mutations that all end the same way would prove little.
    expect(ends.get('read')).toBeGreaterThan(byReader / 3)
    expect(ends.size).toBeGreaterThanOrEqual(6)
  })
})

describe('a sync whose answers are mutated', () => {
  let database: ModelDatabase
  beforeAll(() => {
    database = modelDatabase()
  })
  afterAll(() => database.close())

  it(`keeps every earlier row, through ${bySync} of them`, { timeout: 400_000 }, async () => {
    const random = seeded(5)
    const { world, answer, clock, advance } = school(240)
    let mutations = 0
    let requests = 0
    let isHealthy = false
    const said = new Set<string>()
    const server = {
      get clock() {
        return clock()
      },
      pass: advance,
      fetch: async (address: string) => {
        requests++
        const text = answer(new URL(address))
        if (isHealthy || random() < 0.4) {
          remember(text, said)
          return new Response(text)
        }
        mutations++
        const sent = mutated(random, text)
        remember(bodyText(sent.body, sent.contentType), said)
        return toResponse(sent)
      },
    }
    const laptop = new ModelLaptop(database, server, 'mutated')
    // In the order of the stored pages, so that each is unpacked once and not once for every row.
    const everyRow = database.db.prepare<[], { natural_key: string; raw: string }>(
      `SELECT natural_key, answer AS raw FROM (SELECT id, natural_key FROM result ORDER BY raw LIMIT -1)
         CROSS JOIN result_answer USING (id)`,
    )
    const rows = () => new Map(everyRow.all().map(({ natural_key, raw }) => [natural_key, raw]))
    const { id } = laptop.account
    const row = database.db.prepare<[string, string]>('SELECT 1 FROM result WHERE account_id = ? AND natural_key = ?')
    const unreadable = database.db.prepare<[string, string, string]>(
      'SELECT 1 FROM unreadable WHERE account_id = ? AND feed = ? AND raw = ?',
    )
    const lost: string[] = []
    laptop.onPage = (page) => {
      const isUnreadable = (raw: string) => unreadable.get(id, page.feed, raw) !== undefined
      for (const { result, raw } of page.results) {
        if (row.get(id, naturalKey(result)) === undefined && !isUnreadable(raw)) lost.push(raw)
      }
      for (const { raw } of page.unreadable) if (!isUnreadable(raw)) lost.push(raw)
    }
    const running = { waits: false, crash: null } as const

    isHealthy = true
    expect(await laptop.sync({ ...running, recheck: 'when due' })).toMatchObject({ outcome: 'complete', added: 240 })
    isHealthy = false
    const first = rows()
    let before = first
    while (mutations < bySync) {
      world.addGroupResult({})
      world.addLinkResult({})
      advance(hour)
      requests = 0
      said.clear()
      const summary = await laptop.sync({ ...running, recheck: random() < 0.7 ? 'asked' : 'when due' })
      expect(summary, 'no crash').not.toBeNull()
      expect(laptop.internalErrors, 'nothing unforeseen').toEqual([])
      expect(requests, 'no circles').toBeLessThan(300)
      const after = rows()
      for (const [key, raw] of before) {
        if (!after.has(key)) lost.push(key)
        else if (after.get(key) !== raw) expect(said, `a change of ${key} that nobody sent`).toContain(after.get(key))
      }
      before = after
    }
    expect(lost).toEqual([])
    isHealthy = true
    advance(2 * hour)
    expect(await laptop.sync({ ...running, recheck: 'asked' })).toMatchObject({ outcome: 'complete' })
    const last = rows()
    expect([...first.keys()].filter((key) => !last.has(key))).toEqual([])
  })
})

/** Collects every result that a text could be taken to hold, as the JSON that would be stored. */
function remember(text: string, said: Set<string>): void {
  try {
    const pending: unknown[] = [parseJson(text)]
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      if (value === null || typeof value !== 'object') continue
      if ('time_finished' in value) said.add(JSON.stringify(value))
      pending.push(...Object.values(value))
    }
  } catch {
    // Text that is not JSON holds no result.
  }
}
