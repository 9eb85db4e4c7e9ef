import { sql } from 'kysely'
import { chosenOf, type ResultsFilter, without } from '../../../shared/model/filter.ts'
import type { FilterField } from '../../../shared/model/result-fields.ts'
import type { ChoiceCount, CountedField } from '../../../shared/model/results-view.ts'
import { hasBit } from '../arrays/bits.ts'
import type { TextColumn } from '../arrays/column.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import type { Columns } from '../columns/columns.ts'
import { type AccountZones, conditionsOf, filterColumnOf } from './filter.ts'
import { countOf, idOfChoice, namedChoices } from './rows.ts'

/** Set fields whose choices stand in memory. */
type HeldChoice = Exclude<FilterField<'set'>, 'id' | 'class' | 'label' | 'student'>

/** What counts results. */
interface Counting {
  readonly run: QueryRunner
  readonly columns: Columns
  /** By the name of a class; null where SQL has to count. */
  readonly countClasses: (filter: ResultsFilter) => ReadonlyMap<string, number> | null
  readonly zones: AccountZones
}

/**
 * The choices of a field with how many results of a filter have each, the field's own condition left out: what choosing
 * it would leave. Classes and labels are all there are of these accounts, by name, and a flag is always yes or no; of
 * the others those with a result.
 */
export function choiceCounts(
  { run, columns, countClasses, zones }: Counting,
  filter: ResultsFilter,
  field: CountedField,
): ChoiceCount[] {
  const others = without(filter, field)
  if (field === 'class' || field === 'label') {
    const names = namesIn(run, field, chosenOf(filter, 'account'))
    const byClass = field === 'class' && names.length > 0 ? countClasses(others) : null
    if (byClass !== null) return names.map((id) => ({ id, results: byClass.get(id) ?? 0 }))
    const each = names.map((name): ResultsFilter => [{ field, op: 'in', value: [name] }])
    const counted =
      countedApart(columns, others, each) ??
      each.map((part) => run.first(countOf([...others, ...part], zones).compile())?.n ?? 0)
    return names.map((id, place) => ({ id, results: counted[place] ?? 0 }))
  }
  if (field === 'grading' || field === 'certificate') {
    return (['yes', 'no'] as const).map((id) => {
      const asked: ResultsFilter = [...others, { field, op: 'is', value: id === 'yes' }]
      return { id, results: columns.count(asked) ?? run.first(countOf(asked, zones).compile())?.n ?? 0 }
    })
  }
  const counts = countsInMemory(columns, field, others) ?? countedBySql(run, field, others, zones)
  const byId = new Map<string, number>()
  for (const [choice, results] of counts) {
    if (results > 0) byId.set(idOfChoice(field, choice), (byId.get(idOfChoice(field, choice)) ?? 0) + results)
  }
  return [...byId].map(([id, results]) => ({ id, results }))
}

/**
 * How many of the results that a filter finds have each choice of a field, of tests, groups and links as `namedChoices`
 * tell them apart; null where SQL has to count.
 */
export function countsInMemory(columns: Columns, field: HeldChoice, filter: ResultsFilter) {
  const arrays = columns.current()
  if (arrays === null) return null
  const { texts, values } = arrays.table.filtered.get(field) as TextColumn
  const counts = new Uint32Array(texts.count)
  const bits = arrays.matching(filter)
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1) {
      const number = values[word * 32 + 31 - Math.clz32(left & -left)] as number
      counts[number] = (counts[number] as number) + 1
    }
  }
  return new Map([...counts].map((count, number) => [texts.text(number), count] as const).slice(1))
}

/** How many results a filter finds beside each of some conditions on one field that is kept apart from results. */
function countedApart(columns: Columns, filter: ResultsFilter, each: readonly ResultsFilter[]) {
  const arrays = columns.current()
  if (arrays === null) return null
  const bits = arrays.matching(filter)
  return each.map((part) => arrays.apart(part).reduce((count, row) => count + Number(hasBit(bits, row)), 0))
}

function countedBySql(run: QueryRunner, field: CountedField, filter: ResultsFilter, zones: AccountZones) {
  const choice = sql<string>`${sql.raw(namedChoices[field] ?? filterColumnOf(field))}`
  const counted = sqlite
    .selectFrom('result')
    .select((result) => [choice.as('choice'), result.fn.countAll<number>().as('results')])
    .where((result) => result.and(conditionsOf(filter, zones)(result)))
    .groupBy(choice)
  return run.all(counted.compile()).map(({ choice, results }) => [choice, results] as const)
}

function namesIn(run: QueryRunner, table: 'class' | 'label', accounts: readonly string[] | undefined): string[] {
  const ofAccounts =
    accounts === undefined ? sql`` : sql`WHERE account_id IN (SELECT value FROM json_each(${JSON.stringify(accounts)}))`
  const names = sql<{ name: string }>`SELECT DISTINCT name FROM ${sql.raw(table)} ${ofAccounts}
    ORDER BY sort_key(name), name`
  return run.all(names.compile(sqlite)).map(({ name }) => name)
}
