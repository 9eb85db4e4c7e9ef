import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SyncLock } from '../../../electron/store/locks.ts'
import { openDatabase } from '../../../electron/store/open.ts'
import { day, hour, unixSeconds } from '../../../shared/model/time.ts'
import { settingsOf, sheetRows } from '../export/laptop.ts'
import { laptop, noon, temporaryFolder } from '../support/laptop.ts'
import { computer, connectedComputer, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const synced = (results = 900) => syncedComputer(results)

const oneSentence = /^\S[^\n]*[.?!]\n$/

describe('gradekeep connect', () => {
  it('answers with the account and what its key sees', async () => {
    const { connect, simulator } = await computer({ results: 10 })
    const { status, json, err, out } = await connect()
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const { groups, links } = simulator.world
    expect(json).toEqual({
      account: { id: expect.any(String), name: 'Northgate', key: simulator.key, signature: 'sha256' },
      tookOver: false,
      groups: groups.length,
      links: links.length,
      tests: expect.any(Number),
      requests: 1,
    })
    expect(out).toBe(`${JSON.stringify(json)}\n`)
  })

  it('says so in words too', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const { status, out, err } = await gradekeep(`connect --key ${simulator.key}`)
    expect(status).toBe(0)
    expect(out).toMatch(/^Connected “ClassMarker” \(\w+\): the key sees \d+ groups, \d+ links and \d+ tests\.\n$/)
    expect(err).toBe('')
  })

  it('reads the secret from a pipe where the environment has none', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const said = { GRADEKEEP_API_SECRET: undefined }
    const { status, json, out, err } = await gradekeep(
      `connect --key ${simulator.key} --json`,
      said,
      `${simulator.secret}\n`,
    )
    expect(status).toBe(0)
    expect(json.account.key).toBe(simulator.key)
    expect(out + err).not.toContain(simulator.secret)
  })

  it('warns, also beside JSON, that a secret without a keychain is gone after this run', async () => {
    const { gradekeep, simulator } = await computer({ results: 10 })
    const said = { GRADEKEEP_API_SECRET: undefined }
    const { err } = await gradekeep(`connect --key ${simulator.key} --json`, said, `${simulator.secret}\n`)
    expect(err).toContain('This computer has no keychain')
    expect(err).toContain('not kept after this command; set GRADEKEEP_API_SECRET for each run')
  })

  describe('with a second key of an account that is here', () => {
    const secondKey = { key: 'second-key', secret: 'second-secret' }
    const said = { GRADEKEEP_API_SECRET: secondKey.secret }

    async function renewed() {
      const at = await syncedComputer(10)
      const { json } = await at.gradekeep('status --json')
      const [{ id, name, results }] = json.accounts
      expect(results).toBe(10)
      at.simulator.addKey(secondKey)
      return { ...at, account: { id, name, key: at.simulator.key, signature: 'sha256' } }
    }

    it('takes it over, and a sync afterwards doubles nothing', async () => {
      const { gradekeep, account, simulator } = await renewed()
      const { status, json, err } = await gradekeep(`connect --key ${secondKey.key} --json`, said)
      const { groups, links } = simulator.world
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(json).toEqual({
        account: { ...account, key: secondKey.key },
        tookOver: true,
        groups: groups.length,
        links: links.length,
        tests: expect.any(Number),
        requests: 1,
      })
      expect((await gradekeep('sync --json', said)).json).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
      expect((await gradekeep('status --json')).json.accounts).toMatchObject([{ id: account.id, results: 10 }])
    })

    it('says so in words', async () => {
      const { gradekeep, account } = await renewed()
      const { out } = await gradekeep(`connect --key ${secondKey.key}`, said)
      expect(out).toContain(`Connected “Northgate” (${account.id})`)
      expect(out).toContain('was here under another key: its 10 results stay, and the former key is replaced.')
    })

    it('keeps both with --separate', async () => {
      const { gradekeep, account } = await renewed()
      const { json } = await gradekeep(`connect --key ${secondKey.key} --name Again --separate --json`, said)
      expect(json).toMatchObject({ tookOver: false, account: { name: 'Again', key: secondKey.key } })
      expect(json.account.id).not.toBe(account.id)
      expect((await gradekeep('status --json')).json.accounts).toHaveLength(2)
    })
  })

  it('fails with a wrong secret, in one line, and saves nothing', async () => {
    const { gradekeep, simulator } = await computer()
    const ran = await gradekeep(`connect --key ${simulator.key} --json`, { GRADEKEEP_API_SECRET: 'wrong' })
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(oneSentence) })
    expect((await gradekeep('status --json')).json).toEqual({ accounts: [] })
  })

  it('fails for a key that is there already', async () => {
    const { connect } = await synced(5)
    expect(await connect()).toMatchObject({ status: 1, out: '', err: expect.stringContaining('“Northgate”') })
  })

  it('without a secret is wrong usage of the command, not a fault of a window', async () => {
    const { gradekeep, simulator } = await computer()
    const ran = await gradekeep(`connect --key ${simulator.key}`, { GRADEKEEP_API_SECRET: undefined }, '')
    expect(ran).toMatchObject({ status: 2, out: '' })
    expect(ran.err).toMatch(/^No API secret was given\..* set GRADEKEEP_API_SECRET for this run\..*\n$/)
    expect(ran.err).not.toContain('window')
  })

  it('ends calmly when interrupted, while it asks for the secret and while ClassMarker thinks', async () => {
    const asking = await computer({ results: 0 })
    const asked = asking.gradekeep(`connect --key ${asking.simulator.key}`, { GRADEKEEP_API_SECRET: undefined }, null)
    asking.stop()
    const cancelled = { status: 1, out: '', err: expect.stringMatching(/^It was cancelled\..*\n$/) }
    expect(await asked).toMatchObject(cancelled)

    const { simulator, gradekeep, stop } = await computer({ results: 0 })
    const held = simulator.faults.next({ kind: 'held' })
    const connecting = gradekeep(`connect --key ${simulator.key}`)
    await held.reached()
    stop()
    expect(await connecting).toMatchObject(cancelled)
  })

  it.each(['http://api.classmarker.com', 'hunter2'])('sends no key to %s: wrong usage', async (url) => {
    const { gradekeep, dataDir } = await computer({ results: 0 })
    const ran = await gradekeep('connect --key K', { GRADEKEEP_API_URL: url })
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/^GRADEKEEP_API_URL is not/) })
    expect(ran.err).not.toContain(url)
    expect(readdirSync(dataDir)).toEqual([])
  })

  it.each(['sha256', 'md5'] as const)('signs with %s alone when asked to', async (signature) => {
    const { gradekeep, simulator } = await computer({ results: 0, acceptedSignatures: [signature] })
    const { json } = await gradekeep(`connect --key ${simulator.key} --signature ${signature} --json`)
    expect(json).toMatchObject({ account: { signature }, requests: 1 })
  })
})

