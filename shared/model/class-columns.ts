import type { ClassColumn } from './class-file.ts'
import { headerWords, isWordFor, loneFirstNames, loneNames, loneSurnames, nameOrder } from './column-words.ts'
import type { TableRow } from './table.ts'

/** Words for extra time, in the languages of `column-words` and in its form. */
const extraTime: readonly string[] = ['extra time', 'additional time', 'time extension', 'time accommodation']
  .concat(['zeitzuschlag', 'nachteilsausgleich', 'zeitverlangerung', 'tiers temps', 'temps supplementaire'])
  .concat(['tiempo extra', 'tiempo adicional', 'tempo aggiuntivo', 'tempo supplementare', 'extra tijd', 'tempo extra'])
  .concat(['tempo adicional', 'dodatkowy czas', 'wydluzony czas', 'ek sure'])

const isExtraTime = (header: string): boolean => {
  const words = headerWords(header.replace(/[([{][^)\]}]*[)\]}]/g, ' ').replaceAll('%', ' '))
  return extraTime.some((known) => words === known || words === `${known} percent`)
}

/** Words for the id that a learning platform has for a learner, and never for a name; a heading for any other id is one where none has these. */
const learnerIds: ReadonlySet<string> = new Set(['learner id', 'learnerid', 'lerner id', 'lernenden id'])

/** @param isPlatform whether it is a list for a learning platform, where an id tells who a learner is */
export function isHeadingOf(column: ClassColumn, header: string, isPlatform = false): boolean {
  if (column === 'extraTime') return isExtraTime(header)
  if (column === 'learnerId') return isPlatform && (learnerIds.has(headerWords(header)) || isWordFor('userId', header))
  if (column === 'externalId') return !isPlatform && isWordFor('userId', header)
  return isWordFor(column, header) && !(isPlatform && learnerIds.has(headerWords(header)))
}

/**
 * The columns of a class list by their headings: for each, all that may be it. "Name" beside a first name is the last
 * name, and beside a last name the first; a whole name counts only where neither stands.
 * @param isPlatform as for `isHeadingOf`
 */
export function classColumnsOf(
  header: readonly string[],
  isPlatform = false,
): Readonly<Record<ClassColumn, readonly number[]>> {
  const among = (is: (heading: string) => boolean) => header.flatMap((heading, at) => (is(heading) ? [at] : []))
  const headed = (column: ClassColumn) => among((heading) => isHeadingOf(column, heading, isPlatform))
  const learner = isPlatform ? among((heading) => learnerIds.has(headerWords(heading))) : []
  const of = {
    first: headed('first'),
    last: headed('last'),
    name: headed('name'),
    email: headed('email'),
    externalId: headed('externalId'),
    extraTime: headed('extraTime'),
    learnerId: learner.length > 0 ? learner : headed('learnerId'),
  }
  // A student's number beside the platform's own id is that number.
  if (learner.length > 0) of.externalId = among((heading) => isWordFor('userId', heading))
  const lone = (words: ReadonlySet<string>) => among((heading) => words.has(headerWords(heading)))
  if (of.first.length > 0 && of.last.length === 0) of.last = lone(loneSurnames)
  if (of.last.length > 0 && of.first.length === 0) of.first = lone(loneFirstNames)
  if (of.first.length > 0 || of.last.length > 0) of.name = []
  else if (of.name.length === 0) of.name = lone(loneNames)
  return of
}

/**
 * Rows whose whole names stand under a heading that puts the last name first, with the comma that says so in each: under
 * "Nom Prénom", "Dupont Jean" is "Dupont, Jean". A cell that has a comma stays.
 * @param place where the whole name stands in a row
 */
export function withLastNamesFirst(rows: readonly TableRow[], place: number, heading: string): readonly TableRow[] {
  if (nameOrder(heading) !== 'last-first') return rows
  const lastNames = headerWords(heading).startsWith('apellidos') ? 2 : 1
  return rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at) => (at === place ? withComma(cell, lastNames) : cell)),
  }))
}

function withComma(cell: string, lastNames: number): string {
  const words = cell.trim().split(/\s+/)
  if (cell.includes(',') || words.length < 2) return cell
  const capitals = words.map(isInCapitals)
  const lastOfThem = capitals.lastIndexOf(true)
  const spread = capitals.slice(capitals.indexOf(true), lastOfThem + 1)
  // "Jean DUPONT" says itself which is the last name.
  const isOne = spread.every(Boolean) && words.some((word, at) => capitals[at] === true && isOfName(word))
  if (isOne && !capitals.every(Boolean)) return parted(words, (_, at) => capitals[at] === true)
  // "de la Cruz Ana": what is written small belongs to the last name.
  const particles = words.findIndex((word) => word !== word.toLowerCase())
  const count = Math.min(Math.max(particles, 0) + lastNames, words.length - 1)
  return parted(words, (_, at) => at < count)
}

const isInCapitals = (word: string): boolean =>
  word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase() && !word.endsWith('.')

/** Whether capitals are a name's: neither initials ("JP", "MD") nor a number ("III"). */
const isOfName = (word: string): boolean => word.length > 2 && !/^[IVX]+$/.test(word)

function parted(words: readonly string[], isLast: (word: string, at: number) => boolean): string {
  const others = words.filter((word, at) => !isLast(word, at))
  return `${words.filter(isLast).join(' ')}, ${others.join(' ')}`
}
