import { ClipboardList, EyeOff, List, Table2 } from 'lucide-react'
import type { TestRow } from '../../../shared/model/test-figures.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import { firstKeys } from '../../ui/shortcuts.ts'
import { setHidden } from './hidden.ts'
import { openInGradebook, openPart } from './page.ts'
import { useTestChoice } from './tests.ts'

/** Hides a test from lists and choices, which can be taken back. */
export const hideAction = ({ account, testId, name }: Pick<TestRow, 'account' | 'testId' | 'name'>): RowAction => ({
  id: 'hide',
  words: t('tests.hidden.hide'),
  icon: EyeOff,
  run: () => void setHidden({ account, kind: 'test', id: testId, name }, true),
})

/** The menu of a test: its page, and what that leads to. */
export const testMenu: RowMenuGiven<TestRow> = {
  actionsOf: (row) => {
    const { account, testId } = row
    const query = () => ({ account, testId, ...useTestChoice.getState(), classId: null })
    return [
      {
        id: 'open',
        words: t('grid.openRow'),
        icon: ClipboardList,
        keys: firstKeys('open'),
        run: () => useNavigation.getState().go('tests', { account, testId }),
      },
      {
        id: 'results',
        words: t('tests.page.look'),
        icon: List,
        run: () => void openPart(query(), { part: 'attempts' }),
      },
      { id: 'gradebook', words: t('tests.page.openInGradebook'), icon: Table2, run: () => openInGradebook(query()) },
      hideAction(row),
    ]
  },
}