describe('gradekeep sync', () => {
  it('fetches 900 results and answers with its summary', async () => {
    const { gradekeep } = await connectedComputer(900)
    const { status, json, err } = await gradekeep('sync --json')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(json).toMatchObject({
      outcome: 'complete',
      requests: expect.any(Number),
      added: 900,
      updated: 0,
      unchanged: expect.any(Number),
      gaps: [],
      nextRequestAfter: null,
      budget: { used: json.requests + 1, limit: 30 },
      error: null,
    })
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 0,
      json: { outcome: 'complete', added: 0, updated: 0 },
    })
  })

  it('has exactly the documented fields', async () => {
    const { gradekeep } = await connectedComputer(5)
    const { json } = await gradekeep('sync --json')
    const documented = 'added budget error gaps nextRequestAfter outcome requests unchanged updated'.split(' ')
    // The number of unreadable results is listed beside them.
    expect(Object.keys(json).sort()).toEqual([...documented, 'unreadable'].sort())
  })

  it('stops at the rate limit with status 3, keeps what arrived, and goes on an hour later', async () => {
    const { connect, gradekeep } = await computer({ results: 2_000, requestsPerHour: 5 })
    await connect()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(3)
    expect(err).toMatch(oneSentence)
    expect(json).toMatchObject({
      outcome: 'rate-limited',
      nextRequestAfter: noon + hour,
      error: { code: 'api/rate-limited', message: err.trim() },
    })
    expect((await gradekeep('results --json --limit 1')).json.total).toBe(json.added)
    vi.setSystemTime((noon + hour + 1) * 1000)
    expect((await gradekeep('sync --json')).json.added).toBeGreaterThan(0)
  })

  it('with --wait says that it waits, and an interrupt ends the waiting', async () => {
    const { connect, gradekeep, stop } = await computer({ results: 2_000, requestsPerHour: 5 })
    await connect()
    const waiting = gradekeep('sync --wait --json')
    stop()
    const { status, json } = await waiting
    expect(status).toBe(1)
    expect(json).toMatchObject({ outcome: 'failed', error: { code: 'job/cancelled' } })
  })

  it('is offline with status 4', async () => {
    const { gradekeep, simulator } = await connectedComputer(5)
    await simulator.close()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(4)
    expect(json).toMatchObject({ outcome: 'offline', error: { code: 'network/offline', message: err.trim() } })
  })

  it('fails with status 1 where the key was switched off', async () => {
    const { gradekeep, simulator } = await connectedComputer(5)
    simulator.world.setKeyActive(false)
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      json: { outcome: 'failed', error: { code: 'api/key-inactive' } },
      err: expect.stringMatching(oneSentence),
    })
  })

  it('fails where there is no account, or not the one that is named', async () => {
    const { gradekeep, connect } = await computer({ results: 5 })
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(oneSentence),
    })
    await connect()
    expect(await gradekeep('sync --json --account nobody')).toMatchObject({ status: 1, out: '' })
  })

  it('asks for the secret again where none was kept', async () => {
    const { gradekeep } = await connectedComputer(5)
    const ran = await gradekeep('sync', { GRADEKEEP_API_SECRET: undefined })
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('secret') })
    expect(ran.out).toMatch(/^Stopped: nothing arrived/)
  })
})

