import { createHash } from 'node:crypto'
import type { CategoryAtService } from '../../../shared/model/bank.ts'
import { fold } from '../../../shared/model/text.ts'
import type { BankTables, CategoryRow } from './tables.ts'

/** Finds what ClassMarker has of the categories that are edited here. */
export function categoryClashes(tables: Pick<BankTables, 'category' | 'categoriesOf' | 'categoryNumbered'>) {
  /** The category there that has the name of a new one, in its place. */
  function twinOf({ account, isParent, parent, name, serviceId }: CategoryRow): CategoryRow | undefined {
    const sentParent = parent === null ? null : (tables.category.get(parent)?.serviceId ?? undefined)
    if (serviceId !== null || sentParent === undefined) return undefined
    const folded = fold(name)
    return tables.categoriesOf
      .all(account)
      .find(
        (each) =>
          each.isParent === isParent &&
          each.gone === 0 &&
          each.sentName !== null &&
          each.sentParent === sentParent &&
          fold(each.sentName) === folded,
      )
  }

  return {
    twinOf,
    /** What a category is at ClassMarker, or the one there that has its name; null where there is neither. */
    atService: (row: CategoryRow): CategoryAtService | null => {
      const there = row.serviceId === null ? twinOf(row) : row
      if (there?.sentName == null) return null
      const { account, sentName: name, sentParent } = there
      const parent = sentParent === null ? null : (tables.categoryNumbered.get(account, 1, sentParent)?.id ?? null)
      const twin = there.id === row.id ? null : there.id
      const version = createHash('sha256')
        .update(JSON.stringify([name, parent, twin]))
        .digest('base64url')
      return { name, parent, twin, version }
    },
  }
}
