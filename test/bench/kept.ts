import { join } from 'node:path'
import type { ListQuestion } from '../../electron/store/lists.ts'
import { openDatabase, openReadOnly } from '../../electron/store/open.ts'
import { Ingest } from '../../electron/store/results/ingest.ts'
import { createStoreApi, storeOn } from '../../electron/store/store-api.ts'
import { erasedStudents } from '../../electron/store/students/erased.ts'
import type { ResultsFilter } from '../../shared/model/filter.ts'
import { countedFields } from '../../shared/model/results-view.ts'
import { studentSortFields } from '../../shared/model/student.ts'
import { type TestPageQuery, testPolicies, testsSortFields } from '../../shared/model/test-figures.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import {
  addNotes,
  fillAsKept,
  furtherFilters,
  keptNotes,
  largeTest,
  largeTestAttempts,
  otherAccount,
} from './kept-beside.ts'
import { benchAccount, inTemporaryFolder } from './laptop.ts'
import { madePages, newest } from './made-results.ts'
import { type Cost, costOf, figure, milliseconds, percentile } from './measure.ts'

const runs = 12
const perPage = 200
/** As many milliseconds as the reader works between two questions. */
const pause = 2

/** What is typed letter by letter: people, tests, codes, a serial, and what nobody is called. */
const typed = ['lindqvist', 'zoë o’neill', 'priya 42', 'ruth.baker.17', 'ng-2041', 'fire marshal', 'induction', 'xq']

/** Home, Find, the choices of filters and a large test, in the thread that reads, among results kept for years. */
export async function benchKept(sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, 'gradekeep.db')
      fillAsKept(file, size)
      figure(`${size.toLocaleString('en')} results with labels, classes, changes, codes`, '')
      await benchHome(file)
      await benchAsked(file, size)
      await benchNotes(file)
    })
  }
}

type Opened = ReturnType<typeof storeOn>

const spread = (costs: readonly Cost[], share: number): string => {
  const of = (kind: keyof Cost) =>
    milliseconds(
      percentile(
        costs.map((cost) => cost[kind]),
        share,
      ),
    )
  return `${of('taken')} (cpu ${of('cpu')})`
}

/** The slices of the digest until it is known, as the window asks for it and the reader works between. */
async function digestSlices({ calls, ahead }: Opened): Promise<Cost[]> {
  const slices: Cost[] = []
  for (let isReading = true; isReading; ) {
    slices.push(
      await costOf(() => {
        ;({ isReading } = calls.digest({ accounts: undefined, now: unixSeconds(newest) }))
      }),
    )
    for (const each of ahead) if (each.hasWork) slices.push(await costOf(() => each.work(pause)))
  }
  return slices
}

async function benchHome(file: string): Promise<void> {
  const db = openReadOnly(file)
  const writing = openDatabase(file)
  try {
    const opened = storeOn(db)
    while (opened.columns.hasWork) opened.columns.work(50)
    const sum = (slices: readonly Cost[]) => milliseconds(slices.reduce((all, { taken }) => all + taken, 0))
    const first = await digestSlices(opened)
    figure('  Home: all results new, read in all', sum(first), 'in slices between questions')
    figure('    the longest slice of that', spread(first, 1), 'goal ≤ 50 ms')
    const store = createStoreApi(writing)
    const { upTo } = opened.calls.digest({ accounts: undefined, now: unixSeconds(newest) })
    store.markDigestSeen(undefined, { ...upTo, result: upTo.result - 2_000 }, unixSeconds(newest))
    const marked = await digestSlices(opened)
    figure('  Home: 2,000 new since it was marked, read in all', sum(marked), 'in slices between questions')
    figure('    the longest slice of that', spread(marked, 1), 'goal ≤ 50 ms')
    const again: Cost[] = []
    for (let run = 0; run < runs; run++) again.push(...(await digestSlices(opened)))
    figure('    asked again, p95', spread(again, 0.95), 'goal ≤ 50 ms')
    const ingest = new Ingest(writing, erasedStudents(writing))
    const arrived: Cost[] = []
    const inAll: number[] = []
    let taker = 900_000
    for (const page of madePages(benchAccount.id, runs * perPage, perPage)) {
      // Of people who were not there before, so that none is known already.
      const results = page.results.map(({ result, raw }) => ({
        result: { ...result, feed: 'groups' as const, linkResultId: null, userId: taker++ },
        raw,
      }))
      ingest.apply({ ...page, feed: 'groups', results, covered: null })
      const slices = await digestSlices(opened)
      inAll.push(slices.reduce((all, { taken }) => all + taken, 0))
      arrived.push(...slices)
    }
    figure(`    known again after ${perPage} new results, p95`, milliseconds(percentile(inAll, 0.95)), 'goal ≤ 100 ms')
    figure('    the longest slice of that', spread(arrived, 1), 'goal ≤ 50 ms')
  } finally {
    db.close()
    writing.close()
  }
}

