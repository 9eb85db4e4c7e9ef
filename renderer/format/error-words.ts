import type { SerialisedError } from '../../shared/errors.ts'
import type { ErrorSentences } from '../../shared/locales/errors.en.ts'
import { wordsFor } from '../../shared/sentences.ts'
import { locale } from './locale.ts'

/** An error as its three sentences, its times of day in `zone`. */
export const errorWords = (error: SerialisedError, zone: string): ErrorSentences => wordsFor(error, locale, zone)
