import type { BankOption, QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion, ReadQuestions } from '../../../shared/model/question-file.ts'
import {
  isPlainWeight,
  isTrueFalse,
  optionLetter,
  plainWeight,
  trueFalseOptions,
} from '../../../shared/model/question-rules.ts'
import { htmlOf, normalisedText } from '../../../shared/model/question-text.ts'
import { hasOwnPicture } from './markup.ts'

/** A question as a writer gets it. */
export type WrittenQuestion = Pick<ReadQuestion, 'content' | 'categoryPath' | 'questionId'>

/** What a format cannot say of a question. */
export interface WrittenLosses {
  /** Its place among the written ones, from 0. */
  readonly index: number
  readonly losses: readonly QuestionLoss[]
}

export interface WrittenQuestions {
  readonly bytes: Buffer
  readonly losses: readonly WrittenLosses[]
}

export type Problem = ReadQuestions['problems'][number]

/** What a reader found; `read.ts` says of which format it is. */
export type Found = Pick<ReadQuestions, 'questions' | 'problems'>

export const loss = (code: QuestionLoss['code'], subject: string): QuestionLoss => ({
  code,
  subject: subject.slice(0, 200),
})

export const problemAt = (line: number | null, found: QuestionLoss, file: string | null = null): Problem => ({
  file,
  line,
  loss: found,
})

/** One point: what a question is worth where its format says nothing. */
export const onePoint = 10

/** A question of which nothing is said yet. */
export const blankContent: QuestionContent = {
  type: 'multiplechoice',
  question: '',
  points: onePoint,
  randomAnswers: null,
  options: [],
  correct: [],
  gradeStyle: null,
  correctFeedback: null,
  incorrectFeedback: null,
}

/** What a question says besides its answers. */
export type Frame = Pick<
  QuestionContent,
  'question' | 'points' | 'randomAnswers' | 'correctFeedback' | 'incorrectFeedback'
>

/** A question of one point of which only the wording is known. */
export const plainFrame = (question: string): Frame => ({
  ...{ question, points: onePoint, randomAnswers: null, correctFeedback: null, incorrectFeedback: null },
})

/** An answer of a file, with what it counts in percent: exactly as written. */
export interface FileAnswer {
  /** HTML. */
  readonly content: string
  readonly weight: string
  readonly feedback: string | null
}

export interface MadeQuestion {
  readonly content: QuestionContent
  readonly losses: readonly QuestionLoss[]
}

/** More options than letters; the API takes ten. */
export const mostReadOptions = 20

const numberOf = (weight: string): number => Number(weight)

/**
 * A question of weighed answers. Weights that say no more than which options are right are not kept; all others are,
 * to the letter, and told.
 * @param isSingle whether one answer is chosen
 */
export function weighed(frame: Frame, answers: readonly FileAnswer[], isSingle: boolean): MadeQuestion {
  const letters = answers.map((_, at) => optionLetter(at))
  const isRight = ({ weight }: FileAnswer) => (isSingle ? numberOf(weight) === 100 : numberOf(weight) > 0)
  const correct = letters.filter((_, at) => answers[at] !== undefined && isRight(answers[at]))
  const gradeStyle = isSingle
    ? null
    : answers.some(({ weight }) => numberOf(weight) < 0)
      ? 'partial_with_deduction'
      : 'partial_without_deduction'
  const bare = {
    ...blankContent,
    ...frame,
    type: isSingle ? 'multiplechoice' : 'multipleresponse',
    correct,
    gradeStyle,
  }
  const losses: QuestionLoss[] = []
  const options = answers.map(({ content, weight, feedback }, at): BankOption => {
    const letter = letters[at] ?? ''
    const plain = plainWeight(bare, letter)
    if (!isPlainWeight(weight, bare, letter)) losses.push(loss('weight', `${letter}: ${weight} %`))
    return {
      letter,
      content,
      ...(numberOf(weight) !== Number(plain) && { weight }),
      ...(feedback !== null && feedback !== '' && { feedback }),
    }
  })
  return finished({ ...bare, options }, losses)
}

