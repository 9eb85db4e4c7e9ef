import type { ResultFact } from '../../shared/model/alike.ts'
import { ofAccounts, type ResultsFilter, withoutEmpty } from '../../shared/model/filter.ts'
import { newestFirst, type ResultsQuery, type ResultsSort } from '../../shared/model/query.ts'
import { isOutcomeUnknown } from '../../shared/model/result.ts'
import { sortFields } from '../../shared/model/result-fields.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import { api } from '../api/client.ts'
import { createListQuestion } from '../list/list-question.ts'
import { createListStore } from '../list/list-store.ts'
import { onOtherAccounts, useAccounts } from './accounts.ts'

/** The results that fit, as far as they are loaded. */
export const useResultPages = createListStore<ResultsQuery, ResultRow, ResultFact>({
  name: 'results',
  calls: api.resultList,
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

/** What the teacher narrows by; which account is looked at is the accounts' own state. */
export const useResults = createListQuestion<ResultsFilter, ResultsSort>({
  list: 'results',
  everything: [],
  changed: (_, filter) => withoutEmpty(filter),
  sort: newestFirst,
  fields: sortFields,
  ask: () => useResultPages.getState().ask(currentQuery()),
})

/** The question as the main process wants it, with the account looked at. */
export function currentQuery(): ResultsQuery {
  const { filter, sort } = useResults.getState()
  const accounts = useAccounts.getState().filterAccounts()
  return { filter: [...ofAccounts(accounts), ...filter], sort }
}

api.results.changed(() => useResultPages.getState().refresh())
onOtherAccounts(() => void useResults.getState().read())
