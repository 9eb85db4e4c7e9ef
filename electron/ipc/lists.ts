import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../../shared/model/answer.ts'
import type { ListName, Lists, Store } from '../store/api.ts'

interface Shown<Name extends ListName, Asked, Row> {
  /** What the store is asked for what the window asks. */
  query(asked: Asked): Lists[Name]['query']
  /** The rows as the window sees them. */
  rows(rows: readonly Lists[Name]['row'][]): Promise<readonly Row[]>
}

/** The calls of a long list. A question that another of the same place overtook is not asked any more. */
export function listHandlers<Name extends ListName, Asked, Row>(
  { answers }: Pick<Store, 'answers'>,
  list: Name,
  shown: Shown<Name, Asked, Row>,
) {
  const asking = new Map<string, AbortController>()

  /** Ends the wait of the question that stood in the same place. @returns how to know that this one is overtaken */
  function takePlace(place: string | undefined): AbortController {
    const own = new AbortController()
    if (place === undefined) return own
    asking.get(place)?.abort()
    asking.set(place, own)
    return own
  }
  return {
    open: async ({ query, first, place }: OpenInput<Asked>): Promise<OpenedAnswer<Row>> => {
      const own = takePlace(place)
      try {
        const opened = await answers.open(list, shown.query(query), first, own.signal)
        return { ...opened, rows: await shown.rows(opened.rows) }
      } finally {
        if (place !== undefined && asking.get(place) === own) asking.delete(place)
      }
    },
    count: ({ answer }: { answer: AnswerId }) => answers.count(answer),
    rows: async ({ answer, from, to }: AnswerRange) => shown.rows(await answers.rows(list, answer, from, to)),
    placeOf: ({ answer, id }: { answer: AnswerId; id: number }) => answers.placeOf(answer, id),
    ids: ({ answer, from, to }: { answer: AnswerId; from?: number | undefined; to?: number | undefined }) =>
      answers.ids(answer, from, to),
    close: async ({ answer }: { answer: AnswerId }) => answers.close(answer),
  }
}
