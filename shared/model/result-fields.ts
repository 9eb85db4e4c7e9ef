import type { ClassMarkerId, Feed, Outcome, Tenths } from './result-values.ts'
import type { UnixSeconds } from './time.ts'

/** The values of each kind: in the model, and in the column they are stored in. */
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
  /** Null where ClassMarker does not say. `yes-no` is a flag that it sends as "Yes" and "No". */
  readonly flag: { readonly value: boolean | null; readonly column: 0 | 1 | null }
  readonly 'yes-no': { readonly value: boolean | null; readonly column: 0 | 1 | null }
  /** Stored as a JSON list, and as null where none of them says anything. */
  readonly words: { readonly value: readonly (string | null)[]; readonly column: string | null }
  readonly feed: { readonly value: Feed; readonly column: Feed }
  readonly outcome: { readonly value: Outcome; readonly column: Outcome }
}

export type FieldKind = keyof FieldKinds

/** How a filter narrows by a field. See filter.ts. */
export type FilterKind = 'set' | 'range' | 'flag' | 'text'

interface FieldFacts {
  readonly kind: FieldKind
  /** ClassMarker's name, where it sends the field under one name. */
  readonly wire?: string
  /** What lists, filters and sorting call it, where that is not its own name. */
  readonly as?: string
  /** The column of the list that shows it beside that column's own field. */
  readonly beside?: string
  /** Says who somebody is, or leads to it: left out of files with pseudonyms. */
  readonly personal?: true
  /** A later value of ClassMarker's is kept as a change. */
  readonly tracked?: true
  /** A row of the list carries it. */
  readonly listed?: true
  /** Results without it come last in ascending order for `empty-last`; for `true` they come first. */
  readonly sortable?: true | 'empty-last'
  /** The filter, and the heading that the Settings sheet of a file gives it. */
  readonly filter?: FilterKind
  readonly filterHeading?: string
  /** The heading of its column in workbook and CSV; also names it as a sort order there. */
  readonly heading?: string
  /** `screen`: its column in a file moves behind the others where the list hides it; `behind`: it stands there always. */
  readonly exported?: 'screen' | 'behind'
  /** Further names by which the command line sorts. */
  readonly aliases?: readonly string[]
}

/**
 * What ClassMarker says of one attempt at one test by one person, or what Gradekeep reads of it at once. Text is decoded
 * (no HTML entities); absent values are null. Meanings: ClassMarker API page, "recent results". Tracked fields are told
 * in this order: the score before what belongs to it.
 */
const sentFields = {
  /** Null where ClassMarker sent none, as for a survey, or one that has no one reading. */
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
  /** ClassMarker's own flag; true as well where there is no pass mark, so ask `outcome` before showing it. */
  passed: { kind: 'flag', wire: 'passed', tracked: true },
  /** Null where ClassMarker does not say, or in a word that is neither yes nor no. */
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
  /** ClassMarker's "HH:MM:SS", kept as sent; it need not equal finish minus start. */
  duration: { kind: 'text', wire: 'duration', tracked: true },
  durationSeconds: {
    kind: 'seconds',
    as: 'duration',
    listed: true,
    sortable: 'empty-last',
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
    heading: 'Access code',
    exported: 'behind',
  },
  /** Answers to the link's up to five questions before the test, in order. */
  extraInfo: { kind: 'words', wire: 'extra_info', personal: true, tracked: true },
  certificateSerial: { kind: 'text', wire: 'certificate_serial', personal: true, tracked: true, listed: true },
  certificateUrl: { kind: 'text', wire: 'certificate_url', personal: true, tracked: true },
  giveCertificateOnlyWhenPassed: { kind: 'flag', wire: 'give_certificate_only_when_passed', tracked: true },
  viewResultsUrl: { kind: 'text', wire: 'view_results_url', personal: true, tracked: true },
  ipAddress: { kind: 'text', wire: 'ip_address', personal: true, tracked: true },
  /** The group's id in the groups feed, the link's id in the links feed. */
  sourceId: { kind: 'integer', tracked: true, listed: true },
  testId: { kind: 'integer', wire: 'test_id', tracked: true, listed: true, heading: 'Test ID', exported: 'behind' },
  linkResultId: { kind: 'id', wire: 'link_result_id', tracked: true },
  feed: { kind: 'feed', wire: 'feed', listed: true, heading: 'Source', exported: 'behind' },
} as const satisfies Readonly<Record<string, FieldFacts>>

