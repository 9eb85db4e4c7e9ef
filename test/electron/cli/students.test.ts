import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { noon } from '../support/laptop.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

interface Result {
  readonly student_key: string
  readonly test_id: number
  readonly percentage: number
  readonly time_finished: number
  readonly status: string
  readonly link_id: number | null
  readonly extra_info: string | null
}

async function laptop() {
  const own = await syncedComputer(120)
  const ask = async (...words: string[]) => own.run([...words, '--json', '--data-dir', own.dataDir])
  const results: readonly Result[] = (await ask('results')).json.results
  return { ...own, ask, results }
}

describe('gradekeep students', () => {
  it('lists everybody with the figures of their results', async () => {
    const { ask, results } = await laptop()
    const { status, json } = await ask('students')
    expect(status).toBe(0)
    const byStudent = Map.groupBy(results, ({ student_key }) => student_key)
    expect(json.total).toBe(byStudent.size)
    expect(json.students).toHaveLength(byStudent.size)
    for (const student of json.students) {
      const own = byStudent.get(student.student_key) ?? []
      expect(student.last_finished).toBe(Math.max(...own.map(({ time_finished }) => time_finished)))
    }
    expect(Object.keys(json.students[0])).toEqual(
      expect.arrayContaining(
        'student_key first last email attempts tests average last_finished classes labels merged'.split(' '),
      ),
    )
  })

  it('reckons under the policy asked for, over the attempts that filters leave, in the order asked for', async () => {
    const { ask, results } = await laptop()
    const test = results[0]?.test_id ?? 0
    const { json } = await ask(
      'students',
      '--test',
      String(test),
      '--policy',
      'last',
      '--sort',
      'average:desc',
      '--limit',
      '3',
    )
    expect(json.students.length).toBeLessThanOrEqual(3)
    const averages = json.students.map(({ average }: { average: number | null }) => average ?? -Infinity)
    expect(averages).toEqual(averages.toSorted((a: number, b: number) => b - a))
    expect(json.students.every(({ tests }: { tests: number }) => tests <= 1)).toBe(true)
    const rest = await ask('students', '--test', String(test), '--offset', '3')
    expect(rest.json.students).toHaveLength(json.total - 3)
  })

  it('refuses a field or policy it does not know, and says it in words', async () => {
    const { ask, gradekeep } = await laptop()
    expect(await ask('students', '--sort', 'shoe')).toMatchObject({ status: 2 })
    expect(await ask('students', '--policy', 'worst')).toMatchObject({ status: 2 })
    const { out, err } = await gradekeep('students --limit 2')
    expect(out).toMatch(/^(\S.*\t.*\t.*\t\d+ at \d+\n){2}$/)
    expect(err).toMatch(/^2 of \d+ students/)
  })
})

describe('gradekeep students of a class, with a label or by a key', () => {
  it('are those of the list in the window, also who has no result yet', async () => {
    const { ask, results, dataDir } = await laptop()
    const [{ student_key: key } = { student_key: '' }] = results
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const calls = storeOn(db).calls
    const [account] = calls.listAccounts()
    const member = { first: 'Cy', last: 'New', email: null, externalId: null, extraTime: null }
    const students = [key, 'name:cy new|'].map((each) => ({ ...member, key: each }))
    calls.addClass(account?.id ?? '', '9A', students, noon)
    const labelled = [{ account: account?.id ?? '', key: 'name:cy new|' }]
    calls.addLabel(
      { account: account?.id ?? '', name: 'Extra time', colour: 0 },
      { kind: 'students', students: labelled },
    )
    db.close()
    const keysOf = async (...words: string[]) =>
      (await ask('students', ...words)).json.students.map(({ student_key }: Result) => student_key)
    expect((await keysOf('--class', '9A')).toSorted()).toEqual([key, 'name:cy new|'].toSorted())
    expect(await keysOf('--label', 'Extra time')).toEqual(['name:cy new|'])
    expect(await keysOf('--class', '9A', '--passed', '--failed')).toEqual([key])
    expect((await ask('results', '--student', 'name:cy new|')).json.total).toBe(0)
  })

  it('are those with words in an extra field of a name, which stays ClassMarker’s in the answer', async () => {
    const { ask, results, dataDir } = await laptop()
    const asked = results.find(({ link_id, extra_info }) => link_id !== null && (extra_info ?? '') !== '')
    const [link, answer] = [asked?.link_id, asked?.extra_info ?? '']
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const calls = storeOn(db).calls
    const account = calls.listAccounts()[0]?.id ?? ''
    calls.nameExtraField({ account, link: Number(link), number: 1 }, 'Department')
    db.close()
    const before = await ask('results', '--extra-info', answer)
    const within = await ask('results', '--extra-info', answer, '--extra-field', ' Department ')
    const expected = before.json.results.filter(
      (result: Result) => result.link_id === link && result.extra_info?.includes(answer),
    )
    expect(expected.length).toBeGreaterThan(0)
    expect(within.json.results).toEqual(expected)
    expect(JSON.stringify(within.json)).not.toContain('Department')
    expect(await ask('results', '--extra-info', answer, '--extra-field', 'Ward')).toMatchObject({ status: 1 })
    expect(await ask('results', '--extra-field', 'Department')).toMatchObject({ status: 2 })
  })

  it('are refused where nobody has the key', async () => {
    const { ask } = await laptop()
    for (const command of ['results', 'students', 'tests'])
      expect(await ask(command, '--student', 'nobody')).toMatchObject({ status: 1 })
  })
})

describe('gradekeep people', () => {
  it('merges keys, shows them as one by any of them, and splits them again', async () => {
    const { ask } = await laptop()
    const { people } = (await ask('people', 'list')).json
    const [one, other] = people
    const merged = await ask('people', 'merge', one.student_key, other.student_key)
    expect(merged).toMatchObject({ status: 0, json: { people: [{ merged: [other.student_key] }] } })
    expect(merged.json.people[0].attempts).toBe(one.attempts + other.attempts)
    expect((await ask('people', 'show', other.student_key)).json).toEqual(merged.json)
    expect((await ask('people', 'list')).json.people).toHaveLength(people.length - 1)
    expect(
      (await ask('results')).json.results.filter(({ student_key }: Result) => student_key === other.student_key),
    ).toEqual([])
    const split = await ask('people', 'split', other.student_key)
    expect(split.json.people).toEqual([one, other])
    expect((await ask('people', 'list')).json.people).toEqual(people)
  })

  it('knows nobody by another key, and does not split who stands alone', async () => {
    const { ask } = await laptop()
    const [one] = (await ask('people', 'list')).json.people
    expect(await ask('people', 'show', 'user:nobody')).toMatchObject({ status: 1 })
    expect(await ask('people', 'merge', one.student_key, 'user:nobody')).toMatchObject({ status: 1 })
    expect(await ask('people', 'split', one.student_key)).toMatchObject({ status: 1 })
    expect(await ask('people', 'wander')).toMatchObject({ status: 2 })
  })
})