describe('gradekeep sync', () => {
  it('takes the copy of the day, once', async () => {
    const { gradekeep, dataDir } = await connectedComputer(5)
    await gradekeep('sync --json')
    await gradekeep('sync --json')
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(['daily-2026-11-20.db.zst'])
  })

  it('with --recheck reads again behind its cursor what still needs grading, whatever the day', async () => {
    const { gradekeep, simulator, connect } = await computer({ results: 0 })
    simulator.world.addGroupResult({ time_finished: noon - 30 * day, requires_grading: 'Yes', user_id: 7 })
    simulator.world.addGroupResult({ time_finished: noon - 60, user_id: 8 })
    await connect()
    await gradekeep('sync --json')
    const essay = simulator.world.groupResults().find(({ user_id }) => user_id === 7)
    if (essay === undefined) throw new Error('The essay is not there')
    simulator.world.gradeResult(essay, { points_scored: 1, percentage: 12.5 })
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', updated: 0 })
    expect((await gradekeep('sync --recheck --json')).json).toMatchObject({ outcome: 'complete', updated: 1 })
    const { json } = await gradekeep('results --json')
    expect(json.results.find(({ user_id }: { user_id: number }) => user_id === 7)).toMatchObject({
      percentage: 12.5,
      requires_grading: 'No',
    })
  })

  it('does nothing while another process syncs the same data, and says so', async () => {
    const { gradekeep, dataDir, simulator } = await synced(5)
    const other = new SyncLock(join(dataDir, 'gradekeep.db'))
    onTestFinished(() => other.release())
    expect(other.acquire()).toBe(true)
    const before = simulator.requests.length
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      json: { outcome: 'failed', requests: 0, error: { code: 'sync/busy' } },
      err: expect.stringMatching(oneSentence),
    })
    expect(simulator.requests).toHaveLength(before)
    other.release()
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete' })
  })
})

