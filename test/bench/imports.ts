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
import { unzipped } from '../electron/privacy/zip.ts'
import { linkPayload, questions } from '../electron/support/webhook-payloads.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { costOf, figure, median, milliseconds, watchMainThread } from './measure.ts'

const payloads = 10_000
const runs = 3
/** Copies of the six questions of a payload: 30 questions are 12 kB. */
const copies = 5

/** A ZIP of payloads, each in a file of its own. */
function zipOf(count: number): Buffer {
  const asked = Array.from({ length: copies }, (_, copy) =>
    questions().map((question) => ({ ...question, question_id: Number(question.question_id) + 1_000 * copy })),
  ).flat()
  return archive(
    Array.from({ length: count }, (_, at) => {
      const taker = { link_result_id: 1_000 + at, first: `Ada ${at}`, email: `ada${at}@example.org` }
      return [`${at}.json`, JSON.stringify(linkPayload(taker, { questions: asked }))] as const
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
    const [ofLoose, ofParsing]: [number[], number[]] = [[], []]
    for (let run = 0; run < runs; run++) {
      const zipped = (await costOf(() => readWhole(zip))).cpu
      ofLoose.push(zipped / (await costOf(() => readWhole(loose))).cpu)
      ofParsing.push(zipped / (await costOf(() => parseBare(zip))).cpu)
    }
    figure('10,000 payloads in a ZIP, to reading them bare', Math.min(...ofLoose).toFixed(2), 'goal ≤ 1.5')
    figure('  to unpacking and JSON.parse alone', Math.min(...ofParsing).toFixed(2))
    const some: Seen[] = []
    for (let run = 0; run < runs; run++) some.push(await readOnce(zip))
    const many = await readOnce(large)
    for (const step of ['preview', 'import'] as const) {
      const stalls = [...some, many].map((each) => each[step].stall)
      figure(`  ${step}`, milliseconds(median(some.map((each) => each[step].taken))))
      figure(`  longest stall of the main thread, ${step}`, milliseconds(Math.max(...stalls)), 'goal ≤ 50 ms')
    }
    const [held, heldOfMany] = [median(some.map((each) => each.held)), many.held]
    figure('  held after the preview of 10,000 and of 20,000', `${megabytes(held)}, ${megabytes(heldOfMany)}`)
    // What is known of each attempt, to find it again, but nothing that it says.
    const each = (heldOfMany - held) / payloads
    figure('  for each more payload of 12 kB', `${Math.round(each)} bytes`, 'goal ≤ 1,000 bytes')
  })

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`

function parseBare(zip: string): void {
  for (const content of unzipped(readFileSync(zip)).values()) JSON.parse(content.toString('utf8'))
}

async function readWhole(zip: string): Promise<void> {
  for await (const _ of readImport([zip]));
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

/** Measures in a process of its own, which only imports, as the app's main process does. */
async function readOnce(zip: string): Promise<Seen> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', import.meta.filename, zip])
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

if (import.meta.main) console.log(JSON.stringify(await importOnce(process.argv[2] ?? '')))
