import type { Store } from '../../../electron/store/api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { firstNames, lastNames } from '../made-results.ts'

/** More rows than a window shows. */
const shown = 60
const wanted = 10

/**
 * Words to type of which every letter leaves other first rows than the one before, so that the frame with its answer can
 * be told.
 */
export async function tellingWords(store: Store): Promise<readonly string[]> {
  const starts = [...firstNames, ...lastNames].map((name) => name.slice(0, 3).toLowerCase())
  const all = [...starts.map((start) => `${start[0]} 31`), '42', '317', '1203', ...starts]
  const words: string[] = []
  for (const word of all) {
    if (words.length < wanted && (await tells(store, word))) words.push(word)
  }
  return words
}

async function tells(store: Store, word: string): Promise<boolean> {
  let before = await firstIds(store, '')
  for (let length = 1; length <= word.length; length++) {
    if (word[length - 1] === ' ') continue
    const ids = await firstIds(store, word.slice(0, length))
    if (ids === before) return false
    before = ids
  }
  return true
}

async function firstIds(store: Store, text: string): Promise<string> {
  const filter = text === '' ? [] : [{ field: 'search', op: 'contains', value: text } as const]
  const { answer, rows } = await store.answers.open('results', { filter, sort: newestFirst }, shown)
  store.answers.close(answer)
  return rows.map(({ id }) => id).join()
}
