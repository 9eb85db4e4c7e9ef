import {
  Archive,
  ArchiveRestore,
  BookOpen,
  Copy,
  FileOutput,
  GitCompareArrows,
  PenLine,
  SlidersHorizontal,
  Undo2,
} from 'lucide-react'
import { create } from 'zustand'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankCategory, BankEdit, BankQuestion, BankRow, EarlierVersion } from '../../../shared/model/bank.ts'
import { isWritable } from '../../../shared/model/question-rules.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import { type Chosen, countOf } from '../../list/selection.ts'
import { firstKeys } from '../../ui/shortcuts.ts'
import {
  bankAccount,
  sayWaits,
  useBank,
  useBankFacts,
  useBankPages,
  useBankSelection,
  useOpenQuestion,
} from './bank.ts'
import { canEdit, useEditor } from './editor.ts'

/** The dialog over the bank; null while none is open. */
export type BankDialog =
  | { readonly kind: 'many'; readonly ids: readonly number[] }
  | { readonly kind: 'export'; readonly ids: readonly number[] }
  | { readonly kind: 'import' }
  /** What was edited here, beside what ClassMarker has. */
  | { readonly kind: 'compare'; readonly question: BankQuestion }
  | { readonly kind: 'compare-category'; readonly category: BankCategory }
  /** Another name for a new category whose name ClassMarker has already. */
  | { readonly kind: 'rename-category'; readonly category: BankCategory }
  /** An earlier version, beside the question as it is. */
  | { readonly kind: 'version'; readonly question: BankQuestion; readonly version: EarlierVersion }

export const useBankDialog = create<{ readonly dialog: BankDialog | null }>()(() => ({ dialog: null }))

export const openBankDialog = (dialog: BankDialog): void => useBankDialog.setState({ dialog })
export const closeBankDialog = (): void => useBankDialog.setState({ dialog: null })

// Not state: a button disabled while the rows are read would lose the focus, and a dialog could not give it back.
let isWorking = false

/** Does one thing at a time, and says why it could not be done. */
async function runAction(work: () => Promise<void>): Promise<void> {
  if (isWorking) return
  isWorking = true
  try {
    await work()
  } catch (thrown) {
    sayFailed(asAppError(thrown), { accountId: bankAccount()?.id ?? null })
  } finally {
    isWorking = false
  }
}

/** Opens a question to be edited. */
export const editQuestion = (id: number): Promise<void> =>
  runAction(async () => {
    const question = await api.bank.question({ id })
    useOpenQuestion.getState().open(id)
    useEditor.getState().edit(question)
  })

export const duplicateQuestion = (id: number): Promise<void> => runAction(() => useEditor.getState().duplicate(id))

/** Archives questions on this computer, or takes them out of the archive. */
export const archiveQuestions = (ids: readonly number[], archived: boolean): Promise<void> =>
  runAction(async () => {
    await api.bank.archive({ ids: [...ids], archived })
    useBankSelection.getState().clear()
    const undo = () => void archiveQuestions(ids, !archived)
    say(t(archived ? 'bank.archive.done' : 'bank.archive.undone', { count: ids.length }), {
      action: { words: t('bank.archive.undo'), run: undo },
    })
  })

/** Takes back edits that wait. */
export const takeBackEdits = (edits: readonly number[]): Promise<void> =>
  runAction(async () => {
    const { undone, skipped } = await api.bank.takeBack({ edits: [...edits] })
    const left = skipped > 0 ? ` ${t('bank.takeBack.skipped', { count: skipped })}` : ''
    say(t('bank.takeBack.done', { count: undone }) + left)
  })

export const sendAgain = (edits: readonly number[]): Promise<void> =>
  runAction(async () => {
    await api.bank.sendAgain({ edits: [...edits] })
    sayWaits(t('bank.again.done', { count: edits.length }), bankAccount()?.id ?? null)
  })

