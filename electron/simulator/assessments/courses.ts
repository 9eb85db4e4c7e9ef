import { type Question, questionsOf } from '../questions.ts'
import { type Random, randomText } from '../random.ts'

const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/** `asmnt_` and the like, with what makes it one of its kind. */
export const newId = (random: Random, prefix: string): string => `${prefix}_${randomText(random, alphabet, 8)}`

export interface Course {
  /** `crs_…` */
  readonly id: string
  readonly title: string
  readonly subject: Subject
}

type Subject = 'maths' | 'english'

/** The courses of the sample. */
export const courses: readonly (Omit<Course, 'id'> & { readonly topics: readonly string[] })[] = [
  { title: 'Mathematics 8', subject: 'maths', topics: ['Fractions', 'Ratio', 'Proportion', 'Percentages'] },
  {
    title: 'English Literature 10',
    subject: 'english',
    topics: ['An Inspector Calls', 'Language', 'Plot', 'Revision'],
  },
  { title: 'Mathematics 9', subject: 'maths', topics: ['Proportion at work', 'Scale and maps', 'Mock test'] },
]

/** A question with its right answer, which no reader is sent. */
export interface AssessmentQuestion {
  /** `qst_…` */
  readonly id: string
  readonly type: 'multiple_choice' | 'multiple_select' | 'true_false' | 'short_answer'
  readonly text: string
  /** By letter from A; none where the answer is typed. */
  readonly options: readonly string[]
  /** Letters, or every answer that is accepted where it is typed. */
  readonly correct: readonly string[]
  readonly points: number
  /** Above 0 for an easy question. */
  readonly ease: number
}

type Choice = Extract<Question, { readonly correct: string }>

const types = {
  multiplechoice: 'multiple_choice',
  multipleresponse: 'multiple_select',
  truefalse: 'true_false',
} as const satisfies Record<Choice['type'], AssessmentQuestion['type']>

const plain = (html: string): string => html.replace(/<[^>]+>/g, '')

/** A question of the other sample, as this service has it; null for a kind or a picture that it does not. */
function questionFrom(asked: Question, id: string): AssessmentQuestion | null {
  if (asked.question.includes('<img') || asked.question.includes('[sup]')) return null
  const common = { id, text: plain(asked.question), points: 1, ease: asked.ease }
  if (asked.type === 'freetext') return { ...common, type: 'short_answer', options: [], correct: asked.accepted }
  if (!('correct' in asked)) return null
  return { ...common, type: types[asked.type], options: asked.options.map(plain), correct: [...asked.correct] }
}

const pools: Readonly<Record<Subject, readonly Question[]>> = {
  maths: questionsOf.get(64776) ?? [],
  english: questionsOf.get(64802) ?? [],
}

/** `count` questions of a subject in an order of their own. */
export function someQuestions(subject: Subject, count: number, random: Random): AssessmentQuestion[] {
  const pool = pools[subject].flatMap((asked) => questionFrom(asked, newId(random, 'qst')) ?? [])
  const chosen: AssessmentQuestion[] = []
  while (chosen.length < count && pool.length > 0) {
    chosen.push(...pool.splice(random.whole(0, pool.length - 1), 1))
  }
  return chosen
}

/** Whether an answer, a letter, a list of letters or a text, is right. */
export function isRight({ type, correct }: AssessmentQuestion, answer: unknown): boolean {
  if (type === 'short_answer') {
    const given = typeof answer === 'string' ? answer.trim().toLowerCase() : ''
    return correct.some((accepted) => accepted.toLowerCase() === given)
  }
  const given = [...new Set(Array.isArray(answer) ? answer : [answer])]
  return given.length === correct.length && given.every((letter) => correct.includes(String(letter)))
}

/** Right answers as a percentage with two decimals; 0 where there is nothing to answer. */
export const scoreOf = (right: number, questions: number): number =>
  questions === 0 ? 0 : Math.round((right * 10_000) / questions) / 100