describe('gradekeep sync of an account whose secret is missing', () => {
  it('still answers with the JSON of a sync, and the error', async () => {
    const { gradekeep } = await connectedComputer(5)
    const { status, json, err } = await gradekeep('sync --json', { GRADEKEEP_API_SECRET: undefined })
    expect(status).toBe(1)
    expect(json).toEqual({
      outcome: 'failed',
      requests: 0,
      added: 0,
      updated: 0,
      unchanged: 0,
      unreadable: 0,
      gaps: [],
      nextRequestAfter: null,
      budget: { used: 1, limit: 30 },
      error: { code: 'keychain/missing', message: err.trim() },
    })
  })

  it('goes on with the others, and says whose failed', async () => {
    const { gradekeep, dataDir } = await connectedComputer(5)
    const { core } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: () => noon, dataDir })
    // Its id sorts it before the other; no server answers its key.
    await core.store.addAccount({
      ...{ id: 'first', name: 'South\u001b[2Jgate', service: 'classmarker', key: 'nobody', url: null, email: null },
      ...{ signature: 'sha256', signatureSetting: 'sha256' },
      ...{ sample: false, timeZone: 'UTC', createdAt: unixSeconds(1), colour: 0, archived: false },
    })
    await core.close()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(1)
    expect(json).toMatchObject({ outcome: 'failed', added: 5, error: { code: 'api/no-such-key' } })
    expect(err).toMatch(/^South�\[2Jgate: ClassMarker does not know/)
  })
})

describe('the sample account', () => {
  async function withSample() {
    const own = await computer({ results: 7 })
    const { core } = await laptop({ apiUrl: own.simulator.url, clock: () => noon, dataDir: own.dataDir })
    await core.jobs.result(core.syncs.startSample('classmarker'))
    await core.close()
    return own
  }

  it('is meant where it is all there is', async () => {
    const { gradekeep } = await withSample()
    expect((await gradekeep('results --json --limit 1')).json.total).toBe(3_000)
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', added: 0 })
  })

  it('is left out beside a real one, unless it is named', async () => {
    const { gradekeep, connect } = await withSample()
    await connect()
    await gradekeep('sync --json')
    const file = join(temporaryFolder(), 'All.csv')
    expect((await gradekeep('results --json')).json.total).toBe(7)
    expect((await gradekeep(`export ${file} --json`)).json.attempts).toBe(7)
    expect((await gradekeep('results --json --limit 1 --account sample')).json.total).toBe(3_000)
    expect((await gradekeep('sync --json')).json.budget.limit).toBe(30)
    const { accounts } = (await gradekeep('status --json')).json
    expect(accounts.map(({ results }: { results: number }) => results)).toEqual([7, 3_000])
  })
})

