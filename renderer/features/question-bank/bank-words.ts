import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import { questionTypes } from '../../../shared/model/answers.ts'
import {
  type BankCategory,
  type BankEdit,
  type BankRow,
  type BankState,
  gradeStyles,
  type QuestionFlaw,
  secondsPerRequest,
} from '../../../shared/model/bank.ts'
import type { QuestionLoss } from '../../../shared/model/question-file.ts'
import { pointsFigure } from '../../format/numbers.ts'
import { errorWords, needsFacts, t } from '../../format/words.ts'

/* The bank's facts in words. */

/** 25 tenths → "2.5". */
export const pointsOf = (tenths: number | null): string => (tenths === null ? '' : pointsFigure(tenths / 10))

/** "2.5" or "2,5" in tenths; what is no such number, or says more than tenths, is told. */
export function readPoints(
  text: string,
): { readonly points: number } | { readonly problem: 'not-a-number' | 'one-decimal' } {
  const [, whole, decimals = ''] = /^(\d{1,6})(?:[.,](\d{0,10}))?$/.exec(text.trim()) ?? []
  if (whole === undefined) return { problem: 'not-a-number' }
  if (/^\d0*[1-9]/.test(decimals)) return { problem: 'one-decimal' }
  return { points: 10 * Number(whole) + Number(decimals.slice(0, 1)) }
}

/** A type as a name in a list: "Multiple choice"; a type nobody knows by the word that was sent. */
export const bankTypeWords = (type: string): string => {
  const known = questionTypes.find((each) => each === type)
  return known === undefined ? type : t(`questions.types.${known}`)
}

export const gradeStyleWords = (style: string): string => {
  const known = gradeStyles.find((each) => each === style)
  return known === undefined ? style : t(`bank.gradeStyles.${known}`)
}

/** "Maths › Fractions". */
export const categoryWords = ({ categoryName, parentName }: Pick<BankRow, 'categoryName' | 'parentName'>): string =>
  [parentName, categoryName].filter((name) => name !== null && name !== '').join(' › ')

/** The same of a category in the tree. */
export function pathOf(categories: readonly BankCategory[], id: number | null): string {
  const category = categories.find((each) => each.id === id)
  if (category === undefined) return ''
  const parent = categories.find((each) => each.id === category.parent)
  return parent === undefined ? category.name : `${parent.name} › ${category.name}`
}

/** How a row stands in one or two words; '' for one that is at ClassMarker as it is here. */
export const stateWords = (state: BankState): string => (state === 'kept' ? '' : t(`bank.state.${state}`))

/** How long so many requests take in the long run: "about 16 minutes", "about 3 h 20 min". */
export function timeFor(requests: number): string {
  const minutes = Math.ceil((requests * secondsPerRequest) / 60)
  if (minutes < 60) return t('bank.time.minutes', { count: minutes })
  const facts = { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
  return t(facts.minutes === 0 ? 'bank.time.hours' : 'bank.time.hoursMinutes', { ...facts, count: facts.hours })
}

/** Why ClassMarker refused it, as a sentence or two. */
export function refusalWords(code: string | null, zone: string): string {
  if (code === null) return t('bank.refused.unsaid')
  // The code comes from the database, where a newer version may have written one that is not known here.
  const error = rebuildError({ code, detail: {} } as SerialisedError)
  if (needsFacts(error.code)) return t('bank.refused.unsaid')
  const { what, todo } = errorWords(error, zone)
  return `${what} ${todo}`
}

/** What is wrong with one field of a question. */
export function flawWords({ field, flaw, letter }: QuestionFlaw): string {
  const of = { letter: letter ?? '' }
  if (flaw === 'empty' && field === 'options') return t('bank.flaws.optionEmpty', of)
  if (flaw === 'not-for-type') return t(field === 'gradeStyle' ? 'bank.flaws.noGradeStyle' : 'bank.flaws.noOptions')
  if (flaw === 'unknown-word')
    return t(`bank.flaws.unknown.${field === 'gradeStyle' || field === 'type' ? field : 'option'}`, of)
  if (flaw === 'too-many' && letter !== undefined) return t('bank.flaws.letterTooFar', of)
  if (flaw === 'empty' && field === 'gradeStyle') return t('bank.flaws.gradeStyleNeeded')
  return t(`bank.flaws.${flaw}`, of)
}

/** The flaws of one field, in sentences; null where there are none. */
export function fieldProblem(flaws: readonly QuestionFlaw[], field: QuestionFlaw['field']): string | null {
  const words = [...new Set(flaws.filter((flaw) => flaw.field === field).map(flawWords))]
  return words.length === 0 ? null : words.join(' ')
}

export const lossWords = ({ code, subject }: QuestionLoss): string =>
  t(`bank.losses.${code}`, { subject }).replace(/: $/, '.').trim()

/** "New question", "Change of a question". */
export const editKindWords = (kind: BankEdit['kind']): string => t(`bank.kinds.${kind}`)
