import type { ResultFact } from '../../shared/model/alike.ts'
import {
  newestFirst,
  type ResultsFilter,
  type ResultsQuery,
  type ResultsSort,
  sortFields,
} from '../../shared/model/query.ts'
import { isOutcomeUnknown } from '../../shared/model/result.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { api } from '../api/client.ts'
import { createListQuestion } from '../list/list-question.ts'
import { createListStore } from '../list/list-store.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'

/** What the teacher narrows by; which account is looked at is the accounts' own state. */
export type ChosenFilter = Omit<ResultsFilter, 'accounts'>

/** The filter with only the parts that ask something. */
export const essential = (filter: ChosenFilter): ChosenFilter =>
  Object.fromEntries(
    Object.entries(filter).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )

/** The results that fit, as far as they are loaded. */
export const useResultPages = createListStore<ResultsQuery, ResultRow, ResultFact>({
  name: 'results',
  calls: api.resultList,
  alike: {
    facts: {
      test: (row) => row.testName,
      source: (row) => row.sourceName,
      score: (row) => (row.survey ? null : `${row.percentage} ${row.passMark}`),
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

export const useResults = createListQuestion<ChosenFilter, ResultsSort>({
  list: 'results',
  everything: {},
  changed: (filter, change) => essential({ ...filter, ...change }),
  sort: newestFirst,
  fields: sortFields,
  ask: () => useResultPages.getState().ask(currentQuery()),
})

/** Whether a filter asks anything besides the account looked at. */
export const isNarrowed = ({ accounts: _, ...chosen }: ResultsFilter): boolean => Object.keys(chosen).length > 0

/** The question as the main process wants it, with the account looked at. */
export function currentQuery(): ResultsQuery {
  const { filter, sort } = useResults.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return { filter: accounts ? { ...filter, accounts } : filter, sort }
}

api.results.changed(() => useResultPages.getState().refresh())
onOtherAccounts(() => void useResults.getState().read())
