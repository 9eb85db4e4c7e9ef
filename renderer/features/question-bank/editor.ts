import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import {
  type BankOption,
  type BankQuestion,
  mostOptions,
  type QuestionContent,
  type QuestionDraft,
  type WritableType,
} from '../../../shared/model/bank.ts'
import { flawsOf, optionLetter, trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { pinBankAccount, sayWaits, useBankFacts, useOpenQuestion } from './bank.ts'
import { pointsOf, readPoints, timeFor } from './bank-words.ts'

/** What ClassMarker said to a question that it was asked about. */
export interface Verified {
  readonly isTaken: boolean
  /** As a code of shared/errors. */
  readonly refusal: string | null
  /** What was asked about: what is typed afterwards is not. */
  readonly draft: QuestionDraft
}

/** A question while it is written. */
interface OpenDraft {
  readonly account: string
  /** `BankRow.id`; null for a new one. */
  readonly id: number | null
  /** Whether ClassMarker knows it: its type stays then. */
  readonly isThere: boolean
  readonly draft: QuestionDraft
  /** The points as they are typed. */
  readonly points: string
  /** As it was opened. */
  readonly before: { readonly draft: QuestionDraft; readonly points: string }
  /** `BankQuestion.opened` then; null for a new one. */
  readonly opened: string | null
  /** Whether the teacher has asked to keep it: from then on empty fields are called wrong, too. */
  readonly isTried: boolean
  readonly verified: Verified | null
}

interface EditorState {
  readonly open: OpenDraft | null
  readonly busy: 'saving' | 'verifying' | null
  readonly error: AppError | null
  /** Where the teacher was going when unsaved text kept them; null while nobody is asked. */
  readonly leaving: { go(): void } | null
  startNew(account: string, category: number | null): void
  edit(question: BankQuestion): void
  /** Makes a copy here, and opens it. @throws AppError */
  duplicate(id: number): Promise<void>
  change(change: Partial<QuestionDraft>): void
  typePoints(points: string): void
  /** Keeps it, which starts sending it where nothing is wrong with it. */
  save(then?: () => void): Promise<void>
  verify(): Promise<void>
  /** Closes it; where something would be lost, it asks first. */
  leave(go?: () => void): void
  stay(): void
  discard(): void
}

export const isChanged = (open: OpenDraft): boolean =>
  open.points !== open.before.points || JSON.stringify(open.draft) !== JSON.stringify(open.before.draft)

const nowhere = (): void => undefined

export const useEditor = create<EditorState>()((set, get) => {
  const start = (of: Pick<OpenDraft, 'account' | 'id' | 'isThere' | 'opened'>, draft: QuestionDraft) => {
    const before = { draft, points: pointsOf(draft.points) }
    set({
      open: { ...of, ...before, before, isTried: false, verified: null },
      busy: null,
      error: null,
      leaving: null,
    })
  }
  const update = (change: Partial<OpenDraft>) => {
    const { open } = get()
    if (open !== null) set({ open: { ...open, ...change } })
  }
  return {
    open: null,
    busy: null,
    error: null,
    leaving: null,

    startNew: (account, category) => start({ account, id: null, isThere: false, opened: null }, newDraft(category)),
    edit: ({ account, id, questionId, content, category, opened }) =>
      start({ account, id, isThere: questionId !== null, opened }, { ...content, category }),
    async duplicate(id) {
      const copy = await api.bank.duplicate({ id })
      const question = await api.bank.question({ id: copy.id })
      useOpenQuestion.getState().open(copy.id)
      get().edit(question)
    },
    change(change) {
      const { open } = get()
      if (open !== null) update({ draft: { ...open.draft, ...change }, verified: null })
    },
    typePoints(text) {
      const { open } = get()
      if (open === null) return
      const read = readPoints(text)
      update({ points: text, draft: { ...open.draft, points: 'points' in read ? read.points : null }, verified: null })
    },
    async save(then = nowhere) {
      const { open, busy } = get()
      if (open === null || busy !== null) return
      set({ busy: 'saving', error: null })
      update({ isTried: true })
      try {
        const { account, draft, opened } = open
        const { id, flaws } = await api.bank.save({ account, id: open.id, draft, opened })
        set({ open: null, busy: null, leaving: null })
        useOpenQuestion.getState().open(id)
        await tellKept(open.account, flaws.length)
        then()
      } catch (thrown) {
        set({ busy: null, error: asAppError(thrown), leaving: null })
      }
    },
    async verify() {
      const { open, busy } = get()
      if (open === null || busy !== null) return
      set({ busy: 'verifying', error: null })
      const { account, id, draft } = open
      try {
        const { verified, refusal } = await api.bank.verify({ account, id, draft })
        if (get().open?.draft === draft) update({ verified: { isTaken: verified, refusal, draft } })
        set({ busy: null })
      } catch (thrown) {
        set({ busy: null, error: asAppError(thrown) })
      }
    },
    leave(go = nowhere) {
      const { open } = get()
      if (open !== null && isChanged(open)) return set({ leaving: { go } })
      set({ open: null, error: null })
      go()
    },
    stay: () => set({ leaving: null }),
    discard() {
      const { leaving } = get()
      set({ open: null, error: null, leaving: null })
      leaving?.go()
    },
  }
})

/** Says what becomes of a question that was kept, with the time until it is sent. */
async function tellKept(account: string, flaws: number): Promise<void> {
  await useBankFacts.getState().load()
  if (flaws > 0) {
    say(t('bank.saved.flawed', { count: flaws }), { accountId: account, waits: true })
    return
  }
  const { waiting } = useBankFacts.getState()
  const count = waiting?.questions ?? 0
  if (waiting === null || count === 0) say(t('bank.saved.here'), { accountId: account })
  else sayWaits(t('bank.saved.waits', { count, time: timeFor(waiting.requests) }), account)
}

// Another screen, or the one before: what was typed is not to go unseen.
useNavigation.setState({
  guard: (go) => {
    const { open, leave } = useEditor.getState()
    if (open === null) return false
    if (isChanged(open)) leave(go)
    else useEditor.setState({ open: null })
    return isChanged(open)
  },
})
useEditor.subscribe(({ open }, before) => {
  if (open?.account !== before.open?.account) pinBankAccount(open?.account ?? null)
})

// The window's own memory, written at once: a window that closes waits for no answer.
const kept = () => globalThis.localStorage
const keptName = 'unsaved-question'

// What was typed outlives the window, until it is saved or discarded.
useEditor.subscribe(({ open }, before) => {
  if (open === before.open) return
  if (open !== null && isChanged(open)) kept()?.setItem(keptName, JSON.stringify(open))
  else kept()?.removeItem(keptName)
})

// With its account it goes: nothing of that is left on this computer.
useAccounts.subscribe(({ accounts }) => {
  const text = accounts === null ? null : (kept()?.getItem(keptName) ?? null)
  if (text !== null && !accounts?.some(({ id }) => id === readUnsaved(text)?.account)) kept()?.removeItem(keptName)
})

/** Opens what was typed and not saved when the window closed. @returns whether there was something */
export function reopenUnsaved(account: string): boolean {
  const text = kept()?.getItem(keptName) ?? null
  if (text === null || useEditor.getState().open !== null) return false
  const open = readUnsaved(text)
  if (open?.account !== account) return false
  useEditor.setState({ open: { ...open, verified: null }, busy: null, error: null, leaving: null })
  return true
}

function readUnsaved(text: string): OpenDraft | null {
  try {
    const open: OpenDraft = JSON.parse(text)
    // An older version may have kept it in another form.
    const isWhole = [open.draft, open.before.draft].every(
      (each) => Array.isArray(each.options) && each.question !== undefined,
    )
    return isWhole && typeof open.points === 'string' ? open : null
  } catch {
    return null
  }
}

const option = (place: number, content = ''): BankOption => ({ letter: optionLetter(place), content })
const fourOptions: readonly BankOption[] = [0, 1, 2, 3].map((place) => option(place))

const newDraft = (category: number | null): QuestionDraft => ({
  ...{ type: 'multiplechoice', question: '', category, points: 10, randomAnswers: false },
  ...{ options: fourOptions, correct: [], gradeStyle: null, correctFeedback: null, incorrectFeedback: null },
})

/** The draft as another type: what the new type has no place for is left out. */
export function asType(draft: QuestionDraft, type: WritableType): QuestionDraft {
  const hadOptions = draft.type === 'multiplechoice' || draft.type === 'multipleresponse'
  if (type === 'essay') return { ...draft, type, options: [], correct: [], gradeStyle: null, randomAnswers: null }
  if (type === 'truefalse')
    return { ...draft, type, options: trueFalseOptions, correct: [], gradeStyle: null, randomAnswers: false }
  const options = hadOptions ? draft.options : fourOptions
  const correct = hadOptions ? draft.correct : []
  return {
    ...{ ...draft, type, options, randomAnswers: draft.randomAnswers ?? false },
    correct: type === 'multiplechoice' ? correct.slice(0, 1) : correct,
    gradeStyle: type === 'multipleresponse' ? 'partial_with_deduction' : null,
  }
}

type Answers = Pick<QuestionContent, 'options' | 'correct'>

/** Options in a new order, with their letters anew; what was right stays right. @param order their places before */
function reordered({ options, correct }: Answers, order: readonly number[]): Answers {
  const isRight = new Set(correct)
  const kept = order.flatMap((place) => options[place] ?? [])
  return {
    options: kept.map((each, place) => ({ ...each, letter: optionLetter(place) })),
    correct: kept.flatMap(({ letter }, place) => (isRight.has(letter) ? [optionLetter(place)] : [])),
  }
}

const placesOf = ({ options }: Answers): number[] => options.map((_, place) => place)

export const withOption = ({ options, correct }: Answers): Answers => ({
  options: options.length < mostOptions ? [...options, option(options.length)] : options,
  correct,
})

export const withoutOption = (answers: Answers, place: number): Answers =>
  reordered(
    answers,
    placesOf(answers).filter((each) => each !== place),
  )

export function withOptionMoved(answers: Answers, place: number, by: -1 | 1): Answers {
  const order = placesOf(answers)
  const to = place + by
  if (to < 0 || to >= order.length) return answers
  order.splice(to, 0, ...order.splice(place, 1))
  return reordered(answers, order)
}

/** Whether an option is right: of a single choice it then alone is. */
export function withRight({ type, correct }: Pick<QuestionContent, 'type' | 'correct'>, letter: string, on: boolean) {
  if (type !== 'multipleresponse') return on ? [letter] : []
  const others = correct.filter((each) => each !== letter)
  return on ? [...others, letter].sort() : others
}

/** What is wrong with what is typed: before the teacher asked to keep it, not that something is still empty. */
export function shownFlaws(open: OpenDraft, categories: Parameters<typeof flawsOf>[1]) {
  const all = flawsOf(open.draft, categories)
  const points = readPoints(open.points)
  const told = all.map((flaw) =>
    flaw.field === 'points' && 'problem' in points ? { ...flaw, flaw: points.problem } : flaw,
  )
  const isPending = ({ flaw }: (typeof all)[number]) =>
    flaw === 'empty' || flaw === 'no-category' || flaw === 'one-correct' || flaw === 'some-correct'
  return { all: told, shown: open.isTried || open.id !== null ? told : told.filter((flaw) => !isPending(flaw)) }
}

/** Whether questions of an account can be edited here. */
export const canEdit = ({ archived }: Pick<AccountSummary, 'archived'>): boolean => !archived
