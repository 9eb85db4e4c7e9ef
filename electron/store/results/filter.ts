import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely'
import { dashedSerial } from '../../../shared/model/certificate.ts'
import {
  boundsOf,
  chosenOf,
  entriesOf,
  filterKindOf,
  flagOf,
  type ResultsFilter,
  type StudentValue,
  textOf,
  withinOf,
} from '../../../shared/model/filter.ts'
import { columnOf, type FilterField, factsOf, fieldNamed, filterFields } from '../../../shared/model/result-fields.ts'
import { type Feed, feeds, toTenths } from '../../../shared/model/result-values.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { type CalendarDay, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayIn, endOfDay, monthsAfter, startOfDay } from '../../../shared/model/zone.ts'
import type { Tables } from '../builder.ts'

type Results = ExpressionBuilder<Tables, 'result'>
type Condition = Expression<SqlBool>

/** The time zone of each account: a filter's days are days in the account's own zone. */
export type AccountZones = ReadonlyMap<string, string>

/** Whether a filter is about days, which are days in the account's own zone. */
export const isAboutDays = (filter: ResultsFilter): boolean =>
  filter.some(({ field }) => factsOf(fieldNamed(field)).kind === 'time')

/** The SQL conditions of a filter on the result table; all of them must hold. */
export function conditionsOf(filter: ResultsFilter, zones: AccountZones): (result: Results) => Condition[] {
  return (result) => filterFields.flatMap((field) => conditionsOn(field, filter, zones, result))
}

function conditionsOn(field: FilterField, filter: ResultsFilter, zones: AccountZones, result: Results): Condition[] {
  if (!filter.some((condition) => condition.field === field)) return []
  switch (filterKindOf(field)) {
    case 'set':
      return setConditions(field as FilterField<'set'>, filter, zones, result)
    case 'range':
      return rangeConditions(field as FilterField<'range'>, filter, zones, result)
    case 'flag':
      return flagConditions(field as FilterField<'flag'>, filter)
    case 'text':
      return field === 'search'
        ? searchConditions(textOf(filter, field))
        : textConditions(field as FilterField<'text'>, filter)
  }
}

/** Whether a result is of a survey, as SQL (`isSurvey`). */
export const surveySql = "lower(coalesce(result.test_type, '')) = 'survey'"

/** Whether a result waits for grading, as SQL (`gradingOf`). */
export const gradingSql = `iif(coalesce(lower(result.status), 'f') = 'f' AND NOT ${surveySql}, result.requires_grading, 0)`

/** What to filter by, for fields that do not use their own column. */
const otherColumns: Partial<Record<FilterField, string>> = {
  account: 'result.account_id',
  test: 'result.test_id',
  certificate: 'result.certificate_key',
  search: 'result.search_text',
  accessCode: 'sort_key(result.access_code)',
  extraInfo: 'folded_answers(result.extra_info)',
  type: `iif(${surveySql}, 'survey', 'test')`,
  grading: gradingSql,
}
/** What a filter on a field reads of the result table, as SQL. */
export const filterColumnOf = (field: FilterField): string =>
  otherColumns[field] ?? `result.${columnOf(fieldNamed(field))}`
const columnAt = (field: FilterField): RawBuilder<unknown> => sql.raw(filterColumnOf(field))

function setConditions(
  field: FilterField<'set'>,
  filter: ResultsFilter,
  zones: AccountZones,
  result: Results,
): Condition[] {
  const values = chosenOf(filter, field)
  if (values === undefined) return []
  if (field === 'account') {
    const accounts = chosenOf(filter, field) ?? []
    if (accounts.length === 0) return [sql<SqlBool>`0`]
    const asksForAll = [...zones.keys()].every((id) => accounts.includes(id))
    return asksForAll ? [] : [ofAccounts(accounts)]
  }
  if (field === 'class') return [ofClasses(chosenOf(filter, field) ?? [])]
  if (field === 'label') return [withLabels(chosenOf(filter, field) ?? [])]
  if (field === 'student') return [ofStudents(chosenOf(filter, field) ?? [])]
  if (field === 'source') {
    const sources = chosenOf(filter, field) ?? []
    const ids = (feed: Feed) => sources.filter((source) => source.feed === feed).map(({ id }) => id)
    const either = feeds
      .filter((feed) => ids(feed).length > 0)
      .map((feed) => result.and([result('result.feed', '=', feed), result('result.source_id', 'in', ids(feed))]))
    return [result.or(either)]
  }
  // SQLite takes 32,766 parameters, and a question may hold a condition several times.
  const among = values.length > 500 ? listed(values) : sql`(${sql.join([...values])})`
  return factsOf(fieldNamed(field)).kind === 'words'
    ? [sql<SqlBool>`EXISTS (SELECT 1 FROM json_each(${columnAt(field)}) WHERE value IN ${among})`]
    : [sql<SqlBool>`${columnAt(field)} IN ${among}`]
}

