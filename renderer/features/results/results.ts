import { create } from 'zustand'
import {
  chosenOf,
  isNarrowed,
  newestFirst,
  type ResultsFilter,
  type ResultsQuery,
  type ResultsSort,
  withinAccounts,
  withoutEmpty,
} from '../../../shared/model/filter.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import { isOutcomeUnknown } from '../../../shared/model/result.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import type { ResultFact, ResultRow } from '../../../shared/model/results-view.ts'
import { api } from '../../api/client.ts'
import { lookedAt, onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { type AskedExport, useNavigation } from '../../app/navigation.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore, type ShownList } from '../../list/list-store.ts'
import { type Chosen, createSelection } from '../../list/selection.ts'
import { addViewable } from '../views/index.ts'
import { followRenames } from './renames.ts'

/** The facts that lists of results and of certificates share. */
export const sharedFacts = {
  test: (row: ResultRow) => row.testName,
  percentage: (row: ResultRow) => (row.survey ? null : `${row.percentage} ${row.passMark}`),
  outcome: (row: ResultRow) => `${row.survey} ${row.requiresGrading} ${row.outcome} ${isOutcomeUnknown(row)}`,
  finished: (row: ResultRow) => row.timeFinished,
}

/** The results that fit the filter, as far as they are loaded. */
export const useResultPages = createListStore<ResultsQuery, ResultRow, ResultFact>({
  name: 'results',
  calls: api.resultList,
  alike: {
    facts: {
      ...sharedFacts,
      source: (row) => row.sourceName,
      points: (row) =>
        row.survey || row.pointsScored === null || row.pointsAvailable === null
          ? null
          : `${row.pointsScored} ${row.pointsAvailable}`,
      duration: (row) => row.durationSeconds,
      certificate: (row) => row.certificateEarned,
    },
    ask: ({ filter }, facts) => api.results.alike({ filter, facts }),
  },
})

/** The teacher's filter and order; the account looked at is kept with the accounts. */
export const useResults = createListQuestion<ResultsFilter, ResultsSort>({
  list: 'results',
  everything: [],
  changed: (_, filter) => withoutEmpty(filter),
  sort: newestFirst,
  fields: sortFields,
  ask: () => useResultPages.getState().ask(currentQuery()),
  onOtherFilter: () => useResultSelection.getState().clear(),
})

/** The results selected in the list. */
export const useResultSelection = createSelection(useResultPages)

addViewable('results', {
  read() {
    const { filter, sort } = useResults.getState()
    return { filter, sort }
  },
  show: (view) => useResults.getState().show(view),
  subscribe: (changed) => useResults.subscribe(changed),
})

followRenames({
  filter: () => useResults.getState().filter,
  subscribe: (changed) => useResults.subscribe(changed),
  show: (filter) => useResults.getState().show({ filter, sort: useResults.getState().sort }),
})

/** Whether rows have boxes to be selected by; without, the columns have all the room. */
export const useSelecting = create<{ readonly isOn: boolean }>()(() => ({ isOn: false }))

export const startSelecting = (): void => useSelecting.setState({ isOn: true })
export function stopSelecting(): void {
  useSelecting.setState({ isOn: false })
  useResultSelection.getState().clear()
}

/** The selected results as a query; the whole list where nothing is selected. */
export function chosenResults(chosen: Chosen): ResultsQuery {
  const query = currentQuery()
  if (chosen.kind === 'all' || chosen.ids.size === 0) return query
  return { filter: [{ field: 'id', op: 'in', value: [...chosen.ids] }], sort: query.sort }
}

/** The query for the main process, with the accounts looked at. */
export function currentQuery(): ResultsQuery {
  const { filter, sort } = useResults.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return { filter: withinAccounts(accounts, filter), sort }
}

/** Shows all results of a student in the list of results. */
export function showResultsOf({ account, key }: StudentRef): void {
  useResults.getState().setFilter([{ field: 'student', op: 'in', value: [{ account, key }] }])
  const { screen, go } = useNavigation.getState()
  if (screen !== 'results') go('results')
}

/** An export to a workbook: of the selected results, else of all that fit the filter. */
export function resultsExport(): AskedExport {
  const query = chosenResults(useResultSelection.getState().chosen)
  return { of: 'results', start: () => api.export.start(query) }
}

api.results.changed(() => useResultPages.getState().refresh())
// Marks in the rows, and what is searched and filtered by.
for (const noun of ['students', 'gradebooks'] as const)
  api[noun].changed(() => {
    if (useResultPages.getState().shown !== null) useResultPages.getState().refresh()
  })
onOtherAccounts(() => {
  useResultSelection.getState().clear()
  void useResults.getState().read()
})

/**
 * How many results of the accounts looked at are stored here, before any filter. While the list shows them all, this is
 * its own count, so that sidebar, toolbar and pill show one number even while results arrive; otherwise it is the
 * accounts' own count.
 */
export function resultCount(
  accounts: ReturnType<typeof useAccounts.getState>,
  shown: ShownList<ResultsQuery, ResultRow> | null,
): number {
  const filter = shown?.query.filter
  if (shown?.counted && filter && !isNarrowed(filter) && chosenOf(filter, 'account') === accounts.filterAccounts())
    return shown.count
  return lookedAt(accounts).reduce((sum, { results }) => sum + results, 0)
}

export function useResultCount(): number {
  const accounts = useAccounts()
  return useResultPages(({ shown }) => resultCount(accounts, shown))
}
