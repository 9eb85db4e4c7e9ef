import type { AccessCodeRow, CodesQuery } from '../../shared/model/access-code.ts'
import type { BankQuery, BankRow } from '../../shared/model/bank.ts'
import type { CertificateRow, CertificatesQuery, RenewalRow, RenewalsFilter } from '../../shared/model/certificate.ts'
import type { ResultsQuery } from '../../shared/model/filter.ts'
import type { GradebookQuery, GradebookRow } from '../../shared/model/gradebook.ts'
import type { ResultRow } from '../../shared/model/results-view.ts'
import type { TestRow, TestsQuery } from '../../shared/model/test-figures.ts'
import type { FakeBridge } from './fake-bridge.ts'

interface Lists {
  readonly resultList: { readonly query: ResultsQuery; readonly row: ResultRow }
  readonly certificateList: { readonly query: CertificatesQuery; readonly row: CertificateRow }
  readonly renewalList: { readonly query: { readonly filter: RenewalsFilter }; readonly row: RenewalRow }
  readonly gradebookList: { readonly query: GradebookQuery; readonly row: GradebookRow }
  readonly testList: { readonly query: TestsQuery; readonly row: TestRow }
  readonly bankList: { readonly query: BankQuery; readonly row: BankRow }
  readonly codeList: { readonly query: CodesQuery; readonly row: AccessCodeRow }
}

/**
 * Answers the calls of a long list: each opening keeps the rows of that moment, as the main process keeps the ids. With
 * `slowly`, the first rows come without the count.
 */
export function answerList<G extends keyof Lists>(
  fake: FakeBridge,
  group: G,
  rowsOf: (query: Lists[G]['query']) => readonly Lists[G]['row'][],
  { slowly = false } = {},
) {
  const answers = new Map<number, readonly Lists[G]['row'][]>()
  const kept = (answer: number) => {
    const rows = answers.get(answer)
    if (rows === undefined) throw new Error(`The test has no answer ${answer} of ${group}.`)
    return rows
  }
  let opened = 0
  const handlers = {
    open: async ({ query, first }: { query: Lists[G]['query']; first: number }) => {
      const rows = rowsOf(query)
      opened += 1
      answers.set(opened, rows)
      return { answer: opened, rows: rows.slice(0, first), count: slowly ? null : rows.length }
    },
    count: async ({ answer }: { answer: number }) => kept(answer).length,
    rows: async ({ answer, from, to }: { answer: number; from: number; to: number }) => kept(answer).slice(from, to),
    placeOf: async ({ answer, id }: { answer: number; id: number }) => {
      const place = kept(answer).findIndex((row) => row.id === id)
      return place < 0 ? null : place
    },
    ids: async ({ answer, from, to }: { answer: number; from?: number; to?: number }) =>
      kept(answer)
        .slice(from, to)
        .map(({ id }) => id),
    close: async ({ answer }: { answer: number }) => void answers.delete(answer),
  }
  for (const [name, answer] of Object.entries(handlers)) fake.handle(group, name as never, answer as never)
  /** How many answers the window has not closed yet. */
  return { open: () => answers.size }
}