const listed = (values: readonly unknown[]) => sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`

/**
 * Students as SQL gives them: rows of `account_id` and `student`. The key alone finds their results by an index; whose
 * account a result is has to be read from the result itself, which costs three times as much, and goes without saying
 * where there is one account.
 */
const whose = (students: RawBuilder<unknown>): RawBuilder<SqlBool> =>
  sql`(result.student IN (SELECT student FROM ${students}) AND
    ((SELECT count(*) FROM account) < 2
      OR result.account_id || ' ' || result.student IN (SELECT account_id || ' ' || student FROM ${students})))`

// Each class for itself: not the view of members, which SQLite groups whole for each, nor the members of all classes.
const ofClasses = (names: readonly string[]): Condition =>
  whose(sql`(SELECT class.account_id, coalesce(into_key, student_key) AS student
    FROM class CROSS JOIN class_member ON class_id = class.id
    LEFT JOIN student_merge ON student_merge.account_id = class.account_id AND key = student_key
    WHERE class.name IN ${listed(names)})`)

const labelled = (names: readonly string[]) => sql`(SELECT id FROM label WHERE name IN ${listed(names)})`

const ofLabelled = (names: readonly string[]): RawBuilder<SqlBool> =>
  whose(sql`(SELECT label.account_id, coalesce(into_key, student_key) AS student
    FROM student_label JOIN label ON label.id = label_id
    LEFT JOIN student_merge ON student_merge.account_id = label.account_id AND key = student_key
    WHERE label_id IN ${labelled(names)})`)

const withLabels = (names: readonly string[]): Condition =>
  sql<SqlBool>`(result.id IN (SELECT result_id FROM result_label WHERE label_id IN ${labelled(names)})
    OR ${ofLabelled(names)})`

/** The ids that a condition on labels finds, without looking at each result for itself. */
export const idsWithLabels = (names: readonly string[]): RawBuilder<{ readonly id: number }> =>
  sql`SELECT result_id AS id FROM result_label WHERE label_id IN ${labelled(names)}
    UNION SELECT result.id FROM result WHERE ${ofLabelled(names)}`

/** A key that was merged means the student it was merged into. */
const ofStudents = (students: readonly StudentValue[]): Condition =>
  whose(sql`(SELECT account.id AS account_id, coalesce(into_key, value ->> 'key') AS student
    FROM json_each(${JSON.stringify(students)})
    JOIN account ON account.id = coalesce(value ->> 'account', account.id)
    LEFT JOIN student_merge ON student_merge.account_id = account.id AND student_merge.key = value ->> 'key')`)

// The plus keeps SQLite from reading one account's rows and sorting them all: the index of the sort order is faster.
const ofAccounts = (ids: readonly string[]): Condition => sql<SqlBool>`+result.account_id IN (${sql.join([...ids])})`

/** Both ends belong to the range. */
function rangeConditions(
  field: FilterField<'range'>,
  filter: ResultsFilter,
  zones: AccountZones,
  result: Results,
): Condition[] {
  if (field === 'finished') return dayConditions(boundsOf(filter, field), zones, result)
  if (field === 'changed') return changeConditions(boundsOf(filter, field), zones, result)
  const { from, to } = storedBounds(field, filter)
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${columnAt(field)} >= ${from}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`${columnAt(field)} <= ${to}`]),
  ]
}

/** Both ends of a range of numbers, as they are stored. */
export function storedBounds(
  field: Exclude<FilterField<'range'>, 'finished' | 'changed'>,
  filter: ResultsFilter,
): { readonly from: number | undefined; readonly to: number | undefined } {
  const { from, to } = boundsOf(filter, field)
  const stored = (value: number | undefined) =>
    value === undefined || field !== 'percentage' ? value : toTenths(value)
  return { from: stored(from), to: stored(to) }
}

/** That something of a result was changed on these days of its account. */
function changeConditions(
  { from, to }: ReturnType<typeof boundsOf<'changed'>>,
  zones: AccountZones,
  result: Results,
): Condition[] {
  if (from === undefined && to === undefined) return []
  const changedIn = (zone: string): Condition => {
    const ends = [
      ...(from === undefined ? [] : [sql<SqlBool>`seen_at >= ${startOfDay(from, zone)}`]),
      ...(to === undefined ? [] : [sql<SqlBool>`seen_at < ${endOfDay(to, zone)}`]),
    ]
    return sql<SqlBool>`result.id IN (SELECT result_id FROM result_change WHERE ${sql.join(ends, sql` AND `)})`
  }
  const accountsByZone = Map.groupBy(zones.keys(), (account) => zones.get(account) ?? 'UTC')
  const [zone = 'UTC', ...others] = accountsByZone.keys()
  if (others.length === 0) return [changedIn(zone)]
  return [result.or([...accountsByZone].map(([each, ids]) => result.and([ofAccounts(ids), changedIn(each)])))]
}

function dayConditions(
  { from, to }: ReturnType<typeof boundsOf<'finished'>>,
  zones: AccountZones,
  result: Results,
): Condition[] {
  const accountsByZone = Map.groupBy(zones.keys(), (account) => zones.get(account) ?? 'UTC')
  const used = accountsByZone.size === 0 ? ['UTC'] : [...accountsByZone.keys()]
  const starts = from === undefined ? [] : used.map((zone) => startOfDay(from, zone))
  const ends = to === undefined ? [] : used.map((zone) => endOfDay(to, zone))
  // Bounds of all zones together, which an index can use; with several zones, each account's own day then decides.
  const widest = [
    ...(starts.length === 0 ? [] : [result('result.time_finished', '>=', Math.min(...starts))]),
    ...(ends.length === 0 ? [] : [result('result.time_finished', '<', Math.max(...ends))]),
  ]
  if (used.length === 1) return widest
  const within = (zone: string): Condition[] => [
    ...(from === undefined ? [] : [sql<SqlBool>`+result.time_finished >= ${startOfDay(from, zone)}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`+result.time_finished < ${endOfDay(to, zone)}`]),
  ]
  return [
    ...widest,
    result.or([...accountsByZone].map(([zone, ids]) => result.and([ofAccounts(ids), ...within(zone)]))),
  ]
}

