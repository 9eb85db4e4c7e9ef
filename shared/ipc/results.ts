import { z } from 'zod'
import type { ResultsQuery } from '../model/filter.ts'
import { resultsFilter } from '../model/filter-zod.ts'
import {
  type AttemptRow,
  type ChoiceCount,
  countedFields,
  type Facets,
  type ResultDetail,
  type ResultFact,
  type ResultRow,
  resultFacts,
} from '../model/results-view.ts'
import type { ResultChange } from '../model/sync.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { resultsQuery } from './results-query.ts'
import { accounts, factsAmong, id } from './shapes.ts'

export const resultsInputs = () => ({
  alike: z.strictObject({ filter: resultsFilter(), facts: factsAmong(resultFacts) }),
  longestNames: z.strictObject({ accounts: accounts() }),
  detail: z.strictObject({ id: z.int().positive() }),
  changes: z.strictObject({ id: z.int().positive() }),
  attemptsAt: z.strictObject({ account: id(), key: z.string().min(1).max(2_000), testId: z.int() }),
  facets: z.strictObject({ accounts: accounts() }),
  counts: z.strictObject({ filter: resultsFilter(), field: z.enum(countedFields) }),
})
type Results = InputsOf<typeof resultsInputs>

export const results = {
  /** Which of these facts all results of a filter have alike. */
  alike: invoke<Results['alike'], readonly ResultFact[]>(),
  /** The longest names of students, by which a list knows how wide its names can get. */
  longestNames: invoke<Results['longestNames'], readonly string[]>(),
  detail: invoke<Results['detail'], ResultDetail>(),
  /** Every attempt of a student at a test, oldest first. */
  attemptsAt: invoke<Results['attemptsAt'], readonly AttemptRow[]>(),
  /** What ClassMarker changed in one result since it was fetched, newest first. */
  changes: invoke<Results['changes'], readonly ResultChange[]>(),
  facets: invoke<Results['facets'], Facets>(),
  /** The choices of a field, each with what it would leave of the results that the other conditions find. */
  counts: invoke<Results['counts'], readonly ChoiceCount[]>(),
  changed: event<undefined>(),
}

export const resultListInputs = () => longListInputs<ResultsQuery>(resultsQuery())

/** The list of results. */
export const resultList = longList<ResultsQuery, ResultRow>()
