import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it, vi } from 'vitest'
import { memoryStore } from '../../../electron/accounts/secrets.ts'
import { startSimulator } from '../../../electron/simulator/simulator.ts'
import { hour, plusSeconds } from '../../../shared/model/time.ts'
import { laptop, noon, simulated, temporaryFolder } from '../support/laptop.ts'
import { computer, connectedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const listId = 123_456
const otherList = 123_470

const numbered = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `CODE-${String(from + index).padStart(5, '0')}`)

async function connected() {
  const own = await connectedComputer(0)
  const { simulator, run, dataDir } = own
  for (const list of simulator.world.accessLists) list.codes.clear()
  // No server listens there any more.
  const gone = await startSimulator({ clock: () => noon, results: 0 })
  await gone.close()
  let said: { GRADEKEEP_API_URL?: string } = {}
  const offline = () => {
    said = { GRADEKEEP_API_URL: gone.url }
  }
  const online = () => {
    said = {}
  }
  const codes = (...words: string[]) => run(['codes', ...words, '--json', '--data-dir', dataDir], said)
  const spoken = (...words: string[]) => run(['codes', ...words, '--data-dir', dataDir], said)
  /** Codes on a list at ClassMarker. */
  const atClassMarker = (id = listId) => [...(simulator.world.accessList(id)?.codes ?? [])].toSorted()
  const calls = () => simulator.requests.filter(({ path }) => path.includes('accesslists'))
  return { ...own, codes, spoken, atClassMarker, calls, offline, online }
}

const oneSentence = /^\S[^\n]*[.?!]\n$/

