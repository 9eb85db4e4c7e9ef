import { Ban, Copy, ListFilter, Mail, PanelRight, StickyNote, Tag, User, UsersRound } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { api, asAppError } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import type { Chosen } from '../../list/selection.ts'
import { firstKeys } from '../../ui/shortcuts.ts'
import { useClasses } from '../classes/index.ts'
import { addNote, ExcuseForm, LabelPicker, NoteForm } from '../notes/index.ts'
import { useDetail } from './detail.ts'
import styles from './ResultsToolbar.module.css'
import { chosenResults, showResultsOf } from './results.ts'
import { copyEmails, copyRows, type SelectedResults, selectedResults } from './selected-results.ts'

/** What can be done with results, however many. */
export const resultActions = (chosen: Chosen): readonly RowAction[] => [
  {
    id: 'class',
    words: t('results.selection.addToClass'),
    icon: UsersRound,
    run: () => useClasses.getState().addStudentsOf(chosenResults(chosen).filter),
  },
  {
    id: 'label',
    words: t('notes.selection.label'),
    icon: Tag,
    asks: (close) => (
      <OfResults chosen={chosen} onNone={close}>
        {({ ids, accounts: [account, ...others] }) =>
          account === undefined || others.length > 0 ? (
            <p>{t('notes.labels.otherAccounts')}</p>
          ) : (
            <LabelPicker about={{ kind: 'results', ids }} account={account} />
          )
        }
      </OfResults>
    ),
  },
  {
    id: 'note',
    words: t('notes.selection.note'),
    icon: StickyNote,
    asks: (close) => (
      <OfResults chosen={chosen} onNone={close}>
        {({ ids }) => (
          <>
            <p className={styles.asked}>{t('notes.selection.noteTitle', { count: ids.length })}</p>
            <NoteForm onSave={(text) => addNote({ kind: 'results', ids }, text)} onClose={close} />
          </>
        )}
      </OfResults>
    ),
  },
  {
    id: 'excuse',
    words: t('notes.selection.excuse'),
    icon: Ban,
    asks: (close) => (
      <OfResults chosen={chosen} onNone={close}>
        {({ ids }) => (
          <>
            <p className={styles.asked}>{t('notes.selection.excuseTitle', { count: ids.length })}</p>
            <ExcuseForm ids={ids} onClose={close} />
          </>
        )}
      </OfResults>
    ),
  },
]

/** What can be copied of results. */
export const copyActions = (chosen: Chosen): readonly RowAction[] => [
  {
    id: 'rows',
    words: t('results.selection.copies.rows'),
    icon: Copy,
    keys: firstKeys('copyRows'),
    run: () => void copyRows(chosen),
  },
  { id: 'emails', words: t('results.selection.copies.emails'), icon: Mail, run: () => void copyEmails(chosen) },
]

/** The menu of a result: its panel and its student where it is one, and what can be done with all of them. */
export const resultMenu: RowMenuGiven<ResultRow> = {
  actionsOf: (row, index, chosen) => {
    const isOne = chosen.kind === 'some' && chosen.ids.size === 1
    // A survey counts in no figure that it could be excused from.
    const actions = resultActions(chosen).filter(({ id }) => id !== 'excuse' || !isOne || !row.survey)
    const groups = [isOne ? oneResult(row, index) : [], actions, copyActions(chosen)]
    return groups.flatMap((group) => group.map((action, place) => ({ ...action, isApart: place === 0 })))
  },
}

const oneResult = ({ id }: ResultRow, index: number): readonly RowAction[] => [
  {
    id: 'open',
    words: t('grid.openRow'),
    icon: PanelRight,
    keys: firstKeys('open'),
    run: () => void useDetail.getState().open(id, index),
  },
  { id: 'student', words: t('results.selection.student'), icon: User, run: () => void withStudentOf(id, openStudent) },
  {
    id: 'of-student',
    words: t('results.ofStudent'),
    icon: ListFilter,
    run: () => void withStudentOf(id, showResultsOf),
  },
]

const openStudent = (student: StudentRef): void => useNavigation.getState().go('students', student)

async function withStudentOf(id: number, show: (student: StudentRef) => void): Promise<void> {
  try {
    const { accountId: account, studentKey: key } = await api.results.detail({ id })
    show({ account, key })
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

interface OfResultsProps {
  readonly chosen: Chosen
  /** They are too many or cannot be read, which is said. */
  onNone(): void
  readonly children: (selected: SelectedResults) => ReactNode
}

/** Reads which results are chosen before it asks something about them. */
function OfResults({ chosen, onNone, children }: OfResultsProps) {
  const [selected, setSelected] = useState<SelectedResults | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: those that were chosen when it was asked
  useEffect(() => {
    void selectedResults(chosen).then((found) => (found === null ? onNone() : setSelected(found)))
  }, [])
  return selected !== null && children(selected)
}
