import {
  type ClassChange,
  type ClassMember,
  type KnownStudent,
  longestClassText,
  mostClassMembers,
  mostExtraTime,
} from './class.ts'
import { addressIn, isAddress } from './email-address.ts'
import type { LearnerName } from './learner-name.ts'
import { identityName, studentKey } from './result.ts'
import { holdsControlSign, isErrorValue, isSpoiltNumber } from './spreadsheet-text.ts'
import type { CellFlaw, TableRow } from './table.ts'
import { givenName } from './text.ts'

/**
 * What a column of a class list may hold; `name` is a whole name, "Ada Lovelace" or "Lovelace, Ada", and `learnerId` the
 * id that a learning platform has for a learner.
 */
export const classColumns = ['first', 'last', 'name', 'email', 'externalId', 'extraTime', 'learnerId'] as const
export type ClassColumn = (typeof classColumns)[number]

/** Where each of the chosen columns stands in a row. */
export type ClassColumns = Readonly<Partial<Record<ClassColumn, number>>>

/** Why a row of a class list names nobody. */
export type RowRefusal =
  | CellFlaw
  | 'no-name'
  /** Of a learning platform's learner: nobody is looked for by name there. */
  | 'no-learner-id'
  /** Another row is of the same person, or may be: it has the same name, and this one no address. */
  | 'duplicate'
  /** More than one student goes by this name, or by this name and address. */
  | 'several-students'
  | 'no-email-address'
  | 'no-extra-time'
  /** A cell has a character that nobody meant, such as the mark of a lost letter. */
  | 'control-sign'
  | 'too-long'
  | 'class-full'

/** A fact of a member that a file changes; `key`: the member has results under another key by now. */
export type MemberFact = keyof ClassMember

interface Matched {
  readonly line: number
  readonly member: ClassMember
}

/** What a file would change in a class. */
export interface ClassDiff {
  /** `isKnown`: the student has results here. */
  readonly new: readonly (Matched & { readonly isKnown: boolean })[]
  readonly changed: readonly (Matched & { readonly before: ClassMember; readonly facts: readonly MemberFact[] })[]
  readonly unchanged: readonly Matched[]
  /** Members whom no row names. */
  readonly gone: readonly ClassMember[]
  readonly refused: readonly { readonly line: number; readonly name: string; readonly reason: RowRefusal }[]
  /** Learners of a learning platform whom the file names, or names otherwise. `before`: null for one without a name. */
  readonly named?: readonly {
    readonly line: number
    readonly name: LearnerName
    readonly before: LearnerName | null
  }[]
}

/** A row as it was read. */
export interface Row {
  readonly line: number
  readonly first: string
  readonly last: string
  /** As `identityName`. */
  readonly name: string
  readonly email: string | null
  readonly externalId: string | null
  readonly extraTime: number | null
  readonly learnerId: string | null
  readonly refusal: RowRefusal | null
}

/**
 * Compares a list of people with a class. A row is a student whose name and e-mail address it has, or, without an address,
 * the only student of the account with this name; where that is more than one, nobody is guessed. Anybody else becomes a
 * member under the key that their first result will have.
 * @param students everybody with results in the account
 */
export function compareClass(
  table: readonly TableRow[],
  columns: ClassColumns,
  students: readonly KnownStudent[],
  members: readonly ClassMember[],
): ClassDiff {
  const rows = table.flatMap((row) => rowOf(row, columns) ?? [])
  const namesakes = Map.groupBy(rows, ({ name }) => name)
  const knownByName = Map.groupBy(students, nameOf)
  const membersByName = Map.groupBy(members, nameOf)
  const memberOf = new Map(members.map((member) => [member.key, member]))
  const known = new Set(students.map(({ key }) => key))
  const diff = {
    new: [] as ClassDiff['new'][number][],
    changed: [] as ClassDiff['changed'][number][],
    unchanged: [] as Matched[],
    refused: [] as ClassDiff['refused'][number][],
  }
  /** Keys that a row took, or may mean. */
  const taken = new Set<string>()
  const spared = new Set<string>()
  let room = mostClassMembers

  for (const row of rows) {
    const { line, name, email } = row
    const isSame = ({ email: other }: Person): boolean => email === null || addressOf(other) === addressOf(email)
    const byResults = (knownByName.get(name) ?? []).filter(isSame)
    const waiting = (membersByName.get(name) ?? []).filter((member) => !known.has(member.key))
    const candidates: readonly Person[] = byResults.length > 0 ? byResults : waiting.filter(isSame)
    const [only] = candidates
    const key = only?.key ?? keyOf(row)
    const isVague = email === null && (namesakes.get(name)?.length ?? 0) > 1 && namesakes.get(name)?.[0] !== row
    const refusal =
      row.refusal ??
      (name === ''
        ? 'no-name'
        : candidates.length > 1
          ? 'several-students'
          : isVague || taken.has(key)
            ? 'duplicate'
            : room === 0
              ? 'class-full'
              : null)
    if (refusal !== null) {
      diff.refused.push({ line, name: `${row.first} ${row.last}`.trim(), reason: refusal })
      // Who may be meant by a row that was refused is not gone.
      for (const each of membersByName.get(name) ?? []) spared.add(each.key)
      continue
    }
    taken.add(key)
    room--
    // Who stood in the class before the first result has results under another key by now.
    const before = memberOf.get(key) ?? waiting.find((member) => member.email === null || isSame(member))
    const member = memberFrom(row, columns, key, before ?? null, only ?? null)
    if (before === undefined) diff.new.push({ line, member, isKnown: known.has(key) })
    else {
      taken.add(before.key)
      const facts = (Object.keys(member) as MemberFact[]).filter((fact) => member[fact] !== before[fact])
      if (facts.length === 0) diff.unchanged.push({ line, member })
      else diff.changed.push({ line, member, before, facts })
    }
  }
  return { ...diff, gone: members.filter(({ key }) => !taken.has(key) && !spared.has(key)) }
}

