import type { QuestionLoss, QuestionLossCode, WrittenQuestionFormat } from './question-file.ts'

/** What a file does not say of a question, or that it does not hold the question at all. */
export interface ToldLosses {
  /** The beginning of its wording, as HTML. */
  readonly text: string
  readonly losses: readonly QuestionLoss[]
  readonly isWritten: boolean
}

/** One kind of loss, and how many questions it is about. */
export interface SummedLoss {
  readonly code: QuestionLossCode
  /** Which part is left out; '' for other losses. */
  readonly part: string
  readonly questions: number
}

// A part is named before what it said: "tag: optics".
const partOf = ({ code, subject }: QuestionLoss): string =>
  code === 'part-left-out' ? (subject.split(':', 1)[0] ?? '').trim() : ''

/** The losses of many questions by their kind, the most frequent first. */
export function summedLosses(
  questions: readonly { readonly losses: readonly QuestionLoss[] }[],
): readonly SummedLoss[] {
  const counts = new Map<string, SummedLoss>()
  for (const { losses } of questions) {
    const kinds = new Map(losses.map((loss) => [`${loss.code} ${partOf(loss)}`, loss]))
    for (const [key, loss] of kinds) {
      const { questions: before } = counts.get(key) ?? { questions: 0 }
      counts.set(key, { code: loss.code, part: partOf(loss), questions: before + 1 })
    }
  }
  return [...counts.values()].sort((one, other) => other.questions - one.questions)
}

/** Whether a title of a question is all that is lost: it has no place here, and says little. */
export const isTitle = (loss: QuestionLoss): boolean => partOf(loss) === 'name'

const needsRightOption: Readonly<Partial<Record<WrittenQuestionFormat, readonly string[]>>> = {
  aiken: ['multiplechoice', 'truefalse'],
  gift: ['truefalse'],
  kahoot: ['multiplechoice', 'multipleresponse', 'truefalse'],
  quizizz: ['multiplechoice', 'multipleresponse', 'truefalse'],
}

/** Whether a question is in a file of a kind, by what writing it told. */
export function isInFile(format: WrittenQuestionFormat, type: string, losses: readonly QuestionLoss[]): boolean {
  return !losses.some(({ code, subject }) => {
    if (code === 'type-unknown' || code === 'not-understood') return true
    if (code === 'no-right-option') return needsRightOption[format]?.includes(type) ?? false
    if (code === 'too-many-options') return format === 'kahoot' || format === 'quizizz'
    return code === 'part-left-out' && subject === 'freetext: ->'
  })
}
