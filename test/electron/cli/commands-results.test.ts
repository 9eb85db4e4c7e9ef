import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { day } from '../../../shared/model/time.ts'
import { settingsOf, sheetRows } from '../export/laptop.ts'
import { laptop, noon, temporaryFolder } from '../support/laptop.ts'
import { computer, connectedComputer, oneSentence, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

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
    const { gradekeep, stop } = await syncedComputer(20)
    stop()
    expect(await gradekeep('results --json')).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^It was cancelled\..*\n$/),
    })
  })

  it('shows names and times from outside as text alone, whatever is in them', async () => {
    const { gradekeep, dataDir } = await syncedComputer(3)
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
    const { gradekeep, simulator } = await syncedComputer()
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
    const { gradekeep } = await syncedComputer(100)
    for (const result of (await gradekeep('results --json')).json.results) {
      for (const name of ['percentage', 'time_started', 'time_finished', 'test_id'])
        expect(result[name]).toBeTypeOf('number')
      expect(['Yes', 'No']).toContain(result.requires_grading)
      expect(Object.values(result)).not.toContain('')
    }
  })

  it('narrows by every filter, and by all of them together', async () => {
    const { gradekeep } = await syncedComputer()
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
    const { gradekeep } = await syncedComputer(100)
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
    const { gradekeep } = await syncedComputer(20)
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
    const { gradekeep, simulator } = await syncedComputer(20)
    await simulator.close()
    expect((await gradekeep('results --json', { GRADEKEEP_API_SECRET: undefined })).json.total).toBe(20)
  })
})

describe('gradekeep export', () => {
  it.each([
    ['xlsx', ['Gradebook', 'Attempts', 'Settings']],
    ['csv', []],
  ])('writes a .%s file and says what is in it', async (ending, sheets) => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), `All.${ending}`)
    const { status, json } = await gradekeep(`export ${file} --json`)
    expect(status).toBe(0)
    expect(Object.keys(json)).toEqual(['file', 'sheets', 'students', 'attempts'])
    expect(json).toMatchObject({ file, attempts: 50, students: expect.any(Number) })
    expect(json.sheets).toEqual(expect.arrayContaining(sheets))
    expect(readFileSync(file).length).toBeGreaterThan(1_000)
  })

  it('shows how far it is where standard error is a terminal', async () => {
    const { gradekeep } = await syncedComputer(50)
    const file = join(temporaryFolder(), 'All.xlsx')
    const { err } = await gradekeep(`export ${file} --json`, {}, '', true)
    expect(err).toContain(' 50 of 50 attempts')
    expect(err.endsWith('\r\u001b[K')).toBe(true)
  })

  it('fails with status 1 where nothing can be written, and leaves nothing there', async () => {
    const { gradekeep } = await syncedComputer(5)
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
    const { gradekeep } = await syncedComputer(5)
    const file = join(temporaryFolder(), 'All.csv')
    for (const line of ['results --json', 'certificates --json', `export ${file} --json`]) {
      expect((await gradekeep(line)).err.replace(/^\d+ texts begin like a formula[^\n]*\n/, '')).toBe('')
    }
  })
})
