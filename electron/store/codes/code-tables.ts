import type { Database } from 'better-sqlite3'
import type { AccessCode, ListRef } from '../../../shared/model/access-code.ts'
import { serialKey } from '../../../shared/model/certificate.ts'
import { fold, foldSerial } from '../../../shared/model/text.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

export type Operation = 'add' | 'remove'

/** Whether ClassMarker's list has the code, before the waiting change is applied. */
export type Before = 'on-list' | 'not-on-list' | 'unknown'

/** A change that ClassMarker has not confirmed. */
export interface WaitingAccessCode {
  readonly id: number
  readonly code: string
  readonly name: string | null
  readonly operation: Operation
  readonly before: Before
  readonly held: 0 | 1
  readonly refusal: string | null
  readonly call_id: number | null
  /** 1 if it is in a request without an answer yet. */
  readonly under_way: 0 | 1
}

export interface KnownAccessCode {
  readonly id: number
  readonly code: string
  readonly name: string | null
}

export type CodeColumns = AccessCode & ReturnType<typeof codeColumns>

/** The columns by which a code and its name are sorted and searched. */
export const codeColumns = ({ code, name }: AccessCode) => {
  const sortCode = fold(code)
  const sortName = name === null ? null : fold(name)
  return { sortCode, sortName, searchText: `${sortCode}\n${foldSerial(code)}\n${sortName ?? ''}` }
}

const readChange = `SELECT id, code, name, operation, before, held, refusal, call_id,
  EXISTS (SELECT 1 FROM code_call WHERE code_call.id = call_id AND outcome IS NULL) AS under_way FROM outbox`

/**
 * Reads and writes codes and their changes in bulk: a list has up to 20,000, and one statement per code would cost more
 * than its work.
 */
export function codeTables(db: Database) {
  const known = db.prepare<[string, number, string], KnownAccessCode>(
    `SELECT id, code, name FROM access_code
     WHERE account_id = ? AND list_id = ? AND code IN (SELECT value FROM json_each(?))`,
  )
  const allKnown = db.prepare<[string, number], KnownAccessCode>(
    'SELECT id, code, name FROM access_code WHERE account_id = ? AND list_id = ? ORDER BY sort_code, code',
  )
  const waiting = db.prepare<[string, number, string], WaitingAccessCode>(
    `${readChange} WHERE account_id = ? AND list_id = ? AND code IN (SELECT value FROM json_each(?))`,
  )
  const allWaiting = db.prepare<[string, number], WaitingAccessCode>(
    `${readChange} WHERE account_id = ? AND list_id = ?`,
  )

  /** @param codes only these; by default the whole list in its order */
  const read = ({ accountId, listId }: ListRef, codes?: readonly string[]) => {
    const asked = codes === undefined ? null : JSON.stringify(codes)
    const found = asked === null ? allKnown.all(accountId, listId) : known.all(accountId, listId, asked)
    const rows = asked === null ? allWaiting.all(accountId, listId) : waiting.all(accountId, listId, asked)
    return {
      known: new Map(found.map((each) => [each.code, each])),
      waiting: new Map(rows.map((row) => [row.code, row])),
    }
  }
  return { read, writer: rowWriter(db) }
}

/** Collects what is to be written of a list, and writes it all at once. */
function rowWriter(db: Database) {
  const insertCodes = db.prepare<[string, number, string]>(
    `INSERT INTO access_code (account_id, list_id, code, name, added_at, sort_code, sort_name, search_text)
     SELECT ?, ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?)`,
  )
  const deleteCodes = db.prepare<[string]>('DELETE FROM access_code WHERE id IN (SELECT value FROM json_each(?))')
  const insertChanges = db.prepare<[string, number, string]>(
    `INSERT INTO outbox
       (account_id, list_id, code, name, queued_at, sort_code, sort_name, search_text, operation, before)
     SELECT ?, ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7
     FROM json_each(?)`,
  )
  const turnChanges = db.prepare<[string]>(
    `UPDATE outbox SET name = value ->> 1, queued_at = value ->> 2, sort_name = value ->> 3, search_text = value ->> 4,
       operation = value ->> 5, held = 0, refusal = NULL
     FROM json_each(?) WHERE outbox.id = value ->> 0`,
  )
  const setBefore = db.prepare<[Before, string]>(
    'UPDATE outbox SET before = ? WHERE id IN (SELECT value FROM json_each(?))',
  )
  const deleteChanges = db.prepare<[string]>('DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))')
  const take = db.prepare<[string]>('INSERT OR IGNORE INTO taken_code (key) SELECT value FROM json_each(?)')

  return ({ accountId, listId }: ListRef) => {
    const added: CodeValues[] = []
    const gone: number[] = []
    const queued: unknown[][] = []
    const turned: unknown[][] = []
    const reconciled: Record<Before, number[]> = { 'on-list': [], 'not-on-list': [], unknown: [] }
    const done: number[] = []
    const taken: string[] = []
    const some = (what: readonly unknown[], run: (rows: string) => unknown): void => {
      if (what.length > 0) run(JSON.stringify(what))
    }
    return {
      insertCode: (columns: CodeColumns, at: UnixSeconds): void => {
        added.push(valuesOf(columns, at))
      },
      deleteCode: (id: number): void => {
        gone.push(id)
      },
      insertChange: (columns: CodeColumns, at: UnixSeconds, operation: Operation, before: Before): void => {
        queued.push([...valuesOf(columns, at), operation, before])
      },
      turnChange: (id: number, columns: CodeColumns, at: UnixSeconds, operation: Operation): void => {
        turned.push([id, columns.name, at, columns.sortName, columns.searchText, operation])
      },
      setBefore: (id: number, before: Before): void => {
        reconciled[before].push(id)
      },
      deleteChange: (id: number): void => {
        done.push(id)
      },
      /** Remembers a code for good, so that no generated code looks like it. */
      take: (code: string): void => {
        taken.push(serialKey(code))
      },
      /** Writes what was collected; no code may occur twice in it. Changes keep their order. */
      write: (): void => {
        some(gone, (ids) => deleteCodes.run(ids))
        some(done, (ids) => deleteChanges.run(ids))
        for (const before of ['on-list', 'not-on-list', 'unknown'] as const) {
          some(reconciled[before], (ids) => setBefore.run(before, ids))
        }
        some(turned, (rows) => turnChanges.run(rows))
        // Sorted by code, so that the index is written from one end to the other.
        some(added.toSorted(byCode), (rows) => insertCodes.run(accountId, listId, rows))
        some(queued, (rows) => insertChanges.run(accountId, listId, rows))
        some(taken.toSorted(), (keys) => take.run(keys))
      },
    }
  }
}

type CodeValues = readonly [code: string, ...rest: unknown[]]

const valuesOf = ({ code, name, sortCode, sortName, searchText }: CodeColumns, at: UnixSeconds): CodeValues => [
  code,
  name,
  at,
  sortCode,
  sortName,
  searchText,
]

const byCode = ([a]: CodeValues, [b]: CodeValues): number => (a < b ? -1 : Number(a > b))