/** The change of a class that makes it as a file says. @param removeGone whether those whom no row names leave */
export const changeOf = (diff: ClassDiff, removeGone: boolean): ClassChange => ({
  put: [...diff.new, ...diff.changed].map(({ member }) => member),
  remove: [
    ...diff.changed.filter(({ member, before }) => member.key !== before.key).map(({ before }) => before.key),
    ...(removeGone ? diff.gone.map(({ key }) => key) : []),
  ],
  ...(diff.named !== undefined && { names: diff.named.map(({ name }) => name) }),
})

type Person = Pick<ClassMember, 'key' | 'first' | 'last' | 'email'>

/** Without what cannot be seen, which the rows of a list come without too. */
const nameOf = ({ first, last }: Person): string => identityName(givenName(first), givenName(last))
const addressOf = (email: string | null): string | null => email?.trim().toLowerCase() || null

/** The key of the first result of somebody who takes a test by a link, with this name and address. */
const keyOf = ({ first, last, email }: Pick<Row, 'first' | 'last' | 'email'>): string =>
  studentKey({ feed: 'links', userId: null, cmUserId: null, first, last, email, accessCode: null })

/** A column that was not chosen says nothing; an empty cell of one that was takes a fact away, except an address. */
export const memberFrom = (
  row: Pick<Row, 'first' | 'last' | 'email' | 'externalId' | 'extraTime'>,
  columns: ClassColumns,
  key: string,
  before: ClassMember | null,
  known: Person | null,
): ClassMember => ({
  key,
  first: row.first,
  last: row.last,
  email: row.email ?? before?.email ?? known?.email ?? null,
  externalId: columns.externalId === undefined ? (before?.externalId ?? null) : row.externalId,
  extraTime: columns.extraTime === undefined ? (before?.extraTime ?? null) : row.extraTime,
})

/** @returns null for a row that is empty in all of these columns */
export function rowOf({ line, cells, flaws }: TableRow, columns: ClassColumns): Row | null {
  const cell = (column: ClassColumn): string => {
    const at = columns[column]
    return at === undefined ? '' : givenName(cells[at] ?? '')
  }
  if (classColumns.every((column) => cell(column) === '')) return null
  const apart = { first: cell('first'), last: cell('last') }
  const { first, last } = apart.first || apart.last ? apart : namesIn(cell('name'))
  const [email, externalId, extraTime] = [addressIn(cell('email')), cell('externalId'), cell('extraTime')]
  const learnerId = cell('learnerId')
  const percent = percentOf(extraTime)
  const flaw = Object.values(columns)
    .map((at) => flaws?.[at])
    .find((each) => each !== undefined)
  // A dash in the place of a name is none.
  const name = nothingButSigns.test(first + last) ? '' : identityName(first, last)
  const refusal =
    flaw ??
    flawOfText([first, last, email, externalId, extraTime, learnerId], [externalId, learnerId]) ??
    (name === '' && learnerId === ''
      ? 'no-name'
      : email !== '' && !isAddress(email)
        ? 'no-email-address'
        : percent === undefined
          ? 'no-extra-time'
          : [first, last, email, externalId, learnerId].some(({ length }) => length > longestClassText)
            ? 'too-long'
            : null)
  return {
    ...{ line, first, last, name, refusal },
    email: email || null,
    externalId: externalId || null,
    extraTime: percent ?? null,
    learnerId: learnerId || null,
  }
}

const nothingButSigns = /^[\p{P}\p{Z}\p{C}]*$/u

/** What a spreadsheet or a wrong encoding left of a cell, or of an id. */
function flawOfText(texts: readonly string[], ids: readonly string[]): RowRefusal | null {
  if (texts.some(isErrorValue)) return 'error-value'
  if (ids.some(isSpoiltNumber)) return 'too-long-number'
  return texts.some(holdsControlSign) ? 'control-sign' : null
}

/** "Lovelace, Ada", or "Ada King Lovelace", whose last word is the last name. */
export function namesIn(whole: string): { readonly first: string; readonly last: string } {
  const comma = whole.indexOf(',')
  if (comma >= 0) return { first: whole.slice(comma + 1).trim(), last: whole.slice(0, comma).trim() }
  const space = whole.lastIndexOf(' ')
  return space < 0 ? { first: whole, last: '' } : { first: whole.slice(0, space), last: whole.slice(space + 1) }
}

/** "25" and "25 %" are 25; nothing and 0 are null; undefined for what is no percentage of time. */
function percentOf(text: string): number | null | undefined {
  if (text === '') return null
  const digits = /^\+?(\d{1,4}) ?%?$/.exec(text)?.[1]
  const percent = Number(digits)
  return digits === undefined || percent > mostExtraTime ? undefined : percent || null
}
