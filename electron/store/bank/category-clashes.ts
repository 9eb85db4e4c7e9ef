import { createHash } from 'node:crypto'
import type { CategoryAtService } from '../../../shared/model/bank.ts'
import { fold } from '../../../shared/model/text.ts'
import type { BankTables, CategoryRow } from './tables.ts'

/** Finds what ClassMarker has of the categories that are edited here. */
export function categoryClashes(tables: Pick<BankTables, 'category' | 'categoriesOf' | 'categoryNumbered'>) {
  /** Finds the category there that has the name of a new one, in its place, among those of an account at this moment. */
  function twinsIn(account: string): (row: CategoryRow) => CategoryRow | undefined {
    const there = new Map<string, CategoryRow>()
    for (const each of tables.categoriesOf.all(account)) {
      if (each.gone !== 0 || each.sentName === null) continue
      const key = keyOf(each.isParent, each.sentParent, each.sentName)
      if (!there.has(key)) there.set(key, each)
    }
    return ({ isParent, parent, name, serviceId }) => {
      const sentParent = parent === null ? null : (tables.category.get(parent)?.serviceId ?? undefined)
      return serviceId !== null || sentParent === undefined ? undefined : there.get(keyOf(isParent, sentParent, name))
    }
  }

  const twinOf = (row: CategoryRow): CategoryRow | undefined => twinsIn(row.account)(row)

  return {
    twinsIn,
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

const keyOf = (isParent: 0 | 1, sentParent: CategoryRow['sentParent'], name: string): string =>
  `${isParent} ${sentParent} ${fold(name)}`