describe('gradekeep codes add', () => {
  it('sends 250 codes in three requests, and says what ClassMarker counted', async () => {
    const { codes, atClassMarker, calls } = await connected()
    const { status, json, err, out } = await codes('add', String(listId), ...numbered(250))
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(json).toEqual({
      listId,
      added: 250,
      removed: 0,
      pending: 0,
      knownHere: 250,
      serverTotal: 250,
      rejected: [],
    })
    expect(Object.keys(JSON.parse(out))).toEqual(
      'listId added removed pending knownHere serverTotal rejected'.split(' '),
    )
    expect(calls().map(({ method, body }) => [method, JSON.parse(body).length])).toEqual([
      ['POST', 100],
      ['POST', 100],
      ['POST', 50],
    ])
    expect(atClassMarker()).toEqual(numbered(250))
  })

  it('sends nothing a second time, and asks nobody for a secret then', async () => {
    const { codes, calls, gradekeep } = await connected()
    await codes('add', String(listId), ...numbered(5))
    const asked = calls().length
    const again = await codes('add', String(listId), ...numbered(5))
    const rejected = numbered(5).map((code) => ({ code, reason: 'already-known' }))
    expect(again).toMatchObject({ status: 0, err: '', json: { added: 0, pending: 0, knownHere: 5, rejected } })
    const noSecret = { GRADEKEEP_API_SECRET: undefined }
    expect(await gradekeep(`codes add ${listId} CODE-00001 --json`, noSecret)).toMatchObject({ status: 0 })
    expect(calls()).toHaveLength(asked)
  })

  it('passes over what is empty, too long or given twice, and adds the rest', async () => {
    const { codes, spoken, atClassMarker } = await connected()
    const [longest, tooLong] = ['é'.repeat(255), 'é'.repeat(256)]
    const { status, json } = await codes('add', String(listId), 'A', ' ', tooLong, longest, 'A', '')
    expect(status).toBe(0)
    expect(json).toMatchObject({ added: 2, knownHere: 2 })
    expect(json.rejected).toEqual([
      { code: '', reason: 'empty' },
      { code: tooLong, reason: 'too-long' },
      { code: 'A', reason: 'duplicate' },
      { code: '', reason: 'empty' },
    ])
    expect(atClassMarker()).toEqual(['A', longest])
    const { out, err } = await spoken('add', String(listId), 'B', 'A', '')
    expect(out).toBe('1 added at ClassMarker; 3 known here, 3 at ClassMarker.\n')
    expect(err).toBe('Passed over: 1 empty, 1 on the list already.\n')
  })

  it('fails with status 1 where every code is refused, here or by ClassMarker', async () => {
    const { codes, simulator, atClassMarker } = await connected()
    for (const refused of [[''], ['é'.repeat(256)], ['1.23E+15', 'A\u0007'], ['', '']]) {
      expect(await codes('add', String(listId), ...refused)).toMatchObject({
        status: 1,
        json: { added: 0, pending: 0 },
      })
    }
    expect(await codes('add', String(listId), 'A', '')).toMatchObject({ status: 0, json: { added: 1 } })
    // The request is already fulfilled, so nothing is refused.
    expect(await codes('add', String(listId), 'A', '')).toMatchObject({ status: 0, json: { added: 0 } })
    expect(atClassMarker()).toEqual(['A'])
    const full = simulator.world.accessList(listId)?.codes
    for (const code of numbered(19_999)) full?.add(code)
    const ran = await codes('add', String(listId), 'B')
    expect(ran).toMatchObject({ status: 1, json: { added: 0, rejected: [{ code: 'B' }] } })
  })

  it('sends a code as it is meant, without what nobody sees', async () => {
    const { codes, atClassMarker } = await connected()
    await codes('add', String(listId), 'K7\u200b-020', '="00123"', 'cafe\u0301', 'café')
    expect(atClassMarker()).toEqual(['00123', 'K7-020', 'café'])
  })

  it('takes codes that begin with a dash behind “--”', async () => {
    const { run, dataDir, atClassMarker } = await connected()
    await run(['codes', 'add', String(listId), '--data-dir', dataDir, '--', '-5', '--json'])
    expect(atClassMarker()).toEqual(['--json', '-5'])
  })

  it('succeeds offline: the codes wait, it says so, and push sends them', async () => {
    const { codes, spoken, atClassMarker, offline, online, gradekeep } = await connected()
    offline()
    const { status, json, err } = await codes('add', String(listId), ...numbered(3))
    expect(status).toBe(0)
    expect(json).toMatchObject({ added: 0, pending: 3, knownHere: 3, serverTotal: null, rejected: [] })
    expect(err).toContain('3 waiting to be sent, kept on this computer')
    expect(await spoken('add', String(listId), 'D')).toMatchObject({
      status: 0,
      out: 'Nothing changed at ClassMarker; 4 known here, an unknown number at ClassMarker, 4 waiting to be sent.\n',
    })
    expect((await gradekeep('status --json')).json.accounts[0].outbox).toMatchObject({ pending: 4, held: 0 })
    expect((await gradekeep('status')).out).toContain('access codes: 4 waiting to be sent')

    const inVain = await codes('push')
    expect(inVain).toMatchObject({ status: 4, json: { listId, added: 0, pending: 4, knownHere: 4 } })
    expect(inVain.err).toContain('4 waiting to be sent')
    expect(atClassMarker()).toEqual([])

    online()
    const sent = await codes('push')
    expect(sent).toMatchObject({ status: 0, err: '' })
    expect(sent.json).toEqual({
      listId,
      added: 4,
      removed: 0,
      pending: 0,
      knownHere: 4,
      serverTotal: 4,
      rejected: [],
    })
    expect(atClassMarker()).toEqual([...numbered(3), 'D'])
    expect((await gradekeep('status --json')).json.accounts[0].outbox).toMatchObject({ pending: 0, held: 0 })
    expect((await gradekeep('status')).out).not.toContain('access codes')
  })

  it('succeeds where the server is gone altogether', async () => {
    const { codes, simulator } = await connected()
    await simulator.close()
    expect(await codes('add', String(listId), 'A')).toMatchObject({ status: 0, json: { pending: 1, added: 0 } })
    expect(await codes('list', String(listId))).toMatchObject({ status: 0, json: { pending: 1, knownHere: 1 } })
    expect(await codes('push')).toMatchObject({ status: 4 })
  })

  it('shows how far it is where standard error is a terminal', async () => {
    const { gradekeep } = await connected()
    const { err } = await gradekeep(`codes add ${listId} A B --json`, {}, '', true)
    expect(err).toContain(' of 2 codes')
    expect(err.endsWith('\r\u001b[K')).toBe(true)
  })

  it('fails with status 1 where the secret is missing, gives its answer and keeps the codes', async () => {
    const { gradekeep, codes } = await connected()
    const ran = await gradekeep(`codes add ${listId} A --json`, { GRADEKEEP_API_SECRET: undefined })
    expect(ran).toMatchObject({ status: 1, json: { listId, added: 0, pending: 1 } })
    expect(ran.err).toContain('secret')
    expect(await codes('push')).toMatchObject({ status: 0, json: { added: 1, pending: 0 } })
  })

  it('fails with status 1 where ClassMarker does not accept the secret, and keeps the codes', async () => {
    const { gradekeep, codes } = await connected()
    const ran = await gradekeep(`codes add ${listId} A --json`, { GRADEKEEP_API_SECRET: 'wrong' })
    expect(ran).toMatchObject({ status: 1, json: { added: 0, pending: 1 } })
    expect(ran.err).toMatch(/^ClassMarker did not accept/)
    expect(await codes('push')).toMatchObject({ status: 0, json: { added: 1 } })
  })

  it('is not counted by the rate limit, and ends with status 3 where ClassMarker refuses all the same', async () => {
    const { codes, simulator, gradekeep } = await connected()
    await codes('add', String(listId), ...numbered(3_500))
    expect((await gradekeep('status --json')).json.accounts[0].budget.used).toBe(1)
    const refused = { kind: 'error', code: 'rateLimitExceeded', nextRequestAfter: plusSeconds(noon, hour) } as const
    simulator.faults.next(refused, { path: /accesslists/ })
    const ran = await codes('add', String(listId), 'LATE')
    expect(ran).toMatchObject({ status: 3, json: { added: 0, pending: 1, knownHere: 3_501 } })
  })

  it('counts the codes of its own list, whatever else it sends on the way', async () => {
    const { codes, offline, online, atClassMarker } = await connected()
    offline()
    await codes('add', String(otherList), 'A', 'B')
    online()
    const { json } = await codes('add', String(listId), 'C')
    expect(json).toMatchObject({ listId, added: 1, removed: 0, pending: 0, knownHere: 1, serverTotal: 1 })
    expect(atClassMarker(otherList)).toEqual(['A', 'B'])
  })

  it('says which codes ClassMarker refused', async () => {
    const { codes, spoken, simulator, atClassMarker, gradekeep } = await connected()
    simulator.world.addAccessList({ id: 777, name: 'Nearly full', codes: numbered(19_999, 50_000) })
    const [test] = simulator.world.tests
    simulator.world.addLink({ name: 'Nearly full', testId: test?.id ?? 0, accessListId: 777 })
    vi.setSystemTime((noon + 25 * hour) * 1000)
    await gradekeep('sync --json')
    const ran = await codes('add', '777', 'A', 'B')
    expect(ran.json).toMatchObject({ added: 1, pending: 0, knownHere: 1, rejected: [{ reason: 'refused' }] })
    expect((await spoken('list', '777')).out).toMatch(/^[AB]\n$/)
    expect(atClassMarker(777)).toHaveLength(20_000)
    expect((await gradekeep('status --json')).json.accounts[0].outbox).toMatchObject({ pending: 0, held: 1 })
    expect((await gradekeep('status')).out).toContain('1 change held back')
  })
})

