import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { api } from '../../api/client.ts'

/** Names by what they name. */
type Names = ReadonlyMap<string, string>

const namedFields = ['class', 'label', 'extraInfo'] as const
type NamedField = (typeof namedFields)[number]

/** Reads what classes, labels and extra fields are called, whoever renamed them. @throws AppError */
const namesOf: Readonly<Record<NamedField, () => Promise<Names>>> = {
  class: async () => new Map((await api.classes.list({})).map(({ id, name }) => [`${id}`, name])),
  label: async () => new Map((await api.labels.list({})).map(({ id, name }) => [`${id}`, name])),
  extraInfo: async () =>
    new Map(
      (await api.extraFields.list({})).map(({ account, link, number, name }) => [`${account} ${link} ${number}`, name]),
    ),
}

/** The fields whose conditions call something by its name. */
const namingFields = (filter: ResultsFilter): readonly NamedField[] =>
  namedFields.filter((field) =>
    filter.some((condition) => condition.field === field && (field !== 'extraInfo' || 'within' in condition)),
  )

/** @returns the filter by the names of now; the same one where nothing in it was renamed */
function renamed(filter: ResultsFilter, field: NamedField, before: Names, now: Names): ResultsFilter {
  const newNames = new Map<string, string>()
  for (const [key, name] of before) {
    const other = now.get(key)
    if (other !== undefined && other !== name) newNames.set(name, other)
  }
  if (newNames.size === 0) return filter
  // What another account's is still called goes on being asked for.
  const isStillCalled = new Set(now.values())
  const namesNow = (name: string): string[] => {
    const other = newNames.get(name)
    if (other === undefined) return [name]
    return isStillCalled.has(name) ? [name, other] : [other]
  }
  let isOther = false
  const next = filter.map((condition) => {
    if (condition.field !== field) return condition
    if (condition.field === 'extraInfo') {
      const other = condition.within === undefined ? undefined : newNames.get(condition.within)
      if (other === undefined || isStillCalled.has(condition.within ?? '')) return condition
      isOther = true
      return { ...condition, within: other }
    }
    if ((condition.field !== 'class' && condition.field !== 'label') || condition.op !== 'in') return condition
    if (!condition.value.some((name) => newNames.has(name))) return condition
    isOther = true
    return { ...condition, value: [...new Set(condition.value.flatMap(namesNow))] }
  })
  return isOther ? next : filter
}

interface Followed {
  readonly filter: () => ResultsFilter
  readonly subscribe: (changed: () => void) => void
  readonly show: (filter: ResultsFilter) => void
}

/**
 * Has a filter follow what its classes, labels and extra fields are called: it asks by their names, and one that was
 * renamed, here or by another program, or whose renaming was undone, would find nothing any more.
 */
export function followRenames({ filter, subscribe, show }: Followed): void {
  const known = new Map<NamedField, Names>()
  let turn: Promise<void> = Promise.resolve()
  // One after the other, so that each compares with what was known before it.
  const inTurn = (work: () => Promise<void>): void => {
    turn = turn.then(work).catch(() => undefined)
  }
  subscribe(() => {
    const isNew = (field: NamedField) => !known.has(field)
    if (!namingFields(filter()).some(isNew)) return
    inTurn(async () => {
      for (const field of namingFields(filter()).filter(isNew)) known.set(field, await namesOf[field]())
    })
  })
  api.students.changed(() => {
    if (known.size === 0) return
    inTurn(async () => {
      for (const [field, before] of known) {
        if (!namingFields(filter()).includes(field)) {
          known.delete(field)
          continue
        }
        const now = await namesOf[field]()
        known.set(field, now)
        const asked = filter()
        const next = renamed(asked, field, before, now)
        if (next !== asked) show(next)
      }
    })
  })
}
