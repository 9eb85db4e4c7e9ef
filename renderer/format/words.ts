import i18next from 'i18next'
import type { ErrorCode, ErrorSentences, SerialisedError } from '../../shared/errors.ts'
import { errorSentences } from '../../shared/locales/errors.en.ts'
import { wordsFor } from '../../shared/sentences.ts'

/**
 * The locale for numbers and dates: the teacher's own kind of English, to match the English words ("12 Oct" in Leeds,
 * "Oct 12" in Boston); British where the system speaks another language.
 */
export const localeFor = (languages: readonly string[]): string =>
  languages.find((language) => /^en\b/i.test(language)) ?? 'en-GB'

export const locale = localeFor(globalThis.navigator?.languages ?? [])

/** Sentences that are kept; the rows of a list say the same few hundred again and again. */
const mostKept = 10_000
const sentences = new Map<string, string>()

const isPlain = (value: unknown): boolean => typeof value !== 'object' && typeof value !== 'function'

/**
 * Looks up a sentence by its key, in the window's language. Every feature brings its own words; `shell/words.ts` joins
 * them. Looking one up takes i18next 10 µs, and a list needs several hundred for each answer, so they are kept.
 */
export const t = ((name: string, values: Readonly<Record<string, unknown>> = {}) => {
  const entries = Object.entries(values)
  if (!i18next.isInitialized || !entries.every(([, value]) => isPlain(value))) return lookUp(name, values)
  const key = entries.length === 0 ? name : JSON.stringify([name, entries])
  const kept = sentences.get(key)
  if (kept !== undefined) return kept
  const sentence = lookUp(name, values)
  if (sentences.size >= mostKept) sentences.clear()
  sentences.set(key, sentence)
  return sentence
}) as unknown as typeof i18next.t

/** Which words are used of what services have in common: ClassMarker's, those of learning platforms, or both together. */
export type Vocabulary = 'app' | 'courses' | 'both'

/** Says it in other words from now on. */
export function speakOf(vocabulary: Vocabulary): void {
  if (i18next.options.defaultNS === vocabulary) return
  i18next.setDefaultNamespace(vocabulary)
  sentences.clear()
}

/** To say a sentence of one account in the words of its service, whatever others are looked at beside it. */
export const ofService = (service: 'classmarker' | 'assessments') =>
  // Every sentence of the others is one of these.
  ({ ns: (service === 'assessments' ? 'courses' : 'app') as 'app' })

const lookUp = i18next.t as (name: string, values: object) => string

/** "a test, a class and a label". */
export const listed = (parts: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts)

/** An error as its three sentences, with times of day in `zone`. */
export const errorWords = (error: SerialisedError, zone: string): ErrorSentences => wordsFor(error, locale, zone)

/** Whether an error can only be described with its facts, which are not kept with its code alone. */
export const needsFacts = (code: ErrorCode): boolean => errorSentences[code].what.includes('{{')