/** A question of options of which some are right, each for its share. @param feedback of each option; '' for none */
export function marked(
  frame: Frame & Partial<Pick<QuestionContent, 'type' | 'gradeStyle'>>,
  contents: readonly string[],
  right: readonly number[],
  feedback: readonly string[] = [],
): MadeQuestion {
  const options = contents.map((content, at): BankOption => {
    const said = feedback[at] ?? ''
    return { letter: optionLetter(at), content, ...(said !== '' && { feedback: said }) }
  })
  const type = frame.type ?? (right.length > 1 ? 'multipleresponse' : 'multiplechoice')
  return finished(
    {
      ...blankContent,
      ...frame,
      type,
      options,
      correct: right.toSorted((one, other) => one - other).map(optionLetter),
      gradeStyle: type === 'multipleresponse' ? (frame.gradeStyle ?? 'partial_without_deduction') : null,
    },
    [],
  )
}

/** A true or false question. @param isTrue null where the file does not say */
export const trueOrFalse = (frame: Frame, isTrue: boolean | null): MadeQuestion =>
  finished(
    {
      ...blankContent,
      ...frame,
      type: 'truefalse',
      options: trueFalseOptions,
      correct: isTrue === null ? [] : [isTrue ? 'A' : 'B'],
    },
    [],
  )

/** A question without options: an essay, or texts that are accepted. */
export const written = (
  frame: Frame,
  type: 'essay' | 'freetext' | 'grammar' | 'numeric',
  correct: readonly string[] = [],
) => finished({ ...blankContent, ...frame, type, correct }, [])

/** Accepted texts of which some count less than others. */
export function weighedTexts(frame: Frame, type: 'freetext' | 'numeric', answers: readonly FileAnswer[]): MadeQuestion {
  const full = answers.filter(({ weight }) => numberOf(weight) === 100)
  if (answers.length === full.length && answers.every(({ feedback }) => !feedback))
    return written(
      frame,
      type,
      full.map(({ content }) => content),
    )
  const options = answers.map(
    ({ content, weight, feedback }, at): BankOption => ({
      letter: optionLetter(at),
      content,
      ...(numberOf(weight) !== 100 && { weight }),
      ...(feedback !== null && feedback !== '' && { feedback }),
    }),
  )
  const correct = full.map(({ content }) => content)
  return finished({ ...blankContent, ...frame, type, options, correct }, [])
}

/** Clues with what belongs to each, and matches that belong to none. */
export function matching(
  frame: Frame,
  pairs: readonly { readonly clue: string; readonly match: string }[],
): MadeQuestion {
  const ordered = [...pairs.filter(({ clue }) => clue !== ''), ...pairs.filter(({ clue }) => clue === '')]
  const options = ordered.map(
    ({ clue, match }, at): BankOption => ({
      letter: optionLetter(at),
      content: match,
      ...(clue !== '' && { clue }),
    }),
  )
  const correct = options.filter(({ clue }) => clue !== undefined).map(({ letter }) => letter)
  return finished({ ...blankContent, ...frame, type: 'matching', options, correct }, [])
}

/** A made question with what every format loses alike. */
export function finished(content: QuestionContent, losses: readonly QuestionLoss[]): MadeQuestion {
  const told = [...losses]
  const { type, options, correct } = content
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse' || type === 'truefalse'
  if (!isChoice && type !== 'essay') told.push(loss('kept-here-only', type))
  if (isChoice && (correct.length === 0 || (type !== 'multipleresponse' && correct.length > 1)))
    told.push(loss('no-right-option', correct.join(', ')))
  if (isChoice && options.length > 10) told.push(loss('too-many-options', String(options.length)))
  for (const { letter, feedback } of options) if (feedback !== undefined) told.push(loss('option-feedback', letter))
  const texts = [content.question, ...options.flatMap(({ content, clue = '' }) => [content, clue])]
  if (texts.some(hasOwnPicture)) told.push(loss('picture', ''))
  return { content, losses: told }
}

/** Options that are True and False, in this order, make a question that asks whether something is true. */
export function asTrueFalse({ content, losses }: MadeQuestion): MadeQuestion {
  const isPlain = content.type === 'multiplechoice' && isTrueFalse(content.options)
  if (!isPlain || content.options.some(({ weight, feedback }) => weight !== undefined || feedback !== undefined))
    return { content, losses }
  return { content: { ...content, type: 'truefalse', options: trueFalseOptions }, losses }
}

/**
 * Feedback of options as that of the question, where it says the same: one text for the right option, another for all
 * wrong ones.
 */
