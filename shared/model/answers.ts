/** The kinds of questions ClassMarker knows. Another word is kept as it was sent. */
export const questionTypes = [
  'multiplechoice',
  'multipleresponse',
  'truefalse',
  'freetext',
  'matching',
  'essay',
  'grammar',
] as const

/** How an answer was marked. `to-grade` waits for a person; its points are not final. */
export const markings = ['correct', 'incorrect', 'partial', 'to-grade', 'unanswered'] as const
export type Marking = (typeof markings)[number]

/** One option of a question. A matching question has a clue and its match; an extra match has no clue. */
export interface QuestionOption {
  /** ClassMarker's letter, A to T. */
  readonly letter: string
  /** HTML as ClassMarker sent it; the match of a matching question. */
  readonly content: string
  readonly clue?: string
}

/** A question as attempts saw it. Another wording, key or highest mark is another version of the same question. */
export interface QuestionVersion {
  /** ClassMarker's number as text, so that none is too long. */
  readonly questionId: string
  /** One of `questionTypes`, or the word that was sent; '' where nothing was said. */
  readonly type: string
  readonly categoryId: string | null
  /** HTML as ClassMarker sent it; '' where only marks are known. */
  readonly question: string
  readonly pointsAvailable: number | null
  readonly options: readonly QuestionOption[]
  /**
   * Letters of the right options; the accepted texts of a free text; the corrected sentence of a grammar question; for
   * a matching question the right letter of each clue, in the order of the clues. Empty where nobody said.
   */
  readonly correct: readonly string[]
}

/** Whether two versions of a question are the same in every word. */
export const isSameVersion = (one: QuestionVersion, other: QuestionVersion): boolean =>
  one === other ||
  (one.type === other.type &&
    one.categoryId === other.categoryId &&
    one.question === other.question &&
    one.pointsAvailable === other.pointsAvailable &&
    one.correct.length === other.correct.length &&
    one.options.length === other.options.length &&
    one.correct.every((each, at) => each === other.correct[at]) &&
    one.options.every(({ letter, content, clue }, at) => {
      const option = other.options[at]
      return option?.letter === letter && option.content === content && option.clue === clue
    }))

/** What one attempt answered to one question. */
export interface Answer {
  readonly version: QuestionVersion
  /** Null where no mark was sent. */
  readonly pointsScored: number | null
  /** Null where nothing was said. */
  readonly marking: Marking | null
  /** Letters of what was chosen, one text, or a letter ('' for none) for each clue. Empty: unanswered or not known. */
  readonly response: readonly string[]
  /** What the teacher wrote under this answer, or the question's own feedback. HTML; null where there is none. */
  readonly feedback: string | null
}

/** What one attempt reached in one category, as it was called then. */
export interface CategoryResult {
  readonly categoryId: string | null
  readonly name: string
  readonly pointsScored: number | null
  readonly pointsAvailable: number | null
}

/** Everything that is known of the answers of one attempt, in the order the taker saw. */
export interface AttemptAnswers {
  readonly answers: readonly Answer[]
  readonly categories: readonly CategoryResult[]
}
