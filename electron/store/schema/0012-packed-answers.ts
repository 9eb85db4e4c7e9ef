import type { Database } from 'better-sqlite3'
import { AnswerPages } from '../results/answer-pages.ts'
import type { Migration } from './schema.ts'

const withoutOldAnswer = `
      UPDATE answer_page SET answers = without_answer(answers, old.raw) WHERE id = old.raw >> 10;
      DELETE FROM answer_page WHERE id = old.raw >> 10 AND octet_length(answers) = 0;`

/**
 * Keeps the answers that results were read from packed, 200 together, word for word: they were half of the file and are
 * 65 bytes each now. The triggers remove an answer for good with its result, and when another replaces it.
 */
export const packedAnswers: Migration = {
  version: 12,
  up: `
    -- answers: as results/packed-answers packs them. places: how many there are, with those removed.
    CREATE TABLE answer_page (
      id INTEGER PRIMARY KEY,
      account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
      places INTEGER NOT NULL,
      answers BLOB NOT NULL
    ) STRICT;
    CREATE INDEX answer_page_by_account ON answer_page (account_id, id, places);
    -- The only way to read the answer of a result.
    CREATE VIEW result_answer AS SELECT id, raw_answer(raw,
      iif(typeof(raw) = 'integer', (SELECT answers FROM answer_page WHERE answer_page.id = result.raw >> 10), NULL)) AS answer
      FROM result;
    -- With an account, its pages go as a whole.
    CREATE TRIGGER answer_page_delete AFTER DELETE ON result
      WHEN typeof(old.raw) = 'integer' AND EXISTS (SELECT 1 FROM account WHERE id = old.account_id) BEGIN${withoutOldAnswer}
    END;
    CREATE TRIGGER answer_page_replace AFTER UPDATE OF raw ON result
      WHEN typeof(old.raw) = 'integer' AND new.raw IS NOT old.raw BEGIN${withoutOldAnswer}
    END;
  `,
  rewrites: [['result', 'raw TEXT NOT NULL', 'raw ANY NOT NULL']],
  renew: packAll,
}

const resultsPerStep = 1_000

/** Packs the answers of all results, in the order in which they came. */
function packAll(db: Database): void {
  const accounts = db.prepare<[], string>('SELECT id FROM account').pluck().all()
  const some = db.prepare<[string, number, number], { id: number; raw: string }>(
    'SELECT id, raw FROM result NOT INDEXED WHERE account_id = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const keep = db.prepare<[bigint, number]>('UPDATE result SET raw = ? WHERE id = ?')
  const pages = new AnswerPages(db)
  for (const account of accounts) {
    let rows = some.all(account, 0, resultsPerStep)
    while (rows.length > 0) {
      for (const { id, raw } of rows) keep.run(BigInt(pages.add(account, raw)), id)
      rows = some.all(account, rows.at(-1)?.id ?? 0, resultsPerStep)
    }
    pages.flush()
  }
}
