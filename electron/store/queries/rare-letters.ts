import type { Database } from 'better-sqlite3'
import { shortestFragment } from '../../../shared/model/certificate.ts'

const sampleSize = 1_000
// Three letters twice say nearly all that a whole word says; the rest is looked at row by row.
const lettersPerWord = 2

/**
 * Picks from a word the groups of three letters that the fewest certificates have. A phrase makes SQLite read the rows of
 * each of its letters, and those of an e-mail address at `example.com` are all there are: 50 ms. Two rare groups lead to
 * the same rows in 5 ms, and the word is then looked for in those. How frequent a group is, a sample says; where it is
 * wrong, or there is none yet, the answer is the same and only slower.
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
  /** In how many certificates of the sample. */
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
