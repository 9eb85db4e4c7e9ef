import { ListFilter, Merge, PenLine, Trash2, User } from 'lucide-react'
import { create } from 'zustand'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { learnerIdOf } from '../../../shared/model/learner-name.ts'
import type { StudentRow } from '../../../shared/model/student.ts'
import { isPlatform, useAccounts } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import type { Chosen } from '../../list/selection.ts'
import { firstKeys } from '../../ui/shortcuts.ts'
import { isNameless, usePeople } from '../people/index.ts'
import { showResultsOf } from '../results/index.ts'
import { openListed } from './student.ts'

/** The students whose merge is asked about, by their ids in the list; null while none is. */
export const useMerging = create<{ readonly ids: readonly number[] | null }>()(() => ({ ids: null }))

/** The most students that are merged at once: more are hardly one person. */
const mostMerged = 20

/** What can be done with several students. */
export function studentActions(chosen: Chosen): readonly RowAction[] {
  if (chosen.kind === 'all' || chosen.ids.size < 2 || chosen.ids.size > mostMerged) return []
  const ids = [...chosen.ids]
  return [
    {
      id: 'merge',
      words: t('students.merge.button', { count: ids.length }),
      icon: Merge,
      run: () => useMerging.setState({ ids }),
    },
  ]
}

/** Whether the teacher names a student: a learning platform's, of whom it tells nothing but the id. */
export const isNameable = ({ account, key }: StudentRef): boolean =>
  learnerIdOf(key) !== null && isPlatform(useAccounts.getState().accounts, account)

export const nameWords = (student: Parameters<typeof isNameless>[0]): string =>
  t(isNameless(student) ? 'people.name.open' : 'people.name.again')

/** The menu of a student: their page, what can be done with several, and to erase one. */
export const studentMenu: RowMenuGiven<StudentRow> = {
  actionsOf: (row, index, chosen) => {
    if (chosen.kind === 'all' || chosen.ids.size > 1) return studentActions(chosen)
    const { accountId: account, key, first, last, email } = row
    const nameable = { account, key, first, last, email }
    return [
      {
        id: 'open',
        words: t('grid.openRow'),
        icon: User,
        keys: firstKeys('open'),
        run: () => openListed(row, index),
      },
      {
        id: 'results',
        words: t('results.ofStudent'),
        icon: ListFilter,
        run: () => showResultsOf({ account, key }),
      },
      ...(isNameable(nameable)
        ? [
            {
              id: 'name',
              words: nameWords(nameable),
              icon: PenLine,
              run: () => usePeople.getState().open({ at: 'name' as const, of: nameable }),
            },
          ]
        : []),
      {
        id: 'erase',
        words: t('people.erase.open'),
        icon: Trash2,
        danger: true,
        isApart: true,
        run: () => usePeople.getState().open({ at: 'erase', of: { account, key }, onErased: () => undefined }),
      },
    ]
  },
}