/** For a stored flag its value; for other fields, whether there is a value. */
function flagConditions(field: FilterField<'flag'>, filter: ResultsFilter): Condition[] {
  const wanted = flagOf(filter, field)
  if (wanted === undefined) return []
  const { kind } = factsOf(fieldNamed(field))
  // Those few that ClassMarker flags are found by an index.
  const flagged = field === 'grading' && wanted ? [sql<SqlBool>`result.requires_grading = 1`] : []
  if (kind === 'flag' || kind === 'yes-no') return [...flagged, sql<SqlBool>`${columnAt(field)} = ${wanted ? 1 : 0}`]
  return [wanted ? sql<SqlBool>`${columnAt(field)} IS NOT NULL` : sql<SqlBool>`${columnAt(field)} IS NULL`]
}

/** That a field holds all words of one of the entries asked for (`entriesOf`). */
function textConditions(field: FilterField<'text'>, filter: ResultsFilter): Condition[] {
  const entries = entriesOf(filter, field)
  const within = field === 'extraInfo' ? withinOf(filter) : undefined
  if (entries.length === 0) return []
  return [within === undefined ? oneHolds(sql`${columnAt(field)}`, entries) : inFieldsNamed(within, entries.flat())]
}

const oneHolds = (text: RawBuilder<unknown>, entries: readonly (readonly string[])[]): RawBuilder<SqlBool> =>
  nested(
    'OR',
    entries.map((words) => allHold(words.map((word) => sql<SqlBool>`instr(${text}, ${word}) > 0`))),
  )