describe('gradekeep codes add --file', () => {
  it('reads text and CSV, the column that is headed “code” or the first, and passes over blank lines', async () => {
    const { codes, atClassMarker, simulator } = await connected()
    const folder = temporaryFolder()
    const files: readonly [string, string, readonly string[]][] = [
      ['codes.txt', 'A1\r\nB2\r\n\r\nC3\r\n', ['A1', 'B2', 'C3']],
      ['codes.csv', 'Name,Access code\nAda,D4\nPaul,E5\n', ['D4', 'E5']],
      ['semicolons.csv', 'Code;Name\nF6;Ada\n"G;7";Paul\n', ['F6', 'G;7']],
      ['unlike.txt', 'FIRST\nH8\nI9\n', ['FIRST', 'H8', 'I9']],
      ['headed.txt', '\uFEFFcodes\nJ10\n', ['J10']],
    ]
    for (const [name, text, expected] of files) {
      const file = join(folder, name)
      writeFileSync(file, text)
      const { status, err, json } = await codes('add', String(listId), '--file', file)
      expect([name, status, err, json.rejected]).toEqual([name, 0, '', []])
      expect(atClassMarker()).toEqual(expected)
      simulator.world.accessList(listId)?.codes.clear()
    }
  })

  it('reads a workbook, and takes codes beside it', async () => {
    const { codes, atClassMarker } = await connected()
    const workbook = new ExcelJS.Workbook()
    workbook.addWorksheet('People').addRows([
      ['Name', 'Code'],
      ['Ada', 'A1'],
      ['Paul', 42],
    ])
    const file = join(temporaryFolder(), 'codes.xlsx')
    await workbook.xlsx.writeFile(file)
    expect(await codes('add', String(listId), 'Z9', '--file', file)).toMatchObject({ status: 0, json: { added: 3 } })
    expect(atClassMarker()).toEqual(['42', 'A1', 'Z9'])
  })

  it('asks where it would have to guess, and sends nothing', async () => {
    const { codes, gradekeep, calls } = await connected()
    const folder = temporaryFolder()
    const files: readonly [string, string, string][] = [
      ['people.csv', 'Ticket,Name\nA1,Ada\nB2,Paul\n', '“Ticket” (A), “Name” (B)'],
      ['wider.csv', 'Name,Code\nRuiz, Ana,A1\n', 'more cells'],
      ['line.csv', 'a,b,c', 'A, B, C'],
      ['name.csv', 'Name\nAda\n', '“Name”'],
      ['title.csv', 'Codes for 10B\nA1\nB2\n', 'title'],
    ]
    for (const [name, text, words] of files) {
      const file = join(folder, name)
      writeFileSync(file, text)
      const ran = await codes('add', String(listId), 'Z1', '--file', file)
      expect([name, ran.status, ran.out]).toEqual([name, 2, ''])
      expect(ran.err).toMatch(oneSentence)
      for (const said of [`“${name}”`, words, '--column NAME', 'nothing was sent']) expect(ran.err).toContain(said)
    }
    expect(await gradekeep(`codes add ${listId} --file -`, {}, 'a,b,c')).toMatchObject({ status: 2, out: '' })
    expect((await codes('list', String(listId))).json.codes).toEqual([])
    expect(calls()).toEqual([])
  })

  it('takes the column that is named, whatever its case', async () => {
    const { codes, atClassMarker } = await connected()
    const file = join(temporaryFolder(), 'people.csv')
    writeFileSync(file, 'Ticket,Name\nA1,Ada\nB2,Paul\n')
    expect(await codes('add', String(listId), '--file', file, '--column', 'ticket')).toMatchObject({
      status: 0,
      err: '',
    })
    expect(atClassMarker()).toEqual(['A1', 'B2'])
  })

  it('says which codes of a file it refuses, and on which line', async () => {
    const { codes, atClassMarker } = await connected()
    const file = join(temporaryFolder(), 'sci.csv')
    writeFileSync(file, 'Access code\n1.23457E+15\n219E01BE\n"K7-\n031"\nabc\nABC\n')
    const { status, json, err } = await codes('add', String(listId), '--file', file)
    expect(status).toBe(0)
    expect(json.rejected).toEqual([
      { code: '1.23457E+15', reason: 'spoilt-number' },
      { code: 'K7-\n031', reason: 'line-break' },
    ])
    expect(err).toBe(
      'Line 2: “1.23457E+15” is refused: spoilt by a spreadsheet.\n' +
        'Line 4: “K7-\ufffd031” is refused: with a line break in it.\n' +
        'Differing from another code only in upper and lower case: “abc”, “ABC”.\n',
    )
    expect(atClassMarker()).toEqual(['219E01BE', 'ABC', 'abc'])
  })

  it('says how many rows have no code', async () => {
    const { codes } = await connected()
    const file = join(temporaryFolder(), 'some.csv')
    writeFileSync(file, 'Name,Code\nAda,A1\nPaul,\n\n')
    expect((await codes('add', String(listId), '--file', file)).err).toBe('1 row has no code.\n')
  })

  it('reads standard input for “-”', async () => {
    const { gradekeep, atClassMarker } = await connected()
    const ran = await gradekeep(`codes add ${listId} --file - --json`, {}, 'code\nA1\nB2\n')
    expect(ran).toMatchObject({ status: 0, json: { added: 2 } })
    expect(await gradekeep(`codes remove ${listId} --file -`, {}, 'A1')).toMatchObject({ status: 0 })
    expect(atClassMarker()).toEqual(['B2'])
  })

  it('reads no more of standard input than a list can be', async () => {
    const { gradekeep } = await connected()
    const ran = await gradekeep(`codes add ${listId} --file -`, {}, 'x'.repeat(50 * 1024 * 1024 + 1))
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringContaining('standard input') })
  })

  it('fails in one sentence for what cannot be read, and changes nothing', async () => {
    const { codes, calls, gradekeep } = await connected()
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'empty.csv'), '')
    writeFileSync(join(folder, 'picture.xlsx'), Buffer.from([0x89, 0x50, 0, 0]))
    for (const name of ['missing.csv', 'empty.csv', 'picture.xlsx']) {
      const ran = await codes('add', String(listId), 'A', '--file', join(folder, name))
      expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(oneSentence) })
      expect(ran.err).toContain(`“${name}”`)
    }
    for (const input of ['', '\u0000\u0001']) {
      const ran = await gradekeep(`codes add ${listId} --file -`, {}, input)
      expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringContaining('standard input') })
    }
    expect((await codes('list', String(listId))).json.codes).toEqual([])
    expect(calls()).toEqual([])
  })
})

