import type { Database } from 'better-sqlite3'
import { type FormerSerial, mostMatches, serialKey } from '../../../shared/model/certificate.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { serialPhrase } from './search-phrase.ts'

interface FormerRow {
  id: number
  account_id: string
  student: string
  test_name: string
  certificate_serial: string | null
  certificate_key: string | null
  lost_at: number
}

/** Serials that hold a fragment and were sent for a result, but are no certificate of it any more. */
export function formerSerials(db: Database): (key: string, accounts: string | null) => FormerSerial[] {
  const rows = db.prepare<{ match: string; accounts: string | null }, FormerRow>(
    `SELECT result.id, result.account_id, trim(result.first || ' ' || result.last) AS student,
       coalesce(test.name, 'Test ' || result.test_id) AS test_name, certificate_serial, certificate_key,
       coalesce((SELECT max(seen_at) FROM result_change WHERE result_id = result.id
         AND field IN ('passed', 'give_certificate_only_when_passed')), first_seen_at) AS lost_at
     FROM certificate_search CROSS JOIN result ON result.id = certificate_search.rowid
     LEFT JOIN test ON test.account_id = result.account_id AND test.test_id = result.test_id
     WHERE certificate_search MATCH @match
       AND (@accounts IS NULL OR result.account_id IN (SELECT value FROM json_each(@accounts)))
     ORDER BY certificate_search.rowid DESC LIMIT ${mostMatches}`,
  )
  const changes = db.prepare<[number], { seen_at: number; old_value: string }>(
    `SELECT seen_at, old_value FROM result_change WHERE field = 'certificate_serial' AND result_id = ?
     ORDER BY seen_at DESC, id DESC`,
  )

  const ofResult = (row: FormerRow, fragment: string): FormerSerial[] => {
    const now = row.certificate_key === null ? null : row.certificate_serial
    const taken = new Set([row.certificate_key])
    const found: FormerSerial[] = []
    const add = (serial: string | null, reason: FormerSerial['reason'], seenAt: number) => {
      const key = serialKey(serial ?? '')
      if (serial === null || taken.has(key) || !key.includes(fragment)) return
      taken.add(key)
      const { id: resultId, account_id: accountId, student, test_name: testName } = row
      found.push({ serial, resultId, accountId, student, testName, reason, now, seenAt: unixSeconds(seenAt) })
    }
    if (now === null) add(row.certificate_serial, 'not-earned', row.lost_at)
    for (const change of changes.all(row.id)) add(JSON.parse(change.old_value), 'replaced', change.seen_at)
    return found
  }

  return (key, accounts) =>
    rows
      .all({ match: `former : ${serialPhrase(key)}`, accounts })
      .flatMap((row) => ofResult(row, key))
      .slice(0, mostMatches)
}