/** That one of the answers to questions which the teacher calls by a name holds all these words. */
function inFieldsNamed(name: string, words: readonly string[]): Condition {
  // As JSON still: SQLite makes three letters of half an emoji, and a list that is read as a whole has one there.
  const answer = sql`folded_answers('[' || coalesce(result.extra_info -> (named.number - 1), '') || ']')`
  return sql<SqlBool>`(result.feed = 'links'
    AND result.source_id IN (SELECT link_id FROM extra_field WHERE name = ${name})
    AND EXISTS (SELECT 1 FROM extra_field AS named
      WHERE named.name = ${name} AND named.account_id = result.account_id AND named.link_id = result.source_id
        AND ${oneHolds(answer, [words])}))`
}

/** Every word must occur in names, e-mail, access code, serial, notes or labels, ignoring accents and case (`searchWords`). */
function searchConditions(search: string): Condition[] {
  const words = searchWords(search)
  if (words === null) return [sql<SqlBool>`0`]
  if (words.length === 0) return []
  return [allHold(words.map(wordCondition))]
}

/** What is stored of a result holds a word, or what the teacher noted about it or its student does. */
const wordCondition = (word: string): RawBuilder<SqlBool> => sql<SqlBool>`(${wordInResult(word)} OR ${notedBy(word)})`

const holds = (text: string, word: string) => sql<SqlBool>`instr(sort_key(${sql.ref(text)}), ${word}) > 0`

/** The results that themselves have a note or label with a word. Each label is folded once, whatever bears it. */
const idsNoted = (word: string): RawBuilder<{ readonly id: number }> =>
  sql`SELECT result_id AS id FROM note WHERE result_id IS NOT NULL AND ${holds('note.text', word)}
    UNION ALL SELECT result_id FROM label CROSS JOIN result_label ON label_id = label.id
      WHERE ${holds('label.name', word)}`

const merged = (account: string) =>
  sql`LEFT JOIN student_merge ON student_merge.account_id = ${sql.ref(account)} AND key = student_key`

/** The students who have a note or label with a word. */
export const studentsNoted = (word: string): RawBuilder<{ readonly account_id: string; readonly student: string }> =>
  sql`SELECT note.account_id, coalesce(into_key, student_key) AS student FROM note ${merged('note.account_id')}
      WHERE student_key IS NOT NULL AND ${holds('note.text', word)}
    UNION ALL SELECT label.account_id, coalesce(into_key, student_key) AS student
      FROM label CROSS JOIN student_label ON label_id = label.id ${merged('label.account_id')}
      WHERE ${holds('label.name', word)}`

/** Results with a note or label that holds a word, on them or on their student. */
const notedBy = (word: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(result.id IN (SELECT id FROM (${idsNoted(word)})) OR ${whose(sql`(${studentsNoted(word)})`)})`

/** A serial is found whatever its dashes. */
function wordInResult(word: string): RawBuilder<SqlBool> {
  const occurs = (text: string) => sql<SqlBool>`instr(result.search_text, ${text}) > 0`
  const serial = dashedSerial(word)
  if (serial === null) return occurs(word)
  const { together, key } = serial
  return sql<SqlBool>`(${occurs(word)}
    OR ${occurs(together)} AND instr(serial_key(result.certificate_serial), ${key}) > 0)`
}

/**
 * That conditions all hold. Nested in halves, because SQLite refuses an expression a thousand deep, as a chain of the
 * words of a pasted text would be.
 */
export const allHold = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> => nested('AND', conditions)

function nested(between: 'AND' | 'OR', conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  const [only = sql<SqlBool>`1`] = conditions
  if (conditions.length < 2) return only
  const half = conditions.length >> 1
  const [first, second] = [nested(between, conditions.slice(0, half)), nested(between, conditions.slice(half))]
  return sql<SqlBool>`(${first} ${sql.raw(between)} ${second})`
}

/** The last valid day of a certificate in its account's time zone. Caches sums, because days and validities repeat. */
export function lastDaysIn(zones: AccountZones) {
  const days = new Map([...zones].map(([account, zone]) => [account, calendarDayIn(zone)]))
  const utc = calendarDayIn('UTC')
  const sums = new Map<string, CalendarDay>()
  return (account: string, finished: number, months: number): CalendarDay => {
    const day = (days.get(account) ?? utc)(unixSeconds(finished))
    const key = `${day} ${months}`
    let last = sums.get(key)
    if (last === undefined) {
      last = monthsAfter(day, months)
      sums.set(key, last)
    }
    return last
  }
}
