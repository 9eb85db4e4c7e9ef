import type { Database } from 'better-sqlite3'
import type { AccessCode, ListRef } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { type Before, codeColumns, type KnownCode, type Operation, type OutboxRow, outboxRows } from './rows.ts'

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
