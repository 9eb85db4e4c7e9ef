import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { CodeAction, ListRef, UndoOutcome } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { codeActions, type Edited, listGuard, type OpenList, outbox } from './outbox.ts'

interface ActionRow {
  readonly id: number
  readonly account_id: string
  readonly list_id: number
  readonly change: CodeAction['change']
  readonly undoes: number | null
  readonly undone_by: number | null
}

interface ChangeRow {
  readonly code: string
  readonly name: string | null
  readonly change: NonNullable<Edited>
  readonly doubtful: 0 | 1
}

/**
 * Undoes edits by the same rules that made them: undoing a sent change sends its opposite, undoing an unsent one leaves
 * nothing behind.
 */
export function codeUndo(db: Database) {
  const lists = outbox(db)
  const actions = codeActions(db)
  const requireList = listGuard(db)
  const one = db.prepare<[number], ActionRow>(
    'SELECT id, account_id, list_id, change, undoes, undone_by FROM code_action WHERE id = ?',
  )
  const changesOf = db.prepare<[number], ChangeRow>(
    'SELECT code, name, change, doubtful FROM code_action_change WHERE action_id = ? ORDER BY code',
  )
  // An edit and its undo cancel out, so neither counts.
  const touchedSince = db
    .prepare<ListRef & { actionId: number }, string>(
      `SELECT each.code FROM code_action_change AS each WHERE each.action_id = @actionId AND EXISTS (
         SELECT 1 FROM code_action_change AS later JOIN code_action ON code_action.id = later.action_id
         WHERE later.code = each.code AND later.action_id > @actionId AND account_id = @accountId
           AND list_id = @listId AND undone_by IS NULL AND undoes IS NULL)`,
    )
    .pluck()
  const lastChange = db.prepare<[string, string, number], { change: NonNullable<Edited> }>(
    `SELECT code_action_change.change FROM code_action_change JOIN code_action ON code_action.id = action_id
     WHERE code = ? AND account_id = ? AND list_id = ? ORDER BY action_id DESC LIMIT 1`,
  )
  const setUndone = db.prepare('UPDATE code_action SET undone_by = ?, undone_at = ? WHERE id = ?')

  /** The edit at the start of a chain of undos. */
  const rootOf = (action: ActionRow): ActionRow => {
    const target = action.undoes === null ? undefined : one.get(action.undoes)
    return target === undefined ? action : rootOf(target)
  }

  const undoChange = (
    codes: OpenList,
    change: ChangeRow,
    isReconciliation: boolean,
    at: UnixSeconds,
  ): Edited | 'dropped' => {
    if (change.change === 'remove-unknown') return dropUnsent(codes, change.code) ? 'dropped' : null
    return isReconciliation ? undoReconciled(codes, change, at) : undoSent(codes, change, at)
  }

  /** Updates which edits apply once `action` is undone: what it had undone applies again, and so on. */
  const noteUndone = (action: ActionRow, by: number, at: UnixSeconds): void => {
    setUndone.run(by, at, action.id)
    let holds = true
    for (let each = action; each.undoes !== null; holds = !holds) {
      const target = one.get(each.undoes)
      if (target === undefined) return
      setUndone.run(holds ? null : each.id, holds ? null : at, target.id)
      each = target
    }
  }

  const undo = (actionId: number, at: UnixSeconds): UndoOutcome => {
    const action = one.get(actionId)
    if (action === undefined || action.undone_by !== null) throw new AppError('codes/nothing-to-undo')
    const list = { accountId: action.account_id, listId: action.list_id }
    requireList(list)
    const isReconciliation = rootOf(action).change === 'full-list'
    const undoing = actions.begin({ list, at, change: 'undo', origin: 'undo', undoes: actionId })
    let undone = 0
    let skipped = 0
    const changes = changesOf.all(actionId)
    const touched = new Set(touchedSince.all({ ...list, actionId }))
    const codes = lists.open(
      list,
      changes.map(({ code }) => code),
    )
    for (const change of changes) {
      if (touched.has(change.code)) skipped++
      else {
        const edited = undoChange(codes, change, isReconciliation, at)
        if (edited === null) skipped++
        else undone++
        if (edited !== null && edited !== 'dropped') undoing.note(change, edited)
      }
    }
    if (undone === 0) throw new AppError('codes/nothing-to-undo')
    codes.write()
    noteUndone(action, undoing.end(), at)
    return { list, actionId: undoing.id, undone, skipped }
  }

  /**
   * Undoes a waiting change. One brought back by a restored copy is only deleted, because it may have been sent long
   * ago.
   */
  const undoWaiting = (list: ListRef, codes: OpenList, code: string, at: UnixSeconds): Edited | 'dropped' => {
    const { known, waiting } = codes.look(code)
    if (waiting === null) return null
    const isRestored = waiting.held === 1 && waiting.refusal === null
    if (known !== null) {
      if (!isRestored) return codes.remove(code, at)
      codes.drop(waiting)
      codes.forget(known)
      return 'remove'
    }
    if (waiting.before !== 'on-list' && wasUnknown(list, code)) return dropUnsent(codes, code) ? 'dropped' : null
    const accessCode = { code, name: waiting.name }
    if (!isRestored) return codes.add(accessCode, at)
    codes.drop(waiting)
    codes.project(accessCode, at)
    return 'add'
  }

  const wasUnknown = ({ accountId, listId }: ListRef, code: string): boolean =>
    lastChange.get(code, accountId, listId)?.change === 'remove-unknown'

  return {
    /**
     * Undoes exactly what one edit changed; skips codes that were changed again since.
     * @throws AppError `codes/nothing-to-undo`, `account/not-found`
     */
    undoCodes: (actionId: number, at: UnixSeconds): UndoOutcome => db.transaction(undo).immediate(actionId, at),
    /**
     * Undoes the waiting or held changes of some codes.
     * @throws AppError `codes/nothing-to-undo`, `account/not-found`, `access-list/not-found`
     */
    takeBackCodes: (list: ListRef, taken: readonly string[], at: UnixSeconds): UndoOutcome =>
      db
        .transaction((): UndoOutcome => {
          requireList(list)
          const undoing = actions.begin({ list, at, change: 'undo', origin: 'undo' })
          let undone = 0
          let skipped = 0
          const codes = lists.open(list, taken)
          for (const code of new Set(taken)) {
            const { known, waiting } = codes.look(code)
            const edited = undoWaiting(list, codes, code, at)
            if (edited === null) skipped++
            else undone++
            if (edited !== null && edited !== 'dropped') {
              undoing.note({ code, name: known?.name ?? waiting?.name ?? null }, edited)
            }
          }
          if (undone === 0) throw new AppError('codes/nothing-to-undo')
          codes.write()
          return { list, actionId: undoing.end(), undone, skipped }
        })
        .immediate(),
  }
}

/**
 * Deletes the removal of a code that was not known here. Possible only while it was not sent and the code is not known
 * to be at ClassMarker; otherwise another edit is responsible for it.
 * @returns whether it was deleted
 */
function dropUnsent(codes: OpenList, code: string): boolean {
  const { waiting } = codes.look(code)
  if (waiting?.operation !== 'remove' || waiting.before === 'on-list' || waiting.call_id !== null) return false
  codes.drop(waiting)
  return true
}

function undoSent(codes: OpenList, { code, name, change, doubtful }: ChangeRow, at: UnixSeconds): Edited {
  const { known } = codes.look(code)
  if (change === 'add') return known === null || doubtful === 1 ? null : codes.remove(code, at)
  return codes.add({ code, name }, at)
}

/** Undoes taking over a list: removes codes it added, and restores codes it removed. Sends nothing. */
function undoReconciled(codes: OpenList, { code, name, change }: ChangeRow, at: UnixSeconds): Edited {
  const { known, waiting } = codes.look(code)
  if (waiting !== null || (change === 'add') !== (known !== null)) return null
  if (known === null) codes.project({ code, name }, at)
  else codes.forget(known)
  return known === null ? 'add' : 'remove'
}