export const resolveConflict = (
  of: 'question' | 'category',
  id: number,
  keep: 'mine' | 'theirs',
  shown: string,
): Promise<void> =>
  runAction(async () => {
    await api.bank.resolve({ of, id, keep, shown })
    closeBankDialog()
    const words = t(`bank.compare.kept.${of}.${keep}`)
    if (keep === 'mine') sayWaits(words, bankAccount()?.id ?? null)
    else say(words)
  })

/** The edits of a question that can be taken back. */
export const waitingEditsOf = (edits: readonly BankEdit[], id: number): readonly number[] =>
  edits
    .filter(({ kind, subject, state }) => kind.endsWith('-question') && subject === id && state !== 'sending')
    .map((edit) => edit.id)

const idsOf = async (chosen: Chosen): Promise<readonly number[]> =>
  chosen.kind === 'some' ? [...chosen.ids] : useBankPages.getState().idsBetween(0)

/** What can be done with questions, however many. */
export function bankActions(account: AccountSummary, chosen: Chosen, row: BankRow | null = null): readonly RowAction[] {
  const count = countOf(chosen, useBankPages.getState().shown?.count ?? 0)
  const isArchive = useBank.getState().filter.archived === true
  const withIds = (work: (ids: readonly number[]) => void | Promise<void>) =>
    void runAction(async () => void (await work(await idsOf(chosen))))
  const exporting: RowAction = {
    id: 'export',
    words: t('bank.actions.export'),
    icon: FileOutput,
    run: () => withIds((ids) => openBankDialog({ kind: 'export', ids })),
  }
  if (!canEdit(account)) return [exporting]
  const archiving: RowAction = {
    id: 'archive',
    words: t(isArchive ? 'bank.actions.unarchive' : 'bank.actions.archive', { count }),
    icon: isArchive ? ArchiveRestore : Archive,
    isApart: true,
    run: () => void idsOf(chosen).then((ids) => archiveQuestions(ids, !isArchive)),
  }
  return [
    ...(row === null ? [] : oneAction(row)),
    {
      id: 'many',
      words: t('bank.actions.many'),
      icon: SlidersHorizontal,
      run: () => withIds((ids) => openBankDialog({ kind: 'many', ids })),
    },
    exporting,
    ...(row === null ? [] : takeBackAction(row)),
    archiving,
  ]
}

function oneAction(row: BankRow): readonly RowAction[] {
  const compare = (): RowAction => ({
    id: 'compare',
    words: t('bank.actions.resolve'),
    icon: GitCompareArrows,
    run: () =>
      void runAction(async () => {
        const question = await api.bank.question({ id: row.id })
        openBankDialog({ kind: 'compare', question })
      }),
  })
  return [
    ...(row.state === 'conflict' ? [compare()] : []),
    {
      id: 'edit',
      words: t('bank.actions.edit'),
      icon: PenLine,
      isDisabled: !isWritable(row.type),
      run: () => void editQuestion(row.id),
    },
    {
      id: 'duplicate',
      words: t('bank.actions.duplicate'),
      icon: Copy,
      isDisabled: !isWritable(row.type),
      run: () => void duplicateQuestion(row.id),
    },
  ]
}

function takeBackAction({ id }: BankRow): readonly RowAction[] {
  const edits = waitingEditsOf(useBankFacts.getState().edits, id)
  if (edits.length === 0) return []
  return [{ id: 'take back', words: t('bank.actions.takeBack'), icon: Undo2, run: () => void takeBackEdits(edits) }]
}

/** The menu of a question: to open it, and what can be done with it or with all that are selected. */
export const bankMenu = (account: AccountSummary): RowMenuGiven<BankRow> => ({
  actionsOf: (row, _, chosen) => {
    const isOne = chosen.kind === 'some' && chosen.ids.size === 1
    const opening: RowAction = {
      id: 'open',
      words: t('grid.openRow'),
      icon: BookOpen,
      keys: firstKeys('open'),
      run: () => useOpenQuestion.getState().open(row.id),
    }
    return [...(isOne ? [opening] : []), ...bankActions(account, chosen, isOne ? row : null)]
  },
})
