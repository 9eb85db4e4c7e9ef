import { z } from 'zod'
import type { AnswerRange, OpenedAnswer, OpenInput } from '../model/answer.ts'
import { type InputsOf, invoke } from './call.ts'
import { text } from './shapes.ts'

/** A page is at most so many rows: pages, never dumps. */
const mostRows = 500

/** What the calls of a long list are sent. */
export const longListInputs = <Query>(query: z.ZodType<Query>) => {
  const answer = z.int().positive()
  const place = z.int().min(0)
  return {
    open: z.strictObject({
      query,
      first: z.int().min(1).max(mostRows),
      place: text(100).optional(),
    }) satisfies z.ZodType<OpenInput<Query>>,
    count: z.strictObject({ answer }),
    rows: z
      .strictObject({ answer, from: place, to: place })
      .refine(({ from, to }) => to - from <= mostRows) satisfies z.ZodType<AnswerRange>,
    placeOf: z.strictObject({ answer, id: z.int() }),
    ids: z.strictObject({ answer, from: place.optional(), to: place.optional() }),
    close: z.strictObject({ answer }),
  }
}
type Inputs<Query> = InputsOf<() => ReturnType<typeof longListInputs<Query>>>

/**
 * The calls of a long list. An answer that is not kept any more (the oldest goes where too many are open, and all go with
 * a restored copy) is told by `answer/gone`, and the list is then opened again.
 */
export const longList = <Query, Row>() => ({
  /** The first page comes before the whole order is known. */
  open: invoke<Inputs<Query>['open'], OpenedAnswer<Row>>(),
  /** How many rows there are; it waits for the order. */
  count: invoke<Inputs<Query>['count'], number>(),
  /** The rows of a range as they are now; one that was removed since is not among them. At most 500. */
  rows: invoke<Inputs<Query>['rows'], readonly Row[]>(),
  /** At which place a row stands; null where it is not in the answer. */
  placeOf: invoke<Inputs<Query>['placeOf'], number | null>(),
  /** The ids of a range, or of all. */
  ids: invoke<Inputs<Query>['ids'], readonly number[]>(),
  /** Nobody asks this answer any more. */
  close: invoke<Inputs<Query>['close'], void>(),
})