describe('gradekeep codes remove', () => {
  it('takes codes off ClassMarker’s list, known here or not, more than twenty without a question', async () => {
    const { codes, simulator, atClassMarker, calls } = await connected()
    for (const code of ['SECRET-1', 'SECRET-2']) simulator.world.accessList(listId)?.codes.add(code)
    await codes('add', String(listId), ...numbered(30))
    const ran = await codes('remove', String(listId), ...numbered(25), 'SECRET-1')
    expect(ran).toMatchObject({ status: 0, err: '' })
    expect(ran.json).toMatchObject({ listId, added: 0, removed: 26, pending: 0, knownHere: 5, serverTotal: 6 })
    expect(atClassMarker()).toEqual([...numbered(5, 25), 'SECRET-2'])
    expect(calls().filter(({ method }) => method === 'DELETE')).toHaveLength(1)
  })

  it('cancels out an addition that waits, and sends neither', async () => {
    const { codes, offline, online, calls } = await connected()
    offline()
    await codes('add', String(listId), 'A', 'B')
    expect(await codes('remove', String(listId), 'A')).toMatchObject({ status: 0, json: { knownHere: 1, pending: 1 } })
    online()
    expect(await codes('push')).toMatchObject({ status: 0, json: { added: 1, removed: 0, knownHere: 1 } })
    expect(calls().map(({ method, body }) => [method, JSON.parse(body)])).toEqual([['POST', ['B']]])
  })
})