async function benchAsked(file: string, size: number): Promise<void> {
  const db = openReadOnly(file)
  try {
    const opened = storeOn(db)
    while (opened.columns.hasWork) opened.columns.work(50)
    const everybody = { filter: { results: [], classes: [], labels: [] }, policy: 'best' } as const
    while (opened.isPreparing('students', { ...everybody, sort: { field: 'name', direction: 'asc' } }));
    // What the reader does before anything is asked, in slices too.
    for (const each of opened.atRest) while (each.hasWork) each.work(pause)
    await benchFind(opened)
    await benchChoices(opened)
    await benchLargeTest(opened, size)
    await benchLists(opened)
  } finally {
    db.close()
  }
}

/** Every letter, as the main process asks the reader about it: each question is a slice. */
async function benchFind({ calls }: Opened): Promise<void> {
  const letters: Cost[] = []
  const slices: Cost[] = []
  let found = 0
  for (const text of typed.flatMap((word) => [...word].map((_, at) => word.slice(0, at + 1)))) {
    if (text.trim() !== text) continue
    const own: Cost[] = []
    for (let students: ReturnType<typeof calls.findStudents> = 'more'; students === 'more'; )
      own.push(await costOf(() => (students = calls.findStudents(text))))
    own.push(await costOf(() => (found += calls.findTests(text).total)))
    own.push(await costOf(() => (found += calls.findSerials(text).entries.length)))
    own.push(await costOf(() => (found += calls.findCodes(text).total)))
    slices.push(...own)
    letters.push(own.reduce((all, each) => ({ taken: all.taken + each.taken, cpu: all.cpu + each.cpu })))
  }
  if (found === 0) throw new Error('Nothing was found')
  figure(`  Find: each of ${letters.length} letters, p95`, spread(letters, 0.95), 'goal ≤ 50 ms')
  figure('    the longest slice', spread(slices, 1), 'goal ≤ 50 ms')
}

async function benchChoices({ calls }: Opened): Promise<void> {
  const held = calls.countResults([])
  const all: Cost[] = []
  for (const name of Object.keys(furtherFilters(0))) {
    const costs: Cost[] = []
    for (let run = 0; run < runs; run++) {
      const filter = furtherFilters(run)[name] ?? []
      for (const field of countedFields) costs.push(await costOf(() => calls.choiceCounts(filter, field)))
      const matches = calls.countResults(filter)
      if (matches === 0 || matches === held) throw new Error(`${matches} results ${name}`)
    }
    figure(`  counts per choice, ${name}, p95`, spread(costs, 0.95), 'goal ≤ 50 ms')
    all.push(...costs)
  }
  figure('    the longest of all', spread(all, 1), 'goal ≤ 50 ms')
}

