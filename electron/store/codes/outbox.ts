import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { AccessCode, CodeAction, CodeOrigin, ListRef } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import {
  type Before,
  codeColumns,
  codeTables,
  type KnownAccessCode,
  type Operation,
  type WaitingAccessCode,
} from './code-tables.ts'

/** What an edit did to one code; null if nothing. */
export type Edited = 'add' | 'remove' | 'remove-unknown' | null

/** Whether ClassMarker's list already is as a change wants it. */
const isDone = (operation: Operation, before: Before): boolean =>
  before === (operation === 'add' ? 'on-list' : 'not-on-list')

/**
 * The future list, and the changes that lead there, code by code. Undoing a change that cannot have arrived deletes it;
 * undoing one that may have arrived sends its opposite.
 */
export function outbox(db: Database) {
  const tables = codeTables(db)

  /**
   * Opens a list for editing within one transaction: edit each code at most once, then call `write`.
   * @param codes the codes to edit; by default the whole list
   */
  const open = (list: ListRef, codes?: readonly string[]) => {
    const { known, waiting } = tables.read(list, codes)
    const writer = tables.writer(list)

    /** The state of one code: null where it is not on the list, or no change waits. */
    const look = (code: string) => ({ known: known.get(code) ?? null, waiting: waiting.get(code) ?? null })

    const project = (accessCode: AccessCode, at: UnixSeconds) => {
      const columns = { ...accessCode, ...codeColumns(accessCode) }
      writer.insertCode(columns, at)
      writer.take(accessCode.code)
      return columns
    }

    /** Turns a change into its opposite; deletes it where the opposite has nothing to do. */
    const turn = (waiting: WaitingAccessCode, accessCode: AccessCode, operation: Operation, at: UnixSeconds): void => {
      if (isDone(operation, waiting.before)) writer.deleteChange(waiting.id)
      else writer.turnChange(waiting.id, { ...accessCode, ...codeColumns(accessCode) }, at, operation)
    }

    /** Queues a held change for sending again. */
    const release = (waiting: WaitingAccessCode, at: UnixSeconds): void =>
      writer.turnChange(
        waiting.id,
        { code: waiting.code, name: waiting.name, ...codeColumns(waiting) },
        at,
        waiting.operation,
      )

    return {
      /** The codes on the list, by code. */
      known,
      /** The waiting changes. */
      waiting,
      look,
      project,
      /** Adds a code to the list; releases a held addition. */
      add: (accessCode: AccessCode, at: UnixSeconds): Edited => {
        const { known, waiting } = look(accessCode.code)
        if (known !== null) {
          if (waiting?.held !== 1) return null
          release(waiting, at)
          return 'add'
        }
        const named = { ...accessCode, name: accessCode.name ?? waiting?.name ?? null }
        const columns = project(named, at)
        if (waiting === null) writer.insertChange(columns, at, 'add', 'not-on-list')
        else turn(waiting, named, 'add', at)
        return 'add'
      },
      /** Removes a code from the list, even an unknown one, which may be on ClassMarker's. Releases a held removal. */
      remove: (code: string, at: UnixSeconds): Edited => {
        const { known, waiting } = look(code)
        if (known === null && waiting !== null) {
          if (waiting.held !== 1) return null
          release(waiting, at)
          return waiting.before === 'on-list' ? 'remove' : 'remove-unknown'
        }
        const accessCode = { code, name: known?.name ?? null }
        const before = known === null ? 'unknown' : 'on-list'
        if (waiting !== null) turn(waiting, accessCode, 'remove', at)
        else writer.insertChange({ ...accessCode, ...codeColumns(accessCode) }, at, 'remove', before)
        if (known === null) writer.take(code)
        else writer.deleteCode(known.id)
        return known === null ? 'remove-unknown' : 'remove'
      },
      /** Removes a code that is not on ClassMarker's list, without sending anything. */
      forget: (known: KnownAccessCode): void => writer.deleteCode(known.id),
      /** Deletes a change that was not sent. */
      drop: (waiting: WaitingAccessCode): void => writer.deleteChange(waiting.id),
      /**
       * Notes whether a code is on ClassMarker's list. A change that seems to be done is sent all the same, because it
       * may be newer than this information, or the information may be of another list; only a held one is deleted. A
       * change in a request stays as it is, because the information may be older than its arrival.
       */
      reconcile: (waiting: WaitingAccessCode, isOnList: boolean): void => {
        if (waiting.under_way === 1) return
        const before = isOnList ? 'on-list' : 'not-on-list'
        if (waiting.held === 1 && isDone(waiting.operation, before)) writer.deleteChange(waiting.id)
        else writer.setBefore(waiting.id, before)
      },
      write: writer.write,
    }
  }

  return { open }
}

export type OpenList = ReturnType<ReturnType<typeof outbox>['open']>

/** An edit to begin in the journal. */
export interface NewAction {
  readonly list: ListRef
  readonly at: UnixSeconds
  readonly change: CodeAction['change']
  readonly origin: CodeOrigin
  /** The id of the edit that this one undoes. */
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
        /** Writes what was noted. @returns the edit's id */
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

// The order of the index.
const byCode = ([a]: Change, [b]: Change): number => (a < b ? -1 : Number(a > b))

/**
 * Refuses an access list that no link of the account uses or used and that is unknown here: a mistyped number would
 * otherwise become a list of its own, with codes nobody can use.
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

  /** @throws AppError `account/not-found` if the account is missing or disconnected, `access-list/not-found` */
  return ({ accountId, listId }: ListRef): void => {
    if (archived.get(accountId) !== 0) throw new AppError('account/not-found')
    if (known.get({ accountId, listId }) !== 1) throw new AppError('access-list/not-found', { listId })
  }
}

/**
 * The difference that held changes make to the number of codes on a list: `access_code` is the list as if nothing were
 * held, but held additions are not on it yet, and held removals still are.
 */
export const heldCodesOnList = `count(*) FILTER (WHERE operation = 'remove' AND held = 1)
  - count(*) FILTER (WHERE operation = 'add' AND held = 1)`

/**
 * Holds every change of a database that is about to replace another: since that copy was made, its changes may have
 * been sent, or even undone. Only a person can tell which of them still apply.
 */
export function holdOutbox(db: Database): void {
  db.transaction(() => {
    db.exec(`UPDATE outbox SET held = 1, refusal = NULL, before = 'unknown'`)
    db.exec(`UPDATE code_call SET outcome = 'network/interrupted' WHERE outcome IS NULL`)
  })()
}
