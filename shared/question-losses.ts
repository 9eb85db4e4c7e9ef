import { questionLossWords as words } from './locales/question-losses.en.ts'
import type { QuestionLoss } from './model/question-file.ts'
import { type SummedLoss, summedLosses } from './model/question-losses.ts'

/** Whether questions are written to a file, or read from one. */
export type LossWay = 'out' | 'in'

/** "Formatting is left out of 23 questions.": a line for each kind of loss. */
export const lossLines = (
  questions: readonly { readonly losses: readonly QuestionLoss[] }[],
  way: LossWay,
): readonly string[] => summedLosses(questions).map((loss) => lineOf(loss, way))

const knownParts = [
  ...([
    'formatting',
    'feedback',
    'partially correct feedback',
    'points',
    'category',
    'random order of answers',
  ] as const),
  ...(['grading', 'name', 'tag', 'hint', 'markdown', 'time limit', 'case', 'units', 'response processing'] as const),
  'multipleresponse',
] as const

function lineOf({ code, part, questions: count }: SummedLoss, way: LossWay): string {
  const questions = words('questions', { count })
  switch (code) {
    case 'part-left-out': {
      if (/^more than \d/.test(part)) return words('long', { count })
      const known = knownParts.find((each) => each === part)
      return words('leftOut', { questions, part: words(`part.${known ?? 'other'}`, { part }) })
    }
    case 'weight':
    case 'option-feedback':
    case 'too-many-options':
      return words(`${way}.${code}`, { questions })
    default:
      return words(code, { questions })
  }
}

/** What one question lost, in a sentence. @param plain makes a text of a file fit to be shown */
export const lossSentence = ({ code, subject }: QuestionLoss, plain: (text: string) => string): string =>
  `${words(`of.${code}`)}${subject === '' ? '' : ` (${plain(subject)})`}.`

const reasons = ['type-unknown', 'no-right-option', 'too-many-options', 'not-understood', 'part-left-out'] as const

/**
 * Why a question is not in a file, as the end of a sentence.
 * @param typeWords a type in words
 */
export function notWrittenWords(losses: readonly QuestionLoss[], typeWords = (type: string): string => type): string {
  const told = reasons.flatMap((code) => losses.filter((loss) => loss.code === code))[0]
  if (told === undefined) return words('why.other')
  const { code, subject } = told
  const known = reasons.find((each) => each === code)
  return words(`why.${known ?? 'other'}`, { subject: code === 'type-unknown' ? typeWords(subject) : subject })
}
