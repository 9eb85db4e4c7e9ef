import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import {
  type AssessmentDraft,
  type AssessmentDraftContent,
  type DraftField,
  draftFlaws,
} from '../../../shared/model/assessment.ts'
import type { BankQuestion } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { onOtherAccounts } from '../../app/accounts.ts'
import { sayFailed } from '../../app/feedback.ts'
import { keptWhileTyped } from '../../app/kept-while-typed.ts'
import { t } from '../../format/words.ts'
import { fieldProblem } from './assessment-words.ts'

/** A draft while it is written. It is kept with every change, so that nothing asks whether to keep it. */
export interface OpenDraft {
  readonly account: string
  /** Null until something was typed and kept. */
  readonly id: number | null
  readonly content: AssessmentDraftContent
  /** Pass mark and minutes as they are typed. */
  readonly passing: string
  readonly minutes: string
  readonly isTimed: boolean
  /** Whether the teacher asked to publish it: from then on empty fields are called wrong, too. */
  readonly isTried: boolean
}

interface Drafting {
  readonly open: OpenDraft | null
  readonly isKept: boolean
  readonly error: AppError | null
  /** Why what is typed could not be kept, and whether leaving was tried since: it is left without it then. */
  readonly unkept: { readonly error: AppError; readonly isLeaving: boolean } | null
  /** What is known of the chosen questions, by their id; null for one that is no longer in the bank. */
  readonly questions: ReadonlyMap<number, BankQuestion | null>
  startNew(account: string): void
  edit(draft: AssessmentDraft): void
  /** Chooses the account of a new draft. */
  chooseAccount(account: string): void
  change(change: Partial<AssessmentDraftContent>): void
  typePassing(text: string): void
  typeMinutes(text: string): void
  limit(isTimed: boolean): void
  /** @returns the draft to publish; null where something is to be mended first, or it could not be kept */
  ready(): Promise<(AssessmentDraftContent & { readonly id: number; readonly account: string }) | null>
  /** Keeps what is typed and closes it. Where that fails it stays, and is left the next time. */
  leave(): Promise<void>
}

/** A number as it is typed: null for nothing, NaN for what is none. */
export function typedNumber(text: string): number | null {
  const trimmed = text.trim().replace(',', '.')
  if (trimmed === '') return null
  return /^-?\d+(?:\.\d*)?$/.test(trimmed) ? Number(trimmed) : Number.NaN
}

const numberOrNull = (text: string): number | null => {
  const number = typedNumber(text)
  return number === null || Number.isNaN(number) ? null : number
}

const isNoNumber = (text: string): boolean => Number.isNaN(typedNumber(text) ?? 0)

/** Kept for a limit without its minutes: null would be none, and ready to publish. */
const noMinutes = 0

const nothing: AssessmentDraftContent = {
  ...{ courseId: '', title: '', passingScore: null, timeLimitMinutes: null, questions: [] },
}

/** Milliseconds after a letter until what is typed is kept. */
const afterTyping = 500

