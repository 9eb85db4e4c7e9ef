import { createHash } from 'node:crypto'
import type { BankOption, QuestionContent } from '../../../shared/model/bank.ts'
import { saidKey } from '../../../shared/model/question-rules.ts'

/** A question's content as it is stored: always the same text for the same content. */
export const storedContent = (content: QuestionContent): string => {
  const { type, question, points, randomAnswers, options, correct, gradeStyle, correctFeedback, incorrectFeedback } =
    content
  return JSON.stringify({
    ...{ type, question, points, randomAnswers, options: options.map(storedOption), correct, gradeStyle },
    ...{ correctFeedback, incorrectFeedback },
  } satisfies QuestionContent)
}

const storedOption = ({ letter, content, clue, weight, feedback }: BankOption): BankOption => ({
  letter,
  content,
  ...(clue === undefined ? {} : { clue }),
  ...(weight === undefined ? {} : { weight }),
  ...(feedback === undefined ? {} : { feedback }),
})

export const contentIn = (stored: string): QuestionContent => JSON.parse(stored)

/** Whether two questions say the same, field by field. */
export const isSame = (one: QuestionContent, other: QuestionContent): boolean =>
  storedContent(one) === storedContent(other)

/** A short name of what a question says, in the category with this id here. */
export const digestOf = (content: QuestionContent, category: number | null): string =>
  createHash('sha256')
    .update(JSON.stringify([saidKey(content), category]))
    .digest('base64url')
