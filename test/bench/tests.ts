import { join } from 'node:path'
import { openReadOnly } from '../../electron/store/open.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import { type TestPageQuery, type TestsQuery, testPolicies, testsSortFields } from '../../shared/model/test-figures.ts'
import { fillDatabase } from './fill.ts'
import { benchAccount, inTemporaryFolder } from './laptop.ts'
import { type Cost, costOf, figure, milliseconds, percentile } from './measure.ts'

const results = 1_000_000
const runs = 20

const worst = (costs: readonly Cost[], of: keyof Cost, share = 0.95): string =>
  milliseconds(
    percentile(
      costs.map((cost) => cost[of]),
      share,
    ),
  )

function both(what: string, costs: readonly Cost[], goal: string): void {
  figure(`${what}, p95`, worst(costs, 'taken'), goal)
  figure('  processor time of that, p95', worst(costs, 'cpu'), goal)
}

async function costsOf(times: number, work: (run: number) => unknown): Promise<Cost[]> {
  const costs: Cost[] = []
  for (let run = 0; run < times; run++) costs.push(await costOf(() => work(run)))
  return costs
}

/** The list of tests and the page of one, in the thread that reads, over a million results. */
export const benchTests = (): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    fillDatabase(file, results)
    const db = openReadOnly(file)
    const { lists, calls, isPreparing } = storeOn(db)
    const query = (sort: TestsQuery['sort'], policy: TestsQuery['policy'] = 'first'): TestsQuery => ({
      filter: [{ field: 'account', op: 'in', value: [benchAccount.id] }],
      policy,
      withHidden: false,
      sort,
    })
    const firstPage = (asked: TestsQuery): unknown => {
      const list = lists.tests(asked)
      return list.rows(list.ids(100))
    }
    const byName = { field: 'name', direction: 'asc' } as const
    const slices: Cost[] = []
    for (const policy of testPolicies) {
      const before = slices.length
      for (let isMore = true; isMore; )
        slices.push(await costOf(() => (isMore = isPreparing('tests', query(byName, policy)))))
      const cpu = slices.slice(before).reduce((sum, cost) => sum + cost.cpu, 0)
      figure(`tests of 1,000,000 results prepared, ${policy}, processor time`, milliseconds(cpu))
    }
    figure('  the longest slice of that', worst(slices, 'taken', 1), 'goal ≤ 50 ms')
    figure('  its processor time', worst(slices, 'cpu', 1), 'goal ≤ 50 ms')
    const sorts = testsSortFields.flatMap((field) =>
      (['asc', 'desc'] as const).map((direction) => ({ field, direction })),
    )
    const pages = await costsOf(runs * sorts.length, (run) => firstPage(query(sorts[run % sorts.length] ?? byName)))
    both('tests, first page under each order', pages, 'goal ≤ 16 ms')

    const page = (run: number): TestPageQuery => ({
      account: benchAccount.id,
      testId: 64_770 + (run % 12),
      policy: testPolicies[run % testPolicies.length] ?? 'first',
      // Never the same question twice, so that nothing kept answers.
      period: { from: run < 12 ? null : `2010-01-${String((run % 28) + 1).padStart(2, '0')}`, to: null },
      classId: null,
    })
    const { attempts } = calls.testPage(page(0))
    const whole12 = await costsOf(11, (run) => calls.testPage(page(run + 1)))
    both(`page of a test with ${attempts.toLocaleString('en')} attempts`, whole12, 'goal ≤ 100 ms')
    const narrowed = await costsOf(runs, (run) => calls.testPage(page(run + 12)))
    both('  of attempts in a period', narrowed, 'goal ≤ 100 ms')
    const part = await costsOf(runs, (run) => calls.testPart(page(run % 12), { part: 'tenth', tenth: run % 10 }))
    both('  the results behind a bar', part, 'goal ≤ 50 ms')
    db.close()
  })
