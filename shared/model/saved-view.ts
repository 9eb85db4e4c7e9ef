import type { AttemptPolicy } from './attempt-policy.ts'
import { filterKindOf, type ResultsFilter, type ResultsSort } from './filter.ts'
import type { StudentRef, TestRef } from './gradebook.ts'
import type { StudentsFilter, StudentsSort } from './student.ts'

/** Which columns a list shows, and where. */
export interface ViewColumns {
  readonly hidden: readonly string[]
  readonly order: readonly string[]
  readonly pinned: readonly string[]
}

interface ViewOf<Screen extends string, Filter, Sort> {
  readonly screen: Screen
  /** The account looked at; null for all of them. */
  readonly account: string | null
  readonly filter: Filter
  readonly sort: Sort
  readonly columns: ViewColumns
}

/** A list as the teacher arranged it: what it is filtered by, its order and its columns. */
export type ViewDefinition =
  | ViewOf<'results', ResultsFilter, ResultsSort>
  | (ViewOf<'students', StudentsFilter, StudentsSort> & { readonly policy: AttemptPolicy })

export type ViewScreen = ViewDefinition['screen']
export type ViewOn<S extends ViewScreen> = Extract<ViewDefinition, { readonly screen: S }>

/** What a definition may name that was removed since. */
export type GoneFromView = 'account' | 'test' | 'source' | 'class' | 'label' | 'student' | 'extraField'

/** A view as the sidebar lists it. */
export interface SavedView {
  readonly id: number
  readonly name: string
  /** Null where another version kept what this one does not know. */
  readonly definition: ViewDefinition | null
  /** What it asks for that is no longer here. */
  readonly gone: readonly GoneFromView[]
}

/** In letters. */
export const longestViewName = 60

/** Where the teacher was when the window closed. Names nobody but by the key of a student whose page was open. */
export interface LastPlace {
  readonly screen: string
  readonly place: StudentRef | TestRef | null
  readonly account: string | null
  readonly results: ResultsFilter
  readonly students: StudentsFilter
  /** The views that lists showed, with the list as it was before; `isChanged`: the list differed from its view. */
  readonly views: readonly { readonly id: number; readonly isChanged: boolean; readonly before: ViewDefinition }[]
}

/** Fields whose conditions name a person, or may, or results one by one: a class may be called after its only student. */
const naming: readonly string[] = ['id', 'student', 'class', 'label']

/** A filter without what the teacher typed and whom it names: this is all that is kept of one without being asked to. */
export const withoutNames = (filter: ResultsFilter): ResultsFilter =>
  filter.filter(({ field }) => filterKindOf(field) !== 'text' && !naming.includes(field))

/** A definition of which only what names nobody is left. */
export function viewWithoutNames(view: ViewDefinition): ViewDefinition {
  if (view.screen === 'results') return { ...view, filter: withoutNames(view.filter) }
  return { ...view, filter: { ...view.filter, results: withoutNames(view.filter.results) } }
}

/** The same text for definitions that ask the same, in whatever order conditions, chosen values and fields stand. */
export const viewKey = (view: ViewDefinition): string => JSON.stringify(view, inOrder)

function inOrder(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    // Chosen values of a condition, and classes and labels by number; the order of columns means something.
    if (name === 'value' || value.every((each) => typeof each === 'number'))
      return value.map((each) => JSON.stringify(each, inOrder)).toSorted()
    const isFilter = value.every((each) => typeof each === 'object' && each !== null && 'op' in each)
    return isFilter ? value.toSorted((a, b) => (`${a.field} ${a.op}` < `${b.field} ${b.op}` ? -1 : 1)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
