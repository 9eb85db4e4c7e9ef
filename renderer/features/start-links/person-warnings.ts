import { longestCode, normalisedAccessCode } from '../../../shared/model/access-code.ts'
import { longestUserId, type StartPerson } from '../../../shared/model/start-link.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { foldedName, personLabel } from './people.ts'

/** Most characters of any part of a person that can be saved. */
const longestPart = 1_000

const warningKinds = [
  'too-long',
  'nobody',
  'no-code',
  'bad-code',
  'same-code',
  'long-code',
  'long-id',
  'same-person',
] as const
export type WarningKind = (typeof warningKinds)[number]

export interface PersonWarning {
  readonly kind: WarningKind
  /** The rows it is about, counted from 1, in order. */
  readonly rows: readonly number[]
}

/** Rows whose key occurs more than once; rows with a null key are left out. */
function repeated<T>(people: readonly T[], keyOf: (person: T) => string | null): readonly number[] {
  const rows = new Map<string, number[]>()
  for (const [index, person] of people.entries()) {
    const key = keyOf(person)
    const same = key === null ? undefined : rows.get(key)
    if (same !== undefined) same.push(index + 1)
    else if (key !== null) rows.set(key, [index + 1])
  }
  return [...rows.values()].filter((same) => same.length > 1).flat()
}

const rowsWhere = (people: readonly StartPerson[], is: (person: StartPerson) => boolean): readonly number[] =>
  people.flatMap((person, index) => (is(person) ? [index + 1] : []))

const mended: ReadonlySet<string | null> = new Set([null, 'empty', 'too-long'])

/** Whether a spreadsheet spoilt the code, or it has characters that nobody can type. */
const isNoCode = (code: string): boolean => !mended.has(normalisedAccessCode(code).rejection)

const hasName = ({ first, last }: StartPerson): boolean => first !== null || last !== null

/** A user ID identifies a person; without one, name and address together do. */
const identity = (person: StartPerson): string | null => {
  if (person.userId !== null) return `id ${person.userId}`
  const label = foldedName(personLabel(person))
  return label === '' ? null : `name ${label} ${foldedName(person.email ?? '')}`
}

/** Warnings to look at before handing the addresses out, the gravest first; only those that apply. */
export function personWarnings(people: readonly StartPerson[]): readonly PersonWarning[] {
  const rows: Readonly<Record<WarningKind, readonly number[]>> = {
    'too-long': rowsWhere(people, (person) => Object.values(person).some((part) => (part?.length ?? 0) > longestPart)),
    nobody: rowsWhere(people, (person) => person.accessCode === null && !hasName(person)),
    // When nobody has a code, another warning says so.
    'no-code': people.some(({ accessCode }) => accessCode !== null)
      ? rowsWhere(people, (person) => person.accessCode === null && hasName(person))
      : [],
    'bad-code': rowsWhere(people, ({ accessCode }) => accessCode !== null && isNoCode(accessCode)),
    'same-code': repeated(people, ({ accessCode }) => accessCode),
    'long-code': rowsWhere(people, ({ accessCode }) => (accessCode?.length ?? 0) > longestCode),
    'long-id': rowsWhere(people, ({ userId }) => (userId?.length ?? 0) > longestUserId),
    'same-person': repeated(people, identity),
  }
  return warningKinds.flatMap((kind) =>
    rows[kind].length === 0 ? [] : [{ kind, rows: [...rows[kind]].sort((one, other) => one - other) }],
  )
}

const namedRows = 8

/** A warning as a sentence with the rows it is about; when there are many, the first of them. */
export function warningWords({ kind, rows }: PersonWarning): string {
  const first = rows.slice(0, namedRows).map(wholeNumber).join(', ')
  const more = rows.length - namedRows
  return t(`startLinks.warning.${kind}`, {
    count: rows.length,
    rows: more > 0 ? t('startLinks.warning.rows', { rows: first, count: more }) : first,
  })
}
