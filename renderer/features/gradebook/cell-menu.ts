import { Ban, PanelRight, Undo2, User } from 'lucide-react'
import type { GradebookColumn, GradebookRow } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import { firstKeys } from '../../ui/shortcuts.ts'
import { canDecide, decide, testOf, useCell } from './cell.ts'
import { listedName } from './gradebook-columns.tsx'

/**
 * Excuses the student of a cell from its test, for which the panel asks a reason, or takes that back; null where nothing
 * can be decided.
 */
export function excuseAction(
  row: GradebookRow,
  index: number,
  tests: readonly GradebookColumn[],
  column: string,
): RowAction | null {
  const place = tests.findIndex((test) => testKeyOf(test) === column)
  const test = tests[place]
  if (test === undefined) return null
  const cell = { row, index, test }
  if (!canDecide(cell)) return null
  const keys = firstKeys('excuse')
  if (row.cells[place]?.excused) {
    const words = { student: listedName(row), test: test.name }
    return {
      ...{ id: 'take back', words: t('gradebook.panel.takeBack'), icon: Undo2, keys },
      run: () => void decide(cell, null, words),
    }
  }
  return {
    ...{ id: 'excuse', words: t('gradebook.panel.excuse'), icon: Ban, keys },
    run: () =>
      void useCell
        .getState()
        .show(cell)
        .then(() => useCell.getState().ask({ kind: 'excused' })),
  }
}

/** The menu of a cell. */
export const cellMenu = (tests: readonly GradebookColumn[]): RowMenuGiven<GradebookRow> => ({
  actionsOf: (row, index, _, column) => {
    const opening: RowAction = {
      id: 'open',
      words: t('grid.openRow'),
      icon: PanelRight,
      keys: firstKeys('open'),
      run: () => void useCell.getState().show({ row, index, test: testOf(tests, column) }),
    }
    const excusing = excuseAction(row, index, tests, column)
    const student: RowAction = {
      id: 'student',
      words: t('results.selection.student'),
      icon: User,
      run: () => useNavigation.getState().go('students', row.student),
    }
    return [opening, ...(excusing === null ? [] : [excusing]), student]
  },
})
