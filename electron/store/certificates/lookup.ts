import type { Database } from 'better-sqlite3'
import {
  type CertificateLookup,
  type CertificateMatch,
  type FormerSerial,
  mostMatches,
  serialKey,
  shortestFragment,
} from '../../../shared/model/certificate.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { keptWhileUnchanged, type QueryRunner } from '../builder.ts'
import type { StoredCertificate } from '../lists.ts'
import type { AccountZones } from '../results/filter.ts'
import { certificatesAmong, certificatesIn } from './certificates.ts'

/** The desk's answer as the store gives it; paths stay in this process. */
export interface StoredLookup extends Omit<CertificateLookup, 'matches'> {
  readonly matches: readonly (CertificateMatch & Pick<StoredCertificate, 'path'>)[]
}

interface Candidate {
  readonly id: number
  readonly time_finished: number
  readonly certificate_key: string
}

// A frequent fragment has 100,000 matches. Only the newest to arrive are considered, then sorted by finish time.
const mostCandidates = 250
// Three letters of a name occur in many serials, so half of the answer is reserved for names.
const keptForWords = Math.floor(mostMatches / 2)

/**
 * The desk: finds certificates by a fragment of their serial, or by words that all occur in names, e-mail address,
 * access code or test. A word of one or two letters must begin a word.
 */
export function certificateLookup(db: Database, run: QueryRunner, zones: () => AccountZones) {
  const candidates = db.prepare<Asked & { accounts: string | null }, Candidate>(
    `SELECT result.id, result.time_finished, result.certificate_key
     FROM certificate_search CROSS JOIN result ON result.id = certificate_search.rowid
     WHERE certificate_search MATCH @match
       AND (@accounts IS NULL OR result.account_id IN (SELECT value FROM json_each(@accounts)))
       AND (@words IS NULL OR NOT EXISTS (
         SELECT 1 FROM json_each(@words) AS word WHERE instr(result.search_text, word.value) = 0 AND 0 = coalesce((
           SELECT instr(sort_key(name), word.value) FROM test
             WHERE test.account_id = result.account_id AND test.test_id = result.test_id), 0)))
     ORDER BY certificate_search.rowid DESC LIMIT ${mostCandidates}`,
  )
  const rareLettersOf = rareLetters(db)
  const count = db.prepare<{ accounts: string | null }, { n: number }>(
    `SELECT count(*) AS n FROM result WHERE certificate_key IS NOT NULL
       AND (@accounts IS NULL OR account_id IN (SELECT value FROM json_each(@accounts)))`,
  )
  const former = formerSerials(db)
  const searched = keptWhileUnchanged(db, (accounts: string | null) => count.get({ accounts })?.n ?? 0)

  /** @param accounts undefined or an empty list means all */
  const lookUpCertificates = (text: string, accounts: readonly string[] | undefined): StoredLookup => {
    const known = zones()
    const asksForAll = !accounts?.length || [...known.keys()].every((id) => accounts.includes(id))
    const chosen = asksForAll ? null : JSON.stringify(accounts)
    const all = searched(chosen)
    const matching = (asked: Asked | null): Candidate[] =>
      asked === null ? [] : candidates.all({ ...asked, accounts: chosen })
    const key = serialKey(text)
    const bySerial = matching(serialAsked(key)).toSorted(wholeSerialFirst(key))
    const serialIds = new Set(bySerial.map(({ id }) => id))
    const byWords = matching(wordsAsked(text, (word) => rareLettersOf(word, all)))
      .filter(({ id }) => !serialIds.has(id))
      .toSorted(newestFirst)
    const serials = bySerial.slice(0, mostMatches - Math.min(byWords.length, keptForWords))
    const shown = [...serials, ...byWords].slice(0, mostMatches)
    return {
      matches: rowsOf(shown, known).map((row, at) => ({ ...row, bySerial: at < serials.length })),
      more: bySerial.length + byWords.length > shown.length,
      former: isFragment(key) ? former(key, chosen) : [],
      searched: all,
    }
  }

  const rowsOf = (shown: readonly Candidate[], known: AccountZones): StoredCertificate[] => {
    if (shown.length === 0) return []
    const rows = run.all(certificatesAmong(shown.map(({ id }) => id)).compile())
    const toCertificate = certificatesIn(known)
    const byId = new Map(rows.map((row) => [row.id, toCertificate(row)]))
    return shown.flatMap(({ id }) => byId.get(id) ?? [])
  }

  return { lookUpCertificates }
}

/** The query for the index, and the words, as JSON, that the text itself must also contain. */
interface Asked {
  readonly match: string
  readonly words: string | null
}

