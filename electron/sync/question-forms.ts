import type { QuestionContent } from '../../shared/model/bank.ts'

/**
 * Whether two questions say the same to ClassMarker and to takers: what neither of them says, or what is the same without
 * being said, makes no difference.
 */
export const saysSame = (one: QuestionContent, other: QuestionContent): boolean =>
  asksSame(one, other) && marking(one) === marking(other)

/** Whether two questions ask the same: type, wording, options, which of them are right, and points. */
export const asksSame = (one: QuestionContent, other: QuestionContent): boolean => asking(one) === asking(other)

const asking = ({ type, question, points, options, correct }: QuestionContent): string =>
  JSON.stringify([
    type,
    question.trim(),
    points,
    options.map(({ letter, content, clue }) => [letter, content.trim(), clue?.trim()]),
    type === 'multipleresponse' ? correct.toSorted() : correct,
  ])

function marking({ type, randomAnswers, gradeStyle, correctFeedback, incorrectFeedback }: QuestionContent): string {
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse'
  return JSON.stringify([
    isChoice && (randomAnswers ?? false),
    type === 'multipleresponse' ? (gradeStyle ?? 'off') : '',
    (correctFeedback ?? '').trim(),
    (incorrectFeedback ?? '').trim(),
  ])
}
