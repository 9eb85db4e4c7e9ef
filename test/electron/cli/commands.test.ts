import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { noon, temporaryFolder } from '../support/laptop.ts'
import { computer, connectedComputer, oneSentence, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

describe('gradekeep status', () => {
  it('says for each account what is here and until when', async () => {
    const { gradekeep } = await syncedComputer(50)
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
