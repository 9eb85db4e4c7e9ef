import { create } from 'zustand'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { isNarrowed, withinAccounts, withoutEmpty } from '../../../shared/model/filter.ts'
import {
  type StudentPageQuery,
  type StudentRow,
  type StudentsFilter,
  type StudentsQuery,
  type StudentsSort,
  studentSortFields,
} from '../../../shared/model/student.ts'
import { api } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'
import { createSelection } from '../../list/selection.ts'
import { addViewable } from '../views/index.ts'

/** The students that fit the filter, as far as they are loaded. */
export const useStudentPages = createListStore<StudentsQuery, StudentRow>({
  name: 'students',
  calls: api.studentList,
})

interface Rules {
  readonly policy: AttemptPolicy
  readonly period: StudentPageQuery['period']
}

/** What counts: the policy in the list and on a page, the period on a page alone. */
export const useStudentRules = create<Rules>()(() => ({ policy: 'best', period: { from: null, to: null } }))

const everybody: StudentsFilter = { results: [], classes: [], labels: [] }
const byName: StudentsSort = { field: 'name', direction: 'asc' }

export const useStudents = createListQuestion<StudentsFilter, StudentsSort>({
  list: 'students',
  everything: everybody,
  changed: (_, filter) => ({ ...filter, results: withoutEmpty(filter.results) }),
  sort: byName,
  fields: studentSortFields,
  ask({ filter, sort }) {
    const results = withinAccounts(useAccounts.getState().filterAccounts(), filter.results)
    return useStudentPages
      .getState()
      .ask({ filter: { ...filter, results }, policy: useStudentRules.getState().policy, sort })
  },
  onOtherFilter: () => useStudentSelection.getState().clear(),
})

/** Whether a filter leaves anybody out, besides those of other accounts. */
export const isAnyNarrowed = ({ results, classes, labels }: StudentsFilter): boolean =>
  isNarrowed(results) || classes.length > 0 || labels.length > 0

/** The students selected in the list. */
export const useStudentSelection = createSelection(useStudentPages)

addViewable('students', {
  read() {
    const { filter, sort } = useStudents.getState()
    return { filter, sort, policy: useStudentRules.getState().policy }
  },
  show({ policy, ...question }) {
    useStudentRules.setState({ policy })
    useStudents.getState().show(question)
  },
  subscribe(changed) {
    const stops = [useStudents.subscribe(changed), useStudentRules.subscribe(changed)]
    return () => {
      for (const stop of stops) stop()
    }
  },
})

/** How many students there are, where the list was read and shows all of them; else null. */
export const useListedStudents = (): number | null =>
  useStudentPages(({ shown }) => (shown?.counted && !isAnyNarrowed(shown.query.filter) ? shown.count : null))

const refreshIfShown = () => {
  if (useStudentPages.getState().shown !== null) useStudentPages.getState().refresh()
}
api.results.changed(refreshIfShown)
api.gradebooks.changed(refreshIfShown)
api.students.changed(refreshIfShown)
useStudentRules.subscribe(({ policy }, before) => {
  if (policy !== before.policy && useStudentPages.getState().shown !== null) void useStudents.getState().read()
})
onOtherAccounts(() => {
  useStudentSelection.getState().clear()
  if (useStudentPages.getState().shown !== null) void useStudents.getState().read()
})
