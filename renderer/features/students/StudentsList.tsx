import { SearchX, UserPlus, X } from 'lucide-react'
import { useMemo } from 'react'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { isAsked } from '../../../shared/model/filter.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { ListCount } from '../../list/FoldedLine.tsx'
import { FilterLine } from '../../list/filters/FilterBar.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useFilterOf, useOrderOf } from '../../list/list-question.ts'
import { ActionButton } from '../../list/row-actions.tsx'
import { countOf, useSelection } from '../../list/selection.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { NothingHere, ScreenHead } from '../../ui/Screen.tsx'
import { InboxButton, usePeople } from '../people/index.ts'
import { IncompleteLine } from '../results/index.ts'
import { useOpenedView, ViewLine, ViewMenu } from '../views/index.ts'
import { ManyChip, PolicyChip } from './chips.tsx'
import { useStudentChoices } from './choices.ts'
import { MergeDialog } from './MergeDialog.tsx'
import styles from './StudentsScreen.module.css'
import { openListed } from './student.ts'
import { studentActions, studentMenu, useMerging } from './student-actions.ts'
import { studentColumns } from './student-columns.tsx'
import { isAnyNarrowed, useStudentPages, useStudentSelection, useStudents } from './students.ts'

/** Classes and labels have chips of their own above. */
const fields = [
  ...(['test', 'source', 'finished', 'outcome', 'grading', 'percentage', 'certificate'] as const),
  ...(['points', 'duration', 'changed', 'accessCode', 'extraInfo', 'type'] as const),
]

const opened = { openId: null, openIndex: null, onOpen: openListed, onFollow: () => undefined }

/** The list of students: search, filter, select, merge, and open one. */
export function StudentsList() {
  const shown = useStudentPages((state) => state.shown)
  const order = useOrderOf(useStudents)
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const withClasses = useStudentChoices((state) => (state.classes ?? []).length > 0)
  const now = useClock((state) => state.now)
  const view = useOpenedView('students')
  const openPeople = usePeople((state) => state.open)
  const selection = useSelection(useStudentSelection, shown?.count ?? 0)
  const columns = useMemo(
    () => studentColumns({ accounts, currentId }, now, withClasses),
    [accounts, currentId, now, withClasses],
  )
  useCountAnnounced(
    shown,
    ({ filter }) => isAnyNarrowed(filter),
    (count) => t('students.announce', { count }),
  )
  return (
    <>
      <ScreenHead title={view?.name ?? t('students.title')} between={<Between />}>
        <MergeButton />
        <InboxButton />
        <Button icon={UserPlus} onPress={() => openPeople({ at: 'add' })}>
          {t('people.add.open')}
        </Button>
        <Chips />
      </ScreenHead>
      <div className={styles.line}>
        <Filters />
      </div>
      <IncompleteLine />
      <ViewLine screen="students" />
      <ListGrid
        name="students"
        list={useStudentPages}
        columns={columns}
        order={order}
        opened={opened}
        menu={studentMenu}
        onRetry={() => void useStudents.getState().read()}
        selection={selection}
        label={t('students.gridLabel')}
        loadingWords={t('students.loading')}
        empty={<EmptyList />}
      />
    </>
  )
}

const Between = () => (
  <div className={styles.between}>
    <ViewMenu screen="students" />
  </div>
)

/** Search and filters, drawn by themselves with every letter. */
function Filters() {
  const { filter, setFilter, clearFilter } = useFilterOf(useStudents)
  const list = useMemo(
    () => ({
      filter: filter.results,
      setFilter: (results: ResultsFilter) => setFilter({ ...filter, results }),
      clearFilter,
      fields,
      // A choice here leaves students, and no number of results says how many.
      countsResults: false,
    }),
    [filter, setFilter, clearFilter],
  )
  return (
    <FilterLine list={list} label={t('students.search')} placeholder={t('students.searchPlaceholder')} count={count} />
  )
}

/** What counts, and the class and the label whose students are shown. */
function Chips() {
  const { filter, setFilter } = useFilterOf(useStudents)
  const { classes, otherClasses, labels } = useStudentChoices()
  const chosenElsewhere = otherClasses.filter(({ id }) => filter.classes.includes(id))
  return (
    <ul className={styles.chips} aria-label={t('students.chips.label')}>
      <ManyChip
        name={t('students.chips.class')}
        all={t('students.chips.allClasses')}
        gone={t('students.chips.goneClass')}
        choices={classes && [...classes, ...chosenElsewhere]}
        chosen={filter.classes}
        onChange={(chosen) => setFilter({ ...filter, classes: chosen })}
      />
      <ManyChip
        name={t('students.chips.labels')}
        all={t('students.chips.allLabels')}
        gone={t('students.chips.goneLabel')}
        choices={labels}
        chosen={filter.labels}
        onChange={(chosen) => setFilter({ ...filter, labels: chosen })}
      />
      <PolicyChip />
    </ul>
  )
}

function MergeButton() {
  const chosen = useStudentSelection((state) => state.chosen)
  const ids = useMerging((state) => state.ids)
  return (
    <>
      {studentActions(chosen).map((action) => (
        <ActionButton key={action.id} action={action} />
      ))}
      {ids !== null && <MergeDialog ids={ids} onClose={() => useMerging.setState({ ids: null })} />}
    </>
  )
}

function Count() {
  const shown = useStudentPages((state) => state.shown)
  const { chosen, clear } = useStudentSelection()
  if (shown === null) return null
  const { count, counted } = shown
  const selected = countOf(chosen, count)
  return (
    <ListCount pending={!counted}>
      <BoldPart words={selected > 0 ? t('students.selected', { count: selected }) : t('students.count', { count })} />
      {selected > 0 && <IconButton icon={X} label={t('students.clearSelection')} onPress={clear} />}
    </ListCount>
  )
}

/** The same element each time: a letter typed does not draw it. */
const count = <Count />

/** Why there are no rows, and the one thing to do about it. */
function EmptyList() {
  const shown = useStudentPages((state) => state.shown)
  const clearFilter = useStudents((state) => state.clearFilter)
  if (shown === null || !isAnyNarrowed(shown.query.filter))
    return <NothingHere title={t('students.empty.title')} text={t('students.empty.text')} />
  const why = isAsked(shown.query.filter.results, 'search') ? 'search' : 'filters'
  return (
    <NothingHere title={t(`students.empty.${why}`)} text={t(`students.empty.${why}Text`)}>
      <Button icon={SearchX} onPress={clearFilter}>
        {t('students.empty.clear')}
      </Button>
    </NothingHere>
  )
}
