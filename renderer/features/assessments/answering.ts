import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type {
  Assessment,
  AssessmentAttempt,
  AssessmentQuestion,
  GivenAnswer,
} from '../../../shared/model/assessment.ts'
import { api, asAppError } from '../../api/client.ts'
import { onOtherAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { keptWhileTyped } from '../../app/kept-while-typed.ts'
import { t } from '../../format/words.ts'
import { titleOf } from './assessment-words.ts'

/** How a question is answered: one option, several, a line of text, a longer text. */
export type AnswerKind = 'one' | 'many' | 'line' | 'text'

const severalOptions = /response|select|checkbox|multi(?:ple)?[-_ ]?answer/i
const longText = /essay|long|paragraph|open/i
const yesOrNo = /true[-_ ]?(?:or[-_ ]?)?false|boolean/i

/** By the service's word for its type, which its document does not list, and by whether it has options. */
export function answerKind({ type, options }: Pick<AssessmentQuestion, 'type' | 'options'>): AnswerKind {
  if (options.length > 0 || yesOrNo.test(type)) return severalOptions.test(type) ? 'many' : 'one'
  return longText.test(type) ? 'text' : 'line'
}

/** The options to choose from; true and false where the service sends none with such a question. */
export const optionsOf = ({ type, options }: AssessmentQuestion): AssessmentQuestion['options'] =>
  options.length === 0 && yesOrNo.test(type)
    ? [
        { id: 'true', text: t('assessments.answer.true') },
        { id: 'false', text: t('assessments.answer.false') },
      ]
    : options

type Given = GivenAnswer['answer']

export const isGiven = (answer: Given | undefined): boolean =>
  answer !== undefined && (typeof answer === 'string' ? answer.trim() !== '' : answer.length > 0)

interface OpenAttempt {
  readonly assessment: Assessment
  readonly attempt: AssessmentAttempt
}

interface Answering {
  readonly open: OpenAttempt | null
  /** By the question's id. */
  readonly answers: ReadonlyMap<string, Given>
  /** The place of the question that is shown alone. */
  readonly place: number
  readonly view: 'one' | 'list'
  /** Whether all that was given is kept. */
  readonly isKept: boolean
  readonly busy: 'submitting' | null
  readonly error: AppError | null
  /** Why what was given could not be kept, and whether leaving was tried since: it is left without it then. */
  readonly unkept: { readonly error: AppError; readonly isLeaving: boolean } | null
  /** What is asked before it is done. */
  readonly asking: 'submit' | 'again' | 'give-up' | 'anew' | null
  /** Counts how often a question was gone to, also the one that is shown already. */
  readonly turn: number
  /** Begins an attempt, or goes on with the one that is open. */
  begin(assessment: number): Promise<void>
  show(assessment: Assessment, attempt: AssessmentAttempt): void
  /** @param isTyped whether more letters may come at once */
  give(question: string, answer: Given, isTyped?: boolean): void
  /** Goes to a question by its place. */
  goTo(place: number): void
  look(view: Answering['view']): void
  ask(what: Answering['asking']): void
  /** @param again whether it may cost another attempt */
  submit(again: boolean): Promise<void>
  giveUp(): Promise<void>
  /** Begins another attempt; one that is still open is given up for it. */
  beginAnew(): Promise<void>
  /** Lets the answers of a refused attempt be changed. */
  reopen(): Promise<void>
  /** Keeps what was given and leaves the page. Where that fails it stays, and is left the next time. */
  leave(): Promise<void>
}

const closed = {
  open: null,
  answers: new Map(),
  place: 0,
  turn: 0,
  isKept: true,
  busy: null,
  error: null,
  unkept: null,
  asking: null,
} as const

/** What became of answers that nobody waited for. */
const endOf = ({ state }: AssessmentAttempt): 'submitted' | 'unclear' | 'refused' =>
  state === 'submitted' || state === 'refused' ? state : 'unclear'

/** Milliseconds after a letter until what is typed is kept. */
const afterTyping = 400

export const useAnswering = create<Answering>()((set, get) => ({
  ...closed,
  view: 'one',
  async begin(id) {
    try {
      const attempt = await api.assessments.begin({ assessment: id })
      get().show(await api.assessments.get({ id }), attempt)
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  },
  show(assessment, attempt) {
    const answers = new Map(attempt.answers.map(({ questionId, answer }) => [questionId, answer]))
    const unanswered = (assessment.questions ?? []).findIndex(({ id }) => !isGiven(answers.get(id)))
    set({ ...closed, open: { assessment, attempt }, answers, place: Math.max(0, unanswered) })
    keeping.begin(answers)
    kept = answers
  },
  give(question, answer, isTyped = false) {
    const { open, busy } = get()
    // What is on its way, or was sent, stays as it is.
    if (open?.attempt.state !== 'open' || busy !== null) return
    const answers = new Map(get().answers)
    if (isGiven(answer)) answers.set(question, answer)
    else answers.delete(question)
    set({ answers, isKept: false })
    keeping.soon(isTyped ? afterTyping : 0)
  },
  goTo(place) {
    const last = (get().open?.assessment.questions?.length ?? 1) - 1
    set({ place: Math.max(0, Math.min(place, last)), turn: get().turn + 1 })
  },
  look: (view) => set({ view }),
  ask: (asking) => set({ asking, error: null }),
  async submit(again) {
    const { open, busy } = get()
    if (open === null || busy !== null) return
    set({ busy: 'submitting', error: null })
    const { id, account } = open.attempt
    const isStillOpen = () => get().open?.attempt.id === id
    try {
      await keeping.now()
      const attempt = await api.assessments.submit({ attempt: id, again })
      if (isStillOpen()) set({ open: { ...open, attempt }, busy: null, asking: null, isKept: true })
      else
        say(t(`assessments.submit.ended.${endOf(attempt)}`, { name: titleOf(open.assessment) }), { accountId: account })
    } catch (thrown) {
      const error = asAppError(thrown)
      if (isStillOpen()) set({ busy: null, asking: null, error })
      else sayFailed(error, { accountId: account })
    }
  },
  async giveUp() {
    const { open } = get()
    if (open === null) return
    try {
      await api.assessments.giveUp({ attempt: open.attempt.id })
      set(closed)
      say(t('assessments.giveUp.done'), { accountId: open.attempt.account })
    } catch (thrown) {
      set({ asking: null, error: asAppError(thrown) })
    }
  },
  async beginAnew() {
    const { open } = get()
    if (open === null) return
    const { id, state } = open.attempt
    try {
      const attempt = await api.assessments.begin({
        assessment: open.assessment.id,
        ...(state === 'open' && { instead: id }),
      })
      if (get().open === open) get().show(open.assessment, attempt)
    } catch (thrown) {
      set({ asking: null, error: asAppError(thrown) })
    }
  },
  async reopen() {
    const { open } = get()
    if (open === null) return
    try {
      const attempt = await api.assessments.reopen({ attempt: open.attempt.id })
      if (get().open === open) get().show(open.assessment, attempt)
    } catch (thrown) {
      set({ error: asAppError(thrown) })
    }
  },
  async leave() {
    const { open, unkept } = get()
    const mine = open?.attempt.id
    const isUnkept = () => get().open?.attempt.state === 'open' && !get().isKept
    if (isUnkept() && unkept?.isLeaving !== true)
      try {
        await keeping.now()
        // Left meanwhile, or more was given.
        if (get().open?.attempt.id !== mine || isUnkept()) return
      } catch (thrown) {
        if (get().open?.attempt.id === mine) set({ unkept: { error: asAppError(thrown), isLeaving: true } })
        return
      }
    set(closed)
  },
}))

/** What is kept of the answers, as far as is known here. */
let kept: ReadonlyMap<string, Given> = new Map()

const keeping = keptWhileTyped(
  () => {
    const { open, answers, isKept } = useAnswering.getState()
    if (open === null || isKept) return null
    const given = [...answers].map(([questionId, answer]) => ({
      questionId,
      answer: typeof answer === 'string' ? answer : [...answer],
    }))
    return {
      what: answers,
      async keep() {
        await api.assessments.keepAnswers({ attempt: open.attempt.id, answers: given })
        kept = answers
        if (useAnswering.getState().answers === answers)
          useAnswering.setState({ isKept: true, error: null, unkept: null })
      },
    }
  },
  (error) => useAnswering.setState({ unkept: { error, isLeaving: false } }),
)

const isSame = (one: Given | undefined, other: Given | undefined): boolean =>
  JSON.stringify(one ?? '') === JSON.stringify(other ?? '')

/** Takes over what was changed elsewhere in answers, as when a student was erased; what is typed here meanwhile stays. */
function takeOver(attempt: AssessmentAttempt): void {
  const { answers, isKept } = useAnswering.getState()
  const stored = new Map(attempt.answers.map(({ questionId, answer }) => [questionId, answer]))
  const before = kept
  const ids = [...new Set([...stored.keys(), ...before.keys()])]
  const changed = ids.filter((id) => !isSame(stored.get(id), before.get(id)) && isSame(answers.get(id), before.get(id)))
  if (changed.length === 0) return
  const next = new Map(answers)
  for (const id of changed) {
    const answer = stored.get(id)
    if (answer === undefined) next.delete(id)
    else next.set(id, answer)
  }
  kept = stored
  useAnswering.setState({ answers: next })
  if (isKept) keeping.begin(next)
}

/** How it stands, after it was collected or its account was asked: what was typed here stays. */
async function reread(): Promise<void> {
  const { open, busy } = useAnswering.getState()
  if (open === null || busy !== null) return
  try {
    const assessment = await api.assessments.get({ id: open.assessment.id })
    const attempt = assessment.attempts.find(({ id }) => id === open.attempt.id)
    const { open: now, busy: sending } = useAnswering.getState()
    if (now !== open || sending !== null || attempt === undefined) return
    if (attempt.state === 'open' && open.attempt.state === 'open') return takeOver(attempt)
    // What was asked of it before it came to something else is asked no more.
    const isOther = attempt.state !== open.attempt.state
    useAnswering.setState({ open: { assessment, attempt }, ...(isOther && { asking: null, unkept: null }) })
  } catch {
    // The list says what keeps it from being read.
  }
}
api.assessments.changed(() => void reread())

// With another account what lies over its list goes; the attempt stays.
onOtherAccounts(() => void useAnswering.getState().leave())

/** Places of questions that have no answer, from 1. */
export const unansweredOf = (
  { questions }: Pick<Assessment, 'questions'>,
  answers: ReadonlyMap<string, Given>,
): readonly number[] => (questions ?? []).flatMap(({ id }, place) => (isGiven(answers.get(id)) ? [] : [place + 1]))
