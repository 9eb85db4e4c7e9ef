import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { HideableRef } from '../../../shared/model/test-figures.ts'
import { settingsOf } from '../export/laptop.ts'
import { accountNamed, noon, pageWith, resultOf } from '../support/made-laptop.ts'
import { computer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

/** Two accounts that each have results of a test 1 in a group 10, of different names, and one that has none of its own. */
async function laptop() {
  const own = await computer()
  mkdirSync(own.dataDir, { recursive: true })
  const db = openDatabase(join(own.dataDir, 'gradekeep.db'))
  const { calls } = storeOn(db)
  const receive = (accountId: string, name: string, percentages: readonly number[]) => {
    calls.addAccount(accountNamed(accountId))
    const results = percentages.map((each, userId) => resultOf({ userId, percentage: toTenths(each) }))
    calls.applyPage(
      pageWith(results, {
        accountId,
        tests: [{ id: 1, name }],
        sources: [{ id: 10, name: `Group ${accountId}` }],
      }),
    )
  }
  receive('a', 'Maths', [10, 20])
  receive('b', 'History', [70, 80, 90])
  // One whose test nobody has taken has no part in what filters offer and find.
  receive('c', 'Physics', [])
  const facets = calls.facets(undefined)
  const ofA = calls.facets(['a'])
  calls.hide({ account: 'a', kind: 'test', id: 1 })
  const hiddenInA = calls.facets(undefined)
  calls.hide({ account: 'b', kind: 'test', id: 1 })
  const hiddenInBoth = calls.facets(undefined)
  for (const account of ['a', 'b']) calls.showAgain({ account, kind: 'test', id: 1 })
  db.close()
  const ask = (...words: string[]) => own.run([...words, '--data-dir', own.dataDir])
  return { ...own, ask, facets, ofA, hiddenInA, hiddenInBoth }
}

/** Results of two tests, some of them in a group and of a test that may be hidden, with what is to be graded. */
async function hidingLaptop(hidden: readonly HideableRef[]) {
  const own = await computer()
  mkdirSync(own.dataDir, { recursive: true })
  const file = join(own.dataDir, 'gradekeep.db')
  const db = openDatabase(file)
  const { calls, lists } = storeOn(db)
  calls.addAccount(accountNamed('a'))
  const taken = (testId: number, sourceId: number, userId: number) =>
    resultOf({ testId, sourceId, userId, percentage: toTenths(userId * 10), requiresGrading: userId % 2 === 1 })
  const [final, quiz, old, now] = [1, 2, 10, 20]
  const results = [taken(final, old, 1), taken(final, now, 2), taken(final, now, 3), taken(quiz, old, 5)]
  const named = (ids: readonly number[]) => ids.map((id) => ({ id, name: `Number ${id}` }))
  calls.applyPage(pageWith(results, { tests: named([final, quiz]), sources: named([old, now]) }))
  for (const each of hidden) calls.hide(each)
  const since = ['--since', '2026-11-01']
  const ask = async (...words: string[]) => (await own.run([...words, '--json', '--data-dir', own.dataDir])).json
  let digest = calls.digest({ now: noon })
  while (digest.isReading) digest = calls.digest({ now: noon })
  const page = (testId: number) =>
    calls.testPage({ account: 'a', testId, policy: 'all', period: { from: null, to: null }, classId: null })
  const found = (filter: ResultsFilter) =>
    lists.results({ filter, sort: { field: 'finished', direction: 'asc' } }).ids().length
  const toGrade = [{ field: 'grading', op: 'is', value: true }] as const
  const ofTest = (id: number) => [{ field: 'test', op: 'in', value: [id] }] as const
  const listed = calls.tests({
    ...{ filter: [], policy: 'all', withHidden: true, sort: { field: 'name', direction: 'asc' } },
  })
  const commandDigest = await ask('digest', ...since)
  const commandTests: readonly { test_id: number; attempts: number; needs_grading: number }[] = (
    await ask('tests', '--policy', 'all')
  ).tests
  const numbers = [final, quiz].map((id) => {
    const inList = listed.find(({ testId }) => testId === id)
    // The command does not list a hidden test.
    const ofCommand = commandTests.find(({ test_id }) => test_id === id)
    const digestTest = digest.tests.find(({ testId }) => testId === id)
    return {
      attempts: {
        list: inList?.attempts,
        page: page(id).attempts,
        digest: digestTest?.results,
        results: found(ofTest(id)),
        ...(ofCommand && { commandTests: ofCommand.attempts }),
        commandDigest: commandDigest.tests.find(({ test_id }: { test_id: number }) => test_id === id)?.results,
      },
      toGrade: {
        list: inList?.needsGrading,
        page: page(id).needsGrading,
        digest: digestTest?.needsGrading,
        results: found([...toGrade, ...ofTest(id)]),
        ...(ofCommand && { commandTests: ofCommand.needs_grading }),
      },
    }
  })
  const allToGrade = {
    digest: digest.needsGrading,
    results: found(toGrade),
    commandDigest: commandDigest.needs_grading,
    commandResults: (await ask('results', '--needs-grading')).total,
  }
  db.close()
  return { numbers, allToGrade }
}

/** The numbers that answers say: one, where they agree. */
const everywhere = (answers: Readonly<Record<string, unknown>>) => [...new Set(Object.values(answers))]

describe('hiding', () => {
  it.each([
    ['nothing', []],
    ['a group', [{ account: 'a', kind: 'groups', id: 10 }]],
    ['a test', [{ account: 'a', kind: 'test', id: 1 }]],
  ] as const)('%s leaves every number the same on every screen and command', async (_, hidden) => {
    const { numbers, allToGrade } = await hidingLaptop(hidden)
    expect(numbers.map(({ attempts, toGrade }) => [everywhere(attempts), everywhere(toGrade)])).toEqual([
      [[3], [2]],
      [[1], [1]],
    ])
    expect(everywhere(allToGrade)).toEqual([3])
  })
})

describe('a test of one number in two accounts', () => {
  it('is two tests, each with its account, in the list of tests and in the digest', async () => {
    const { ask } = await laptop()
    const shown = ({ account, test_id, test_name, mean }: Record<string, unknown>) => [
      account,
      test_id,
      test_name,
      mean,
    ]
    const tests = [
      ['b', 1, 'History', 80],
      ['a', 1, 'Maths', 15],
    ]
    expect((await ask('tests', '--test', '1', '--json')).json.tests.map(shown)).toEqual(tests)
    const withoutAccount = tests.map(([, ...test]) => [undefined, ...test])
    expect((await ask('digest', '--since', '2026-11-01', '--json')).json.tests.map(shown)).toEqual(withoutAccount)
    const page = (await ask('digest', '--since', '2026-11-01')).out
    expect(page).toContain('  3  History · School b\n')
    expect(page).toContain('  2  Maths · School a\n')
    expect((await ask('digest', '--since', '2026-11-01', '--account', 'a')).out).toContain('  2  Maths\n')
  })

  it('has its questions analysed in one account only, which has to be said', async () => {
    const { ask } = await laptop()
    const refused = await ask('items', '--test', '1')
    expect(refused.status).toBe(2)
    expect(refused.err).toContain('Several accounts have a test of that number. Choose one with --account ID: ')
    expect((await ask('items', '--test', '1', '--account', 'b')).err).toContain(
      '3 attempts without answers are left out',
    )
    // Results of one account alone say which is meant.
    const narrowed = await ask('items', '--test', '1', '--min-percentage', '50')
    expect([narrowed.status, narrowed.err]).toEqual([
      0,
      expect.stringContaining('3 attempts without answers are left out'),
    ])
  })

  it('is called in a filter as each of the accounts asked for calls it, and its group too', async () => {
    const { ask, dataDir, facets, ofA, hiddenInA, hiddenInBoth } = await laptop()
    expect(facets.tests).toEqual([{ id: 1, name: 'History / Maths', results: 5 }])
    expect(facets.sources).toMatchObject([{ id: 10, name: 'Group a / Group b', results: 5 }])
    expect(ofA.tests).toEqual([{ id: 1, name: 'Maths', results: 2 }])
    // Choosing it finds what is hidden in one of them, too.
    expect(hiddenInA.tests).toEqual(facets.tests)
    expect(hiddenInBoth.tests).toEqual([])
    const filters = async (...words: string[]) => {
      const file = join(dataDir, 'results.xlsx')
      await ask('export', file, '--test', '1', '--group', '10', ...words)
      const settings = await settingsOf(file)
      return [settings.get('Filter: Tests'), settings.get('Filter: Groups and links')]
    }
    expect(await filters()).toEqual(['History / Maths (1)', 'Group a / Group b (10)'])
    expect(await filters('--account', 'a')).toEqual(['Maths (1)', 'Group a (10)'])
    expect(await filters('--account', 'b')).toEqual(['History (1)', 'Group b (10)'])
  })
})
