import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryStore } from '../../../electron/accounts/secrets.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { phrase, post, signed } from '../receiver/receiving.ts'
import { laptop, noon } from '../support/laptop.ts'
import { groupPayload, linkPayload } from '../support/webhook-payloads.ts'
import { connectedComputer } from './command-line.ts'

/** A keychain that outlives each command. */
const keychain = vi.hoisted(() => ({ store: null as unknown }))
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => keychain.store }))

async function school() {
  const kept = memoryStore()
  const names = new Set<string>()
  keychain.store = {
    ...kept,
    place: async () => 'keychain',
    set: async (name: string, secret: string) => {
      names.add(name)
      await kept.set(name, secret)
    },
    delete: async (name: string) => {
      names.delete(name)
      await kept.delete(name)
    },
  }
  const own = await connectedComputer(0)
  /** Starts a receiver, and waits until it says where it is. */
  const receive = async (line = '', said: Record<string, string> = {}) => {
    const stop = new AbortController()
    const words = [...`receive ${line}`.split(' ').filter(Boolean), '--data-dir', own.dataDir]
    const command = own.begin(words, said, '', false, stop.signal)
    onTestFinished(async () => {
      stop.abort()
      await command.ended
    })
    const lines = () =>
      command
        .out()
        .trim()
        .split('\n')
        .map((each) => JSON.parse(each))
    await expect.poll(() => command.out() + command.err()).not.toBe('')
    const end = () => {
      stop.abort()
      return command.ended
    }
    return { url: command.out() === '' ? '' : String(lines()[0].url), lines, err: command.err, end }
  }
  const addSource = (name: string, said = phrase) => own.gradekeep(`sources add ${name} --json`, {}, `${said}\n`)
  return { ...own, receive, addSource, keptNames: () => [...names] }
}

const secret = { GRADEKEEP_WEBHOOK_SECRET: phrase }
const link = (id: number, result = {}) => JSON.stringify(linkPayload({ link_result_id: id, ...result }))

describe('gradekeep receive', () => {
  it('prints its address, then a line for each payload, and keeps what it answered', async () => {
    const { receive, gradekeep } = await school()
    const { url, lines, end } = await receive('', secret)
    expect(lines()).toEqual([{ url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) }])
    for (const body of [link(5), link(5), link(5, { time_finished: 1641999500, percentage: 61 }), link(5)]) {
      expect((await post(url, body)).status).toBe(200)
    }
    await post(url, JSON.stringify(groupPayload()))
    await post(url, JSON.stringify(linkPayload({}, { payload_status: 'verify' })))
    await post(url, link(6), { headers: { 'X-Classmarker-Hmac-Sha256': signed(link(6), 'wrong') } })
    const { status, err, out } = await end()
    expect([status, err]).toEqual([0, ''])
    const known = { at: expect.any(Number), status: 200, updated: 0, unchanged: 0, samples: 0, problem: null }
    const ofLink = { ...known, added: 0, answers: 0, signature: 'verified', test: 1957521, result: 'l:5' }
    expect(lines().slice(1)).toEqual([
      { ...ofLink, added: 1, answers: 1 },
      { ...ofLink, unchanged: 1 },
      { ...ofLink, updated: 1, answers: 1 },
      { ...ofLink, unchanged: 1 },
      { ...ofLink, added: 1, answers: 1, test: 103, result: 'g:3276524:103:104:1436263102' },
      { ...ofLink, samples: 1, test: null, result: null },
      {
        ...ofLink,
        ...{ status: 401, signature: null, test: null, result: null },
        problem: expect.stringContaining('signature'),
      },
    ])
    expect(out).not.toMatch(/ada|byron|mary|williams|example|9b|phrase of/i)
    const { json } = await gradekeep('results --json')
    expect(json.total).toBe(2)
    expect(json.results.map((each: { percentage: number }) => each.percentage).toSorted()).toEqual([61, 75])
  })

  it('is no step of undo, and an import that is undone takes nothing of it away', async () => {
    const { receive, gradekeep, dataDir, simulator } = await school()
    const file = `${dataDir}/two.json`
    writeFileSync(file, `[${link(5)},${link(6)}]`)
    expect((await gradekeep(`import ${file} --json`)).json.results.added).toBe(2)
    const { url, lines, end } = await receive('', secret)
    await post(url, link(5))
    await end()
    expect(lines()[1]).toMatchObject({ unchanged: 1, answers: 0 })
    const { core } = await laptop({ apiUrl: simulator.url, clock: () => noon, dataDir })
    expect((await core.store.localChanges()).map(({ kind }) => kind)).toEqual(['imported'])
    expect(await core.store.undoLocalChange(noon)).toMatchObject({ outcome: 'done' })
    const { rows } = await core.store.answers.open('results', { filter: [], sort: newestFirst }, 10)
    expect(rows).toHaveLength(1)
    expect(await core.store.answersOf(rows[0]?.id ?? 0)).not.toBeNull()
  })

  it('takes what comes unsigned on this computer, and says so', async () => {
    const { receive } = await school()
    const { url, lines, err, end } = await receive()
    expect((await post(url, link(5), { headers: {} })).status).toBe(200)
    await end()
    expect(lines()[1]).toMatchObject({ added: 1, signature: 'unverified' })
    expect(err()).toContain('unverified')
  })

  it.each(['0.0.0.0', '::', '192.0.2.1', 'example.invalid'])('needs a phrase to listen on %s', async (host) => {
    const { gradekeep } = await school()
    const { status, out, err } = await gradekeep(`receive --host ${host}`)
    expect([status, out]).toEqual([2, ''])
    expect(err).toMatch(/^On “.*” other computers could send results, so a signing phrase is needed/)
  })

  it('says which port is taken, and which address is none', async () => {
    const { receive, gradekeep } = await school()
    const { url } = await receive()
    const taken = await gradekeep(`receive --port ${new URL(url).port}`)
    expect([taken.status, taken.out]).toEqual([1, ''])
    expect(taken.err).toContain('is used by another program')
    const other = await gradekeep('receive --host 192.0.2.1', secret)
    expect([other.status, other.out]).toEqual([2, ''])
    expect(other.err).toContain('no address of this computer')
  })
})

