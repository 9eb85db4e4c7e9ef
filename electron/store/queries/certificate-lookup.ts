import type { Database } from 'better-sqlite3'
import {
  type CertificateLookup,
  type CertificateMatch,
  mostMatches,
  serialKey,
  shortestFragment,
} from '../../../shared/model/certificate.ts'
import { searchWords } from '../../../shared/model/search.ts'
import type { QueryRunner } from './builder.ts'
import { certificatesAmong, certificatesIn, type StoredCertificate } from './certificates.ts'
import { formerSerials } from './former-serials.ts'
import { keptWhileUnchanged } from './kept-while-unchanged.ts'
import { type Group, rareLetters } from './rare-letters.ts'
import type { AccountZones } from './results-filter.ts'
import { phrase, serialPhrase } from './search-phrase.ts'

/** The desk's answer as the store gives it: paths stay on this side. */
export interface StoredLookup extends Omit<CertificateLookup, 'matches'> {
  readonly matches: readonly (CertificateMatch & Pick<StoredCertificate, 'path'>)[]
}

interface Candidate {
  readonly id: number
  readonly time_finished: number
  readonly certificate_key: string
}

// A frequent fragment has 100,000 matches. The newest in order of arrival are looked at, and put in order of finishing.
const mostCandidates = 250
// Three letters of a name occur in many a serial. They leave half of the answer to the names.
const keptForWords = Math.floor(mostMatches / 2)

/**
 * The desk: certificates by a fragment of their serial, or by words that all occur in names, e-mail address, access code
 * or test. A word of one or two letters is the beginning of one.
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

  /** @param accounts none, or an empty list, asks for all */
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

/** What the index is asked, and the words that must then be in the text itself, as JSON. */
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
  // The rarest leads: it is the one that skips the rows of the others.
  const letters = new Set(groups.toSorted((a, b) => a.count - b.count).map((group) => phrase(group.letters)))
  return {
    match: `{words test} : (${[...letters].join(' AND ')})`,
    words: long.length === 0 ? null : JSON.stringify(long),
  }
}

const fewWords = 3

const wordsOf = (text: string): readonly string[] => searchWords(text) ?? []

// Two spaces stand before each word of the index, so that with its spaces a beginning is three signs long.
const beginning = (word: string): string => word.padStart(word.length + shortestFragment - [...word].length, ' ')

const isFragment = (key: string): boolean => [...key].length >= shortestFragment

/** What `certificate_search` is asked for a part of a serial's key; null for fewer than three signs. */
export const serialMatch = (key: string): string | null => (isFragment(key) ? `serial : ${serialPhrase(key)}` : null)

/** What it is asked for words that all occur; null where there is none. */
export function wordsMatch(text: string): string | null {
  const words = wordsOf(text)
  return words.length === 0 ? null : `{words test} : (${words.map((word) => phrase(beginning(word))).join(' AND ')})`
}

const newestFirst = (a: Candidate, b: Candidate): number => b.time_finished - a.time_finished || b.id - a.id

const wholeSerialFirst =
  (key: string) =>
  (a: Candidate, b: Candidate): number =>
    Number(b.certificate_key === key) - Number(a.certificate_key === key) || newestFirst(a, b)