export function withSharedFeedback({ content, losses }: MadeQuestion): MadeQuestion {
  const { options, correct, type } = content
  if (type !== 'multiplechoice' || correct.length !== 1 || options.length < 2) return { content, losses }
  if (content.correctFeedback !== null || content.incorrectFeedback !== null) return { content, losses }
  const right = options.find(({ letter }) => letter === correct[0])
  const wrong = new Set(options.filter((option) => option !== right).map(({ feedback }) => feedback))
  if (wrong.size > 1) return { content, losses }
  return {
    content: {
      ...content,
      options: options.map(({ feedback: _, ...option }) => option),
      correctFeedback: right?.feedback ?? null,
      incorrectFeedback: [...wrong][0] ?? null,
    },
    losses: losses.filter(({ code }) => code !== 'option-feedback'),
  }
}

/** The feedback of each option, in a format that knows no other: its own, else that of the question. */
export const feedbackOf = (
  { correctFeedback, incorrectFeedback, correct }: QuestionContent,
  { letter, feedback }: BankOption,
): string => feedback ?? (correct.includes(letter) ? correctFeedback : incorrectFeedback) ?? ''

/** A question of a file in its place. */
export function placed(
  { content, losses }: MadeQuestion,
  place: {
    readonly line: number | null
    readonly file?: string | null
    readonly categoryPath?: readonly string[]
    readonly questionId?: string | null
    readonly losses?: readonly QuestionLoss[]
  },
): ReadQuestion {
  const { path, losses: ofPath } = twoLevels(place.categoryPath ?? [])
  return {
    content,
    categoryPath: path,
    questionId: place.questionId ?? null,
    line: place.line,
    file: place.file ?? null,
    losses: [...losses, ...(place.losses ?? []), ...ofPath],
  }
}

/** Categories as ClassMarker has them: a parent and one below it. Deeper ones are joined. */
function twoLevels(names: readonly string[]): { path: readonly string[]; losses: readonly QuestionLoss[] } {
  const path = names.map((name) => name.trim()).filter((name) => name !== '')
  if (path.length <= 2) return { path, losses: [] }
  const [parent = '', ...rest] = path
  return { path: [parent, rest.join(' / ')], losses: [loss('deep-category', path.join(' / '))] }
}

/** A category path of Moodle, as in `$course$/top/Biology/Cells`; a slash within a name is doubled. */
export const pathOf = (text: string): readonly string[] =>
  text
    .replaceAll('//', '\0')
    .split('/')
    .map((name) => name.replaceAll('\0', '/').trim())
    .filter((name, at, names) => {
      const isContext = /^\$(?:course|system|module|cat\w*)\$$/
      if (name === '' || (at === 0 && isContext.test(name))) return false
      return name !== 'top' || at > 1 || (at === 1 && !isContext.test(names[0] ?? ''))
    })

export const pathText = (path: readonly string[]): string =>
  ['$course$', 'top', ...path.map((name) => name.replaceAll('/', '//'))].join('/')

/** Points as a file writes them, in tenths; what has more than one decimal is rounded, and told. */
export function pointsOf(text: string | null | undefined): { points: number | null; losses: readonly QuestionLoss[] } {
  const value = text === null || text === undefined || text.trim() === '' ? null : Number(text.trim().replace(',', '.'))
  if (value === null) return { points: onePoint, losses: [] }
  if (!Number.isFinite(value)) return { points: null, losses: [loss('not-understood', `points: ${text}`)] }
  const points = Math.round(value * 10)
  const isExact = Math.abs(points - value * 10) < 1e-6
  return { points, losses: isExact ? [] : [loss('part-left-out', `points: ${text?.trim()}`)] }
}

/** Tenths of a point as a number with one decimal; what ClassMarker has with two decimals keeps them. */
export const pointsText = (tenths: number | null): string => {
  const points = (tenths ?? onePoint) / 10
  return Number.isInteger(tenths ?? onePoint) ? points.toFixed(1) : String(points)
}

