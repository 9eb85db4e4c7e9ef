import type { Database } from 'better-sqlite3'
import { shortestFragment } from '../../../shared/model/certificate.ts'

const sampleSize = 1_000
// Two groups of three letters identify a word almost as well as all of it; the rest is checked row by row.
const lettersPerWord = 2

/**
 * Picks from a word the groups of three letters that occur in the fewest certificates. A phrase makes SQLite read the
 * rows of each of its letters, which for e-mail addresses at one domain are all rows: 50 ms. Two rare groups find the
 * same rows in 5 ms, and the word is then checked in those. A sample tells how frequent a group is; if it is wrong or
 * missing, the answer is the same, only slower.
 */
export function rareLetters(db: Database): (word: string, certificates: number) => Group[] {
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

export interface Group {
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
