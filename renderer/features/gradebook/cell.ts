import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { CellRef, GradebookRow, Override } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { AttemptRow } from '../../../shared/model/results-view.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { onOtherAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { findRow, shownRow } from '../../list/list-store.ts'
import { type MadeChange, madeChange } from '../local-changes/index.ts'
import { useGradebookRows } from './gradebook.ts'

/** A cell opened in the panel: a student at a test, or the student alone. */
export interface OpenCell {
  readonly row: GradebookRow
  readonly index: number
  /** Null in the columns about the student. */
  readonly test: { readonly account: string; readonly testId: number; readonly name: string } | null
}

/** What a reason is asked for. */
export type Asking = { readonly kind: 'excused' } | { readonly kind: 'attempt'; readonly attempt: AttemptRow }

interface CellState {
  readonly open: OpenCell | null
  /** Every attempt of the student at the test, oldest first; null until the first answer. */
  readonly attempts: readonly AttemptRow[] | null
  readonly asking: Asking | null
  readonly error: AppError | null
  show(open: OpenCell): Promise<void>
  /** Opens the same test of the student so many rows further down. */
  step(by: number): Promise<void>
  ask(asking: Asking | null): void
  close(): void
}

const latest = latestOnly()

/**
 * Null where there is no such cell: a student cannot take a test of another account, which may have one of their own
 * with its number.
 */
const refOf = ({ row: { student }, test }: OpenCell): CellRef | null =>
  test === null || test.account !== student.account
    ? null
    : { account: student.account, key: student.key, testId: test.testId }

export const canDecide = (open: OpenCell): boolean => refOf(open) !== null

export const useCell = create<CellState>()((set, get) => ({
  open: null,
  attempts: null,
  asking: null,
  error: null,

  async show(open) {
    const before = get().open
    const isSame = before !== null && JSON.stringify(refOf(before)) === JSON.stringify(refOf(open))
    set({ open, error: null, ...(isSame ? {} : { attempts: null, asking: null }) })
    const cell = refOf(open)
    await latest(
      async () => (cell === null ? [] : api.results.attemptsAt(cell)),
      (attempts) => set({ attempts }),
      (error) => set({ error }),
    )
  },
  async step(by) {
    const { open, show } = get()
    if (open === null) return
    const index = open.index + by
    const row = await useGradebookRows.getState().rowAt(index)
    if (row !== null && get().open === open) await show({ ...open, row, index })
  },
  ask: (asking) => set({ asking }),
  close: () => set({ open: null, attempts: null, asking: null, error: null }),
}))

// The open row follows the list: another policy or decision shows in the panel at once.
useGradebookRows.subscribe(({ shown }, before) => {
  const { open, show } = useCell.getState()
  if (open === null || shown === null || shown === before.shown) return
  const index = findRow(shown.pages, open.row.id)
  const row = index === null ? undefined : shownRow(shown, index)
  if (index === null || row === undefined || row === open.row || row.student.key !== open.row.student.key) return
  void show({ ...open, row, index })
})
onOtherAccounts(() => useCell.getState().close())

/** Who and what a decision is about, in words. */
interface Decided {
  readonly student: string
  readonly test: string
}

/** Decides about a cell, in every gradebook; says so with a way back. @param override null: the rule decides again */
export async function decide(open: OpenCell, override: Override | null, words: Decided): Promise<void> {
  const cell = refOf(open)
  if (cell === null) return
  try {
    const made = await madeChange(() => put(cell, override))
    useCell.setState({ asking: null })
    say(t(`gradebook.panel.done.${override?.kind ?? 'cleared'}`, { ...words }), {
      action: { words: t('gradebook.undo'), run: () => void takeBack(cell, made) },
    })
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

const put = (cell: CellRef, override: Override | null): Promise<Override | null> =>
  override === null ? api.overrides.clear({ cell }) : api.overrides.set({ cell, override })

async function takeBack(cell: CellRef, made: MadeChange<Override | null>): Promise<void> {
  try {
    await made.takeBack((former) => put(cell, former))
    say(t('gradebook.undone'))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** The test of a column among those shown; null in a column about the student. */
export const testOf = (
  tests: readonly { readonly account: string; readonly testId: number; readonly name: string }[],
  column: string,
): OpenCell['test'] => tests.find((test) => testKeyOf(test) === column) ?? null
