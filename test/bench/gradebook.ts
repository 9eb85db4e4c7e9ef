import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createExporter } from '../../electron/export/exporter.ts'
import type { GradebookRequest } from '../../electron/export/gradebook/request.ts'
import { openReadOnly } from '../../electron/store/open.ts'
import { openStore } from '../../electron/store/store.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import { attemptPolicies } from '../../shared/model/attempt-policy.ts'
import { type GradebookDefinition, usualGradebook, usualRules } from '../../shared/model/gradebook.ts'
import type { ReceivedResult } from '../../shared/model/received-page.ts'
import { toTenths } from '../../shared/model/result-values.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { bundledWorkers } from '../electron/support/bundled-workers.ts'
import { noon, pageWith, resultOf } from '../electron/support/made-laptop.ts'
import { seeded } from '../prove/mutations.ts'
import { type Footprint, footprintOf } from './footprint.ts'
import { cellsOf, writeBare } from './gradebook-cells.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { type Cost, costOf, figure, median, milliseconds, percentile } from './measure.ts'

const pairs = 3
/** How many processes reckon their first gradebook. */
const processes = 5
const megabyte = 1024 * 1024

interface Size {
  readonly students: number
  readonly tests: number
  readonly attempts: number
}

/** Fills a new database with attempts spread over students and tests. */
async function fill(databaseFile: string, { students, tests, attempts }: Size): Promise<void> {
  const random = seeded(7)
  const store = await openStore(databaseFile, workers)
  await store.addAccount(benchAccount)
  for (let from = 0; from < attempts; from += 5_000) {
    const results = Array.from({ length: Math.min(5_000, attempts - from) }, (_, place): ReceivedResult => {
      const at = from + place
      const student = at % students
      const result = resultOf({
        ...{ userId: student + 1, first: `First ${student}`, last: `Last ${student}`, email: `${student}@example.org` },
        ...{ testId: 101 + Math.floor(random() * tests), sourceId: 10 + (student % 5) },
        ...{ percentage: toTenths(Math.round(random() * 1_000) / 10), requiresGrading: random() < 0.02 },
        ...{ timeStarted: unixSeconds(noon - at * 60 - 600), timeFinished: unixSeconds(noon - at * 60) },
      })
      return { result, raw: '{}' }
    })
    await store.applyPage(pageWith([], { accountId: benchAccount.id, results }))
  }
  await store.close()
}

const requestFor = (file: string, figures: GradebookRequest['figures']): GradebookRequest => ({
  ...{ definition: usualGradebook, title: null, file, figures, identity: 'names', exportedAt: noon },
  pseudonymKey: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
})

interface Work {
  readonly databaseFile: string
  /** The thread as it is built: from its sources it would start several times slower. */
  readonly workerFile: string
  readonly figures: GradebookRequest['figures']
}

async function exportOnce({ databaseFile, workerFile, figures }: Work, file: string): Promise<void> {
  const exporter = createExporter({ databaseFile, workerFile })
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  await exporter.run('gradebook', requestFor(file, figures), options)
  await exporter.close()
}

/** The gradebook's model, and its workbook against bare exceljs writing the same cells. Runs alternate. */
export async function benchGradebook(): Promise<void> {
  await benchWorkbook({ students: 600, tests: 4, attempts: 3_100 }, 'live', 1.5)
  await benchWorkbook({ students: 2_000, tests: 20, attempts: 50_000 }, 'values', 1.25)
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    await fill(file, { students: 2_000, tests: 60, attempts: 200_000 })
    await benchModel(file, await handedIn(file))
  })
}

async function benchWorkbook(size: Size, figures: GradebookRequest['figures'], goal: number): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const databaseFile = join(folder, 'gradekeep.db')
    await fill(databaseFile, size)
    const [workbook, file] = [join(folder, 'workbook.xlsx'), join(folder, 'bare.xlsx')]
    const work = { databaseFile, workerFile: (await bundledWorkers()).export ?? '', figures }
    await exportOnce(work, workbook)
    const cells = await cellsOf(workbook)
    const how = figures === 'live' ? 'whole' : 'streamed'
    await writeBare({ cells, file, how })
    const [own, bare]: [Cost[], Cost[]] = [[], []]
    for (let pair = 0; pair < pairs; pair++) {
      own.push(await costOf(() => exportOnce(work, workbook)))
      bare.push(await costOf(() => writeBare({ cells, file, how })))
    }
    const ratio = (of: keyof Cost): string =>
      median(own.map((cost, at) => cost[of] / (bare[at]?.[of] ?? cost[of]))).toFixed(2)
    const took = (costs: readonly Cost[]): string => milliseconds(median(costs.map(({ taken }) => taken)))
    figure(`gradebook of ${size.students} students, ${size.attempts} attempts, ${figures}`, took(own))
    figure('  bare exceljs, same cells', took(bare))
    figure('  gradebook / bare exceljs, time', ratio('taken'), `goal ≤ ${goal}`)
    figure('  gradebook / bare exceljs, processor time', ratio('cpu'), `goal ≤ ${goal}`)
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[import.meta.filename, databaseFile, work.workerFile, figures, workbook],
    ])
    const { growth, stall, turn }: Footprint = JSON.parse(stdout)
    figure(
      '  peak memory above the process before it',
      `${Math.round(growth / megabyte)} MB`,
      figures === 'live' ? '' : 'goal ≤ 250 MB',
    )
    figure('  longest stall of the main thread', milliseconds(stall), 'goal ≤ 50 ms')
    figure('  processor time of its longest turn', milliseconds(turn), 'goal ≤ 50 ms')
  })
}

