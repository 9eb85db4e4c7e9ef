import type { Database } from 'better-sqlite3'
import { accountQueries } from '../../electron/store/accounts/accounts.ts'
import { openDatabase } from '../../electron/store/open.ts'
import { Ingest } from '../../electron/store/results/ingest.ts'
import { seal } from '../../electron/store/seal.ts'
import { settingsQueries } from '../../electron/store/settings.ts'
import { erasedStudents } from '../../electron/store/students/erased.ts'
import type { ReceivedResult } from '../../shared/model/received-page.ts'
import { benchAccount } from './laptop.ts'
import { madePages } from './made-results.ts'

const testNames = [
  'Health and safety exam',
  'Fire marshal refresher',
  'Food hygiene level 2',
  'Manual handling',
  'First aid at work',
  'Data protection basics',
  'Working at height',
  'Asbestos awareness',
  'Safeguarding children',
  'Forklift theory',
  'Electrical safety',
  'Legionella control',
]

const sourceNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Evening', 'Summer']

/** The tests of the made results: 64770 and the numbers after it. */
export const tests = testNames.map((name, at) => ({ id: 64_770 + at, name }))

/** The groups and the links of the made results: 29700 and the numbers after it, in both feeds. */
export const sources = sourceNames.map((name, at) => ({ id: 29_700 + at, name: `${name} course` }))

interface Made {
  readonly type: string
  readonly name: string
  readonly sql: string
}

/** What is made besides the usual results. */
interface More {
  /** Puts another in the place of each, by its number from 0. */
  readonly change?: (received: ReceivedResult, number: number) => ReceivedResult
  readonly tests?: typeof tests
  /** Writes what the teacher keeps beside them. */
  readonly beside?: (db: Database) => void
}

/**
 * Fills a new database with made results, as ingest does, several times faster: nothing is flushed to the disk, and the
 * indexes of results, and what triggers write, are made once at the end. It is left as the app leaves it, sealed: the
 * first to open it would otherwise read all of it, as after a crash.
 */
export function fillDatabase(file: string, size: number, more: More = {}): void {
  const db = openDatabase(file)
  try {
    db.pragma('synchronous = OFF')
    db.pragma('secure_delete = OFF')
    db.pragma('cache_size = -1000000')
    db.pragma('wal_autocheckpoint = 50000')
    accountQueries(db).addAccount(benchAccount)
    // An app started on it measures, and asks no server.
    settingsQueries(db).changeSettings({ autoSync: false })
    withoutIndexes(db, () => {
      const ingest = new Ingest(db, erasedStudents(db))
      let number = 0
      const changed = (each: ReceivedResult) => (more.change === undefined ? each : more.change(each, number++))
      for (const page of madePages(benchAccount.id, size, 5_000))
        ingest.apply({ ...page, results: page.results.map(changed), tests: [...tests, ...(more.tests ?? [])], sources })
    })
    more.beside?.(db)
  } finally {
    db.close()
  }
  seal(file)
}

/** Runs `insert` while results have neither indexes nor triggers; then makes both, and writes what the triggers would. */
function withoutIndexes(db: Database, insert: () => void): void {
  const made = db
    .prepare<[], Made>(
      `SELECT type, name, sql FROM sqlite_schema
       WHERE tbl_name = 'result' AND type IN ('index', 'trigger') AND sql IS NOT NULL`,
    )
    .all()
  for (const { type, name } of made) db.exec(`DROP ${type} ${name}`)
  insert()
  // Letters are sorted in memory, and not written in between.
  db.exec(`BEGIN;
    INSERT INTO certificate_search (certificate_search, rank) VALUES ('hashsize', 1000000000);
    INSERT INTO certificate_search (rowid, serial, words, test, former)
      SELECT id, serial, words, test, former FROM certificate_words WHERE serial IS NOT NULL OR former <> '';
    INSERT OR IGNORE INTO taken_code (key) SELECT serial_key(access_code) FROM result WHERE access_code IS NOT NULL;
    INSERT INTO result_touch (result_id) SELECT id FROM result ORDER BY id DESC LIMIT 10000;
    COMMIT;`)
  // The setting itself is not the app's. better-sqlite3 otherwise protects the tables of an index.
  db.unsafeMode(true)
  db.exec(`DELETE FROM certificate_search_config WHERE k = 'hashsize'`)
  db.unsafeMode(false)
  for (const { sql } of made) db.exec(sql)
}
