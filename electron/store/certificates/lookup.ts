import type { Database } from 'better-sqlite3'
import { type CompiledQuery, type RawBuilder, type SqlBool, sql } from 'kysely'
import {
  type CertificateLookup,
  type CertificateMatch,
  type FormerSerial,
  mostMatches,
  serialKey,
  serialKeyOfWord,
  shortestFragment,
  typedSerialKey,
} from '../../../shared/model/certificate.ts'
import { newestFirst as newestResults, ofAccounts, type ResultsFilter } from '../../../shared/model/filter.ts'
import { type FoundCertificates, mostFound } from '../../../shared/model/found.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { addAll, bitsWhere, keepOnly } from '../arrays/bits.ts'
import type { TextColumn } from '../arrays/column.ts'
import type { LinesColumn } from '../arrays/lines.ts'
import { keptWhileUnchanged, type QueryRunner, sqlite } from '../builder.ts'
import type { Columns } from '../columns/columns.ts'
import type { StoredCertificate } from '../lists.ts'
import type { AccountZones } from '../results/filter.ts'
import { namedChoices } from '../results/rows.ts'
import { certificatesAmong, certificatesIn, onlyCertificates } from './certificates.ts'
import { type Group, rareLetters } from './rare-letters.ts'

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
 * The desk: finds certificates by a fragment of their serial, or by words (`searchWords`) that all occur in names,
 * e-mail address, access code, serial or test.
 */
export function certificateLookup(db: Database, run: QueryRunner, zones: () => AccountZones, columns: Columns) {
  const rareLettersOf = rareLetters(db)
  const testsWith = db.prepare<[string], string>(testsNamed).pluck()
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
    const key = typedSerialKey(text)
    const serial = serialMatch(key)
    const bySerial = serial === null ? [] : run.all(newestIn(serial, chosen)).toSorted(wholeSerialFirst(key))
    const serialIds = new Set(bySerial.map(({ id }) => id))
    const byWords = ofWords(text, all, chosen)
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

  /** Certificates by their serials alone, as at the desk; those that no longer count only where no other is found. */
  const findSerials = (text: string, accounts?: readonly string[]): FoundCertificates => {
    const known = zones()
    const chosen = accounts?.length ? JSON.stringify(accounts) : null
    const key = typedSerialKey(text)
    const serial = serialMatch(key)
    if (serial === null) return { entries: [], more: false }
    const found = run.all(newestIn(serial, chosen)).toSorted(wholeSerialFirst(key))
    const entries = rowsOf(found.slice(0, mostFound), known).map(({ id: resultId, certificateSerial, ...row }) => ({
      ...{ resultId, accountId: row.accountId, serial: certificateSerial, testName: row.testName },
      student: `${row.first} ${row.last}`.trim(),
      timeFinished: row.timeFinished,
    }))
    if (entries.length > 0) return { entries, more: found.length > entries.length }
    const lost = former(key, chosen).map(({ resultId, accountId, serial: old, student, testName }) => ({
      ...{ resultId, accountId, serial: old, student, testName },
      timeFinished: null,
    }))
    return { entries: lost.slice(0, mostFound), more: lost.length > mostFound }
  }

  const ofWords = (text: string, all: number, accounts: string | null): readonly Candidate[] => {
    const asked = wordsAsked(text)
    if (asked === null) return []
    const match = asked.match((letters, many) => rareLettersOf(letters, all).slice(0, many ? 1 : undefined))
    if (match !== null) return run.all(newestIn(match, accounts, asked.holds))
    const recent = run.all(newestWith(asked.holds, amongNewest(accounts)))
    if (recent.length === mostShort) return recent
    const filter = onlyCertificates(accounts === null ? [] : ofAccounts(JSON.parse(accounts)))
    const newest = newestInMemory(columns, filter, asked.words, (word) => new Set(testsWith.all(word)))
    return run.all(newestWith(asked.holds, newest === null ? amongAll(accounts) : ofIds(newest)))
  }

  const rowsOf = (shown: readonly Candidate[], known: AccountZones): StoredCertificate[] => {
    if (shown.length === 0) return []
    const rows = run.all(certificatesAmong(shown.map(({ id }) => id)).compile())
    const toCertificate = certificatesIn(known)
    const byId = new Map(rows.map((row) => [row.id, toCertificate(row)]))
    return shown.flatMap(({ id }) => byId.get(id) ?? [])
  }

  return { lookUpCertificates, findSerials }
}

