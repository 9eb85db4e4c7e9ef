import type { ErrorCode, SerialisedError } from '../../shared/errors.ts'
import { type ErrorSentences, errorSentences } from '../../shared/locales/errors.en.ts'
import { wordsFor } from '../../shared/sentences.ts'
import { locale } from './locale.ts'

/** An error as its three sentences, its times of day in `zone`. */
export const errorWords = (error: SerialisedError, zone: string): ErrorSentences => wordsFor(error, locale, zone)

/** Whether what happened can only be told with the error's facts, which are not kept with its code alone. */
export const needsFacts = (code: ErrorCode): boolean => errorSentences[code].what.includes('{{')