describe('gradekeep codes list', () => {
  it('gives each code with its state, and prints one line each in words', async () => {
    const { codes, spoken, offline, run, dataDir } = await connected()
    await codes('add', String(listId), 'ON', 'GOING')
    offline()
    await codes('add', String(listId), 'COMING')
    await codes('remove', String(listId), 'GOING')
    const { status, json, err } = await codes('list', String(listId))
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(json).toEqual({
      listId,
      added: 0,
      removed: 0,
      pending: 2,
      knownHere: 2,
      serverTotal: 2,
      rejected: [],
      codes: [
        { code: 'COMING', name: null, state: 'pending-add' },
        { code: 'GOING', name: null, state: 'pending-remove' },
        { code: 'ON', name: null, state: 'on-list' },
      ],
    })
    expect(await spoken('list', String(listId))).toMatchObject({
      status: 0,
      out: 'COMING\nON\n',
      err: '2 known here, 2 at ClassMarker, 2 waiting to be sent.\n',
    })
    const noSecret = { GRADEKEEP_API_SECRET: undefined }
    expect(await run(['codes', 'list', String(listId), '--data-dir', dataDir], noSecret)).toMatchObject({ status: 0 })
  })

  it('gives all of a long list', async () => {
    const { codes } = await connected()
    await codes('add', String(listId), ...numbered(5_001))
    const { json } = await codes('list', String(listId))
    expect(json.codes.map(({ code }: { code: string }) => code)).toEqual(numbered(5_001))
  })

  it('shows nothing of what could move the cursor', async () => {
    const { codes, spoken, simulator } = await connected()
    const ran = await codes('add', String(listId), 'A\u001b[2JB', 'C')
    expect(ran.json.rejected).toEqual([{ code: 'A\u001b[2JB', reason: 'control-sign' }])
    expect(ran.out).not.toContain('\u001b')
    expect((await spoken('add', String(listId), 'A\u001b[2JB')).err).not.toContain('\u001b')
    expect([...(simulator.world.accessList(listId)?.codes ?? [])]).toEqual(['C'])
  })

  it('fails for a list that no link of the account uses', async () => {
    const { codes } = await connected()
    for (const action of ['list', 'add', 'remove']) {
      const ran = await codes(action, '999', ...(action === 'list' ? [] : ['A']))
      expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/^There is no access list 999 /) })
    }
    expect((await codes('push')).json).toMatchObject({ listId: null, pending: 0 })
  })

  it.each([
    ...['codes', 'codes list', 'codes list x', 'codes send', 'codes add 123456', 'codes add 123456 A --column code'],
    ...['codes push --sheet a', 'codes list 123456 --encoding utf-8', 'codes add 123456 --file= --column code'],
  ])('“%s” is wrong usage', async (line) => {
    const { gradekeep } = await computer({ results: 0 })
    expect(await gradekeep(line)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(oneSentence) })
  })

  it.each(['codes list 123456', 'codes add 123456 A', 'codes push'])('“%s” fails without an account', async (line) => {
    const { gradekeep } = await computer({ results: 0 })
    expect(await gradekeep(line)).toMatchObject({ status: 1, out: '', err: expect.stringContaining('no such account') })
  })
})

