import { join } from 'node:path'
import { openDatabase } from '../../electron/store/open.ts'
import { answersTogether, packAnswers, placeOf } from '../../electron/store/results/packed-answers.ts'
import { resultColumns } from '../../electron/store/results/result-columns.ts'
import { openStore } from '../../electron/store/store.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { figure, median, timed } from './measure.ts'

const rows = 20_000

/** Results each run takes in before it is measured: a new thread compiles its code with the first ones, a bare one has it. */
const before = 2_000

/** Ingest as the app does it against bare better-sqlite3, and its speed. */
export async function benchIngest(): Promise<void> {
  const { ratios, speeds } = await measureIngest(5, rows)
  figure('ingest through the worker / bare better-sqlite3, speed', median(ratios).toFixed(2), 'goal ≥ 0.80')
  figure('ingest through the worker', `${Math.round(median(speeds)).toLocaleString('en')} results/s`)
}

/**
 * Ingest as the app does it (pages through the worker: messages, natural keys, comparison, names, packed answers, cursor)
 * against bare better-sqlite3 inserting the same finished rows and packed answers into the same schema with the same
 * transactions.
 * @param pairs how often both run in turns, after one run of each that does not count
 * @returns the speed over the bare one of each pair, and results per second
 */
export async function measureIngest(pairs: number, rows: number): Promise<{ ratios: number[]; speeds: number[] }> {
  const pages = [...madePages(benchAccount.id, before + rows, answersTogether)]
  const first = before / answersTogether
  const finished = pages.map((page, at) => ({
    page,
    rows: page.results.map(({ result }, index) => ({ ...resultColumns(result), raw: BigInt(placeOf(at + 1, index)) })),
    answers: packAnswers(page.results.map(({ raw }) => raw)),
  }))

  const throughWorker = () =>
    inTemporaryFolder(async (folder) => {
      const store = await openStore(join(folder, 'gradekeep.db'), workers)
      await store.addAccount(benchAccount)
      for (const page of pages.slice(0, first)) await store.applyPage(page)
      const taken = await timed(async () => {
        for (const page of pages.slice(first)) await store.applyPage(page)
      })
      await store.close()
      return taken
    })

  const bare = () =>
    inTemporaryFolder(async (folder) => {
      const db = openDatabase(join(folder, 'gradekeep.db'))
      db.prepare(
        `INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
         VALUES ('bench', 'Bench', 'key', 'sha256', 'auto', 0, 'UTC', 0)`,
      ).run()
      const names = Object.keys(finished[0]?.rows[0] ?? {})
      const insert = db.prepare(
        `INSERT INTO result (account_id, first_seen_at, updated_at, ${names.join(', ')})
         VALUES ('bench', 0, 0, ${names.map((name) => `@${name}`).join(', ')})`,
      )
      const cursor = db.prepare(
        `INSERT INTO feed_state (account_id, feed, cursor) VALUES ('bench', ?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor`,
      )
      const coverage = db.prepare(
        `INSERT INTO coverage VALUES ('bench', ?, 0, ?) ON CONFLICT DO UPDATE SET to_time = excluded.to_time`,
      )
      const answerPage = db.prepare(`INSERT INTO answer_page (account_id, places, answers) VALUES ('bench', ?, ?)`)
      const apply = db.transaction(({ page, rows, answers }: (typeof finished)[number]) => {
        for (const row of rows) insert.run(row)
        answerPage.run(rows.length, answers)
        cursor.run(page.feed, page.cursor)
        coverage.run(page.feed, page.covered?.until)
      })
      for (const page of finished.slice(0, first)) apply.immediate(page)
      const taken = await timed(() => {
        for (const page of finished.slice(first)) apply.immediate(page)
      })
      db.close()
      return taken
    })

  const ratios: number[] = []
  const speeds: number[] = []
  await throughWorker()
  await bare()
  for (let pair = 0; pair < pairs; pair++) {
    const worker = await throughWorker()
    ratios.push((await bare()) / worker)
    speeds.push(rows / (worker / 1000))
  }
  return { ratios, speeds }
}

if (import.meta.main) await benchIngest()