describe('gradekeep results', () => {
  it('ends calmly when interrupted', async () => {
    const { gradekeep, stop } = await synced(20)
    stop()
    expect(await gradekeep('results --json')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^It was cancelled\..*\n$/),
    })
  })

  it('shows names and times from outside as text alone, whatever is in them', async () => {
    const { gradekeep, dataDir } = await synced(3)
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    db.exec(`UPDATE result SET first = char(27) || '[2J' || char(155) || 'Ada', last = 'x' || char(9) || char(10),
      time_finished = 9000000000000000; UPDATE test SET name = char(27) || 'c'; UPDATE account SET time_zone = 'Asia/Kolkata'`)
    db.close()
    const { out, err, status } = await gradekeep('results')
    expect({ status, err }).toEqual({ status: 0, err: '3 of 3 results; times in Asia/Kolkata\n' })
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    for (const line of lines) {
      expect(line.replaceAll('\t', '')).not.toMatch(/\p{Cc}/u)
      expect(line.split('\t').slice(0, 3)).toEqual(['9000000000000000', '�[2J�Ada x��', '�c'])
    }
    expect((await gradekeep('results --json')).out.trimEnd().replaceAll(',\n', '')).not.toMatch(/\p{Cc}/u)
  })

  it("gives all of them with ClassMarker's values", async () => {
    const { gradekeep, simulator } = await synced()
    const { status, json, err } = await gradekeep('results --json')
    expect({ status, err, total: json.total, count: json.results.length }).toEqual({
      status: 0,
      err: '',
      total: 900,
      count: 900,
    })
    const keyOf = (result: Record<string, unknown>) =>
      `${result.link_result_id ?? `u${result.user_id}`}/${result.test_id}/${result.time_started}`
    const given = new Map<string, Record<string, unknown>>(
      json.results.map((result: Record<string, unknown>) => [keyOf(result), result]),
    )
    const { groups, links, tests } = simulator.world
    const nameOf = (list: readonly { id: number; name: string }[], id: unknown) =>
      list.find((each) => each.id === id)?.name ?? null
    const decoded = (text: unknown) =>
      typeof text === 'string'
        ? text
            .replace(/&#039;/g, "'")
            .replace(/&quot;/g, '"')
            .replace(/&lt;/g, '<')
            .replace(/&gt;/g, '>')
            .replace(/&amp;/g, '&')
        : text
    for (const sent of [...simulator.world.groupResults(), ...simulator.world.linkResults()]) {
      const result = given.get(keyOf({ ...sent }))
      const inGroup = 'group_id' in sent
      const said = Object.entries(sent).map(([name, value]) => [name, value === '' ? null : decoded(value)])
      expect(result).toMatchObject({
        ...Object.fromEntries(said),
        give_certificate_only_when_passed: sent.give_certificate_only_when_passed || false,
        feed: inGroup ? 'groups' : 'links',
        test_name: nameOf(tests, sent.test_id),
        group_name: inGroup ? nameOf(groups, sent.group_id) : null,
        link_name: inGroup ? null : nameOf(links, 'link_id' in sent ? sent.link_id : null),
        student_key: expect.stringMatching(inGroup ? /^user:\d+$/ : /^(cm:.+|mail:.+\|.+|name:.+\|.*)$/),
      })
    }
    expect(Object.values(json.results[0])).not.toContain(undefined)
  })

  it('has numbers as numbers, times as Unix seconds and null for what is absent', async () => {
    const { gradekeep } = await synced(100)
    for (const result of (await gradekeep('results --json')).json.results) {
      for (const name of ['percentage', 'time_started', 'time_finished', 'test_id'])
        expect(result[name]).toBeTypeOf('number')
      expect(['Yes', 'No']).toContain(result.requires_grading)
      expect(Object.values(result)).not.toContain('')
    }
  })

  it('narrows by every filter, and by all of them together', async () => {
    const { gradekeep } = await synced()
    const all: Record<string, never>[] = (await gradekeep('results --json')).json.results
    const [first] = all
    const today = new Date((noon - 7 * day) * 1000).toISOString().slice(0, 10)
    const check = async (words: string, matches: (result: Record<string, never>) => boolean) => {
      const { json } = await gradekeep(`results --json ${words}`)
      expect([words, json.total]).toEqual([words, all.filter(matches).length])
      expect(json.results.every(matches)).toBe(true)
    }
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const dayOf = (time: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(time * 1000)
    await check(`--test ${first?.test_id}`, (result) => result.test_id === first?.test_id)
    const group = all.find((result) => result.group_id !== null)?.group_id
    const link = all.find((result) => result.link_id !== null)?.link_id
    await check(`--group ${group}`, (result) => result.group_id === group)
    await check(`--group ${group} --link ${link}`, (result) => result.group_id === group || result.link_id === link)
    await check(`--from ${today}`, (result) => dayOf(result.time_finished ?? 0) >= today)
    await check(`--to ${today}`, (result) => dayOf(result.time_finished ?? 0) <= today)
    await check(
      '--min-percentage 50 --max-percentage 80',
      (result) => Number(result.percentage) >= 50 && Number(result.percentage) <= 80,
    )
    const marked = (result: Record<string, never>) => Number(result.percentage_passmark) > 0
    await check('--passed', (result) => marked(result) && Boolean(result.passed))
    await check('--failed', (result) => marked(result) && !result.passed)
    await check('--needs-grading', (result) => String(result.requires_grading) === 'Yes')
    await check('--certificate', (result) => result.certificate_serial !== null)
    await check(
      '--passed --certificate --min-percentage 70',
      (result) =>
        marked(result) &&
        Boolean(result.passed) &&
        result.certificate_serial !== null &&
        Number(result.percentage) >= 70,
    )
    const last = String(first?.last).toUpperCase()
    const { json } = await gradekeep(`results --json --search ${last.split(' ')[0]}`)
    expect(json.total).toBeGreaterThan(0)
  })

  it('sorts, and gives a range of the order', async () => {
    const { gradekeep } = await synced(100)
    const serials = (json: { results: { time_finished: number; percentage: number }[] }) => json.results
    const all = serials((await gradekeep('results --json')).json)
    expect(all.map(({ time_finished }) => time_finished)).toEqual(
      all.map(({ time_finished }) => time_finished).toSorted((one, other) => other - one),
    )
    const some = await gradekeep('results --json --limit 7 --offset 3')
    expect(some.json.total).toBe(100)
    expect(some.json.results).toEqual(all.slice(3, 10))
    const rising = serials((await gradekeep('results --json --sort percentage')).json).map(
      ({ percentage }) => percentage,
    )
    expect(rising).toEqual(rising.toSorted((one, other) => one - other))
    expect((await gradekeep('results --json --limit 0')).json).toEqual({ total: 100, results: [] })
    expect((await gradekeep('results --json --offset 500')).json).toEqual({ total: 100, results: [] })
    expect((await gradekeep('results --json --limit 1000000')).json.results).toHaveLength(100)
  })

  it('is one line each in words, with the count beside the answer', async () => {
    const { gradekeep } = await synced(20)
    const { out, err } = await gradekeep('results --limit 5')
    expect(out.trimEnd().split('\n')).toHaveLength(5)
    for (const line of out.trimEnd().split('\n')) expect(line.split('\t')).toHaveLength(5)
    expect(err).toBe(`5 of 20 results; times in ${Intl.DateTimeFormat().resolvedOptions().timeZone}\n`)
  })

  it('is empty without an account, and fails for one that is not there', async () => {
    const { gradekeep } = await computer({ results: 0 })
    expect(await gradekeep('results --json')).toMatchObject({ status: 0, json: { total: 0, results: [] } })
    expect(await gradekeep('results --json --account nobody')).toMatchObject({ status: 1, out: '' })
  })

  it('works where there is neither network nor secret', async () => {
    const { gradekeep, simulator } = await synced(20)
    await simulator.close()
    expect((await gradekeep('results --json', { GRADEKEEP_API_SECRET: undefined })).json.total).toBe(20)
  })
})

