import { fold, givenName } from './text.ts'

/** Where a file puts a question: a category and its parent, by their names. */
export interface CategoryPlace {
  readonly parent: string
  readonly name: string
  /** Only one name was told: a category of this name is meant wherever it stands, else a new one in a parent of its name. */
  readonly isAnywhere: boolean
}

interface Named {
  readonly id: number
  readonly parent: number | null
  readonly name: string
}

/** The place that a path names, the outermost first: levels below the second are joined. Null for an empty path. */
export function placeOf(path: readonly string[]): CategoryPlace | null {
  const [parent, ...deeper] = path.map(givenName).filter((name) => name !== '')
  if (parent === undefined) return null
  return { parent, name: deeper.length === 0 ? parent : deeper.join(' / '), isAnywhere: deeper.length === 0 }
}

/** One of these categories by its name; null as parent for a parent. */
export const categoryIn = <Category extends Named>(
  categories: readonly Category[],
  name: string,
  parent: number | null,
): Category | undefined => categories.find((each) => each.parent === parent && fold(each.name) === fold(name))

/** The category at a place; undefined where it is missing. */
export function categoryAt<Category extends Named>(
  { parent, name, isAnywhere }: CategoryPlace,
  categories: readonly Category[],
): Category | undefined {
  const anywhere = isAnywhere
    ? categories.find((each) => each.parent !== null && fold(each.name) === fold(name))
    : undefined
  if (anywhere !== undefined) return anywhere
  const own = categoryIn(categories, parent, null)
  return own === undefined ? undefined : categoryIn(categories, name, own.id)
}
