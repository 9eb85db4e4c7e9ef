import type { CategoryResult, QuestionOption, QuestionVersion } from './answers.ts'
import type { ResultsFilter, SourceRef } from './filter.ts'
import type { StudentRef, TestRef } from './gradebook.ts'
import type { AssignedSource, TestPeriod } from './test-figures.ts'
import type { UnixSeconds } from './time.ts'

/** Which finished attempts of a student are analysed. An average of attempts has no answers, so it is none of these. */
export const itemPolicies = ['first', 'last', 'best', 'all'] as const
export type ItemPolicy = (typeof itemPolicies)[number]

/** What is asked where nothing is said: a second attempt has seen the questions. */
export const usualItemPolicy = 'first' satisfies ItemPolicy

/**
 * How sure figures over so many attempts are. `counts`: show facility and counts only; `weak`: show the rest as weak
 * evidence, with its interval; `plain`: show it as it is. Figures are reckoned in each case: the screen keeps quiet.
 */
export const evidenceLevels = ['counts', 'weak', 'plain'] as const
export type Evidence = (typeof evidenceLevels)[number]

export const evidenceOf = (n: number): Evidence => (n < 10 ? 'counts' : n < 30 ? 'weak' : 'plain')

/** Fewest attempts that alpha (KR-20) is reckoned over. */
export const fewestForAlpha = 4

/** Of 95 % confidence. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** One option of a question with options, over the attempts that were offered it and whose choice is known. */
export interface OptionFigures extends Pick<QuestionOption, 'letter' | 'content'> {
  /** Null where nobody said which options are right. */
  readonly correct: boolean | null
  readonly n: number
  readonly chosen: number
  /** Of n, 0 to 1. */
  readonly share: number | null
  /** Mean total, in points, of those who chose it. */
  readonly meanTotal: number | null
  /** Correlation of "chose it" with the rest of the total, −1 to 1; none where everybody or nobody chose it. */
  readonly pointBiserial: number | null
}

/** How one question did. What is undefined is null, never 0. */
export interface ItemFigures {
  readonly questionId: string
  readonly type: string
  /** HTML as ClassMarker sent it, of the version that most attempts saw. */
  readonly question: string
  readonly categoryId: string | null
  /** What is right, as in `QuestionVersion`, and the matches that it names; of the same version. */
  readonly key: Pick<QuestionVersion, 'correct' | 'options'>
  /** How many versions of it the attempts saw. */
  readonly versions: number
  /** Attempts that count for it: those that saw it, without those of `needsGrading` and `noMark`. */
  readonly n: number
  readonly evidence: Evidence
  /** Attempts whose answer to it still waits for a person. */
  readonly needsGrading: number
  /** Attempts that saw it and whose mark nobody sent. */
  readonly noMark: number
  /** Not seen by all attempts: drawn at random, or added or taken out later. */
  readonly random: boolean
  /** In points; the highest of the versions where they differ, null where one is unknown. */
  readonly highestMark: number | null
  /** Attempts that count had different highest marks. */
  readonly mixedHighestMarks: boolean
  /** Mean mark as a share of the highest mark, 0 to 1; beyond with negative marks or extra credit. */
  readonly facility: number | null
  /** Wilson's score interval, which for partial marks is on the wide side. */
  readonly facilityInterval: Interval | null
  /** Standard deviation of the mark as a share of the highest mark. */
  readonly sd: number | null
  /** Item-rest correlation in percent; item-total for a random question. */
  readonly discrimination: number | null
  /** By Fisher's z. */
  readonly discriminationInterval: Interval | null
  /** In percent. */
  readonly discriminativeEfficiency: number | null
  /** In percent. */
  readonly effectiveWeight: number | null
  /** Those of n who left it out, with 0 marks, and their share of n, 0 to 1. */
  readonly unanswered: number
  readonly unansweredShare: number | null
  /** Empty where it has no options to choose from. */
  readonly options: readonly OptionFigures[]
}

/** The marks of the questions of one category, over all attempts that count for each of them. */
export interface CategoryFigures {
  readonly categoryId: string | null
  /** Null where nobody said how it is called. */
  readonly name: string | null
  readonly questions: number
  /** Attempts that count for one of its questions at least. */
  readonly n: number
  /** Points scored as a share of the points to score, 0 to 1; null where a highest mark is unknown. */
  readonly share: number | null
}

/** Why there is no alpha: too few attempts are marked in full, one question, equal totals, or unlike attempts. */
export const alphaGaps = ['few-attempts', 'one-question', 'equal-totals', 'differing-questions'] as const
export type AlphaGap = (typeof alphaGaps)[number]

