import type { ErrorSentences, SerialisedError } from './errors.ts'
import { serviceSentences, submissionInDoubt } from './locales/assessment-errors.en.ts'
import { errorSentences } from './locales/errors.en.ts'
import { missingWords, notComplete } from './locales/notices.en.ts'
import { type Fetched, missingOf } from './model/sync.ts'

/**
 * The words for one error, with its facts filled in. Times are written in `zone`, the computer's own by default. An
 * error that names its `service` is told of that one, and one `about` a submission in doubt never says "try again".
 */
export function wordsFor(error: SerialisedError, locale?: string, zone?: string): ErrorSentences {
  const fill = (sentence: string): string =>
    sentence.replace(/\{\{(\w+)(, number)?\}\}/g, (_, name: string, figure?: string) =>
      figure === undefined ? factOf(error, name, locale, zone) : figureOf(error.detail[name], locale),
    )
  const named = error.detail.service === undefined ? undefined : serviceSentences.get(error.code)
  const doubt = error.detail.about === 'submission' ? submissionInDoubt : {}
  const { what, data, todo } = { ...(named ?? errorSentences[error.code]), ...doubt }
  return { what: fill(what), data: fill(data), todo: fill(todo) }
}

/** An error as one line: what happened, what it means for the data, what to do. */
export function sentenceFor(error: SerialisedError): string {
  const { what, data, todo } = wordsFor(error)
  return `${what} ${data} ${todo}`
}

function factOf({ detail }: SerialisedError, name: string, locale?: string, zone?: string): string {
  const fact = detail[name]
  if (name === 'nextRequestAfter') {
    if (typeof fact !== 'number') return 'a later time'
    const options = { timeStyle: 'short', ...(zone === undefined ? {} : { timeZone: zone }) } as const
    return new Intl.DateTimeFormat(locale, options).format(new Date(fact * 1000))
  }
  return String(fact ?? '')
}

/** A figure with its separators, in English where the reader's own kind of it is not known. */
const figureOf = (fact: unknown, locale = 'en'): string =>
  typeof fact === 'number' ? new Intl.NumberFormat(locale).format(fact) : String(fact ?? '')

/** Says in one line that the results of accounts are incomplete, and why; null when they are complete. */
export function incompleteSentence(accounts: readonly (Fetched & { readonly name: string })[]): string | null {
  const reasons = accounts.map((account) => ({ name: account.name, words: missingOf(account).map(missingWords) }))
  const isOnly = accounts.length === 1
  const incomplete = reasons.filter(({ words }) => words.length > 0)
  return incomplete.length === 0 ? null : incompleteReasons(incomplete, isOnly)
}

/**
 * The same from reasons.
 * @param isOnly whether there is no other account, so that none need be named
 */
export const incompleteReasons = (
  accounts: readonly { readonly name: string; readonly words: readonly string[] }[],
  isOnly = accounts.length === 1,
): string =>
  isOnly
    ? `${notComplete}: ${accounts.flatMap(({ words }) => words).join('; ')}.`
    : `${notComplete}. ${accounts.map(({ name, words }) => `${name}: ${words.join('; ')}.`).join(' ')}`
