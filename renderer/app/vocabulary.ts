import { speakOf, type Vocabulary } from '../format/words.ts'
import { lookedAt, useAccounts } from './accounts.ts'

/** The words for the accounts looked at. */
export function vocabularyOf(state: Parameters<typeof lookedAt>[0]): Vocabulary {
  const services = new Set(lookedAt(state).map(({ service }) => service))
  if (!services.has('assessments')) return 'app'
  return services.size > 1 ? 'both' : 'courses'
}

// Before anything is drawn for other accounts: this listens first.
useAccounts.subscribe((state) => speakOf(vocabularyOf(state)))

/** What is drawn in one vocabulary is drawn anew in the next. */
export const useVocabulary = (): Vocabulary => useAccounts(vocabularyOf)
