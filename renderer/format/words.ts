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

/**
 * Looks up a sentence by its key, in the window's language. Every feature brings its own words; `shell/words.ts` joins
 * them.
 */
export const t = i18next.t

/** An error as its three sentences, with times of day in `zone`. */
export const errorWords = (error: SerialisedError, zone: string): ErrorSentences => wordsFor(error, locale, zone)

/** Whether an error can only be described with its facts, which are not kept with its code alone. */
export const needsFacts = (code: ErrorCode): boolean => errorSentences[code].what.includes('{{')
