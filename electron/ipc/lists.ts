import type { AnswerId, AnswerRange, OpenedAnswer, OpenInput } from '../../shared/model/answer.ts'
import type { ListName, Lists, Store } from '../store/api.ts'

interface Shown<Name extends ListName, Asked, Row> {
  /** Turns the window's query into the store's. */
  query(asked: Asked): Lists[Name]['query']
  /** Turns the store's rows into the window's. */
  rows(rows: readonly Lists[Name]['row'][]): Promise<readonly Row[]>
}

/** The calls on a long list. Opening another question at the same `place` cancels the one before. */
export function listHandlers<Name extends ListName, Asked, Row>(
  { answers }: Pick<Store, 'answers'>,
  list: Name,
  shown: Shown<Name, Asked, Row>,
) {
  const asking = new Map<string, AbortController>()

  /** Cancels the open question at this place. @returns what the next question there aborts */
  function takePlace(place: string | undefined): AbortController {
    const own = new AbortController()
    if (place === undefined) return own
    asking.get(place)?.abort()
    asking.set(place, own)
    return own
  }
  /** The opened answer with the window's rows. The window learns of no answer that failed, so that one is closed. */
  async function withRows(opened: OpenedAnswer<Lists[Name]['row']>): Promise<OpenedAnswer<Row>> {
    try {
      return { ...opened, rows: await shown.rows(opened.rows) }
    } catch (thrown) {
      answers.close(opened.answer)
      throw thrown
    }
  }

  return {
    open: async ({ query, first, place }: OpenInput<Asked>): Promise<OpenedAnswer<Row>> => {
      const own = takePlace(place)
      try {
        return await withRows(await answers.open(list, shown.query(query), first, own.signal))
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
