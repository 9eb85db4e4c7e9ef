import { describe, expect, it, vi } from 'vitest'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

async function laptop() {
  const own = await syncedComputer(400)
  return { ...own, ask: (...words: string[]) => own.run([...words, '--json', '--data-dir', own.dataDir]) }
}

interface Row {
  readonly test_id: number
  readonly percentage: number | null
  readonly status: string | null
  readonly test_type: string | null
  readonly student_key: string
  readonly requires_grading: unknown
}

describe('gradekeep digest', () => {
  it('says of the first fetch what the results say', async () => {
    const { ask } = await laptop()
    const rows: readonly Row[] = (await ask('results')).json.results
    const { status, json } = await ask('digest')
    expect(status).toBe(0)
    expect(Object.keys(json)).toEqual([
      ...[
        'since',
        'results',
        'students',
        'tests',
        'changed',
        'needs_grading',
        'gaps',
        'codes_waiting',
        'questions_waiting',
        'certificates',
      ],
    ])
    expect(json).toMatchObject({
      results: rows.length,
      students: new Set(rows.map(({ student_key }) => student_key)).size,
      needs_grading: (await ask('results', '--needs-grading')).json.total,
      certificates: (await ask('certificates')).json.total,
      changed: 0,
      codes_waiting: 0,
      questions_waiting: 0,
    })
    const byTest = Map.groupBy(rows, ({ test_id }) => test_id)
    expect(json.tests).toHaveLength(byTest.size)
    for (const { test_id, results, mean, ...test } of json.tests) {
      expect(Object.keys(test)).toEqual(['test_name'])
      const own = byTest.get(test_id) ?? []
      expect(results).toBe(own.length)
      const percents = own.flatMap(({ percentage, status, test_type }) =>
        percentage === null || status === 'ip' || test_type?.toLowerCase() === 'survey' ? [] : [percentage],
      )
      if (percents.length === 0) expect(mean).toBeNull()
      else expect(mean).toBeCloseTo(percents.reduce((sum, each) => sum + each, 0) / percents.length, 6)
    }
  })

  it('begins where it was marked as seen, and where a day says', async () => {
    const { ask } = await laptop()
    const first = await ask('digest')
    const marked = await ask('digest', '--seen')
    expect(marked.json).toEqual(first.json)
    const again = await ask('digest')
    expect(again.json).toMatchObject({ results: 0, tests: [], certificates: 0 })
    expect(again.json.needs_grading).toBe(first.json.needs_grading)
    expect(again.json.since).toBeGreaterThan(first.json.since)
    const ofDay = await ask('digest', '--since', '2000-01-01')
    expect(ofDay.json.results).toBe(first.json.results)
    expect((await ask('digest', '--since', '2026-11-20')).json.results).toBe(first.json.results)
  })

  it('tells two runs at once of everything that is new', async () => {
    const { ask } = await laptop()
    const { json } = await ask('digest')
    const both = await Promise.all([ask('digest', '--seen'), ask('digest', '--seen')])
    expect(both.some((each) => each.json.results === json.results)).toBe(true)
    expect((await ask('digest')).json.results).toBe(0)
  })

  it('is a page that can be mailed: narrow, of nobody’s name, with its time and zone', async () => {
    const { ask, run, dataDir } = await laptop()
    const { out, status } = await run(['digest', '--data-dir', dataDir])
    expect(status).toBe(0)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(72)
    expect(out).toMatch(/^Gradekeep: what is new\nNorthgate\nFriday,? 20 November 2026 at 12:00 \(.+\)\n/)
    expect(out).toContain('400 new results in the last seven days')
    const people: readonly { first: string; last: string }[] = (await ask('students')).json.students
    for (const { first, last } of people) if (last !== '') expect(out).not.toContain(`${first} ${last}`)
    await ask('digest', '--seen')
    const later = await run(['digest', '--data-dir', dataDir])
    expect(later.out).toMatch(/Nothing new since Friday,? 20 November 2026/)
  })

  it('says first that results are missing', async () => {
    const { run, ask, dataDir } = await laptop()
    await run(['sync', '--data-dir', dataDir], { GRADEKEEP_API_URL: 'http://127.0.0.1:9' })
    const { out } = await run(['digest', '--data-dir', dataDir])
    expect(out.indexOf('These results are not complete')).toBeGreaterThan(0)
    expect(out.indexOf('These results are not complete')).toBeLessThan(out.indexOf('new results'))
    expect((await ask('digest')).err).toContain('These results are not complete')
  })

  it('refuses a day that is yet to come, as words and as JSON', async () => {
    const { ask, run, dataDir } = await laptop()
    const sentence = '--since is a day that has come, not 2026-11-21: nothing can have arrived from then on.'
    const asked = await ask('digest', '--since', '2026-11-21')
    expect(asked).toMatchObject({ status: 2, out: '' })
    expect(asked.err).toContain(sentence)
    const page = await run(['digest', '--since', '2099-01-01', '--data-dir', dataDir])
    expect(page).toMatchObject({ status: 2, out: '' })
  })

  it('refuses a day that is none, and to mark what it did not show', async () => {
    const { ask } = await laptop()
    expect((await ask('digest', '--since', 'yesterday')).status).toBe(2)
    expect((await ask('digest', '--since', '2026-11-01', '--seen')).status).toBe(2)
  })
})
