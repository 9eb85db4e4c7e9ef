import { type Clock, day, hour, plusSeconds, type UnixSeconds } from '../../../shared/model/time.ts'
import { type Person, Register } from '../people.ts'
import type { Json } from '../protocol.ts'
import { type Random, scramble, seededRandom } from '../random.ts'
import { type AssessmentQuestion, type Course, courses, isRight, newId, scoreOf, someQuestions } from './courses.ts'

export interface AssessmentsWorldOptions {
  readonly seed: number
  readonly clock: Clock
  /** How many assessments there are at first. */
  readonly assessments: number
  readonly learners: number
  /** How many submissions there are at first. */
  readonly results: number
  /** The moment up to which the first submissions were made. */
  readonly madeAt: UnixSeconds
}

export interface SimulatedAssessment {
  /** `asmnt_…` */
  readonly id: string
  readonly courseId: string
  readonly title: string
  readonly passingScore: number
  readonly timeLimitMinutes: number | null
  /** How often a learner may submit it; null for no limit. */
  readonly attempts: number | null
  /** `closed` to new submissions, or `hidden` from whoever signs in; open if not given. */
  readonly access?: 'closed' | 'hidden'
  readonly questions: readonly AssessmentQuestion[]
}

export interface Learner extends Omit<Person, 'id'> {
  /** `usr_…` */
  readonly id: string
}

export interface SimulatedSubmission {
  /** `sub_…` */
  readonly id: string
  readonly assessmentId: string
  readonly learnerId: string
  /** 0 to 100. */
  readonly score: number
  readonly passed: boolean
  readonly submittedAt: UnixSeconds
  readonly answers: readonly { readonly questionId: string; readonly given: Json; readonly correct: boolean }[]
}

type NewAssessment = Partial<Omit<SimulatedAssessment, 'id' | 'questions'>>

/** The platform behind the simulated API. Tests read the truth here, and change it. */
export class AssessmentsWorld {
  readonly courses: readonly Course[]
  readonly learners: readonly Learner[]
  /** The learner or teacher who signs in; no member of any course but by `setEnrolled`. */
  readonly userId: string
  readonly #clock: Clock
  #random: Random
  #assessments: SimulatedAssessment[] = []
  readonly #submissions = new Map<string, SimulatedSubmission>()
  readonly #usedSessions = new Set<string>()
  /** By course, whoever may submit. */
  readonly #enrolled: ReadonlyMap<string, Set<string>>