async function benchLargeTest({ calls, isPreparing }: Opened, size: number): Promise<void> {
  const filter = [{ field: 'account', op: 'in', value: [benchAccount.id] }] as const
  const sort = { field: 'name', direction: 'asc' } as const
  for (const policy of testPolicies) while (isPreparing('tests', { filter, policy, withHidden: false, sort }));
  const query = (run: number): TestPageQuery => ({
    account: benchAccount.id,
    testId: largeTest.id,
    policy: testPolicies[run % testPolicies.length] ?? 'first',
    // Never the same question twice, so that nothing kept answers; every attempt is later than all of these days.
    period: { from: `19${70 + run}-01-01`, to: null },
    classId: null,
  })
  const pages: Cost[] = []
  for (let run = 0; run < 25; run++) {
    pages.push(
      await costOf(() => {
        const { attempts } = calls.testPage(query(run))
        if (attempts !== largeTestAttempts(size)) throw new Error(`The test has ${attempts} attempts`)
      }),
    )
  }
  figure(
    `  a test with exactly ${largeTestAttempts(size).toLocaleString('en')} attempts: its page, p95`,
    spread(pages, 0.95),
    'goal ≤ 50 ms',
  )
  figure('    the longest of them', spread(pages, 1), 'goal ≤ 50 ms')
}

/** The first page of the lists of students and tests under each order, and what the page of one student draws. */
async function benchLists({ calls, lists, isPreparing }: Opened): Promise<void> {
  const everybody = { filter: { results: [], classes: [], labels: [] }, policy: 'best' } as const
  const ofAccount = [{ field: 'account', op: 'in', value: [benchAccount.id] }] as const
  const slices: Cost[] = []
  const [students, tested]: [Cost[], Cost[]] = [[], []]
  for (let run = 0; run < runs; run++) {
    for (const direction of ['asc', 'desc'] as const) {
      for (const field of studentSortFields) {
        const query = { ...everybody, sort: { field, direction } }
        for (let isMore = run === 0; isMore; )
          slices.push(await costOf(() => (isMore = isPreparing('students', query))))
        students.push(await costOf(() => firstRows(lists.students(query))))
      }
      for (const field of testsSortFields) {
        const query = { filter: ofAccount, policy: 'first', withHidden: false, sort: { field, direction } } as const
        tested.push(await costOf(() => firstRows(lists.tests(query))))
      }
    }
  }
  figure('  students, first page under each order, p95', spread(students, 0.95), 'goal ≤ 16 ms')
  figure('    the longest slice of an order not asked for before', spread(slices, 1), 'goal ≤ 50 ms')
  figure('  tests, first page under each order, p95', spread(tested, 0.95), 'goal ≤ 16 ms')
  const most = lists.students({ ...everybody, sort: { field: 'attempts', direction: 'desc' } })
  const pages: Cost[] = []
  for (const { accountId: account, key } of most.rows(most.ids(60)))
    pages.push(
      await costOf(() => calls.studentPage({ account, key, policy: 'best', period: { from: null, to: null } })),
    )
  figure('  the chart of a student with most attempts, p95', spread(pages, 0.95), 'goal ≤ 100 ms')
}

const firstRows = <Row>(question: ListQuestion<Row>): readonly Row[] => question.rows(question.ids(100))

/** Notes on students and results, letter by letter, where there are two accounts. */
async function benchNotes(file: string): Promise<void> {
  const writing = openDatabase(file)
  addNotes(writing)
  writing.close()
  const db = openReadOnly(file)
  try {
    const { calls, columns } = storeOn(db)
    while (columns.hasWork) columns.work(50)
    const accounts = [benchAccount.id, otherAccount.id]
    const results: Cost[] = []
    for (const text of ['parents', 'moderated'].flatMap((word) => [...word].map((_, at) => word.slice(0, at + 1)))) {
      const filter: ResultsFilter = [
        { field: 'account', op: 'in', value: accounts },
        { field: 'search', op: 'contains', value: text },
      ]
      results.push(
        await costOf(() => {
          if (calls.countResults(filter) < keptNotes) throw new Error(`Too few results are noted ${text}`)
        }),
      )
    }
    const many = (2 * keptNotes).toLocaleString('en')
    figure(`  results by ${many} notes of two accounts, each letter, p95`, spread(results, 0.95), 'goal ≤ 50 ms')
  } finally {
    db.close()
  }
}