/**
 * The newest of the certificates that a filter finds whose lines before the serial, or whose tests, have each of some
 * words; null where SQL has to look for them. `testsWith` gives those tests, as choices of the field.
 */
function newestInMemory(
  columns: Columns,
  filter: ResultsFilter,
  words: readonly string[],
  testsWith: (word: string) => ReadonlySet<string>,
): readonly number[] | null {
  const arrays = columns.current()
  return (
    arrays
      ?.find({ filter, sort: newestResults }, (table, found) => {
        const lines = table.filtered.get('search') as LinesColumn
        const tests = table.filtered.get('test') as TextColumn
        for (const word of words) {
          // The last two lines of a certificate are its serial.
          const [isBeforeSerial, named] = [lines.havingBeforeLastTwo(word), testsWith(word)]
          const ofTests = tests.rowsWith(
            tests.passing((test) => named.has(test)),
            table.rows,
            found,
          )
          keepOnly(found, addAll(ofTests, bitsWhere(table.rows, isBeforeSerial, found)))
        }
      })
      ?.first(mostShort) ?? null
  )
}

const any = sql<SqlBool>`1`
const candidate = sql`result.id, result.time_finished, result.certificate_key`
const inAccounts = (ids: string | null) =>
  ids === null ? any : sql<SqlBool>`result.account_id IN (SELECT value FROM json_each(${ids}))`

/** The certificates of a `certificate_search` query, the last to arrive first. */
const newestIn = (match: string, accounts: string | null, holds = any): CompiledQuery<Candidate> =>
  sql<Candidate>`SELECT ${candidate}
    FROM certificate_search CROSS JOIN result ON result.id = certificate_search.rowid
    WHERE certificate_search MATCH ${match} AND ${inAccounts(accounts)} AND ${holds}
    ORDER BY certificate_search.rowid DESC LIMIT ${mostCandidates}`.compile(sqlite)

/**
 * Without the index, which knows no fragments of one or two letters. Most stand in enough of the newest certificates. To
 * walk all for one that is rare costs 0.2 s among 60,000, so the columns say where it stands once they can.
 */
const newestWith = (holds: RawBuilder<SqlBool>, among: RawBuilder<unknown>): CompiledQuery<Candidate> =>
  sql<Candidate>`SELECT ${candidate} FROM result ${among} AND result.certificate_key IS NOT NULL AND ${holds}
    ORDER BY result.time_finished DESC, result.id DESC LIMIT ${mostShort}`.compile(sqlite)

const amongAll = (accounts: string | null) => sql`INDEXED BY certificate_by_finished WHERE ${inAccounts(accounts)}`
const amongNewest = (accounts: string | null) => sql`${amongAll(accounts)} AND result.time_finished >= coalesce(
  (SELECT time_finished FROM result ${amongAll(accounts)} AND result.certificate_key IS NOT NULL
    ORDER BY time_finished DESC, id DESC LIMIT 1 OFFSET ${mostWalked}), ${Number.MIN_SAFE_INTEGER})`
