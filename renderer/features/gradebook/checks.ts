import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { CheckedStudent, GradebookCheck } from '../../../shared/model/gradebook-check.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { api, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { useResults } from '../results/index.ts'
import { type OpenCell, useCell } from './cell.ts'
import { type ShownGradebook, useGradebook, useGradebookRows } from './gradebook.ts'

interface ChecksState {
  /** Null until the first answer for the gradebook that is shown. */
  readonly checks: readonly GradebookCheck[] | null
  readonly error: AppError | null
  readonly isOpen: boolean
  /** The line that was pressed last, to which the focus returns. */
  readonly pressed: string | null
  /** Checks the gradebook as it is shown; an answer that was overtaken is dropped. */
  load(shown: Pick<ShownGradebook, 'definition'>): Promise<void>
  open(): void
  close(): void
}

const latest = latestOnly()

export const useChecks = create<ChecksState>()((set) => ({
  checks: null,
  error: null,
  isOpen: false,
  pressed: null,
  load: ({ definition }) =>
    latest(
      () => api.gradebooks.checks({ gradebook: definition, id: useGradebook.getState().id }),
      (checks) => set({ checks, error: null }),
      (error) => set({ checks: null, error }),
    ),
  open() {
    useCell.getState().close()
    set({ isOpen: true })
  },
  close: () => set({ isOpen: false, pressed: null }),
}))

onOtherAccounts(() => useChecks.setState({ checks: null, error: null, isOpen: false }))

/** Opens a student's row, or their cell at a test, beside the gradebook. */
export async function openPlace(
  student: Pick<CheckedStudent, 'account' | 'key' | 'row'>,
  test: OpenCell['test'],
): Promise<void> {
  const list = useGradebookRows.getState()
  const index = await list.placeOf(student.row)
  const row = index === null ? null : await list.rowAt(index)
  // Another row has this number where the gradebook has changed since it was checked.
  if (index === null || row === null || row.student.key !== student.key || row.student.account !== student.account) {
    say(t('gradebookChecks.moved'))
    list.refresh()
    return
  }
  await useCell.getState().show({ row, index, test })
}

/** Shows the results that still need grading, of the tests that a check names. */
export function showToGrade({ places }: Extract<GradebookCheck, { readonly kind: 'to-grade' }>): void {
  const looked = useAccounts.getState().currentId
  const tests = new Map(places.map(({ test }) => [testKeyOf(test), test]))
  useResults.getState().setFilter([
    { field: 'grading', op: 'is', value: true },
    {
      ...{ field: 'test', op: 'in' },
      value: [...tests.values()]
        .filter(({ account }) => looked === null || account === looked)
        .map(({ testId }) => testId),
    },
  ])
  useNavigation.getState().go('results')
}
