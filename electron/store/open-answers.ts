import { AppError } from '../../shared/errors.ts'
import type { AnswerId, OpenedAnswer } from '../../shared/model/answer.ts'
import type { AnswersApi, ListName, Lists } from './lists.ts'
import type { ThreadQueue } from './thread-queue.ts'

/** A list of a million ids takes 8 MB. */
const mostOpen = 16

/** The callers' side of long lists. The reader's thread keeps the most recently used ones, by number. */
export function openAnswers(reader: Pick<ThreadQueue, 'ask'>): AnswersApi {
  // The least recently used comes first.
  const known = new Map<AnswerId, AbortController>()
  let last = 0

  const ask = (name: string, input: readonly unknown[], signal?: AbortSignal): Promise<unknown> =>
    reader.ask({ name, input, isRepeatable: true, signal })
  const use = (answer: AnswerId): AbortSignal => {
    const closed = known.get(answer)
    if (closed === undefined) throw new AppError('answer/gone')
    known.delete(answer)
    known.set(answer, closed)
    return closed.signal
  }
  const close = (answer: AnswerId): void => {
    const closed = known.get(answer)
    if (closed === undefined) return
    known.delete(answer)
    // Cancels its waiting questions.
    closed.abort()
    ask('closeAnswer', [answer]).catch(() => undefined)
  }

  return {
    open: async <Name extends ListName>(
      list: Name,
      query: Lists[Name]['query'],
      first: number,
      signal?: AbortSignal,
    ) => {
      last += 1
      const opened = await reader.ask({
        name: 'openAnswer',
        input: [last, list, query, first],
        isRepeatable: true,
        signal,
        // Runs before any other question, in the transaction of the first rows. Where the answer was let go of, the next
        // question must not wait for an order nobody wants.
        next: (opened) => {
          const { answer, count } = opened as OpenedAnswer<unknown>
          if (count !== null) return null
          return known.has(answer) ? 'orderAnswer' : 'abandonAnswer'
        },
      })
      const { answer } = opened as OpenedAnswer<unknown>
      known.set(answer, new AbortController())
      if (signal?.aborted) {
        close(answer)
        throw new AppError('answer/gone')
      }
      const [oldest] = known.keys()
      if (known.size > mostOpen && oldest !== undefined) close(oldest)
      return opened as OpenedAnswer<Lists[Name]['row']>
    },
    count: async (answer) => (await ask('countAnswer', [answer], use(answer))) as number,
    rows: async <Name extends ListName>(list: Name, answer: AnswerId, from: number, to: number) =>
      (await ask('readAnswer', [list, answer, from, to], use(answer))) as readonly Lists[Name]['row'][],
    placeOf: async (answer, id) => (await ask('placeInAnswer', [answer, id], use(answer))) as number | null,
    ids: async (answer, from, to) => (await ask('idsOfAnswer', [answer, from, to], use(answer))) as readonly number[],
    close,
  }
}
