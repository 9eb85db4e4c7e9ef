import type { Database } from 'better-sqlite3'
import type { SentCategory } from '../../../shared/model/bank-sent.ts'
import { categoryClashes } from './category-clashes.ts'
import type { BankRequests, CategoryBody } from './requests.ts'
import { type CategoryRow, type EditRow, mayHaveArrived, storedCategoryBase } from './tables.ts'

/**
 * Writes what ClassMarker has of categories, and what that leaves of the edits here. An edit of one that was changed there
 * as well is a conflict, as is a new one of a name that is there already.
 */
export function sentCategories(db: Database, { tables, serviceIdOf, lastRequest }: BankRequests) {
  const { twinsIn, twinOf } = categoryClashes(tables)
  const insertCategory = db.prepare<[string, 0 | 1, number | null, string, number, string, number | null]>(
    `INSERT INTO bank_category (account_id, is_parent, parent_id, name, service_id, sent_name, sent_parent)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const updateCategory = db.prepare<[string, number | null, number, string, number | null, number]>(
    `UPDATE bank_category SET name = ?, parent_id = ?, service_id = ?, sent_name = ?, sent_parent = ?, gone = 0
     WHERE id = ?`,
  )
  const removeCategory = db.prepare<[number]>('DELETE FROM bank_category WHERE id = ?')
  const moveDrafts = db.prepare<[number, number]>('UPDATE bank_draft SET category = ? WHERE category = ?')
  const moveChildren = db.prepare<[number, number]>('UPDATE bank_category SET parent_id = ? WHERE parent_id = ?')

  /** The parent with ClassMarker's number, which is made where the tree did not bring it. */
  function parentOf(account: string, parentId: number | null): number | null {
    if (parentId === null) return null
    const known = tables.categoryNumbered.get(account, 1, parentId)
    if (known !== undefined) return known.id
    const name = String(parentId)
    return Number(insertCategory.run(account, 1, null, name, parentId, name, null).lastInsertRowid)
  }

  /** Follows ClassMarker in what is not edited here. @returns what that leaves to be sent */
  function followCategory(known: CategoryRow, { id, name, parentId }: SentCategory) {
    const wasParent = known.sentParent === null ? null : parentOf(known.account, known.sentParent)
    const [isMoved, isRenamed] = [known.parent !== wasParent, known.name !== known.sentName]
    const parent = isMoved ? known.parent : parentOf(known.account, parentId)
    const kept = isRenamed ? known.name : name
    updateCategory.run(kept, parent, id, name, parentId, known.id)
    const [isOtherName, isOtherParent] = [kept !== name, serviceIdOf(parent) !== parentId]
    return {
      isDone: !isOtherName && !isOtherParent,
      isContested:
        (isRenamed && isOtherName && name !== known.sentName) ||
        (isMoved && isOtherParent && parentId !== known.sentParent),
    }
  }

  function confirm(edit: EditRow, own: CategoryRow, answer: SentCategory): void {
    const other = tables.categoryNumbered.get(own.account, own.isParent, answer.id)
    if (other !== undefined && other.id !== own.id) {
      moveDrafts.run(own.id, other.id)
      moveChildren.run(own.id, other.id)
      const queued = tables.editOfCategory.get(other.id)
      if (queued !== undefined) tables.removeEdit.run(queued.id)
      removeCategory.run(other.id)
    }
    // Renamed or moved once more while it was on its way.
    const body = (lastRequest(edit)?.body ?? null) as CategoryBody | null
    const isMoved = own.isParent === 0 && body !== null && serviceIdOf(own.parent) !== body.parentId
    const isRenamed = body !== null && own.name !== body.name
    const parent = isMoved ? own.parent : parentOf(own.account, answer.parentId)
    const name = isRenamed ? own.name : answer.name
    updateCategory.run(name, parent, answer.id, answer.name, answer.parentId, own.id)
    const kind = own.isParent === 1 ? 'rename-parent' : 'change-category'
    if (isMoved || isRenamed) tables.turn.run(kind, storedCategoryBase(answer), edit.id)
    else tables.removeEdit.run(edit.id)
  }

  function settleTwins(account: string): void {
    const twinOfNew = twinsIn(account)
    for (const edit of tables.editsOf.all(account)) {
      if (!edit.kind.startsWith('add-') || edit.category === null || mayHaveArrived(edit)) continue
      const own = tables.category.get(edit.category)
      const isTwin = own !== undefined && twinOfNew(own) !== undefined
      if (isTwin && edit.state === 'waiting') tables.stop.run(edit.id)
      else if (!isTwin && edit.state === 'conflict') tables.release.run(edit.id)
    }
  }

  return {
    /** The edit whose request got no answer and created this category, as far as can be told. */
    categoryCreatedBy: (account: string, { name, parentId }: SentCategory): EditRow | undefined => {
      const kind = parentId === null ? 'add-parent' : 'add-category'
      return tables.editsOf.all(account).find((edit) => {
        if (edit.kind !== kind || edit.inDoubt === 0) return false
        const body = lastRequest(edit)?.body as CategoryBody | undefined
        return body?.name === name && body.parentId === parentId
      })
    },
    addCategory: (account: string, isParent: 0 | 1, { id, name, parentId }: SentCategory): CategoryRow => {
      const parent = parentOf(account, parentId)
      const row = insertCategory.run(account, isParent, parent, name, id, name, parentId).lastInsertRowid
      return tables.category.get(Number(row)) as CategoryRow
    },
    /** Follows ClassMarker in what is not edited here; an edit of what was changed there as well is stopped. */
    keepCategory: (known: CategoryRow, theirs: SentCategory): void => {
      const edit = tables.editOfCategory.get(known.id)
      const { isDone, isContested } = followCategory(known, theirs)
      if (edit === undefined || mayHaveArrived(edit)) return
      if (isDone) tables.removeEdit.run(edit.id)
      else if (isContested) tables.stop.run(edit.id)
      else tables.setBase.run(storedCategoryBase(theirs), edit.id)
    },
    /** Notes that a category was changed at ClassMarker since it was edited here, or that one of its name is there. */
    conflictCategory: (edit: EditRow, theirs: SentCategory): void => {
      const own = edit.category === null ? undefined : tables.category.get(edit.category)
      if (own === undefined) return
      if (own.serviceId !== null) {
        if (followCategory(own, theirs).isDone) tables.removeEdit.run(edit.id)
        else tables.stop.run(edit.id)
      } else if (twinOf(own) !== undefined) tables.stop.run(edit.id)
      // Renamed while it was on its way.
      else tables.turn.run(edit.kind, null, edit.id)
    },
    /** Stops new categories of names that ClassMarker has by now, and lets those go on that it has no more. */
    settleTwins,
    /** Makes what ClassMarker has of a category now what its edit was made upon. */
    rebaseCategory: (edit: EditRow, { sentName, sentParent }: CategoryRow): void =>
      void tables.turn.run(edit.kind, storedCategoryBase({ name: sentName ?? '', parentId: sentParent }), edit.id),
    /** Puts all that is in a new category into the one that has its name at ClassMarker. */
    joinTwin: (own: CategoryRow, twin: CategoryRow, edit: EditRow): void => {
      moveDrafts.run(twin.id, own.id)
      moveChildren.run(twin.id, own.id)
      tables.removeEdit.run(edit.id)
      removeCategory.run(own.id)
      settleTwins(own.account)
    },
    /** Records that ClassMarker carried out an edit. */
    confirmCategory: (edit: EditRow, answer: SentCategory): void => {
      const own = edit.category === null ? undefined : tables.category.get(edit.category)
      if (own !== undefined) confirm(edit, own, answer)
    },
  }
}