/** What follows from the fields sent, or from where a result is kept. */
const madeFields = {
  /** Last name and first name, as they are sorted. */
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
  /** A serial that is earned: see shared/model/certificate. */
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
  /** Results chosen one by one. */
  id: { kind: 'integer', listed: true, filter: 'set', filterHeading: 'Selected' },
  /** Names, e-mail address, access code and serial, as search sees them. */
  search: { kind: 'given-text', personal: true, filter: 'text', filterHeading: 'Search' },
} as const satisfies Readonly<Record<string, FieldFacts>>

/**
 * What each field of a result is: its name at ClassMarker, its kind, and what is done with it. Columns of the store, tracked
 * changes, sort orders, filters, rows of the list, columns of files and the command line's names follow from this table.
 */
export const resultFields = { ...sentFields, ...madeFields }

/**
 * The version of what reads ClassMarker's JSON. It counts up when that learns to read more or otherwise; what an older one
 * read, and what it could not read, is then read again.
 */
export const readerVersion = 2

export type SentField = keyof typeof sentFields
export type ResultField = keyof typeof resultFields
type Fields = typeof resultFields

export type KindOf<F extends ResultField> = Fields[F]['kind']
export type ValueOf<F extends ResultField> = FieldKinds[KindOf<F>]['value']
export type StoredValueOf<F extends ResultField> = FieldKinds[KindOf<F>]['column']

/** What lists, filters and sorting call a field. */
type NameOf<F extends ResultField> = Fields[F] extends { readonly as: infer Name extends string } ? Name : F
/** Fields whose facts include `Facts`. */
type FieldsWith<Facts> = { [F in ResultField]: Fields[F] extends Facts ? F : never }[ResultField]
type NamesWith<Facts> = { [F in ResultField]: Fields[F] extends Facts ? NameOf<F> : never }[ResultField]

export type SortField = NamesWith<{ readonly sortable: true | 'empty-last' }>
export type FilterField<Kind extends FilterKind = FilterKind> = NamesWith<{ readonly filter: Kind }>
export type ListedField = FieldsWith<{ readonly listed: true }>
export type ExportedField = FieldsWith<{ readonly exported: 'screen' | 'behind' }>
/** Filters over sets of words; what they can offer is what results hold. */
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

/** A list that names every one of `Name`, each once; the compiler says which is forgotten. */
const all =
  <Name extends string>() =>
  <const List extends readonly Name[]>(...list: List & ([Name] extends [List[number]] ? unknown : never)): List =>
    list

export const sentFieldNames: readonly SentField[] = keysOf(sentFields)
export const trackedFields = keysOf(resultFields).filter((field) => factsOf(field).tracked) as readonly TrackedField[]
export const listedFields = keysOf(resultFields).filter((field) => factsOf(field).listed) as readonly ListedField[]

/** As the command line names them. */
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

/** As the Settings sheet of a file tells them. */
export const filterFields = all<FilterField>()(
  'account',
  'test',
  'source',
  'finished',
  'percentage',
  'outcome',
  'grading',
  'certificate',
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

/** The fields that lists call by each name. Where one field has the name and another is called by it, the latter is meant. */
const byName = new Map<string, ResultField>(
  keysOf(resultFields)
    .toSorted((a, b) => Number(factsOf(a).as !== undefined) - Number(factsOf(b).as !== undefined))
    .map((field) => [factsOf(field).as ?? field, field]),
)

/** The field that a list, filter or sort order calls by a name. */
export function fieldNamed(name: SortField | FilterField): ResultField {
  const field = byName.get(name)
  if (field === undefined) throw new Error(`No field of a result is called ${name}.`)
  return field
}

/** The filters over sets of words. */
export const wordsFilters = filterFields.filter((name) => {
  const { kind, filter } = factsOf(fieldNamed(name))
  return kind === 'words' && filter === 'set'
}) as readonly FilterField[] as readonly WordsFilter[]
