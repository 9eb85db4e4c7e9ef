import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { AccessCode, CodeAction, CodeOrigin, ListRef } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { type Before, codeColumns, type KnownCode, type Operation, type OutboxRow, outboxRows } from './outbox-rows.ts'

/** What an edit of one code did; null where it changed nothing. */
export type Edited = 'add' | 'remove' | 'remove-unknown' | null

/** What a change comes to that is already so at ClassMarker. */
const isDone = (operation: Operation, before: Before): boolean =>
  before === (operation === 'add' ? 'on-list' : 'not-on-list')

/**
 * The codes of a list as they will be, and the changes on their way there, code by code. A change that cannot have
 * arrived goes without a trace when it is taken back; one that may have arrived is answered by its opposite.
 */
export function outbox(db: Database) {
  const rows = outboxRows(db)

  /**
   * A list as it is now, to be edited within one transaction: each code once, and `write` at the end.
   * @param codes the codes that are looked at, else the whole list
   */
  const open = (list: ListRef, codes?: readonly string[]) => {
    const { known, waiting } = rows.read(list, codes)
    const writer = rows.writer(list)

    /** What is known of one code. */
    const look = (code: string) => ({ known: known.get(code) ?? null, row: waiting.get(code) ?? null })

    const project = (entry: AccessCode, at: UnixSeconds) => {
      const columns = { ...entry, ...codeColumns(entry) }
      writer.insertCode(columns, at)
      writer.take(entry.code)
      return columns
    }

    /** The opposite of a change: nothing where it cannot have arrived, else a change of its own. */
    const turn = (row: OutboxRow, entry: AccessCode, operation: Operation, at: UnixSeconds): void => {
      if (isDone(operation, row.before)) writer.deleteChange(row.id)
      else writer.turnChange(row.id, { ...entry, ...codeColumns(entry) }, at, operation)
    }

    /** A change that is held, asked for once more: it waits to be sent like any other. */
    const release = (row: OutboxRow, at: UnixSeconds): void =>
      writer.turnChange(row.id, { code: row.code, name: row.name, ...codeColumns(row) }, at, row.operation)

    return {
      /** The codes on the list. */
      known,
      /** The changes that wait. */
      waiting,
      look,
      project,
      /** Puts a code on the list; where that is held, it is to be sent again. */
      add: (entry: AccessCode, at: UnixSeconds): Edited => {
        const { known, row } = look(entry.code)
        if (known !== null) {
          if (row?.held !== 1) return null
          release(row, at)
          return 'add'
        }
        const named = { ...entry, name: entry.name ?? row?.name ?? null }
        const columns = project(named, at)
        if (row === null) writer.insertChange(columns, at, 'add', 'not-on-list')
        else turn(row, named, 'add', at)
        return 'add'
      },
      /** Takes a code off the list, also one that is not known here: it may be on ClassMarker's. As `add` where held. */
      remove: (code: string, at: UnixSeconds): Edited => {
        const { known, row } = look(code)
        if (known === null && row !== null) {
          if (row.held !== 1) return null
          release(row, at)
          return row.before === 'on-list' ? 'remove' : 'remove-unknown'
        }
        const entry = { code, name: known?.name ?? null }
        const before = known === null ? 'unknown' : 'on-list'
        if (row !== null) turn(row, entry, 'remove', at)
        else writer.insertChange({ ...entry, ...codeColumns(entry) }, at, 'remove', before)
        if (known === null) writer.take(code)
        else writer.deleteCode(known.id)
        return known === null ? 'remove-unknown' : 'remove'
      },
      /** Forgets a code that ClassMarker's list does not hold. Nothing is sent. */
      forget: (known: KnownCode): void => writer.deleteCode(known.id),
      /** Drops a change unsent. */
      drop: (row: OutboxRow): void => writer.deleteChange(row.id),
      /**
       * Learns where a code stands at ClassMarker. A change that seems to be done is sent all the same, for it may be newer
       * than what was learned, or that of another list; only where it is held, it goes. One that is under way stays as it
       * is, because what was learned may be from before its arrival.
       */
      reconcile: (row: OutboxRow, isOnList: boolean): void => {
        if (row.under_way === 1) return
        const before = isOnList ? 'on-list' : 'not-on-list'
        if (row.held === 1 && isDone(row.operation, before)) writer.deleteChange(row.id)
        else writer.learnBefore(row.id, before)
      },
      write: writer.write,
    }
  }

  return { open }
}

