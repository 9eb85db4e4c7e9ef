import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readImport } from '../../electron/import/results/read-import.ts'
import { ImportDesk } from '../../electron/imports/desk.ts'
import { Imports, readingIn } from '../../electron/imports/imports.ts'
import { Jobs } from '../../electron/jobs/jobs.ts'
import { openStore } from '../../electron/store/api.ts'
import { systemClock } from '../../shared/model/time.ts'
import { archive } from '../electron/import/made-workbook.ts'
import { contentsOf, unzipped } from '../electron/privacy/zip.ts'
import { type Json, linkPayload, questions } from '../electron/support/webhook-payloads.ts'
import { type Random, seeded } from '../prove/mutations.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { costOf, figure, median, milliseconds, watchMainThread } from './measure.ts'

const payloads = 10_000
const runs = 3
const ratioRuns = 6
/** Copies of the seven questions of a payload: 35 questions are 11 kB. */
const copies = 5

/** A question as one taker answered it: like others where one chooses, in own words in an essay. */
function answered(question: Json, copy: number, random: Random): Json {
  const asked = { ...question, question_id: Number(question.question_id) + 1_000 * copy }
  const pick = (options: string): string => options.charAt(Math.floor(random() * options.length))
  if (question.question_type === 'essay')
    return { ...asked, user_response: `<p>I think that… ${Math.floor(random() * 1e9)}</p>` }
  if (question.question_type === 'freetext') return { ...asked, user_response: `Example ${pick('0123456789')}` }
  if (question.question_type === 'matching' || question.question_type === 'grammar') return asked
  const isRight = random() < 0.6
  const chosen = isRight ? question.correct_option : pick(question.question_type === 'truefalse' ? 'B' : 'AC')
  const [points, result] = isRight ? [question.points_available, 'correct'] : [0, 'incorrect']
  return { ...asked, user_response: chosen, points_scored: points, result }
}

/** A ZIP of payloads, each in a file of its own. */
function zipOf(count: number): Buffer {
  const random = seeded(16)
  const asked = () =>
    Array.from({ length: copies }, (_, copy) => questions().map((each) => answered(each, copy, random))).flat()
  return archive(
    Array.from({ length: count }, (_, at) => {
      const taker = { link_result_id: 1_000 + at, first: `Ada ${at}`, email: `ada${at}@example.org` }
      return [`${at}.json`, JSON.stringify(linkPayload(taker, { questions: asked() }))] as const
    }),
  )
}

/** Reads, previews and imports archives of payloads. */
export const benchImports = (): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const [zip, large] = [join(folder, 'payloads.zip'), join(folder, 'many.zip')]
    writeFileSync(zip, zipOf(payloads))
    writeFileSync(large, zipOf(2 * payloads))
    const loose = join(folder, 'loose')
    mkdirSync(loose)
    for (const [name, content] of unzipped(readFileSync(zip))) writeFileSync(join(loose, name), content)
    const { zipped, bare, ofLoose } = await inOwnProcess<ReadingCosts>('cost', zip, loose)
    figure('10,000 payloads in a ZIP, to unpacking and JSON.parse', (zipped / bare).toFixed(2), 'goal ≤ 1.5')
    figure('  to reading them as loose files', (zipped / ofLoose).toFixed(2))
    const some: Seen[] = []
    for (let run = 0; run < runs; run++) some.push(await inOwnProcess<Seen>('import', zip))
    const many = await inOwnProcess<Seen>('import', large)
    for (const step of ['preview', 'import'] as const) {
      const stalls = [...some, many].map((each) => each[step].stall)
      figure(`  ${step}`, milliseconds(median(some.map((each) => each[step].taken))))
      figure(`  longest stall of the main thread, ${step}`, milliseconds(Math.max(...stalls)), 'goal ≤ 50 ms')
    }
    const [held, heldOfMany] = [median(some.map((each) => each.held)), many.held]
    figure('  held after the preview of 10,000 and of 20,000', `${megabytes(held)}, ${megabytes(heldOfMany)}`)
    // What is known of each attempt, to find it again, but nothing that it says.
    const each = (heldOfMany - held) / payloads
    figure('  for each more payload of 11 kB', `${Math.round(each)} bytes`, 'goal ≤ 1,000 bytes')
  })

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`

/** Milliseconds of processor time, the least of some runs. */
interface ReadingCosts {
  /** As imports read the archive. */
  readonly zipped: number
  /** The least that anybody does with it: each file unpacked and parsed, and let go of. */
  readonly bare: number
  readonly ofLoose: number
}

async function readingCosts(zip: string, loose: string): Promise<ReadingCosts> {
  const works = {
    zipped: () => readWhole(zip),
    bare: () => {
      for (const [, content] of contentsOf(readFileSync(zip))) JSON.parse(content.toString('utf8'))
    },
    ofLoose: () => readWhole(loose),
  }
  const least = { zipped: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY, ofLoose: Number.POSITIVE_INFINITY }
  for (let run = 0; run < ratioRuns; run++) {
    for (const work of ['zipped', 'bare', 'ofLoose'] as const) {
      // What one leaves behind is not swept up in the time of another.
      globalThis.gc?.()
      least[work] = Math.min(least[work], (await costOf(works[work])).cpu)
    }
  }
  return least
}

async function readWhole(path: string): Promise<void> {
  for await (const _ of readImport([path]));
}

interface Step {
  readonly taken: number
  readonly stall: number
}

interface Seen {
  readonly preview: Step
  readonly import: Step
  /** Bytes of the main thread after the preview, while its rows may be asked for. */
  readonly held: number
}

type Measured = 'cost' | 'import'

/** Measures in a process of its own, which does nothing else. */
async function inOwnProcess<Value>(what: Measured, ...paths: readonly string[]): Promise<Value> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--expose-gc',
    import.meta.filename,
    ...[what, ...paths],
  ])
  return JSON.parse(stdout)
}

const importOnce = (zip: string): Promise<Seen> =>
  inTemporaryFolder(async (folder) => {
    const store = await openStore(join(folder, 'gradekeep.db'), workers)
    await store.addAccount(benchAccount)
    const [account] = await store.listAccounts()
    if (account === undefined) throw new Error('The account is there')
    const jobs = new Jobs({ onChange: () => undefined })
    const imports = new Imports({ store, clock: systemClock, read: readingIn(workers.results) })
    const desk = new ImportDesk({
      ...{ store, jobs, imports, folder },
      account: async () => account,
      phrases: async () => [],
      onForgotten: () => undefined,
    })
    const before = await bytesHeld()
    const { id } = desk.open([zip])
    const asked = { id, account: benchAccount.id, dates: null }
    const preview = await watched(async () => jobs.result<'import'>((await desk.preview(asked)).jobId))
    const held = (await bytesHeld()) - before
    const whole = { ...asked, confirmed: [], fills: [] }
    const kept = await watched(async () => jobs.result<'import'>((await desk.import(whole)).jobId))
    await desk.close()
    await store.close()
    return { preview, import: kept, held }
  })

async function watched(work: () => Promise<unknown>): Promise<Step> {
  const watch = watchMainThread()
  const started = performance.now()
  await work()
  const taken = performance.now() - started
  return { taken, stall: (await watch.stop()).work }
}

async function bytesHeld(): Promise<number> {
  // What the first collection finds is given back only afterwards.
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.()
    await setImmediate()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

if (import.meta.main) {
  const [what, zip = '', loose = ''] = process.argv.slice(2)
  console.log(JSON.stringify(what === 'cost' ? await readingCosts(zip, loose) : await importOnce(zip)))
}