describe('gradekeep sources', () => {
  it('makes a source whose phrase is in the keychain, and nowhere else', async () => {
    const { addSource, gradekeep, keptNames, dataDir } = await school()
    const made = await addSource('Website')
    expect([made.status, made.err]).toEqual([0, ''])
    const source = { name: 'Website', account: expect.any(String), phrase: 'keychain' }
    const untouched = { payloads: 0, samples: 0, last_payload: null }
    expect(made.json).toEqual({ sources: [{ ...source, ...untouched }] })
    expect((await gradekeep('sources list --json')).json).toEqual({ sources: [{ ...source, ...untouched }] })
    expect(keptNames()).toHaveLength(1)
    const written = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    expect(written.length).toBeGreaterThan(0)
    for (const { parentPath, name } of written) {
      expect(readFileSync(`${parentPath}/${name}`).includes(phrase), name).toBe(false)
    }
  })

  it('is what a receiver and an import check signatures with, and counts what came', async () => {
    const { addSource, receive, gradekeep, dataDir } = await school()
    await addSource('Website')
    const { url, lines, end } = await receive('--source Website')
    await post(url, link(5))
    await post(url, link(5))
    await post(url, JSON.stringify(linkPayload({}, { payload_status: 'verify' })))
    await post(url, link(6), { headers: {} })
    await end()
    expect(lines().map(({ status, signature }) => [status, signature])).toEqual([
      [undefined, undefined],
      [200, 'verified'],
      [200, 'verified'],
      [200, 'verified'],
      [401, null],
    ])
    const { json } = await gradekeep('sources list --json')
    expect(json.sources).toMatchObject([{ payloads: 2, samples: 1, last_payload: expect.any(Number) }])
    const file = `${dataDir}/event.json`
    const event = (body: string, by: string) => ({ body, headers: { 'X-Classmarker-Hmac-Sha256': signed(body, by) } })
    writeFileSync(file, JSON.stringify([event(link(7), phrase), event(link(8), 'another')]))
    const imported = await gradekeep(`import ${file} --source Website --json`)
    expect(imported.json.signatures).toEqual({ verified: 1, unverified: 0, wrong: 1 })
  })

  it('gives way to the phrase of the environment, for one run', async () => {
    const { addSource, receive, keptNames } = await school()
    await addSource('Website')
    const { url, lines, end } = await receive('--source Website', { GRADEKEEP_WEBHOOK_SECRET: 'for this run' })
    await post(url, link(5))
    await post(url, link(6), { headers: { 'X-Classmarker-Hmac-Sha256': signed(link(6), 'for this run') } })
    await end()
    expect(lines().slice(1)).toMatchObject([{ status: 401 }, { status: 200 }])
    expect(keptNames()).toHaveLength(1)
  })

  it('never keeps the phrase of the environment, and says so', async () => {
    const { gradekeep, keptNames } = await school()
    const { status, err, json } = await gradekeep('sources add Website --json', secret)
    expect([status, json.sources[0].phrase, keptNames()]).toEqual([0, 'missing', []])
    expect(err).toContain('never kept')
    const without = await gradekeep('receive --source Website')
    expect([without.status, without.out]).toEqual([1, ''])
    expect(without.err).toContain('is not on this computer')
  })

  it('of an unknown name is refused with the names there are', async () => {
    const { addSource, gradekeep } = await school()
    expect((await gradekeep('receive --source Website')).err).toContain('There are none yet')
    await addSource('Website')
    await addSource('Tablets')
    for (const line of ['receive --source Site', 'sources remove Site', 'import x.json --source Site']) {
      const { status, err } = await gradekeep(line)
      expect([status, err]).toEqual([2, expect.stringContaining('There are: Tablets, Website.')])
    }
  })

  it('is renamed, gets another phrase, and is removed with it', async () => {
    const { addSource, gradekeep, receive, keptNames } = await school()
    await addSource('Website')
    expect((await addSource('Website')).err).toContain('already')
    expect((await gradekeep('sources rename Website Site --json')).json.sources).toMatchObject([{ name: 'Site' }])
    expect((await gradekeep('sources phrase Site', {}, 'another phrase\n')).status).toBe(0)
    const { url, lines, end } = await receive('--source Site')
    await post(url, link(5), { headers: { 'X-Classmarker-Hmac-Sha256': signed(link(5), 'another phrase') } })
    await end()
    expect(lines()[1]).toMatchObject({ status: 200, signature: 'verified' })
    const { out } = await gradekeep('sources remove Site')
    expect(out).toContain('its signing phrase from the keychain')
    expect(keptNames()).toEqual([])
    expect((await gradekeep('sources list --json')).json).toEqual({ sources: [] })
    expect((await gradekeep('results --json')).json.total).toBe(1)
  })

  it('needs a phrase, a name and something to do', async () => {
    const { gradekeep } = await school()
    expect((await gradekeep('sources add Website', {}, '\n')).status).toBe(2)
    expect((await gradekeep('sources')).err).toContain('list, add, rename, phrase or remove')
    expect((await gradekeep('sources list --json')).json).toEqual({ sources: [] })
  })
})
