import type { ClassColumn } from './class-file.ts'
import { headerWords, isWordFor, loneFirstNames, loneNames, loneSurnames } from './column-words.ts'

/** Words for extra time, in the languages of `column-words` and in its form. */
const extraTime: readonly string[] = ['extra time', 'additional time', 'time extension', 'time accommodation']
  .concat(['zeitzuschlag', 'nachteilsausgleich', 'zeitverlangerung', 'tiers temps', 'temps supplementaire'])
  .concat(['tiempo extra', 'tiempo adicional', 'tempo aggiuntivo', 'tempo supplementare', 'extra tijd', 'tempo extra'])
  .concat(['tempo adicional', 'dodatkowy czas', 'wydluzony czas', 'ek sure'])

const isExtraTime = (header: string): boolean => {
  const words = headerWords(header.replace(/[([{][^)\]}]*[)\]}]/g, ' ').replaceAll('%', ' '))
  return extraTime.some((known) => words === known || words === `${known} percent`)
}

export const isHeadingOf = (column: ClassColumn, header: string): boolean =>
  column === 'extraTime' ? isExtraTime(header) : isWordFor(column === 'externalId' ? 'userId' : column, header)

/**
 * The columns of a class list by their headings: for each, all that may be it. "Name" beside a first name is the last
 * name, and beside a last name the first; a whole name counts only where neither stands.
 */
export function classColumnsOf(header: readonly string[]): Readonly<Record<ClassColumn, readonly number[]>> {
  const among = (is: (heading: string) => boolean) => header.flatMap((heading, at) => (is(heading) ? [at] : []))
  const headed = (column: ClassColumn) => among((heading) => isHeadingOf(column, heading))
  const of = {
    first: headed('first'),
    last: headed('last'),
    name: headed('name'),
    email: headed('email'),
    externalId: headed('externalId'),
    extraTime: headed('extraTime'),
  }
  const lone = (words: ReadonlySet<string>) => among((heading) => words.has(headerWords(heading)))
  if (of.first.length > 0 && of.last.length === 0) of.last = lone(loneSurnames)
  if (of.last.length > 0 && of.first.length === 0) of.first = lone(loneFirstNames)
  if (of.first.length > 0 || of.last.length > 0) of.name = []
  else if (of.name.length === 0) of.name = lone(loneNames)
  return of
}