describe('gradekeep codes push', () => {
  it('sums up several lists, and has nothing to do where nothing waits', async () => {
    const { codes, offline, online, atClassMarker, calls } = await connected()
    offline()
    await codes('add', String(listId), 'A', 'B')
    await codes('add', String(otherList), 'C')
    online()
    const { status, json } = await codes('push')
    expect(status).toBe(0)
    expect(json).toEqual({
      listId: null,
      added: 3,
      removed: 0,
      pending: 0,
      knownHere: 3,
      serverTotal: null,
      rejected: [],
    })
    expect([atClassMarker(), atClassMarker(otherList)]).toEqual([['A', 'B'], ['C']])
    const sent = calls().length
    expect(await codes('push')).toMatchObject({ status: 0, json: { listId: null, added: 0, knownHere: 3 } })
    expect(calls()).toHaveLength(sent)
  })
})

describe('with several accounts', () => {
  it('a list that two of them use needs --account; the other’s secret is not used', async () => {
    const { codes, gradekeep, dataDir, run } = await connected()
    const other = await simulated({ clock: () => noon, results: 0, seed: 2 })
    const { core } = await laptop({ apiUrl: other.url, clock: () => noon, dataDir, secrets: memoryStore() })
    const input = { key: other.key, secret: other.secret, name: 'Southgate', signature: 'auto' } as const
    const { account } = await core.accounts.connect(input)
    await core.close()
    const ran = await codes('add', String(listId), 'A')
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringContaining(`${account.id} (Southgate)`) })
    const there = { GRADEKEEP_API_URL: other.url, GRADEKEEP_API_SECRET: other.secret }
    const words = ['codes', 'add', String(listId), 'A', '--account', account.id, '--json', '--data-dir', dataDir]
    expect(await run(words, there)).toMatchObject({ status: 0, json: { added: 1 } })
    expect(other.world.accessList(listId)?.codes).toContain('A')
    expect(await gradekeep(`codes list ${listId} --json --account ${account.id}`)).toMatchObject({
      status: 0,
      json: { knownHere: 1 },
    })
  })
})
