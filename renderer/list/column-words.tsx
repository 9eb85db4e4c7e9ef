import type { UnixSeconds } from '../../shared/model/time.ts'
import { exactTime, whenWords } from '../format/time.ts'

/** The part of a column that shows a text: whole when the pointer rests on a cell where it is cut off. */
export const textOfColumn = <Row,>(words: (row: Row) => string, className: string | undefined) => ({
  words,
  isLine: true,
  title: words,
  cell: (row: Row) => <span className={className}>{words(row)}</span>,
})

/** The part of a column that shows when a result was finished, in its account's zone; the exact time is its title. */
export function finishedOfColumn<Row extends { readonly timeFinished: UnixSeconds; readonly accountId: string }>(
  now: UnixSeconds,
  zoneOfAccount: (accountId: string) => string,
  className: string | undefined,
) {
  const words = (row: Row) => whenWords(row.timeFinished, now, zoneOfAccount(row.accountId))
  return {
    words,
    isLine: true,
    title: (row: Row) => exactTime(row.timeFinished, zoneOfAccount(row.accountId)),
    cell: (row: Row) => <span className={className}>{words(row)}</span>,
  }
}
