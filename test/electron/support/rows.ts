import type { Core } from '../../../electron/core.ts'
import { type ListName, type Lists, type NamedResult, readAtOneMoment } from '../../../electron/store/api.ts'
import type { ResultsQuery } from '../../../shared/model/filter.ts'

/** Whole stored rows, as the command line reads them. */
export const storedRows = (
  { databaseFile }: Pick<Core, 'databaseFile'>,
  query: ResultsQuery & { readonly offset: number; readonly limit: number },
): Promise<NamedResult[]> => readAtOneMoment(databaseFile, async (reading) => [...reading.results(query).rows])

/** The first rows of a long list, as the window reads them. */
export async function firstRows<Name extends ListName>(
  { answers }: Core['store'],
  list: Name,
  query: Lists[Name]['query'],
  first: number,
): Promise<readonly Lists[Name]['row'][]> {
  const { answer, rows } = await answers.open(list, query, first)
  answers.close(answer)
  return rows
}