export type OpenList = ReturnType<ReturnType<typeof outbox>['open']>

/** An edit in the journal, as it begins. */
export interface NewAction {
  readonly list: ListRef
  readonly at: UnixSeconds
  readonly change: CodeAction['change']
  readonly origin: CodeOrigin
  /** The edit it takes back, if it is an undo of one. */
  readonly undoes?: number
}

/** Writes the journal of edits: what each really changed, code by code. */
export function codeActions(db: Database) {
  const insert = db.prepare(
    `INSERT INTO code_action (account_id, list_id, at, change, origin, undoes)
     VALUES (@accountId, @listId, @at, @change, @origin, @undoes)`,
  )
  const insertChanges = db.prepare<[number, string]>(
    `INSERT INTO code_action_change (action_id, code, name, change)
     SELECT ?, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`,
  )
  const count = db.prepare('UPDATE code_action SET added = ?, removed = ? WHERE id = ?')

  return {
    begin: ({ list, at, change, origin, undoes = undefined }: NewAction) => {
      const { accountId, listId } = list
      const written = insert.run({ accountId, listId, at, change, origin, undoes: undoes ?? null })
      const id = Number(written.lastInsertRowid)
      const changes: Change[] = []
      return {
        id,
        note: ({ code, name }: AccessCode, change: NonNullable<Edited>): void => {
          changes.push([code, name, change])
        },
        /** Writes what was noted. @returns the edit's number */
        end: (): number => {
          const added = changes.filter(([, , change]) => change === 'add').length
          insertChanges.run(id, JSON.stringify(changes.toSorted(byCode)))
          count.run(added, changes.length - added, id)
          return id
        },
      }
    },
  }
}

type Change = readonly [code: string, name: string | null, change: NonNullable<Edited>]

// In the order of the index.
const byCode = ([a]: Change, [b]: Change): number => (a < b ? -1 : Number(a > b))

/**
 * Refuses what is to be done to an access list that no link of the account uses or used and of which nothing is known
 * here: a wrong number would else become a list of its own, with codes that nobody can use.
 */
export function listGuard(db: Database) {
  const archived = db.prepare<[string], 0 | 1>('SELECT archived FROM account WHERE id = ?').pluck()
  const known = db
    .prepare<ListRef, 0 | 1>(
      `SELECT EXISTS (SELECT 1 FROM source
           WHERE account_id = @accountId AND feed = 'links' AND access_list_id = @listId)
         OR EXISTS (SELECT 1 FROM access_list WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM access_code WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM outbox WHERE account_id = @accountId AND list_id = @listId)
         OR EXISTS (SELECT 1 FROM code_action WHERE account_id = @accountId AND list_id = @listId)`,
    )
    .pluck()

  /** @throws AppError `account/not-found` where it is not there or disconnected, `access-list/not-found` */
  return ({ accountId, listId }: ListRef): void => {
    if (archived.get(accountId) !== 0) throw new AppError('account/not-found')
    if (known.get({ accountId, listId }) !== 1) throw new AppError('access-list/not-found', { listId })
  }
}

/**
 * By how much what is held of the outbox alters the number of codes in `access_code`, which are the list as it would be
 * without any hold: what is not to be added is not on it, what is not to be taken off still is.
 */
export const heldCodesOnList = `count(*) FILTER (WHERE operation = 'remove' AND held = 1)
  - count(*) FILTER (WHERE operation = 'add' AND held = 1)`

/**
 * Holds every change in a database that is about to take another's place: since it was copied, what waits in it may
 * have been sent, and undone again. Only somebody who looks at it can say what of it still holds.
 */
export function holdOutbox(db: Database): void {
  db.transaction(() => {
    db.exec(`UPDATE outbox SET held = 1, refusal = NULL, before = 'unknown'`)
    db.exec(`UPDATE code_call SET outcome = 'network/interrupted' WHERE outcome IS NULL`)
  })()
}