describe('gradekeep export', () => {
  it.each([
    ['xlsx', ['Gradebook', 'Attempts', 'Settings']],
    ['csv', []],
  ])('writes a .%s file and says what is in it', async (ending, sheets) => {
    const { gradekeep } = await synced(50)
    const file = join(temporaryFolder(), `All.${ending}`)
    const { status, json } = await gradekeep(`export ${file} --json`)
    expect(status).toBe(0)
    expect(Object.keys(json)).toEqual(['file', 'sheets', 'students', 'attempts'])
    expect(json).toMatchObject({ file, attempts: 50, students: expect.any(Number) })
    expect(json.sheets).toEqual(expect.arrayContaining(sheets))
    expect(readFileSync(file).length).toBeGreaterThan(1_000)
  })

  it('shows how far it is where standard error is a terminal', async () => {
    const { gradekeep } = await synced(50)
    const file = join(temporaryFolder(), 'All.xlsx')
    const { err } = await gradekeep(`export ${file} --json`, {}, '', true)
    expect(err).toContain(' 50 of 50 attempts')
    expect(err.endsWith('\r\u001b[K')).toBe(true)
  })

  it('fails with status 1 where nothing can be written, and leaves nothing there', async () => {
    const { gradekeep } = await synced(5)
    const folder = temporaryFolder()
    const ran = await gradekeep(`export ${join(folder, 'missing', 'All.xlsx')} --json`)
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(oneSentence) })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('results that are not all of them', () => {
  const limited =
    /^These results are not complete: ClassMarker’s hourly limit was reached [^\n]*results of links were never/

  async function partly() {
    const own = await computer({ results: 900, requestsPerHour: 3 })
    await own.connect()
    expect(await own.gradekeep('sync --json')).toMatchObject({ status: 3 })
    return own
  }

  it.each(['results', 'results --json', 'certificates', 'certificates --json'])(
    'are reported in one line beside the answer: %s',
    async (line) => {
      const { gradekeep } = await partly()
      const { status, out, err } = await gradekeep(line)
      expect(status).toBe(0)
      expect(err).toMatch(limited)
      expect(out).not.toContain('not complete')
    },
  )

  it('are reported before they are exported, and on the first sheet, too', async () => {
    const { gradekeep } = await partly()
    const file = join(temporaryFolder(), 'Part.xlsx')
    const { status, err, json } = await gradekeep(`export ${file} --json`)
    expect(status).toBe(0)
    expect(err).toMatch(limited)
    expect(json.sheets).toEqual(['Summary', 'Gradebook', 'Attempts', 'Settings'])
    const rows = await sheetRows(file, 'Summary')
    expect(rows.map(([label]) => label)).toEqual(['Attempts', 'Not complete'])
    expect(rows[1]?.[1]).toMatch(limited)
    expect((await settingsOf(file)).get('Not complete')).toMatch(limited)
  })

  it('are so before the first sync as well', async () => {
    const { gradekeep } = await connectedComputer(5)
    const { err } = await gradekeep('results')
    expect(err).toBe('These results are not complete: the first fetch is not finished.\n0 of 0 results; times in UTC\n')
  })

  it('are all of them after a whole sync, and nothing is said', async () => {
    const { gradekeep } = await synced(5)
    const file = join(temporaryFolder(), 'All.csv')
    for (const line of ['results --json', 'certificates --json', `export ${file} --json`]) {
      expect((await gradekeep(line)).err.replace(/^\d+ texts begin like a formula[^\n]*\n/, '')).toBe('')
    }
  })
})

describe('gradekeep status', () => {
  it('says for each account what is here and until when', async () => {
    const { gradekeep } = await synced(50)
    const { status, json } = await gradekeep('status --json')
    expect(status).toBe(0)
    expect(json.accounts).toMatchObject([
      {
        name: 'Northgate',
        results: 50,
        lastSync: { at: noon, outcome: 'complete' },
        coverage: [
          { feed: 'groups', intervals: [{ until: noon - 1 }] },
          { feed: 'links', intervals: [{ until: noon - 1 }] },
        ],
        gaps: [],
        budget: { limit: 30 },
        nextRequestAfter: null,
      },
    ])
    expect((await gradekeep('status')).out).toContain('Northgate')
  })

  it('says that there is no account', async () => {
    const { gradekeep } = await computer({ results: 0 })
    expect(await gradekeep('status')).toMatchObject({ status: 0, out: expect.stringContaining('No account') })
  })

  it.each([
    ['status', 0, ''],
    ['status --json', 0, '{"accounts":[]}\n'],
    ['results --json', 0, '{"total":0,"results":[]}\n'],
    ['sync --json', 1, ''],
    ['export All.xlsx', 1, ''],
    ['status --account a', 1, ''],
  ])(
    '“%s” makes nothing in a folder that was mistyped, and says that no account is there',
    async (line, status, answer) => {
      const { run } = await computer({ results: 0 })
      const typo = join(temporaryFolder(), 'typo')
      const ran = await run([...line.split(' '), '--data-dir', typo])
      expect(existsSync(typo)).toBe(false)
      expect(ran.status).toBe(status)
      expect(ran.out).toContain(answer)
      expect(ran.out + ran.err).toContain(status === 0 ? `there is nothing in ${typo} yet` : 'There is no such account')
    },
  )
})

describe('gradekeep simulator', () => {
  it('runs until it is interrupted, and says where', async () => {
    const { run, stop } = await computer({ results: 0 })
    const running = run(['simulator', '--results', '3', '--json'])
    stop()
    const { status, json } = await running
    expect(status).toBe(0)
    expect(json).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      key: expect.any(String),
      secret: expect.any(String),
    })
  })

  it('runs a learning platform the same way', async () => {
    const { run, stop } = await computer({ results: 0 })
    const running = run(['simulator', '--service', 'assessments', '--results', '3', '--dialect', 'flat'])
    stop()
    const { status, out } = await running
    expect(status).toBe(0)
    expect(out).toMatch(/^URL: {6}http:\/\/127\.0\.0\.1:\d+\nEmail: {4}\S+@\S+\nPassword: \w+\nToken: {4}\w+\n$/)
  })

  it('fails in plain words where its port is taken', async () => {
    const { run, simulator } = await computer({ results: 0 })
    const ran = await run(['simulator', '--port', new URL(simulator.url).port])
    expect(ran).toMatchObject({ status: 1, out: '' })
    expect(ran.err).not.toContain('Something went wrong inside')
  })
})

