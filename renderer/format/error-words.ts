import type { SerialisedError } from '../../shared/errors.ts'
import { type ErrorSentences, errorSentences } from '../../shared/locales/errors.en.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { t } from '../i18n.ts'
import { wholeNumber } from './numbers.ts'
import { clockTime } from './time.ts'

/**
 * An error as its three sentences. Facts arrive raw: the moment of the next request becomes a time of day in `zone`,
 * numbers of rows get their separators.
 */
export function errorWords(error: SerialisedError, zone: string): ErrorSentences {
  const { nextRequestAfter, rows } = error.detail
  const facts: Readonly<Record<string, string | number>> = {
    ...error.detail,
    nextRequestAfter:
      typeof nextRequestAfter === 'number' ? clockTime(unixSeconds(nextRequestAfter), zone) : t('time.later'),
    ...(typeof rows === 'number' ? { rows: wholeNumber(rows) } : {}),
  }
  const fill = (sentence: string): string =>
    sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(facts[name] ?? ''))
  const { what, data, todo } = errorSentences[error.code]
  return { what: fill(what), data: fill(data), todo: fill(todo) }
}
