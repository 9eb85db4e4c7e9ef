import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { QuestionPreviewRow, QuestionsPreview, QuestionsTable } from '../../../shared/model/question-file.ts'
import { isWritable } from '../../../shared/model/question-rules.ts'
import type { OpenedTable } from '../../../shared/model/table.ts'
import { api, asAppError } from '../../api/client.ts'
import { say } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { sayWaits, useBankFacts } from './bank.ts'
import { timeFor } from './bank-words.ts'

/** What is done with a read question. */
export type Decision = 'add' | 'change' | 'skip'

/** What is done with all those that are like one that is here; `suggested` is each by its kind. */
export const alikeChoices = ['suggested', 'change', 'add', 'skip'] as const
export type AlikeChoice = (typeof alikeChoices)[number]

interface QuestionImport {
  readonly preview: QuestionsPreview | null
  /** As they were dropped, for another screen; none where they were chosen. */
  readonly files: readonly File[]
  /** A table whose columns are to be chosen before its questions are read. */
  readonly table: OpenedTable | null
  readonly alike: AlikeChoice
  /** What the teacher decided of single questions, by their index. */
  readonly decided: ReadonlyMap<number, Decision>
  /** For questions whose file names no category. */
  readonly category: number | null
  /** Whether what has no flaw is to be sent. */
  readonly send: boolean
  readonly busy: 'reading' | 'adding' | null
  readonly error: AppError | null
  /** Begins anew. */
  start(): void
  choose(account: string): Promise<void>
  drop(account: string, files: readonly File[]): Promise<void>
  /** Reads the questions of the table. @throws AppError */
  readTable(account: string, chosen: Omit<Parameters<typeof api.bank.readTable>[0], 'account'>): Promise<void>
  decideAll(alike: AlikeChoice): void
  decide(index: number, decision: Decision): void
  /** Adds and changes what was decided. @returns whether it was done */
  add(account: string): Promise<boolean>
}

const suggested = { new: 'add', duplicate: 'skip', similar: 'add', changes: 'change' } as const

/** Whether a row is like one that is here, so that it may take its place. */
export const hasLike = ({ fate, like }: QuestionPreviewRow): boolean => fate !== 'new' && like !== null

type Decided = Pick<QuestionImport, 'alike' | 'decided'>

/** What is done with a row: what was decided of it, else of all like it, else what its kind suggests. */
export function decisionOf(row: QuestionPreviewRow, { alike, decided }: Decided): Decision {
  const own = decided.get(row.index)
  if (own !== undefined) return own
  return alike === 'suggested' || !hasLike(row) ? suggested[row.fate] : alike
}

/** What adding comes to. */
export function sumOf(preview: QuestionsPreview, state: Decided & Pick<QuestionImport, 'category'>) {
  const rows = preview.rows.map((row) => ({ row, decision: decisionOf(row, state) }))
  const added = rows.filter(({ decision }) => decision === 'add')
  const changed = rows.filter(({ decision }) => decision === 'change')
  const isSent = ({ row }: (typeof rows)[number]) =>
    isWritable(row.read.content.type) &&
    row.flaws.every(({ field, flaw }) => field === 'category' && flaw === 'no-category' && hasCategory(row, state))
  const sent = [...added.filter(isSent), ...changed.filter(isSent)].length
  return {
    add: added.map(({ row }) => row.index),
    change: changed.map(({ row }) => row.index),
    sent,
    /** An addition takes one request, a change two. */
    requests: added.filter(isSent).length + 2 * changed.filter(isSent).length,
    withoutCategory: added.filter(({ row }) => row.read.categoryPath.length === 0).length,
  }
}

const hasCategory = ({ read }: QuestionPreviewRow, { category }: Pick<QuestionImport, 'category'>): boolean =>
  read.categoryPath.length > 0 || category !== null

type Fresh = Omit<QuestionImport, 'start' | 'choose' | 'drop' | 'readTable' | 'decideAll' | 'decide' | 'add'>

const fresh = (): Fresh => ({
  ...{
    files: [],
    preview: null,
    table: null,
    alike: 'suggested',
    decided: new Map(),
    category: null,
    send: true,
    busy: null,
    error: null,
  },
})

let turn = 0

export const useQuestionImport = create<QuestionImport>()((set, get) => {
  const read = async (ask: () => Promise<QuestionsPreview | QuestionsTable | null>) => {
    if (get().busy !== null) return
    turn += 1
    const mine = turn
    set({ busy: 'reading', error: null })
    try {
      const found = await ask()
      if (mine !== turn) return
      // A dialog that was closed leaves what is there.
      if (found === null) set({ busy: null })
      else set({ ...fresh(), ...('table' in found ? found : { preview: found }) })
    } catch (thrown) {
      if (mine === turn) set({ busy: null, error: asAppError(thrown) })
    }
  }
  return {
    ...fresh(),
    start() {
      turn += 1
      set(fresh())
    },
    async choose(account) {
      set({ files: [] })
      await read(() => api.bank.chooseFile({ account }))
    },
    // The page hands over the files themselves; the preload turns them into paths.
    async drop(account, files) {
      set({ files })
      await read(() => api.bank.drop({ account, paths: files as unknown as string[] }))
    },
    async readTable(account, chosen) {
      turn += 1
      const mine = turn
      const preview = await api.bank.readTable({ account, ...chosen })
      if (mine === turn) set({ ...fresh(), preview })
    },
    decideAll: (alike) => set({ alike, decided: new Map() }),
    decide: (index, decision) => set({ decided: new Map(get().decided).set(index, decision) }),
    async add(account) {
      const { preview, category, send, busy } = get()
      if (preview === null || busy !== null) return false
      const { add, change } = sumOf(preview, get())
      set({ busy: 'adding', error: null })
      try {
        const answer = await api.bank.addRead({ account, add, change, category, send })
        set({ busy: null })
        await tellAdded(account, answer)
        return true
      } catch (thrown) {
        set({ busy: null, error: asAppError(thrown) })
        return false
      }
    },
  }
})

async function tellAdded(
  account: string,
  { added, changed, waiting }: { readonly added: number; readonly changed: number; readonly waiting: number },
): Promise<void> {
  await useBankFacts.getState().load()
  const { questions = waiting, requests = 0 } = useBankFacts.getState().waiting ?? {}
  // Some may have been sent already.
  const still = Math.min(waiting, questions)
  const words = [
    ...(added > 0 || changed === 0 ? [t('bank.import.added', { count: added })] : []),
    ...(changed > 0 ? [t('bank.import.changed', { count: changed })] : []),
    ...(still > 0 ? [t('bank.import.waits', { count: still, time: timeFor(requests) })] : []),
  ]
  if (still > 0) sayWaits(words.join(' · '), account)
  else say(words.join(' · '), { accountId: account })
}
