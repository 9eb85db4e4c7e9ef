import { accountQueries } from '../../electron/store/accounts/accounts.ts'
import { seal } from '../../electron/store/locks.ts'
import { openDatabase } from '../../electron/store/open.ts'
import { Ingest } from '../../electron/store/results/ingest.ts'
import { settingsQueries } from '../../electron/store/settings.ts'
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

/**
 * Fills a new database with made results as ingest does, several times faster: nothing is flushed to the disk. It is left
 * as the app leaves it, sealed: the first to open it would otherwise read all of it, as after a crash.
 */
export function fillDatabase(file: string, size: number): void {
  const db = openDatabase(file)
  try {
    db.pragma('synchronous = OFF')
    db.pragma('secure_delete = OFF')
    db.pragma('cache_size = -1000000')
    db.pragma('wal_autocheckpoint = 50000')
    accountQueries(db).addAccount(benchAccount)
    // An app started on it measures, and asks no server.
    settingsQueries(db).changeSettings({ autoSync: false })
    const ingest = new Ingest(db)
    for (const page of madePages(benchAccount.id, size, 5_000)) ingest.apply({ ...page, tests, sources })
  } finally {
    db.close()
  }
  seal(file)
}
