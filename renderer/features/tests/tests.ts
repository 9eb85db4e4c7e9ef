import { create } from 'zustand'
import { ofAccounts, type ResultsFilter, withBounds } from '../../../shared/model/filter.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import {
  type TestPeriod,
  type TestPolicy,
  type TestRow,
  type TestsQuery,
  type TestsSort,
  testsSortFields,
  usualTestPolicy,
} from '../../../shared/model/test-figures.ts'
import { api } from '../../api/client.ts'
import { lookedAt, onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { createListQuestion } from '../../list/list-question.ts'
import { createListStore } from '../../list/list-store.ts'

/** The tests, as far as they are loaded. */
export const useTestPages = createListStore<TestsQuery, TestRow>({ name: 'tests', calls: api.testList })

/** The name that the list has for a test, as far as it is loaded: known before the test's page is read. */
export const useListedName = (test: TestRef): string | undefined =>
  useTestPages(({ shown }) => {
    for (const rows of shown?.pages.values() ?? []) {
      const row = rows.find((each) => each?.account === test.account && each.testId === test.testId)
      if (row !== undefined) return row.name
    }
    return undefined
  })

interface TestChoice {
  readonly policy: TestPolicy
  readonly period: TestPeriod
}

/** Which attempts count, on the list and on each test's page. */
export const useTestChoice = create<TestChoice>()(() => ({
  policy: usualTestPolicy,
  period: { from: null, to: null },
}))

/** The list's order; what counts is chosen for the pages as well. */
export const useTests = createListQuestion<ResultsFilter, TestsSort>({
  list: 'tests',
  everything: [],
  changed: (_, filter) => filter,
  sort: { field: 'lastFinished', direction: 'desc' },
  fields: testsSortFields,
  ask: ({ sort }) => useTestPages.getState().ask(queryIn(sort)),
})

function queryIn(sort: TestsSort): TestsQuery {
  const { policy, period } = useTestChoice.getState()
  const bounds = { from: period.from ?? undefined, to: period.to ?? undefined }
  const filter = withBounds(ofAccounts(useAccounts.getState().filterAccounts()), 'finished', bounds)
  return { filter, policy, withHidden: false, sort }
}

const refresh = () => {
  if (useTestPages.getState().shown !== null) useTestPages.getState().refresh()
}
const askAgain = () => {
  if (useTestPages.getState().shown !== null) void useTests.getState().read()
}

api.results.changed(refresh)
api.students.changed(refresh)
useTestChoice.subscribe(askAgain)
onOtherAccounts(askAgain)

/** How many tests the accounts looked at have. */
export const useTestCount = (): number =>
  useAccounts((state) => lookedAt(state).reduce((sum, { tests }) => sum + tests, 0))
