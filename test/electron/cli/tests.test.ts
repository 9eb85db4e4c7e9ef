import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

interface Attempt {
  readonly test_id: number
  readonly student_key: string
  readonly percentage: number | null
  readonly percentage_passmark: number | null
  readonly requires_grading: string | boolean | null
  readonly status: string | null
  readonly test_type: string | null
  readonly time_started: number
  readonly time_finished: number
}

async function laptop() {
  const own = await syncedComputer(400)
  const ask = (...words: string[]) => own.run([...words, '--json', '--data-dir', own.dataDir])
  const attempts = async (...filters: string[]): Promise<readonly Attempt[]> => {
    const { json } = await ask('results', ...filters)
    return json.results.filter(
      ({ status, test_type }: Attempt) => (status === null || status === 'f') && test_type?.toLowerCase() !== 'survey',
    )
  }
  return { ...own, ask, attempts }
}

describe('gradekeep tests', () => {
  it('says how each test went over first attempts, with all decimals', async () => {
    const { ask, attempts } = await laptop()
    const told = Map.groupBy(await attempts(), ({ test_id }) => test_id)
    const { status, json } = await ask('tests')
    expect(status).toBe(0)
    expect(json.policy).toBe('first')
    expect(json.tests.length).toBeGreaterThan(3)
    for (const test of json.tests) {
      const own = told.get(test.test_id) ?? []
      const byStudent = Map.groupBy(
        own.toSorted((a, b) => a.time_finished - b.time_finished || a.time_started - b.time_started),
        ({ student_key }) => student_key,
      )
      const scores = [...byStudent.values()].flatMap(([first]) => first?.percentage ?? [])
      expect(test).toMatchObject({ students: byStudent.size, attempts: own.length, counted: scores.length })
      expect(Object.keys(test)).toEqual([
        ...['account', 'test_id', 'test_name', 'students', 'attempts', 'counted', 'mean', 'median', 'sd', 'min', 'max'],
        ...['pass_mark', 'passed', 'pass_rate', 'needs_grading'],
      ])
      if (scores.length === 0) expect(test.mean).toBeNull()
      else expect(test.mean).toBeCloseTo(scores.reduce((sum, each) => sum + each, 0) / scores.length, 6)
      if (scores.length < 2) expect(test.sd).toBeNull()
    }
  })

  it('counts only results that are found, and every attempt where that is asked', async () => {
    const { ask, attempts } = await laptop()
    const failed = await attempts('--failed')
    const { json } = await ask('tests', '--failed', '--policy', 'all')
    expect(json.policy).toBe('all')
    const sum = (of: 'attempts' | 'passed') =>
      json.tests.reduce((all: number, test: Record<string, number>) => all + (test[of] ?? 0), 0)
    expect(sum('attempts')).toBe(failed.length)
    expect(sum('passed')).toBe(0)
  })

  it('leaves hidden tests out, and says so', async () => {
    const { ask, run, dataDir } = await laptop()
    const before = await ask('tests')
    const [test] = before.json.tests
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    db.prepare('INSERT INTO hidden_test (account_id, test_id) VALUES (?, ?)').run(test.account, test.test_id)
    db.close()
    const after = await ask('tests')
    expect(after.json.tests).toEqual(before.json.tests.slice(1))
    expect(after.err).toContain('1 hidden test is left out.')
    const inWords = await run(['tests', '--data-dir', dataDir])
    expect(inWords.out.split('\n')).toHaveLength(before.json.tests.length)
    expect(inWords.out).toMatch(/\d+ students?\t\d+ attempts?\taverage \d/)
  })

  it('refuses a policy that there is not', async () => {
    const { run, dataDir } = await laptop()
    const { status, err } = await run(['tests', '--policy', 'worst', '--data-dir', dataDir])
    expect(status).toBe(2)
    expect(err).toContain('worst')
  })
})
