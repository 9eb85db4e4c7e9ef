import { create } from 'zustand'
import type { ResultFact } from '../../shared/model/alike.ts'
import { ofAccounts, type ResultsFilter, withoutEmpty } from '../../shared/model/filter.ts'
import { newestFirst, type ResultsQuery, type ResultsSort } from '../../shared/model/query.ts'
import { isOutcomeUnknown } from '../../shared/model/result.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { api } from '../api/client.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'
import { createPagedList } from './paged-list.ts'

interface ResultsState {
  /** What the teacher narrows by; which account is looked at is the accounts' own state. */
  readonly filter: ResultsFilter
  readonly sort: ResultsSort
  setFilter(filter: ResultsFilter): void
  clearFilter(): void
  setSort(sort: ResultsSort): void
  /** Asks the current question anew and starts at its first row. */
  read(): Promise<void>
}

/** The results that fit, as far as they are loaded. */
export const useResultPages = createPagedList<ResultsQuery, ResultRow, ResultFact>({
  count: ({ filter }) => api.results.count({ filter }),
  page: (query, offset, limit) => api.results.page({ ...query, offset, limit }),
  alike: {
    facts: {
      test: (row) => row.testName,
      source: (row) => row.sourceName,
      percentage: (row) => (row.survey ? null : `${row.percentage} ${row.passMark}`),
      points: (row) =>
        row.survey || row.pointsScored === null || row.pointsAvailable === null
          ? null
          : `${row.pointsScored} ${row.pointsAvailable}`,
      outcome: (row) => `${row.survey} ${row.requiresGrading} ${row.outcome} ${isOutcomeUnknown(row)}`,
      finished: (row) => row.timeFinished,
      duration: (row) => row.durationSeconds,
      certificate: (row) => row.certificateEarned,
    },
    ask: ({ filter }, facts) => api.results.alike({ filter, facts }),
  },
})

export const useResults = create<ResultsState>()((set, get) => ({
  filter: [],
  sort: newestFirst,

  setFilter(filter) {
    set({ filter: withoutEmpty(filter) })
    void get().read()
  },
  clearFilter() {
    set({ filter: [] })
    void get().read()
  },
  setSort(sort) {
    set({ sort })
    void get().read()
  },
  read: () => useResultPages.getState().ask(currentQuery()),
}))

/** The question as the main process wants it, with the account looked at. */
export function currentQuery(): ResultsQuery {
  const { filter, sort } = useResults.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return { filter: [...ofAccounts(accounts), ...filter], sort }
}

api.results.changed(() => useResultPages.getState().refresh())
onOtherAccounts(() => void useResults.getState().read())
