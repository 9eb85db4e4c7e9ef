import type { QuestionContent } from '../../../shared/model/bank.ts'

export type Body = Readonly<Record<string, unknown>>

/** How a question is written. */
export interface QuestionForm {
  /** Whether true and false are named as options: sources disagree about what ClassMarker wants. */
  readonly withTrueFalse: boolean
}

/**
 * The body of a question (API page, "Add question" and ClassMarker's own client): every field, because a change
 * replaces the whole question. Points are text with one decimal.
 */
export function questionBody(content: QuestionContent, categoryId: number, { withTrueFalse }: QuestionForm): Body {
  const { type, question, points, correctFeedback, incorrectFeedback } = content
  return {
    question,
    question_type: type,
    category_id: categoryId,
    points: pointsText(points),
    correct_feedback: correctFeedback ?? '',
    incorrect_feedback: incorrectFeedback ?? '',
    ...(type === 'essay' ? {} : choices(content, type !== 'truefalse' || withTrueFalse)),
  }
}

const pointsText = (tenths: number | null): string => ((tenths ?? 0) / 10).toFixed(1)

const choices = (
  { type, options, correct, randomAnswers, gradeStyle }: QuestionContent,
  withOptions: boolean,
): Body => ({
  ...(withOptions && {
    random_answers: randomAnswers ?? false,
    options: Object.fromEntries(options.map(({ letter, content }) => [letter, { content }])),
  }),
  correct_options: correct,
  ...(type === 'multipleresponse' && { grade_style: gradeStyle ?? 'off' }),
})

export const parentBody = (name: string): Body => ({ parent_category_name: name })

export const categoryBody = (name: string, parentId: number): Body => ({
  category_name: name,
  parent_category_id: parentId,
})
