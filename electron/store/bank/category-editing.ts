import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { BankEditKind } from '../../../shared/model/bank.ts'
import { fold, givenName } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { accountGuard } from '../gradebook/owned.ts'
import type { journalQueries } from '../local/journal.ts'
import { categoryClashes } from './category-clashes.ts'
import type { sentBank } from './sent.ts'
import { type CategoryRow, type EditRow, mayHaveArrived, storedCategoryBase } from './tables.ts'

/** Edits categories of the bank, each change one step of undo. */
export function bankCategoryEditing(
  db: Database,
  { tables, rebaseCategory, joinTwin }: Pick<ReturnType<typeof sentBank>, 'tables' | 'rebaseCategory' | 'joinTwin'>,
  record: ReturnType<typeof journalQueries>['record'],
) {
  const { twinOf, atService } = categoryClashes(tables)
  const requireAccount = accountGuard(db)
  const write = db.prepare<[string, number | null, number]>(
    'UPDATE bank_category SET name = ?, parent_id = ? WHERE id = ?',
  )
  const remove = db.prepare<[number]>('DELETE FROM bank_category WHERE id = ?')
  const isUsed = db.prepare<{ id: number }, 1>(
    'SELECT 1 FROM bank_category WHERE parent_id = @id UNION ALL SELECT 1 FROM bank_draft WHERE category = @id LIMIT 1',
  )

  function required(id: number): CategoryRow {
    const row = tables.category.get(id)
    if (row === undefined) throw new AppError('category/not-found')
    return row
  }

  /** One that ClassMarker has no more takes no name. @throws AppError `category/exists` */
  function refuseTaken(account: string, parent: number | null, name: string, own: number | null): void {
    const folded = fold(name)
    const taken = tables.categoriesOf
      .all(account)
      .some((each) => each.parent === parent && each.id !== own && each.gone === 0 && fold(each.name) === folded)
    if (taken) throw new AppError('category/exists', { name })
  }

  /** @throws AppError `category/not-found` unless it is a parent of the account */
  function refuseNoParent(account: string, parent: number | null): void {
    if (parent === null) return
    const row = required(parent)
    if (row.account !== account || row.isParent === 0) throw new AppError('category/not-found')
  }

  function visible(name: string): string {
    const given = givenName(name)
    if (given === '') throw new AppError('ipc/invalid-input', { field: 'name' })
    return given
  }

  const parentIsSent = ({ parent, sentParent }: Pick<CategoryRow, 'parent' | 'sentParent'>): boolean =>
    (parent === null ? null : required(parent).serviceId) === sentParent

  function queue(row: CategoryRow, at: UnixSeconds): void {
    const edit = tables.editOfCategory.get(row.id)
    if (edit !== undefined && mayHaveArrived(edit)) return
    const isAsSent = row.serviceId !== null && row.name === row.sentName && parentIsSent(row)
    if (isAsSent) {
      if (edit !== undefined) tables.removeEdit.run(edit.id)
    } else if (edit === undefined) tables.queueCategory.run(row.account, kindOf(row), row.id, at, baseOf(row))
    // Of what ClassMarker changed, too, one is to be chosen; another name of a new one settles that.
    else if (edit.state === 'conflict' ? row.serviceId === null && twinOf(row) === undefined : edit.state !== 'waiting')
      tables.release.run(edit.id)
  }

  function add(account: string, name: string, parent: number | null, at: UnixSeconds): number {
    const row = tables.insertCategory.run(account, parent === null ? 1 : 0, parent, name)
    const id = Number(row.lastInsertRowid)
    queue(required(id), at)
    return id
  }

  function change(row: CategoryRow, name: string, parent: number | null, at: UnixSeconds): void {
    refuseTaken(row.account, parent, name, row.id)
    if (row.name === name && row.parent === parent) return
    write.run(name, parent, row.id)
    queue(required(row.id), at)
  }

  /** Makes a category as ClassMarker has it again, or removes one that it has not. @returns false while it is used */
  function takeBack(edit: EditRow): boolean {
    const row = required(edit.category as number)
    if (row.serviceId === null) {
      if (isUsed.get({ id: row.id }) !== undefined) return false
      tables.removeEdit.run(edit.id)
      remove.run(row.id)
      return true
    }
    const parent = row.sentParent === null ? undefined : tables.categoryNumbered.get(row.account, 1, row.sentParent)
    tables.removeEdit.run(edit.id)
    write.run(row.sentName ?? row.name, parent?.id ?? row.parent, row.id)
    return true
  }

  function resolve(row: CategoryRow, edit: EditRow, keep: 'mine' | 'theirs'): void {
    const twin = twinOf(row)
    if (row.serviceId !== null) {
      if (keep === 'mine') rebaseCategory(edit, row)
      else takeBack(edit)
    } else if (twin === undefined) tables.release.run(edit.id)
    else if (keep === 'theirs') joinTwin(row, twin, edit)
    // Two of one name in one place are nobody's wish.
    else throw new AppError('category/exists', { name: row.name })
  }

  return {
    add,
    takeBack,
    calls: {
      /**
       * @param parent null for a parent category
       * @throws AppError `account/not-found`, `category/not-found`, `category/exists`
       */
      addBankCategory: (
        account: string,
        name: string,
        parent: number | null,
        at: UnixSeconds,
      ): { readonly id: number } => {
        const given = visible(name)
        return record('category-added', at, given, () => {
          requireAccount(account)
          refuseNoParent(account, parent)
          refuseTaken(account, parent, given, null)
          return { id: add(account, given, parent, at) }
        })
      },
      /** @throws AppError `category/not-found`, `category/exists` */
      renameBankCategory: (id: number, name: string, at: UnixSeconds): void => {
        const given = visible(name)
        record('category-renamed', at, given, () => {
          const row = required(id)
          change(row, given, row.parent, at)
        })
      },
      /** @throws AppError `category/not-found` also for a parent, which has none itself; `category/exists` */
      moveBankCategory: (id: number, parent: number, at: UnixSeconds): void =>
        record('category-moved', at, required(id).name, () => {
          const row = required(id)
          if (row.isParent === 1) throw new AppError('category/not-found')
          refuseNoParent(row.account, parent)
          change(row, row.name, parent, at)
        }),
      /**
       * Chooses between what was edited here and what ClassMarker has. A new category becomes the one there that has its
       * name; to stay beside that, it needs another name.
       * @param shown the version of ClassMarker's category beside which the teacher chose; null: as it is here now
       * @throws AppError `category/not-found`; `category/changed` where another one is here by now; `category/exists`
       */
      resolveCategoryConflict: (
        id: number,
        keep: 'mine' | 'theirs',
        at: UnixSeconds,
        shown: string | null = null,
      ): void => {
        const row = required(id)
        const edit = tables.editOfCategory.get(id)
        if (edit?.state !== 'conflict') return
        if (shown !== null && shown !== atService(row)?.version) throw new AppError('category/changed')
        record('category-resolved', at, row.name, () => resolve(row, edit, keep))
      },
    },
  }
}

const baseOf = ({ serviceId, sentName, sentParent }: CategoryRow): string | null =>
  serviceId === null ? null : storedCategoryBase({ name: sentName ?? '', parentId: sentParent })

const kindOf = ({ isParent, serviceId }: CategoryRow): BankEditKind => {
  if (isParent === 1) return serviceId === null ? 'add-parent' : 'rename-parent'
  return serviceId === null ? 'add-category' : 'change-category'
}