/** What the analysis had to do without, in attempts. */
export interface LeftOut {
  /** Still need grading: not counted for those questions, and counted with the total they have so far. */
  readonly needsGrading: number
  readonly surveys: number
  /** Payloads that ClassMarker sends to verify a webhook. */
  readonly samples: number
  /** Results without answers. */
  readonly noAnswers: number
  /** With answers, of attempts that saw another version than the one that is asked for. */
  readonly otherVersion: number
}

/** The questions of a test and the test itself, over `attempts`. Totals, means and deviations are in points. */
export interface ItemAnalysis {
  readonly policy: ItemPolicy
  readonly attempts: number
  readonly evidence: Evidence
  readonly leftOut: LeftOut
  /** How it was reckoned, in words: "n−1, item-rest, unanswered as 0, first attempts". */
  readonly method: string
  /** Points that each attempt could score; null where that differs between them or is not known. */
  readonly highestTotal: number | null
  readonly mean: number | null
  readonly median: number | null
  readonly sd: number | null
  readonly skewness: number | null
  readonly kurtosis: number | null
  /** In percent; can be negative. */
  readonly alpha: number | null
  /** Bonett's, from the logarithm of 1 − alpha. */
  readonly alphaInterval: Interval | null
  /** Attempts that alpha is over, those marked in full, and the positions of the test. */
  readonly alphaAttempts: number
  readonly alphaPositions: number
  /** Null where there is an alpha. */
  readonly alphaGap: AlphaGap | null
  /** In percent. */
  readonly errorRatio: number | null
  /** Standard error of a total, in points. */
  readonly sem: number | null
  /** How many percentages lie in each tenth, 100 % in the last, as in the figures of a test. */
  readonly distribution: readonly number[]
  /** In the order in which they were handed in. */
  readonly items: readonly ItemFigures[]
  readonly categories: readonly CategoryFigures[]
}

/** Which attempts at a test are analysed: those of a policy over all attempts that a filter finds. */
export interface ItemQuery {
  readonly testId: number
  readonly policy: ItemPolicy
  readonly filter: ResultsFilter
  /** Only attempts that saw this version of one of the questions. */
  readonly version?: number
}

/** What a test's page asks of its questions. */
export interface QuestionsQuery extends TestRef {
  readonly policy: ItemPolicy
  readonly period: TestPeriod
  /** Only students of this class; null for all. */
  readonly classId: number | null
  readonly source: SourceRef | null
  /** As in `ItemQuery`; null for all. */
  readonly version: number | null
}

/** One wording, key or highest mark of a question. */
export interface SeenVersion {
  /** By which it is asked for, on this computer only. */
  readonly id: number
  /** HTML as ClassMarker sent it. */
  readonly question: string
  /** Attempts that saw it. */
  readonly n: number
}

/** The versions of one question, the earliest first. */
export interface SeenVersions {
  readonly questionId: string
  /** Of the question in the test, from 1. */
  readonly number: number
  readonly versions: readonly SeenVersion[]
}

/** All that a test's page shows of its questions. */
export interface QuestionsPage {
  readonly analysis: ItemAnalysis
  /** Ids of the questions of the test, in the order in which all its attempts met them, whatever is asked for. */
  readonly order: readonly string[]
  /** Questions that the attempts saw in several versions, whichever version is asked for. */
  readonly versions: readonly SeenVersions[]
  /** Where the test was taken, whatever is asked for. */
  readonly sources: readonly AssignedSource[]
}

/** A question with its place in the test, from 1, which no filter changes. */
export interface NumberedItem {
  readonly number: number
  readonly item: ItemFigures
}

/** The questions of a page in the order of the test. */
export function inTestOrder({ analysis, order }: Pick<QuestionsPage, 'analysis' | 'order'>): readonly NumberedItem[] {
  const numbers = new Map(order.map((id, place) => [id, place + 1]))
  return analysis.items
    .map((item, place) => ({ item, number: numbers.get(item.questionId) ?? order.length + place + 1 }))
    .toSorted((one, other) => one.number - other.number)
}

/** What an attempt reached in one category, over so many answers whose marks are known. */
export interface CategoryOfAttempt extends CategoryResult {
  readonly answers: number
}

/** What one attempt of a student reached by category. */
export interface CategoryAttempt {
  readonly id: number
  readonly testId: number
  readonly testName: string
  readonly finished: UnixSeconds
  readonly categories: readonly CategoryOfAttempt[]
}

/** Counted attempts of a student whose answers are here, the earliest first, and how many there are without answers. */
export interface CategoriesOfStudent extends StudentRef {
  readonly attempts: readonly CategoryAttempt[]
  readonly withoutAnswers: number
}