describe('any command', () => {
  it.each([
    ['', 0, undefined],
    ['help', 0, undefined],
    ['--help', 0, undefined],
    ['sync --help', 0, 'Usage: gradekeep sync'],
  ])('“%s” helps', async (line, status, usage = 'Usage: gradekeep COMMAND') => {
    const { run } = await computer({ results: 0 })
    const ran = await run(line.split(' ').filter(Boolean))
    expect(ran).toMatchObject({ status, err: '', out: expect.stringContaining(usage) })
  })

  it('tells its version', async () => {
    const { run } = await computer({ results: 0 })
    expect(await run(['--version'])).toMatchObject({ status: 0, out: '1.2.3\n' })
    expect((await run(['--version', '--json'])).json).toEqual({ version: '1.2.3' })
  })

  it.each(['frobnicate', 'results --limit x', 'connect', 'export', 'sync --key K', 'results --from yesterday'])(
    '“%s” is wrong usage: status 2, one sentence, nothing on standard output, no data folder made',
    async (line) => {
      const { gradekeep, dataDir } = await computer({ results: 0 })
      expect(await gradekeep(line)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(oneSentence) })
      expect(readdirSync(dataDir)).toEqual([])
    },
  )

  it('keeps the secret of the environment out of every file and every answer', async () => {
    const { connect, gradekeep, dataDir, simulator } = await computer({ results: 30 })
    const answers = [
      await connect(),
      await gradekeep('sync --json'),
      await gradekeep('status'),
      await gradekeep('results --json'),
    ]
    expect(JSON.stringify(answers)).not.toContain(simulator.secret)
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(2)
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(simulator.secret)
  })

  it('leaves the database closed and whole behind it', async () => {
    const { gradekeep, dataDir } = await connectedComputer(5)
    await gradekeep('sync --json')
    expect(readdirSync(dataDir).sort()).toEqual([
      'backups',
      'gradekeep.db',
      'gradekeep.db.seal',
      'open.lock',
      'sync.lock',
    ])
  })
})