  constructor({ seed, clock, assessments, learners, results, madeAt }: AssessmentsWorldOptions) {
    for (const [what, count] of Object.entries({ assessments, learners, results })) {
      if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`Not a number of ${what}: ${count}`)
    }
    this.#clock = clock
    this.#random = seededRandom(scramble(seed, 0x61736d6e))
    this.courses = courses.map(({ title, subject }) => ({ id: newId(this.#random, 'crs'), title, subject }))
    this.userId = newId(this.#random, 'usr')
    const register = new Register(this.#random, 1)
    this.learners = Array.from({ length: learners }, () => ({
      ...register.member(),
      id: newId(this.#random, 'usr'),
    }))
    this.#enrolled = new Map(this.courses.map(({ id }) => [id, new Set([this.userId])]))
    // Most learners take one course, some take two.
    for (const [at, { id }] of this.learners.entries()) {
      this.#membersOf(at).add(id)
      if (this.#random.chance(0.3)) this.#membersOf(at + 1).add(id)
    }
    for (let made = 0; made < assessments; made++) this.#assessments.push(this.#sampleAssessment(made))
    this.#fill(results, madeAt)
  }

  now(): UnixSeconds {
    return this.#clock()
  }

  /** In the order of the list. */
  get assessments(): readonly SimulatedAssessment[] {
    return this.#assessments
  }

  /** Oldest first. */
  get submissions(): readonly SimulatedSubmission[] {
    return [...this.#submissions.values()].toSorted((a, b) => a.submittedAt - b.submittedAt)
  }

  /** Where each submission can be read, oldest first. */
  submissionIds(): { readonly assessmentId: string; readonly submissionId: string }[] {
    return this.submissions.map(({ id, assessmentId }) => ({ assessmentId, submissionId: id }))
  }

  assessment(id: string): SimulatedAssessment | undefined {
    return this.#assessments.find((each) => each.id === id)
  }

  submission(id: string): SimulatedSubmission | undefined {
    return this.#submissions.get(id)
  }

  course(id: string): Course | undefined {
    return this.courses.find((each) => each.id === id)
  }

  isEnrolled(userId: string, courseId: string): boolean {
    return this.#enrolled.get(courseId)?.has(userId) ?? false
  }

  setEnrolled(userId: string, courseId: string, enrolled: boolean): void {
    const members = this.#enrolled.get(courseId)
    if (members === undefined) throw new RangeError(`No such course: ${courseId}`)
    if (enrolled) members.add(userId)
    else members.delete(userId)
  }

  /** How many more times a learner may submit; null without a limit. */
  attemptsLeft(userId: string, { id, attempts }: SimulatedAssessment): number | null {
    if (attempts === null) return null
    let used = 0
    for (const each of this.#submissions.values()) if (each.learnerId === userId && each.assessmentId === id) used++
    return Math.max(0, attempts - used)
  }

  /**
   * Adds an assessment without questions, as the API does.
   * @param place `first` moves every other one down the list, as a new one does in a list of the newest first
   */
  addAssessment(given: NewAssessment = {}, place: 'first' | 'last' = 'last'): SimulatedAssessment {
    const added: SimulatedAssessment = {
      id: newId(this.#random, 'asmnt'),
      courseId: given.courseId ?? this.courses[0]?.id ?? '',
      title: given.title ?? 'Another assessment',
      passingScore: given.passingScore ?? 50,
      timeLimitMinutes: given.timeLimitMinutes ?? null,
      attempts: given.attempts ?? null,
      questions: [],
    }
    this.#assessments = place === 'first' ? [added, ...this.#assessments] : [...this.#assessments, added]
    return added
  }

  /**
   * Goes on where an earlier run of the same world ended: with the assessments that were added in it, and with ids that it
   * did not give out.
   */
  goOn(added: readonly Omit<SimulatedAssessment, 'attempts' | 'questions'>[], seed: number): void {
    const unknown = added.filter(({ id }) => this.assessment(id) === undefined)
    this.#assessments = [...this.#assessments, ...unknown.map((each) => ({ ...each, attempts: null, questions: [] }))]
    this.#random = seededRandom(scramble(seed, 0x676f6f6e))
  }

  removeAssessment(id: string): void {
    this.#assessments = this.#assessments.filter((each) => each.id !== id)
  }

  /** Lays other values over an assessment. */
  changeAssessment(id: string, changes: Partial<Omit<SimulatedAssessment, 'id'>>): void {
    this.#assessments = this.#assessments.map((each) => (each.id === id ? { ...each, ...changes } : each))
  }

  /** Scores a learner's answers by question; one that is not answered is wrong. */
  submit(
    assessment: SimulatedAssessment,
    learnerId: string,
    answers: ReadonlyMap<string, unknown>,
    submittedAt: UnixSeconds = this.now(),
  ): SimulatedSubmission {
    const marks = assessment.questions.map((question) => ({
      questionId: question.id,
      given: (answers.get(question.id) ?? null) as Json,
      correct: answers.has(question.id) && isRight(question, answers.get(question.id)),
    }))
    const score = scoreOf(marks.filter(({ correct }) => correct).length, marks.length)
    const submission: SimulatedSubmission = {
      id: newId(this.#random, 'sub'),
      assessmentId: assessment.id,
      learnerId,
      score,
      passed: score >= assessment.passingScore,
      submittedAt,
      answers: marks,
    }
    this.#submissions.set(submission.id, submission)
    return submission
  }

  /** Closes the session of a quiz that was begun. @returns false where it was closed before */
  closeSession(id: string): boolean {
    if (this.#usedSessions.has(id)) return false
    this.#usedSessions.add(id)
    return true
  }

  #membersOf(at: number): Set<string> {
    const members = [...this.#enrolled.values()][at % this.#enrolled.size]
    if (members === undefined) throw new RangeError('There are no courses')
    return members
  }

  #sampleAssessment(made: number): SimulatedAssessment {
    const random = this.#random
    const at = made % courses.length
    const round = Math.floor(made / courses.length)
    const { topics, subject } = courses[at] ?? { topics: [], subject: 'maths' as const }
    const again = Math.floor(round / topics.length)
    return {
      id: newId(random, 'asmnt'),
      courseId: this.courses[at]?.id ?? '',
      title: `${topics[round % topics.length]}${again === 0 ? '' : ` ${again + 1}`}`,
      passingScore: random.pick([50, 60, 60, 70]),
      timeLimitMinutes: random.chance(0.5) ? random.pick([10, 20, 45]) : null,
      // The first one can be tried as often as one likes.
      attempts: made === 0 || random.chance(0.5) ? null : random.whole(1, 3),
      questions: someQuestions(subject, random.whole(4, 8), random),
    }
  }

  /** Exactly `results` submissions before `madeAt`, where there is somebody to make them. */
  #fill(results: number, madeAt: UnixSeconds): void {
    const pairs = this.#assessments.flatMap((assessment) =>
      this.learners
        .filter(({ id }) => this.isEnrolled(id, assessment.courseId))
        .map((learner) => ({ assessment, learner })),
    )
    const random = this.#random
    for (let round = 1; this.#submissions.size < results; round++) {
      const mayGoOn = pairs.filter(({ assessment: { attempts } }) => attempts === null || attempts >= round)
      if (mayGoOn.length === 0) throw new RangeError(`Nobody makes ${results} submissions`)
      for (const { assessment, learner } of shuffled(mayGoOn, random)) {
        if (this.#submissions.size === results) return
        const answers = new Map(
          assessment.questions.map((question) => [question.id, answerOf(question, learner.ability, random)]),
        )
        const submittedAt = plusSeconds(madeAt, -random.whole(hour, daysBack * day))
        this.submit(assessment, learner.id, answers, submittedAt)
      }
    }
  }
}

/** How far back the first submissions lie. */
const daysBack = 84

const shuffled = <Item>(items: readonly Item[], random: Random): Item[] =>
  items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)

/** A right answer, the likelier the abler the learner and the easier the question; else some other one. */
function answerOf({ type, options, correct, ease }: AssessmentQuestion, ability: number, random: Random): unknown {
  const isKnown = random.chance(Math.min(0.97, Math.max(0.05, ability + ease * 0.12)))
  if (type === 'short_answer') return isKnown ? correct[0] : 'I do not know'
  if (isKnown) return type === 'multiple_select' ? correct : correct[0]
  const letters = options.map((_, at) => String.fromCharCode(65 + at))
  const wrong = letters.filter((letter) => !correct.includes(letter))
  return wrong.length === 0 ? null : random.pick(wrong)
}
