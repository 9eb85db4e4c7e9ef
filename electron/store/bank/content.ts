import type { BankOption, QuestionContent } from '../../../shared/model/bank.ts'

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

/**
 * What tells whether a question at ClassMarker is the one that a request was to create: its type, wording, options, which
 * of them are right, and its points. ClassMarker may add what was not sent.
 */
export const createdKey = ({ type, question, points, options, correct }: QuestionContent): string =>
  JSON.stringify([
    type,
    question.trim(),
    points,
    options.map(({ letter, content }) => [letter, content.trim()]),
    correct.toSorted(),
  ])
