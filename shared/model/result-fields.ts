import type { ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** For each kind of field, its type in the model and in its column of the store. */
export interface FieldKinds {
  readonly text: { readonly value: string | null; readonly column: string | null }
  /** Text that is always there, though it may be empty. */
  readonly 'given-text': { readonly value: string; readonly column: string }
  readonly number: { readonly value: number | null; readonly column: number | null }
  readonly integer: { readonly value: number; readonly column: number }
  readonly id: { readonly value: ClassMarkerId | null; readonly column: ClassMarkerId | null }
  /** In tenths of a percent. */
  readonly percentage: { readonly value: Tenths | null; readonly column: number | null }
  /** A length of time in seconds. */
  readonly seconds: { readonly value: number | null; readonly column: number | null }
  readonly time: { readonly value: UnixSeconds; readonly column: number }
  /** Null when ClassMarker does not say. `yes-no` is a flag that it sends as "Yes" and "No". */
  readonly flag: { readonly value: boolean | null; readonly column: 0 | 1 | null }
  readonly 'yes-no': { readonly value: boolean | null; readonly column: 0 | 1 | null }
  /** Stored as a JSON list; as null when every item is null. */
  readonly words: { readonly value: readonly (string | null)[]; readonly column: string | null }
  readonly feed: { readonly value: Feed; readonly column: Feed }
  readonly outcome: { readonly value: Outcome; readonly column: Outcome }
}

export type FieldKind = keyof FieldKinds

/** The kind of filter on a field; see filter.ts. */
export type FilterKind = 'set' | 'range' | 'flag' | 'text'

interface FieldFacts {
  readonly kind: FieldKind
  /** ClassMarker's name for the field, when it sends it under a single name. */
  readonly wire?: string
  /** The name that lists, filters and sorting use, when it differs from the field's own. */
  readonly as?: string
  /** The list column that shows it together with that column's own field. */
  readonly beside?: string
  /** Identifies a person or leads to one: left out of files with pseudonyms. */
  readonly personal?: true
  /** When ClassMarker sends a new value later, the change is recorded. */
  readonly tracked?: true
  /** Part of a list's rows. */
  readonly listed?: true
  /** `empty-last` puts results without a value last in ascending order; `true` puts them first. */
  readonly sortable?: true | 'empty-last'
  /** The kind of filter, and its heading on the Settings sheet of a file. */
  readonly filter?: FilterKind
  readonly filterHeading?: string
  /** Filtered by what is kept beside results and not in them; the columns in memory have no such field. */
  readonly apart?: true
  /** The heading of its column in workbook and CSV; also its name as a sort order there. */
  readonly heading?: string
  /** `screen`: its column moves to the end of a file when the list hides it; `behind`: it is always at the end. */
  readonly exported?: 'screen' | 'behind'
  /** Further names for it as a sort order on the command line. */
  readonly aliases?: readonly string[]
}

/**
 * The fields of one attempt at one test by one person, as ClassMarker sends them or as Gradekeep reads them at once.
 * Text is decoded (no HTML entities); absent values are null. Meanings: ClassMarker API page, "recent results". Changes
 * of tracked fields are listed in this order: the score before the fields that depend on it.
 */
const sentFields = {
  /** Null when ClassMarker sends none, as for a survey, or one that is ambiguous. */
  percentage: {
    kind: 'percentage',
    wire: 'percentage',
    tracked: true,
    listed: true,
    sortable: true,
    filter: 'range',
    filterHeading: 'Percent',
    heading: 'Percent',
    exported: 'screen',
  },
  pointsScored: {
    kind: 'number',
    wire: 'points_scored',
    as: 'points',
    tracked: true,
    listed: true,
    sortable: 'empty-last',
    filter: 'range',
    filterHeading: 'Points',
    heading: 'Points',
    exported: 'screen',
  },
  pointsAvailable: {
    kind: 'number',
    wire: 'points_available',
    beside: 'points',
    tracked: true,
    listed: true,
    heading: 'Out of',
    exported: 'screen',
  },
  passMark: {
    kind: 'percentage',
    wire: 'percentage_passmark',
    tracked: true,
    listed: true,
    heading: 'Pass mark',
    exported: 'behind',
  },
  /** ClassMarker's own flag; also true without a pass mark, so check `outcome` before showing it. */
  passed: { kind: 'flag', wire: 'passed', tracked: true },
  /** Null when ClassMarker does not say, or uses a word that is neither yes nor no. */
  requiresGrading: {
    kind: 'yes-no',
    wire: 'requires_grading',
    as: 'grading',
    tracked: true,
    listed: true,
    sortable: true,
    filter: 'flag',
    filterHeading: 'Needs grading',
    heading: 'Needs grading',
    exported: 'behind',
  },
  timeStarted: {
    kind: 'time',
    wire: 'time_started',
    as: 'started',
    tracked: true,
    listed: true,
    sortable: true,
    heading: 'Started',
    exported: 'behind',
  },
  timeFinished: {
    kind: 'time',
    wire: 'time_finished',
    as: 'finished',
    tracked: true,
    listed: true,
    sortable: true,
    filter: 'range',
    filterHeading: 'Finished',
    heading: 'Finished',
    exported: 'screen',
  },
  /** ClassMarker's "HH:MM:SS", kept as sent; it may differ from finish minus start. */
  duration: { kind: 'text', wire: 'duration', tracked: true },
  durationSeconds: {
    kind: 'seconds',
    as: 'duration',
    listed: true,
    sortable: 'empty-last',
    filter: 'range',
    filterHeading: 'Duration',
    heading: 'Duration',
    exported: 'screen',
  },
  status: { kind: 'text', wire: 'status', tracked: true },
  testType: { kind: 'text', wire: 'test_type', tracked: true },
  first: {
    kind: 'given-text',
    wire: 'first',
    personal: true,
    tracked: true,
    listed: true,
    heading: 'First name',
    exported: 'screen',
  },
  last: {
    kind: 'given-text',
    wire: 'last',
    personal: true,
    tracked: true,
    listed: true,
    heading: 'Last name',
    exported: 'screen',
  },
  email: { kind: 'text', wire: 'email', personal: true, tracked: true, heading: 'E-mail', exported: 'behind' },
  userId: { kind: 'id', wire: 'user_id', personal: true, tracked: true },
  cmUserId: { kind: 'text', wire: 'cm_user_id', personal: true, tracked: true },
  accessCode: {
    kind: 'text',
    wire: 'access_code',
    personal: true,
    tracked: true,
    filter: 'text',
    filterHeading: 'Access code',
    heading: 'Access code',
    exported: 'behind',
  },
  /** Answers to the link's up to five questions before the test, in order. */
  extraInfo: {
    kind: 'words',
    wire: 'extra_info',
    personal: true,
    tracked: true,
    filter: 'text',
    filterHeading: 'Extra info',
  },
  certificateSerial: { kind: 'text', wire: 'certificate_serial', personal: true, tracked: true, listed: true },
  certificateUrl: { kind: 'text', wire: 'certificate_url', personal: true, tracked: true },
  giveCertificateOnlyWhenPassed: { kind: 'flag', wire: 'give_certificate_only_when_passed', tracked: true },
  viewResultsUrl: { kind: 'text', wire: 'view_results_url', personal: true, tracked: true },
  ipAddress: { kind: 'text', wire: 'ip_address', personal: true, tracked: true },
  /** The group's id in the groups feed, the link's id in the links feed. */
  sourceId: { kind: 'integer', tracked: true, listed: true },
  testId: { kind: 'integer', wire: 'test_id', tracked: true, listed: true, heading: 'Test ID', exported: 'behind' },
  // ClassMarker shows whose result it is, so in a file with pseudonyms it would name the student.
  linkResultId: { kind: 'id', wire: 'link_result_id', tracked: true, personal: true },
  feed: { kind: 'feed', wire: 'feed', listed: true, heading: 'Source', exported: 'behind' },
} as const satisfies Readonly<Record<string, FieldFacts>>

/** Fields derived from the fields sent, or from where a result is stored. */
const madeFields = {
  /** Last name and first name, in the form they are sorted in. */
  name: { kind: 'given-text', sortable: true, heading: 'Name', aliases: ['last', 'first'] },
  test: {
    kind: 'given-text',
    wire: 'test_name',
    sortable: true,
    filter: 'set',
    filterHeading: 'Tests',
    heading: 'Test',
    exported: 'screen',
  },
  /** The group or link: a result belongs to exactly one of them. */
  source: {
    kind: 'given-text',
    sortable: true,
    filter: 'set',
    filterHeading: 'Groups and links',
    heading: 'Group or link',
    exported: 'screen',
    aliases: ['group_name', 'link_name'],
  },
  outcome: {
    kind: 'outcome',
    listed: true,
    sortable: true,
    filter: 'set',
    filterHeading: 'Passed',
    heading: 'Passed',
    exported: 'screen',
    aliases: ['passed'],
  },
  /** The serial, if it is earned: see shared/model/certificate. */
  certificate: {
    kind: 'text',
    wire: 'certificate_serial',
    personal: true,
    sortable: 'empty-last',
    filter: 'flag',
    filterHeading: 'Certificate',
    heading: 'Certificate serial',
    exported: 'screen',
  },
  account: { kind: 'given-text', wire: 'account', filter: 'set' },
  /** Whether it is a result of a test or of a survey. */
  type: { kind: 'given-text', filter: 'set', filterHeading: 'Test or survey' },
  /** The classes of the student, by name. */
  class: { kind: 'given-text', filter: 'set', filterHeading: 'Classes', apart: true },
  student: { kind: 'given-text', personal: true, filter: 'set', filterHeading: 'Students', apart: true },
  /** Labels on the result or on its student, by name. */
  label: { kind: 'given-text', filter: 'set', filterHeading: 'Labels', apart: true },
  /** When ClassMarker sent something else for a result than before. */
  changed: { kind: 'time', filter: 'range', filterHeading: 'Changed', apart: true },
  /** Results picked one by one. */
  id: { kind: 'integer', listed: true, filter: 'set', filterHeading: 'Selected' },
  /** Names, e-mail address, access code and serial, folded for search. */
  search: { kind: 'given-text', personal: true, filter: 'text', filterHeading: 'Search' },
} as const satisfies Readonly<Record<string, FieldFacts>>

/**
 * Every field of a result: its name at ClassMarker, its kind, and its uses. Columns of the store, tracked changes, sort
 * orders, filters, rows of the list, columns of files and the command line's names follow from this table.
 */
const resultFields = { ...sentFields, ...madeFields }

/**
 * The version of the code that reads ClassMarker's JSON. Count it up when that code reads more or reads differently;
 * everything an older version read or could not read is then read again.
 */
export const readerVersion = 2

export type SentField = keyof typeof sentFields
export type ResultField = keyof typeof resultFields
type Fields = typeof resultFields

export type KindOf<F extends ResultField> = Fields[F]['kind']
export type ValueOf<F extends ResultField> = FieldKinds[KindOf<F>]['value']
export type StoredValueOf<F extends ResultField> = FieldKinds[KindOf<F>]['column']

/** The name that lists, filters and sorting use for a field. */
type NameOf<F extends ResultField> = Fields[F] extends { readonly as: infer Name extends string } ? Name : F
/** Fields whose facts include `Facts`. */
type FieldsWith<Facts> = { [F in ResultField]: Fields[F] extends Facts ? F : never }[ResultField]
type NamesWith<Facts> = { [F in ResultField]: Fields[F] extends Facts ? NameOf<F> : never }[ResultField]

export type SortField = NamesWith<{ readonly sortable: true | 'empty-last' }>
export type FilterField<Kind extends FilterKind = FilterKind> = NamesWith<{ readonly filter: Kind }>
export type ListedField = FieldsWith<{ readonly listed: true }>
export type ListedName = NamesWith<{ readonly listed: true }>
export type ExportedField = FieldsWith<{ readonly exported: 'screen' | 'behind' }>
/** Set filters over words; their choices are read from the results. */
export type WordsFilter = NamesWith<{ readonly filter: 'set'; readonly kind: 'words' }>
export type TrackedField = FieldsWith<{ readonly tracked: true }>

/** The name of a field's column in the store: `passMark` is kept as `pass_mark`. */
export type ColumnOf<F extends string> = F extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${ColumnOf<Tail>}`
  : ''
export const columnOf = <F extends string>(field: F): ColumnOf<F> =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) as ColumnOf<F>

const keysOf = <T extends object>(table: T): readonly (keyof T & string)[] => Object.keys(table) as (keyof T & string)[]

export const factsOf = (field: ResultField): FieldFacts => resultFields[field]

/** Makes a list that names every member of `Name` exactly once; the compiler reports a forgotten one. */
const all =
  <Name extends string>() =>
  <const List extends readonly Name[]>(...list: List & ([Name] extends [List[number]] ? unknown : never)): List =>
    list

export const sentFieldNames: readonly SentField[] = keysOf(sentFields)
export const trackedFields = keysOf(resultFields).filter((field) => factsOf(field).tracked) as readonly TrackedField[]
export const listedFields = keysOf(resultFields).filter((field) => factsOf(field).listed) as readonly ListedField[]

/** In the order the command line lists them. */
export const sortFields = all<SortField>()(
  'finished',
  'started',
  'name',
  'test',
  'source',
  'percentage',
  'points',
  'outcome',
  'duration',
  'certificate',
  'grading',
)

/** In the order of the Settings sheet of a file. */
export const filterFields = all<FilterField>()(
  'account',
  'test',
  'source',
  'finished',
  'percentage',
  'outcome',
  'grading',
  'certificate',
  'class',
  'student',
  'label',
  'points',
  'duration',
  'changed',
  'accessCode',
  'extraInfo',
  'type',
  'id',
  'search',
)

/** In the order of the columns of a file. */
export const exportedFields = all<ExportedField>()(
  'last',
  'first',
  'test',
  'source',
  'percentage',
  'pointsScored',
  'pointsAvailable',
  'outcome',
  'timeFinished',
  'durationSeconds',
  'certificate',
  'email',
  'accessCode',
  'feed',
  'testId',
  'passMark',
  'timeStarted',
  'requiresGrading',
)

/**
 * Fields by the name that lists use. When one field has the name as its own and another uses it, the latter is meant.
 */
const byName = new Map<string, ResultField>(
  keysOf(resultFields)
    .toSorted((a, b) => Number(factsOf(a).as !== undefined) - Number(factsOf(b).as !== undefined))
    .map((field) => [factsOf(field).as ?? field, field]),
)

/** The field for a name that a list, filter or sort order uses. */
export function fieldNamed(name: SortField | FilterField): ResultField {
  const field = byName.get(name)
  if (field === undefined) throw new Error(`No field of a result is called ${name}.`)
  return field
}

/** The set filters over words. */
export const wordsFilters = filterFields.filter((name) => {
  const { kind, filter } = factsOf(fieldNamed(name))
  return kind === 'words' && filter === 'set'
}) as readonly FilterField[] as readonly WordsFilter[]
