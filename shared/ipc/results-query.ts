import { z } from 'zod'
import type { ResultsQuery } from '../model/filter.ts'
import { resultsFilter } from '../model/filter-zod.ts'
import { sortFields } from '../model/result-fields.ts'
import { direction } from './shapes.ts'

/** Which results, and in which order. */
export const resultsQuery = () =>
  z.strictObject({
    filter: resultsFilter(),
    sort: z.strictObject({ field: z.enum(sortFields), direction: direction() }),
  }) satisfies z.ZodType<ResultsQuery>