const mostShort = 2 * mostMatches
const mostWalked = 500
const ofIds = (ids: readonly number[]) => sql`WHERE result.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
/** The tests with a word in their names, as the columns have them. */
const testsNamed = `SELECT ${namedChoices.test} FROM test WHERE instr(sort_key(name), ?) > 0`

/** Words to look for in certificates. */
interface WordsAsked {
  readonly words: readonly string[]
  /** That a certificate holds them all. */
  readonly holds: RawBuilder<SqlBool>
  /**
   * A `certificate_search` query that finds all certificates with the words, and possibly others; null if all words are
   * too short for it. `lettersOf` chooses the fragments to look for.
   */
  match(lettersOf: (word: string, many: boolean) => readonly Group[]): string | null
}

const fewWords = 3
// Of a long text, its longest words narrow enough.
const mostNarrowing = 8

/** Null without a word. */
function wordsAsked(text: string): WordsAsked | null {
  const words = (searchWords(text) ?? []).map((word) => ({ word, key: serialKeyOfWord(word) }))
  if (words.length === 0) return null
  const whole = typedSerialKey(text)
  const long = words
    .map(({ word, key }) => ({ parts: word.split(' ').filter(isFragment), key }))
    .filter(({ parts }) => parts.length > 0)
    .toSorted((a, b) => b.key.length - a.key.length)
    .slice(0, mostNarrowing)
  return {
    words: words.map(({ word }) => word.toWellFormed()),
    holds: holdsWords(words.map(({ word, key }) => [word, key])),
    match: (lettersOf) => {
      if (long.length === 0) return null
      const narrowing = long.map(({ parts, key }) => {
        const groups = parts.flatMap((part) => lettersOf(part, long.length > fewWords)).toSorted(rarestFirst)
        const inWords = `{words test} : (${[...new Set(groups.map(({ letters }) => phrase(letters)))].join(' AND ')})`
        // What was typed as a whole was looked for as a serial already.
        const inSerial = key !== '' && key !== whole ? ` OR ${serialMatch(key)}` : ''
        return { match: `(${inWords}${inSerial})`, count: groups[0]?.count ?? 0 }
      })
      return narrowing
        .toSorted(rarestFirst)
        .map(({ match }) => match)
        .join(' AND ')
    },
  }
}

// A rare group first lets SQLite skip most rows of the others.
const rarestFirst = (a: { readonly count: number }, b: { readonly count: number }): number => a.count - b.count

const isFragment = (text: string): boolean => [...text].length >= shortestFragment

// An earned certificate has a serial, and the text of a search ends with its two lines: folded, and without dashes.
const foldedSerial = sql`sort_key(result.certificate_serial)`
const withoutSerial = sql`substr(result.search_text, 1, max(0, length(result.search_text) - 2
  - length(${foldedSerial}) - length(replace(replace(${foldedSerial}, '-', ''), ' ', ''))))`

/**
 * That a certificate holds all words, given each with its key: in names, e-mail address, access code, serial or test.
 * Words without a key, of one or two letters, are in many serials by chance and are not looked for there; longer ones
 * are found in a serial whatever its dashes, and with 0 for O and 1 for I or L. The tests with a word in their names are
 * found once, not for each certificate.
 */
const holdsWords = (words: readonly (readonly [word: string, key: string])[]) => sql<SqlBool>`NOT EXISTS (
  WITH word AS MATERIALIZED (SELECT value ->> 0 AS text, value ->> 1 AS key FROM json_each(${JSON.stringify(words)})),
    named AS MATERIALIZED (SELECT word.text, test.account_id, test.test_id
      FROM word JOIN test ON instr(sort_key(test.name), word.text) > 0)
  SELECT 1 FROM word
  WHERE (instr(result.search_text, word.text) = 0 OR word.key = '' AND instr(${withoutSerial}, word.text) = 0)
    AND (word.key = '' OR instr(result.certificate_key, word.key) = 0)
    AND NOT EXISTS (SELECT 1 FROM named WHERE named.text = word.text
      AND named.account_id = result.account_id AND named.test_id = result.test_id))`

/** The `certificate_search` query for a part of a serial's key; null for fewer than three characters. */
const serialMatch = (key: string): string | null => (isFragment(key) ? `serial : ${serialPhrase(key)}` : null)

// More of a word than this narrows no further.
const longestPhrase = 64

/** The condition that a certificate matches the text, as at the desk; null if the text holds nothing to look for. */
export function certificateMatches(text: string): RawBuilder<SqlBool> | null {
  const among = (match: string) =>
    sql<SqlBool>`result.id IN (SELECT rowid FROM certificate_search WHERE certificate_search MATCH ${match})`
  const serial = serialMatch(typedSerialKey(text))
  const asked = wordsAsked(text)
  const match = asked?.match((word) => [{ letters: [...word].slice(0, longestPhrase).join(''), count: 0 }]) ?? null
  const either = [
    ...(serial === null ? [] : [among(serial)]),
    ...(asked === null ? [] : [sql<SqlBool>`(${match === null ? any : among(match)} AND ${asked.holds})`]),
  ]
  return either.length === 0 ? null : sql<SqlBool>`(${sql.join(either, sql` OR `)})`
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

/** Text quoted as one phrase of a full-text query. */
const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A part of a serial's key in capitals, as `certificate_search` stores it. */
const serialPhrase = (key: string): string => phrase(key.replace(/[a-z]/g, (letter) => letter.toUpperCase()))
