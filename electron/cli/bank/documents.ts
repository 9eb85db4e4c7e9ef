import type { BankCategory, QuestionContent } from '../../../shared/model/bank.ts'
import { translator } from '../../../shared/translate.ts'
import { plainHtml } from '../../plain-html.ts'
import type { BankContent } from '../../store/api.ts'
import type { CommandContext } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { plainText, printJson, write } from '../terminal.ts'
import { ownName } from './chosen.ts'

/** A question that was not taken, and why. */
export interface RejectedQuestion {
  readonly question: string
  readonly reason: string
}

/** ClassMarker's number as it sends it. */
const numberOf = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id)

/** A question in ClassMarker's own fields. What it has not of its type is left out, as ClassMarker does. */
function questionDocument({ questionId, content, categoryId, category, ...row }: BankContent): object {
  return {
    question_id: questionId === null ? null : numberOf(questionId),
    ...(questionId === null && { id: ownName(row.id) }),
    ...contentDocument(content, categoryId),
    ...(categoryId === null && category !== null && { category: ownName(category) }),
    last_updated_timestamp: row.lastUpdated,
    status: row.archived ? 'archived' : (row.status ?? 'active'),
    state: row.state,
  }
}

const contentDocument = (content: QuestionContent, categoryId: number | null): object => ({
  question: content.question,
  question_type: content.type,
  category_id: categoryId,
  ...choices(content),
  points: content.points === null ? null : pointsText(content.points),
  correct_feedback: content.correctFeedback,
  incorrect_feedback: content.incorrectFeedback,
})

/** A question that ClassMarker would take, which is not kept. */
export const verifiedDocument = (content: QuestionContent, categoryId: number): object => ({
  question_id: null,
  ...contentDocument(content, categoryId),
  state: 'verified',
})

const choices = ({ type, randomAnswers, options, correct, gradeStyle }: QuestionContent): object => ({
  ...(type !== 'essay' && { random_answers: randomAnswers }),
  ...(options.length > 0 && {
    options: Object.fromEntries(
      options.map(({ letter, content, clue }) => [letter, clue === undefined ? { content } : { content, clue }]),
    ),
  }),
  ...(type !== 'essay' && { correct_options: correct }),
  ...(gradeStyle !== null && { grade_style: gradeStyle }),
})

export const questionsDocument = (
  questions: readonly BankContent[],
  pending: number,
  rejected: readonly RejectedQuestion[] = [],
): object => answerDocument(questions.map(questionDocument), pending, rejected)

export const answerDocument = (
  questions: readonly object[],
  pending: number,
  rejected: readonly RejectedQuestion[],
): object => ({
  questions,
  pending,
  rejected: rejected.map(({ question, reason }) => ({ question, reason })),
})

/** What is to be known of a category beside its name: that it is gone there, or is another one there. */
const standingOf = ({ state, atService }: BankCategory, categories: readonly BankCategory[]): object => {
  if (state === 'gone') return { state }
  if (atService === null) return {}
  const { name, parent } = atService
  const numberOf = (id: number | null) => categories.find((each) => each.id === id)?.serviceId ?? null
  const there =
    parent === null ? { parent_category_name: name } : { category_name: name, parent_category_id: numberOf(parent) }
  return { state, at_classmarker: there }
}

/** The tree of categories in ClassMarker's own fields. */
export function categoriesDocument(categories: readonly BankCategory[], pending: number): object {
  const own = Map.groupBy(categories, ({ parent }) => parent)
  return {
    categories: (own.get(null) ?? []).map((parent) => ({
      parent_category_id: parent.serviceId,
      ...(parent.serviceId === null && { id: ownName(parent.id) }),
      parent_category_name: parent.name,
      ...standingOf(parent, categories),
      categories: (own.get(parent.id) ?? []).map((each) => ({
        category_id: each.serviceId,
        ...(each.serviceId === null && { id: ownName(each.id) }),
        category_name: each.name,
        ...standingOf(each, categories),
      })),
    })),
    pending,
  }
}

const words = translator({
  waiting: '{{count}} waiting to be sent.\n',
  questions_one: '{{count}} question',
  questions_other: '{{count}} questions',
  empty: 'no questions',
  verified_one: 'ClassMarker would take {{count}} question.\n',
  verified_other: 'ClassMarker would take {{count}} questions.\n',
})

export const verifiedLine = (count: number): string => words('verified', { count })

export const waitingLine = (pending: number): string => (pending === 0 ? '' : words('waiting', { count: pending }))

/** Letters of a wording on a line. */
const longestWording = 80

/** The beginning of a wording, as plain text. */
export function shortWording(html: string): string {
  const wording = plainHtml(html)
  return wording.length > longestWording ? `${wording.slice(0, longestWording - 1).toWellFormed()}…` : wording
}

export function questionLine({ id, questionId, content, categoryPath, state }: BankContent): string {
  const parts = [questionId ?? ownName(id), content.type, categoryPath.join(' › '), shortWording(content.question)]
  const standing = state === 'kept' ? '' : ` (${state})`
  return `${parts
    .filter((part) => part !== '')
    .map(plainText)
    .join('  ')}${standing}\n`
}

export const rejectedLines = (rejected: readonly RejectedQuestion[]): string =>
  rejected
    .map(({ question, reason }) => `Not taken: “${plainText(shortWording(question))}”. ${withFullStop(reason)}\n`)
    .join('')

const withFullStop = (sentence: string): string => (/[.!?]$/.test(sentence) ? sentence : `${sentence}.`)

export function categoryLine({ id, serviceId, parent, name, questions, state }: BankCategory): string {
  const indent = parent === null ? '' : '  '
  const count =
    parent === null ? '' : `: ${questions === 0 ? words('empty') : words('questions', { count: questions })}`
  const standing = state === 'kept' ? '' : ` (${state})`
  return `${indent}${serviceId ?? ownName(id)}  ${plainText(name)}${count}${standing}\n`
}

/** Says questions, and those that were not taken. @returns the exit status */
export async function sayQuestions(
  ids: readonly number[],
  rejected: readonly RejectedQuestion[],
  accounts: readonly string[],
  { core: { store }, terminal, json }: CommandContext,
): Promise<number> {
  const questions = await store.bankContents(ids)
  const { questions: pending } = await store.bankWaiting(accounts)
  if (json) await printJson(terminal, questionsDocument(questions, pending, rejected))
  else {
    await write(terminal.out, questions.map(questionLine).join(''))
    await write(terminal.err, rejectedLines(rejected) + waitingLine(pending))
  }
  return ids.length === 0 && rejected.length > 0 ? exitStatus.failed : exitStatus.done
}

// As ClassMarker writes them: with one decimal, or with two where it has two.
const pointsText = (tenths: number): string =>
  Number.isInteger(tenths) ? (tenths / 10).toFixed(1) : String(tenths / 10)
