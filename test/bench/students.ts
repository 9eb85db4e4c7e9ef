import { join } from 'node:path'
import { openReadOnly } from '../../electron/store/open.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import { attemptPolicies } from '../../shared/model/attempt-policy.ts'
import { type StudentsFilter, type StudentsQuery, studentSortFields } from '../../shared/model/student.ts'
import { fillDatabase, tests } from './fill.ts'
import { inTemporaryFolder } from './laptop.ts'
import { type Cost, costOf, figure, median, milliseconds, percentile } from './measure.ts'

const rounds = 12
const pageRows = 100

const everybody: StudentsFilter = { results: [], classes: [], labels: [] }

/** The list of students and the page of one, in the thread that reads. */
export async function benchStudents(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'gradekeep.db')
      fillDatabase(file, size)
      await benchOn(file, size)
    })
  }
}

async function benchOn(file: string, size: number): Promise<void> {
  const db = openReadOnly(file)
  const { lists, calls, columns, isPreparing } = storeOn(db)
  while (columns.hasWork) columns.work(50)
  const query = (change: Partial<StudentsQuery> = {}): StudentsQuery => ({
    ...{ filter: everybody, policy: 'best', sort: { field: 'name', direction: 'asc' } },
    ...change,
  })
  const slicesOf = async (asked: StudentsQuery): Promise<Cost[]> => {
    const slices: Cost[] = []
    for (let isMore = true; isMore; ) {
      slices.push(
        await costOf(() => {
          isMore = isPreparing('students', asked)
        }),
      )
    }
    return slices
  }
  const open = (asked: StudentsQuery) =>
    costOf(() => {
      const question = lists.students(asked)
      return question.rows(question.ids(pageRows))
    })
  const first = await slicesOf(query())
  const { whole } = lists.students(query())
  const policies: Cost[] = []
  for (const policy of attemptPolicies.slice(1)) policies.push(...(await slicesOf(query({ policy }))))
  const orders: Cost[] = []
  const again: Cost[] = []
  for (let round = 0; round < rounds; round++) {
    for (const field of studentSortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        const asked = query({ sort: { field, direction } })
        if (round === 0) orders.push(...(await slicesOf(asked)))
        again.push(await open(asked))
      }
    }
  }
  const filters = tests.slice(0, 8).map(({ id }): StudentsFilter => {
    return { ...everybody, results: [{ field: 'test', op: 'in', value: [id] }] }
  })
  const filtered: Cost[] = []
  for (const filter of filters) filtered.push(...(await slicesOf(query({ filter }))))
  const question = lists.students(query({ sort: { field: 'attempts', direction: 'desc' } }))
  const pages: Cost[] = []
  for (const { accountId: account, key } of question.rows(question.ids(60)))
    pages.push(
      await costOf(() => calls.studentPage({ account, key, policy: 'best', period: { from: null, to: null } })),
    )
  db.close()
  const p95 = (costs: readonly Cost[]): string => `${spread(costs, 'taken', 0.95)} (cpu ${spread(costs, 'cpu', 0.95)})`
  const longest = (costs: readonly Cost[]): string => `${spread(costs, 'taken', 1)} (cpu ${spread(costs, 'cpu', 1)})`
  const sum = first.reduce((all, { cpu }) => all + cpu, 0)
  figure(`${whole?.count} students of ${size} results`, '')
  figure('  read and put in order the first time, in all', milliseconds(sum), 'in slices between questions')
  figure('  the longest slice of that', longest(first), 'goal ≤ 50 ms')
  figure('  another policy, the longest slice', longest(policies), 'goal ≤ 50 ms')
  figure('  an order not asked for before, the longest slice', longest(orders), 'goal ≤ 50 ms')
  figure('  first page under each order, p95', p95(again), 'goal ≤ 16 ms')
  figure('  a filter not asked for before, the longest slice', longest(filtered), 'goal ≤ 50 ms')
  figure('  the page of a student with most attempts, p95', p95(pages), 'goal ≤ 100 ms')
  figure('  … median', milliseconds(median(pages.map(({ taken }) => taken))))
}

const spread = (costs: readonly Cost[], of: keyof Cost, share: number): string =>
  milliseconds(
    percentile(
      costs.map((cost) => cost[of]),
      share,
    ),
  )