/** Hands the usual gradebook in. @returns the id under which it is kept */
async function handedIn(databaseFile: string): Promise<number> {
  const store = await openStore(databaseFile, workers)
  const kept = { id: null, account: benchAccount.id, name: 'Bench', definition: usualGradebook }
  const id = await store.saveGradebook(kept)
  await store.recordHandIn(id, await store.handInOf(usualGradebook), noon)
  await store.close()
  return id
}

interface Cold {
  readonly taken: number
  /** Of its thread alone. */
  readonly cpu: number
}

/** The first gradebook of a process, as the app has it: all was read ahead, and nothing was reckoned yet. */
function firstGradebook(databaseFile: string): Cold {
  const db = openReadOnly(databaseFile)
  const { calls, ahead, atRest } = storeOn(db)
  for (const each of [...ahead, ...atRest]) while (each.hasWork) each.work(2)
  const [began, before] = [performance.now(), process.threadCpuUsage()]
  calls.gradebookSummary(usualGradebook)
  const taken = performance.now() - began
  const { user, system } = process.threadCpuUsage(before)
  db.close()
  return { taken, cpu: (user + system) / 1000 }
}

/** In the thread that reads: the first time, each in a process of its own, and again under other rules. */
async function benchModel(databaseFile: string, kept: number): Promise<void> {
  const firsts: Cold[] = []
  for (let run = 0; run < processes; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, databaseFile])
    firsts.push(JSON.parse(stdout))
  }
  const db = openReadOnly(databaseFile)
  // Before anything was read ahead.
  const soon = await costOf(() => storeOn(db).calls.gradebookSummary(usualGradebook))
  const { calls, lists, ahead, atRest } = storeOn(db)
  const reading = await costOf(() => {
    for (const each of [...ahead, ...atRest]) while (each.hasWork) each.work(2)
  })
  const under = (definition: Partial<GradebookDefinition['rules']>): GradebookDefinition => ({
    ...usualGradebook,
    rules: { ...usualRules, ...definition },
  })
  const byName = { gradebook: usualGradebook, sort: { field: 'name', direction: 'asc' } } as const
  const first = await costOf(() => calls.gradebookSummary(usualGradebook))
  const firstRows = await costOf(() => {
    const question = lists.gradebook(byName)
    return question.rows(question.ids(60))
  })
  const [changed, painted]: [Cost[], Cost[]] = [[], []]
  for (let run = 0; run < 60; run++) {
    // Rules that were not asked for before, so that nothing kept answers.
    const gradebook = under({
      policy: attemptPolicies[run % 4] ?? 'best',
      tests: { [`bench:${run}`]: { weight: run } },
    })
    changed.push(await costOf(() => calls.gradebookSummary(gradebook)))
    const sort = { field: 'average', direction: 'desc' } as const
    painted.push(
      await costOf(() => {
        const question = lists.gradebook({ gradebook, sort })
        return question.rows(question.ids(60))
      }),
    )
  }
  const whatIf: Cost[] = []
  for (let run = 0; run < 60; run++) {
    const bands =
      usualRules.scale?.bands.map((band, at) => (at === 0 ? { ...band, from: band.from + run } : band)) ?? []
    const gradebook = under({ scale: { name: 'bench', bands } })
    whatIf.push(await costOf(() => calls.gradebookGrades(gradebook)))
  }
  const checked: Cost[] = []
  for (let run = 0; run < 20; run++) checked.push(await costOf(() => calls.gradebookChecks(usualGradebook, kept)))
  db.close()
  const p95 = (costs: readonly Cost[], of: keyof Cost): string =>
    milliseconds(
      percentile(
        costs.map((cost) => cost[of]),
        0.95,
      ),
    )
  const least = (of: keyof Cold): number => Math.min(...firsts.map((each) => each[of]))
  figure(
    'gradebook of 2,000 × 60 from 200,000 results, first of a process',
    milliseconds(least('taken')),
    'goal ≤ 100 ms',
  )
  figure('  processor time of its thread', milliseconds(least('cpu')), 'goal ≤ 100 ms')
  figure('  again in a process that reckoned one before', milliseconds(first.taken), 'goal ≤ 100 ms')
  figure('  … and its first 60 rows', milliseconds(first.taken + firstRows.taken), 'goal ≤ 200 ms')
  figure('  asked before all was read ahead', milliseconds(soon.taken), 'all are read into memory once')
  figure('  reading ahead, with the columns of all lists', milliseconds(reading.cpu), 'between questions')
  figure('  under changed rules, p95', p95(changed, 'taken'), 'goal ≤ 100 ms')
  figure('  processor time of that, p95', p95(changed, 'cpu'), 'goal ≤ 100 ms')
  figure('  … its first 60 rows by average, p95', p95(painted, 'taken'), 'goal ≤ 100 ms')
  figure('  processor time of that, p95', p95(painted, 'cpu'), 'goal ≤ 100 ms')
  figure('  everybody’s grade under a moved bound, p95', p95(whatIf, 'taken'), 'goal ≤ 100 ms')
  figure('  processor time of that, p95', p95(whatIf, 'cpu'), 'goal ≤ 100 ms')
  // The first reads names and codes of all results, which otherwise happens between questions.
  figure('  its checks, with what changed since a hand-in, p95', p95(checked.slice(1), 'cpu'), 'goal ≤ 50 ms')
}

if (import.meta.main) {
  const [databaseFile, workerFile, figures, workbook] = process.argv.slice(2)
  if (databaseFile !== undefined && workerFile !== undefined && workbook !== undefined) {
    const work = { databaseFile, workerFile, figures: figures === 'live' ? 'live' : 'values' } as const
    console.log(JSON.stringify(await footprintOf(() => exportOnce(work, workbook))))
  } else if (databaseFile === undefined) await benchGradebook()
  else console.log(JSON.stringify(firstGradebook(databaseFile)))
}
