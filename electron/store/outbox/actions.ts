import type { Database } from 'better-sqlite3'
import type { AccessCode, CodeAction, CodeOrigin, ListRef } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Edited } from './outbox.ts'

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