/** What a format without points, feedback and categories leaves out. */
export function leftOut(
  { content, categoryPath }: WrittenQuestion,
  keeps: { readonly points?: true; readonly feedback?: true; readonly category?: true; readonly random?: true } = {},
): readonly QuestionLoss[] {
  const { points, correctFeedback, incorrectFeedback, randomAnswers, options } = content
  const told: QuestionLoss[] = []
  if (!keeps.points && points !== null && points !== onePoint)
    told.push(loss('part-left-out', `points: ${pointsText(points)}`))
  if (!keeps.feedback && (correctFeedback ?? incorrectFeedback)) told.push(loss('part-left-out', 'feedback'))
  if (!keeps.category && categoryPath.length > 0)
    told.push(loss('part-left-out', `category: ${categoryPath.join(' / ')}`))
  if (!keeps.random && randomAnswers === true) told.push(loss('part-left-out', 'random order of answers'))
  if (!keeps.feedback) {
    for (const { letter, feedback } of options) if (feedback !== undefined) told.push(loss('option-feedback', letter))
  }
  return told
}

/** The weights of options, where a format has no place for them. */
export const lostWeights = ({ options }: QuestionContent): readonly QuestionLoss[] =>
  options.flatMap(({ letter, weight }) => (weight === undefined ? [] : [loss('weight', `${letter}: ${weight} %`)]))

/** Accepted texts that count only in part, where a format knows none: as right ones they would say something else. */
export const lostTexts = ({ type, options, correct }: QuestionContent): readonly QuestionLoss[] =>
  type !== 'freetext'
    ? []
    : options.flatMap(({ content }) => (correct.includes(content) ? [] : [loss('part-left-out', content)]))

/** A way of grading that a format without one cannot say; it is read as points for a part of the right options. */
export const lostGradeStyle = ({ type, gradeStyle }: QuestionContent): readonly QuestionLoss[] =>
  type === 'multipleresponse' && gradeStyle !== null && gradeStyle !== 'partial_without_deduction'
    ? [loss('part-left-out', `grading: ${gradeStyle}`)]
    : []

/** Splits text into lines, whatever ends them. */
export const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r+\n|\r|\n/)

/** Feedback of its own beside one that is always shown: ClassMarker has one place for both. */
export const joinedFeedback = (own: string | null, general: string | null): string | null =>
  own !== null && general !== null && own !== general ? `${own}<br>${general}` : (own ?? general)

/** Whether a question's name says nothing but its beginning or its number. */
export const isNameTold = (name: string, question: string): boolean =>
  /^(?:q|question|frage)?[\s.:_-]*\d*$/i.test(name) ||
  normalisedText(question.replace(/<img\b[^<>]*>/gi, ' '))
    .toLowerCase()
    .startsWith(
      normalisedText(htmlOf(name))
        .replace(/(?:\.{3}|…)$/, '')
        .trim()
        .toLowerCase(),
    )

/** The clues with what belongs to each, then the matches of none. */
export function matchedPairs({
  options,
  correct,
}: QuestionContent): readonly { readonly clue: string; readonly match: string }[] {
  const byLetter = new Map(options.map(({ letter, content }) => [letter, content]))
  const clues = options.filter(({ clue }) => clue !== undefined)
  const used = new Set(clues.map(({ letter }, at) => correct[at] ?? letter))
  return [
    ...clues.map(({ clue = '', content }, at) => ({ clue, match: byLetter.get(correct[at] ?? '') ?? content })),
    ...options
      .filter(({ clue, letter }) => clue === undefined && !used.has(letter))
      .map(({ content }) => ({ clue: '', match: content })),
  ]
}

/** Accepted texts or numbers with what each counts. */
export const asList = ({ options, correct }: QuestionContent): readonly BankOption[] =>
  options.length > 0 ? options : correct.map((content) => ({ letter: '', content }))

/** A score as percent of the highest one: as written where that is 100, else with five decimals. */
export function weightOf(score: string, highest: number): string {
  if (highest === 100) return score.trim()
  return String(Number(((Number(score) / highest) * 100).toFixed(5)))
}

/** A choice between true and false, in either order, as the question that asks just this. */
export function trueFalseIn(made: MadeQuestion): MadeQuestion {
  const { options, correct, ...content } = made.content
  if (content.type !== 'multiplechoice' || options.length !== 2) return made
  const words = options.map(({ content: text }) => normalisedText(text).toLowerCase())
  if (words[0] !== 'false' || words[1] !== 'true') return asTrueFalse(made)
  const letter = new Map(options.map((option, at) => [option.letter, at === 0 ? 'B' : 'A']))
  const swapped = options.map((option) => ({ ...option, letter: letter.get(option.letter) ?? '' })).reverse()
  const right = correct.map((each) => letter.get(each) ?? each)
  return asTrueFalse({ content: { ...content, options: swapped, correct: right }, losses: made.losses })
}