export const useDrafting = create<Drafting>()((set, get) => {
  const update = (change: Partial<OpenDraft>) => {
    const { open } = get()
    if (open === null) return
    const next = { ...open, ...change }
    const content = {
      ...next.content,
      passingScore: numberOrNull(next.passing),
      timeLimitMinutes: next.isTimed ? (numberOrNull(next.minutes) ?? noMinutes) : null,
    }
    set({ open: { ...next, content }, isKept: false })
    keeping.soon(afterTyping)
  }
  const begin = (open: OpenDraft) => {
    set({ open, isKept: true, error: null, unkept: null, questions: new Map() })
    keeping.begin(open.content)
    number = { id: open.id }
    void readQuestions()
  }
  return {
    open: null,
    isKept: true,
    error: null,
    unkept: null,
    questions: new Map(),
    startNew: (account) =>
      begin({ account, id: null, content: nothing, passing: '', minutes: '', isTimed: false, isTried: false }),
    edit({ account, id, courseId, title, passingScore, timeLimitMinutes, questions, state }) {
      begin({
        ...{ account, id, content: { courseId, title, passingScore, timeLimitMinutes, questions } },
        passing: passingScore === null ? '' : String(passingScore),
        minutes: timeLimitMinutes === null || timeLimitMinutes === noMinutes ? '' : String(timeLimitMinutes),
        isTimed: timeLimitMinutes !== null,
        isTried: state === 'refused',
      })
    },
    chooseAccount(account) {
      const { open } = get()
      if (open !== null && open.id === null) update({ account })
    },
    change(change) {
      const { open } = get()
      if (open === null) return
      update({ content: { ...open.content, ...change } })
      if (change.questions !== undefined) void readQuestions()
    },
    typePassing: (passing) => update({ passing }),
    typeMinutes: (minutes) => update({ minutes }),
    limit: (isTimed) => update({ isTimed }),
    async ready() {
      const { open } = get()
      if (open === null) return null
      set({ open: { ...open, isTried: true } })
      if (problemsOf(open).length > 0) return null
      try {
        await keeping.now()
      } catch (thrown) {
        set({ error: asAppError(thrown) })
        return null
      }
      const now = get().open
      return now === null || now.id === null ? null : { ...now.content, id: now.id, account: now.account }
    },
    async leave() {
      const { isKept, unkept } = get()
      const mine = number
      if (!isKept && unkept?.isLeaving !== true)
        try {
          await keeping.now()
          // Left meanwhile, or more was typed.
          if (number !== mine || !get().isKept) return
        } catch (thrown) {
          if (number === mine) set({ unkept: { error: asAppError(thrown), isLeaving: true } })
          return
        }
      set({ open: null, isKept: true, error: null, unkept: null })
    },
  }
})

/** Reads the chosen questions that are not known yet. */
async function readQuestions(): Promise<void> {
  const { open, questions } = useDrafting.getState()
  const missing = open?.content.questions.filter((id) => !questions.has(id)) ?? []
  const read = await Promise.all(
    missing.map(async (id) => {
      try {
        return [[id, await api.bank.question({ id })]] as const
      } catch (thrown) {
        const error = asAppError(thrown)
        if (error.code.endsWith('/not-found')) return [[id, null]] as const
        // It may still be there: it is read anew with the next change.
        sayFailed(error)
        return []
      }
    }),
  )
  if (read.length > 0)
    useDrafting.setState(({ questions: known }) => ({ questions: new Map([...known, ...read.flat()]) }))
}

/** Of the draft that is open, also once it was closed while it is still being kept. */
let number: { id: number | null } = { id: null }

const keeping = keptWhileTyped(
  () => {
    const { open } = useDrafting.getState()
    if (open === null) return null
    const { account, content } = open
    const mine = number
    return {
      what: content,
      async keep() {
        const draft = { ...content, questions: [...content.questions] }
        // Only the keeping before it knows whether the draft has a number already.
        const { id } = await api.assessments.saveDraft({ account, id: mine.id, draft })
        mine.id = id
        const now = useDrafting.getState().open
        if (now !== null && number === mine)
          useDrafting.setState({ open: { ...now, id }, isKept: now.content === content, error: null, unkept: null })
      },
    }
  },
  (error) => useDrafting.setState({ unkept: { error, isLeaving: false } }),
)

onOtherAccounts(() => void useDrafting.getState().leave())

/** The fields in which something keeps it from being published. */
export const problemsOf = ({ content, passing, minutes, isTimed }: OpenDraft): readonly DraftField[] => [
  ...draftFlaws(content).map(({ field }) => field),
  ...(isTimed && numberOrNull(minutes) === null ? (['timeLimit'] as const) : []),
  ...(isNoNumber(passing) ? (['passingScore'] as const) : []),
]

/** What is wrong with a field, said beside it; that it is still empty only once it was to be published. */
export function shownProblem({ content, passing, minutes, isTimed, isTried }: OpenDraft, field: DraftField) {
  if (field === 'passingScore' && isNoNumber(passing)) return fieldProblem(content, field, false)
  if (field === 'timeLimit' && isTimed) {
    if (isNoNumber(minutes)) return fieldProblem(content, field, false)
    if (minutes.trim() === '') return isTried ? t('assessments.flaws.empty') : null
  }
  const isEmpty = draftFlaws(content).some((flaw) => flaw.field === field && flaw.flaw === 'empty')
  return isEmpty && !isTried ? null : fieldProblem(content, field)
}