function serialAsked(key: string): Asked | null {
  const match = serialMatch(key)
  return match === null ? null : { match, words: null }
}

function wordsAsked(text: string, rareLettersOf: (word: string) => readonly Group[]): Asked | null {
  const words = wordsOf(text)
  if (words.length === 0) return null
  const long = words.filter((word) => [...word].length > shortestFragment)
  const groups = [...words.filter((word) => !long.includes(word)).map(beginning), ...long].flatMap((word) =>
    rareLettersOf(word).slice(0, long.length > fewWords ? 1 : undefined),
  )
  // The rarest group comes first, because it lets SQLite skip most rows of the others.
  const letters = new Set(groups.toSorted((a, b) => a.count - b.count).map((group) => phrase(group.letters)))
  return {
    match: `{words test} : (${[...letters].join(' AND ')})`,
    words: long.length === 0 ? null : JSON.stringify(long),
  }
}

const fewWords = 3

const wordsOf = (text: string): readonly string[] => searchWords(text) ?? []

// In the index two spaces precede each word, so a beginning with its spaces is at least three characters long.
const beginning = (word: string): string => word.padStart(word.length + shortestFragment - [...word].length, ' ')

const isFragment = (key: string): boolean => [...key].length >= shortestFragment

/** The `certificate_search` query for a part of a serial's key; null for fewer than three characters. */
export const serialMatch = (key: string): string | null => (isFragment(key) ? `serial : ${serialPhrase(key)}` : null)

/** The `certificate_search` query for words that must all occur; null if there is none. */
export function wordsMatch(text: string): string | null {
  const words = wordsOf(text)
  return words.length === 0 ? null : `{words test} : (${words.map((word) => phrase(beginning(word))).join(' AND ')})`
}

const newestFirst = (a: Candidate, b: Candidate): number => b.time_finished - a.time_finished || b.id - a.id

const wholeSerialFirst =
  (key: string) =>
  (a: Candidate, b: Candidate): number =>
    Number(b.certificate_key === key) - Number(a.certificate_key === key) || newestFirst(a, b)

interface FormerRow {
  id: number
  account_id: string
  student: string
  test_name: string
  certificate_serial: string | null
  certificate_key: string | null
  lost_at: number
}

/** Finds serials with a fragment that were once sent for a result but are not its certificate any more. */
function formerSerials(db: Database): (key: string, accounts: string | null) => FormerSerial[] {
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

const sampleSize = 1_000
// Two groups of three letters identify a word almost as well as all of it; the rest is checked row by row.
const lettersPerWord = 2

/**
 * Picks from a word the groups of three letters that occur in the fewest certificates. A phrase makes SQLite read the
 * rows of each of its letters, which for e-mail addresses at one domain are all rows: 50 ms. Two rare groups find the
 * same rows in 5 ms, and the word is then checked in those. A sample tells how frequent a group is; if it is wrong or
 * missing, the answer is the same, only slower.
 */
function rareLetters(db: Database): (word: string, certificates: number) => Group[] {
  const sample = db.prepare<[], { words: string; test: string }>(
    `SELECT words, test FROM certificate_words WHERE id IN (
       SELECT id FROM result INDEXED BY certificate_by_finished WHERE certificate_key IS NOT NULL
         ORDER BY time_finished DESC, id DESC LIMIT ${sampleSize})`,
  )
  let counts = new Map<string, number>()
  let countedAt = 0
  const refresh = (certificates: number) => {
    if (certificates < countedAt / 2 || certificates > countedAt * 2) {
      counts = countsIn(sample.all())
      countedAt = certificates
    }
  }
  return (word, certificates) => {
    refresh(certificates)
    return [...groupsOf(word)]
      .map((letters) => ({ letters, count: counts.get(letters) ?? 0 }))
      .toSorted((a, b) => a.count - b.count)
      .slice(0, lettersPerWord)
  }
}

interface Group {
  readonly letters: string
  /** Number of certificates in the sample that contain it. */
  readonly count: number
}

function countsIn(rows: readonly { words: string; test: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { words, test } of rows) {
    for (const group of new Set([...groupsOf(words), ...groupsOf(test)]))
      counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  return counts
}

function groupsOf(text: string): Set<string> {
  const letters = [...text]
  const groups = new Set<string>()
  for (let at = 0; at + shortestFragment <= letters.length; at++) {
    groups.add(letters.slice(at, at + shortestFragment).join(''))
  }
  return groups
}

/** Text quoted as one phrase of a full-text query. */
const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A part of a serial's key in capitals, as `certificate_search` stores it. */
const serialPhrase = (key: string): string => phrase(key.replace(/[a-z]/g, (letter) => letter.toUpperCase()))
