import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { laptop, noon, temporaryFolder } from '../support/laptop.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

async function synced(results = 300) {
  const own = await syncedComputer(results)
  const found = async (query: string): Promise<Found[]> =>
    (await own.run(['certificates', query, '--json', '--data-dir', own.dataDir])).json.certificates
  return { ...own, found }
}

interface Found {
  readonly certificate_serial: string
  readonly first: string
  readonly last: string
  readonly test_name: string
  readonly time_finished: number
}

const serialsOf = (found: readonly Found[]) => found.map(({ certificate_serial }) => certificate_serial)

describe('gradekeep certificates', () => {
  it('without a query gives every certificate, newest first, and as many as the results have', async () => {
    const { gradekeep, simulator } = await synced()
    const { status, json, err } = await gradekeep('certificates --json')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    const sent = [...simulator.world.groupResults(), ...simulator.world.linkResults()]
    const given = sent.filter(({ certificate_serial }) => certificate_serial !== '')
    expect(given.length).toBeGreaterThan(20)
    expect(json.total).toBe(given.length)
    expect(serialsOf(json.certificates).toSorted()).toEqual(
      given.map(({ certificate_serial }) => certificate_serial).toSorted(),
    )
    const times = json.certificates.map(({ time_finished }: Found) => time_finished)
    expect(times).toEqual(times.toSorted((one: number, other: number) => other - one))
    expect((await gradekeep('results --certificate --json')).json.total).toBe(json.total)
  })

  it('has exactly the documented fields, with the values of the results', async () => {
    const { gradekeep } = await synced(60)
    const { json } = await gradekeep('certificates --json')
    const [first] = json.certificates
    const fields = 'certificate_serial certificate_url first last test_name time_finished percentage passed'.split(' ')
    expect(Object.keys(json)).toEqual(['total', 'certificates'])
    expect(Object.keys(first)).toEqual(fields)
    const { results } = (await gradekeep('results --certificate --json')).json
    expect(results[0]).toMatchObject(first)
    expect(first).toMatchObject({ percentage: expect.any(Number), passed: expect.any(Boolean) })
  })

  it('finds a certificate by any nine characters of its serial, without dashes and in lower case', async () => {
    const { gradekeep, found } = await synced(120)
    const all: Found[] = (await gradekeep('certificates --json')).json.certificates
    const { certificate_serial: serial = '' } = all[Math.floor(all.length / 2)] ?? {}
    const plain = serial.replaceAll('-', '').toLowerCase()
    expect(plain.length).toBeGreaterThan(9)
    for (let at = 0; at + 9 <= plain.length; at++) {
      const part = plain.slice(at, at + 9)
      expect([part, serialsOf(await found(part))]).toEqual([part, expect.arrayContaining([serial])])
    }
  })

  it('takes a serial as it is read aloud: spaces, 0 for O, 1 for I and L', async () => {
    const { simulator, gradekeep, found } = await synced(0)
    simulator.world.addGroupResult({ certificate_serial: 'CAOL-I105-XY77-QQ2Z', certificate_url: '', passed: true })
    await gradekeep('sync --json')
    for (const said of ['ca0l-ii0', 'CAO1 1105', 'caol1l05', 'Ca O l i 1 0 5 x y', 'CAOL-I105-XY77-QQ2Z']) {
      expect([said, serialsOf(await found(said))]).toEqual([said, ['CAOL-I105-XY77-QQ2Z']])
    }
    expect(await found('CAOL-I105-XY77-QQ2ZZ')).toEqual([])
  })

  it('finds by words of a name or a test, several words as one query, and gives all that match', async () => {
    const { gradekeep } = await synced()
    const all: Found[] = (await gradekeep('certificates --json')).json.certificates
    const [one] = all
    const last =
      String(one?.last)
        .split(/[^\p{L}]/u)[0]
        ?.toLowerCase() ?? ''
    const word = String(one?.test_name).split(' ')[0]?.toLowerCase() ?? ''
    const { json } = await gradekeep(`certificates ${last} ${word} --json`)
    expect(json.total).toBeGreaterThan(0)
    expect(json.certificates).toHaveLength(json.total)
    expect(serialsOf(json.certificates)).toContain(one?.certificate_serial)
    const ofTest = (await gradekeep(`certificates ${word} --json`)).json
    const matching = all.filter(({ test_name }) => test_name.toLowerCase().includes(word))
    expect(matching.length).toBeGreaterThan(25)
    expect(serialsOf(ofTest.certificates)).toEqual(expect.arrayContaining(serialsOf(matching)))
    expect(ofTest.certificates).toHaveLength(ofTest.total)
  })

  it('answers as the desk does, the whole serial first', async () => {
    const { gradekeep, found, dataDir, simulator } = await synced(0)
    const given = ['AB12-CD34-EF56', 'AB12-CD34-EF56-9', 'ZZ99-AB12-CD34-EF56']
    for (const [at, certificate_serial] of given.entries()) {
      simulator.world.addGroupResult({ certificate_serial, time_finished: noon - 100 + at, passed: true })
    }
    await gradekeep('sync --json')
    expect(serialsOf(await found('ab12cd34ef56'))).toEqual([given[0], given[2], given[1]])
    const { core } = await laptop({ apiUrl: simulator.url, clock: () => noon, dataDir })
    const { matches } = await core.store.lookUpCertificates('ab12cd34ef56', undefined)
    expect(matches.map(({ certificateSerial }) => certificateSerial)).toEqual([given[0], given[2], given[1]])
  })

  it('has none that is not earned any more, and none that ClassMarker never gave', async () => {
    const { simulator, gradekeep } = await synced(0)
    const only = { give_certificate_only_when_passed: true } as const
    simulator.world.addGroupResult({ ...only, certificate_serial: 'LOST-1234-5678', passed: false })
    simulator.world.addGroupResult({ ...only, certificate_serial: '', passed: true })
    await gradekeep('sync --json')
    expect((await gradekeep('certificates --json')).json).toEqual({ total: 0, certificates: [] })
    expect((await gradekeep('certificates lost1234 --json')).json.total).toBe(0)
    expect((await gradekeep('results --certificate --json')).json.total).toBe(0)
  })

  it('is one line each in words, with the count beside the answer', async () => {
    const { gradekeep } = await synced(60)
    const { json } = await gradekeep('certificates --json')
    const { out, err } = await gradekeep('certificates')
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(json.total)
    for (const [at, line] of lines.entries()) expect(line).toContain(json.certificates[at].certificate_serial)
    expect(err).toBe(`${json.total} certificates; times in ${Intl.DateTimeFormat().resolvedOptions().timeZone}\n`)
    expect(await gradekeep('certificates nobodyofthisname')).toMatchObject({
      status: 0,
      out: '',
      err: expect.stringMatching(/^0 certificates/),
    })
  })

  it('finds a name with its comma, and nothing by an apostrophe', async () => {
    const { simulator, gradekeep, found, run, dataDir } = await synced(0)
    simulator.world.addGroupResult({ first: 'Ana', last: 'Ruiz', certificate_serial: 'AB12-CD34-EF56', passed: true })
    await gradekeep('sync --json')
    expect(serialsOf(await found('Ruiz, Ana'))).toEqual(['AB12-CD34-EF56'])
    for (const command of [['certificates'], ['results', '--search']]) {
      const of = async (text: string) => (await run([...command, text, '--json', '--data-dir', dataDir])).json?.total
      expect([await of('Ruiz, Ana'), await of("'")]).toEqual([1, 0])
    }
  })

  it('says in a word what came of the test: a certificate that was issued is not yet one that was passed', async () => {
    const { simulator, gradekeep } = await synced(0)
    const given = { percentage_passmark: 80, requires_grading: 'No', percentage: 60 } as const
    simulator.world.addGroupResult({ ...given, certificate_serial: 'PASSED-1', passed: true })
    simulator.world.addGroupResult({ ...given, certificate_serial: 'FAILED-2', passed: false })
    simulator.world.addGroupResult({ ...given, certificate_serial: 'TOGRADE-3', requires_grading: 'Yes', passed: true })
    simulator.world.addGroupResult({ ...given, certificate_serial: 'NOMARK-4', percentage_passmark: 0, passed: true })
    await gradekeep('sync --json')
    const { out } = await gradekeep('certificates')
    const words = Object.fromEntries(
      out
        .trimEnd()
        .split('\n')
        .map((line) => [line.split('\t')[0], line.split('\t').slice(5)]),
    )
    expect(words).toEqual({
      'PASSED-1': ['passed'],
      'FAILED-2': ['not passed'],
      'TOGRADE-3': ['to grade'],
      'NOMARK-4': ['no pass mark'],
    })
  })

  it('takes whatever is typed for a query, and no part of it for a command to the index', async () => {
    const { run, dataDir } = await synced(5)
    for (const query of ['"', "'", '%', '*', '-x', '( AND )', 'a:b', 'serial : CA', '\u0000', '^', 'NEAR(a b)', '{']) {
      const ran = await run(['certificates', '--json', '--data-dir', dataDir, '--', query])
      expect([query, ran.status, ran.err, ran.json?.total]).toEqual([query, 0, '', expect.any(Number)])
    }
  })

  it('works without network and secret, and where no account is', async () => {
    const { gradekeep, simulator, run } = await synced(60)
    await simulator.close()
    expect((await gradekeep('certificates --json', { GRADEKEEP_API_SECRET: undefined })).json.total).toBeGreaterThan(0)
    expect(await gradekeep('certificates --account nobody')).toMatchObject({ status: 1, out: '' })
    const nowhere = join(temporaryFolder(), 'typo')
    expect(await run(['certificates', '--json', '--data-dir', nowhere])).toMatchObject({
      status: 0,
      out: '{"total":0,"certificates":[]}\n',
    })
    expect(existsSync(nowhere)).toBe(false)
  })

  it('leaves the made-up certificates of the sample account out where there is a real account', async () => {
    const { gradekeep, simulator, dataDir } = await synced(60)
    const before = (await gradekeep('certificates --json')).json.total
    const { core } = await laptop({ apiUrl: simulator.url, clock: () => noon, dataDir })
    const { id } = await core.accounts.sample('classmarker')
    await core.syncs.run(id, 'when due', { signal: new AbortController().signal, report: () => undefined })
    await core.close()
    expect((await gradekeep('certificates --json')).json.total).toBe(before)
    expect((await gradekeep(`certificates --json --account ${id}`)).json.total).toBeGreaterThan(0)
    const lines = (await gradekeep(`certificates --account ${id}`)).out.trimEnd().split('\n')
    expect(lines.filter((line) => !line.endsWith('\tsample'))).toEqual([])
  })
})
