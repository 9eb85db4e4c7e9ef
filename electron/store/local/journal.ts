import { type Database, SqliteError, type Statement } from 'better-sqlite3'
import type { LocalChange, LocalChangeKind, UndoOutcome } from '../../../shared/model/local-change.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { type EditRow, mayHaveArrived } from '../bank/tables.ts'

/** A row as JSON, null where there is none. */
interface TouchedRow {
  readonly table: string
  readonly before: string | null
  readonly after: string | null
}

interface StoredChange {
  readonly id: number
  readonly madeAt: number
  readonly kind: LocalChangeKind
  readonly subject: string
  readonly undoneAt: number | null
  readonly hasRows: 0 | 1
}

/** How a table's rows are found and written. */
interface TableStatements {
  readonly keyOf: (row: string) => string
  readonly read: Statement<[string], string>
  readonly write: Statement<[string]>
  readonly remove: Statement<[string]>
}

class TouchesMore extends Error {}

const mostKept = 1_000
const mostBytes = 20_000_000
const mostListed = 200

/**
 * Keeps every change that the teacher makes on this computer as one step of undo. Triggers note each row as it was and as
 * it became (schema/0013-students), whatever statement wrote it; undoing puts those rows back. An import is noted by its
 * run alone, and undone by the results that it touched; its files can be imported again, so it is not redone.
 * @param undoImport undoes an import; answers whether anything was taken back
 */
export function journalQueries(db: Database, undoImport: (run: number, at: UnixSeconds) => boolean) {
  const begin = db.prepare('INSERT INTO local_change (made_at, kind, subject, is_open) VALUES (?, ?, ?, 1)')
  const rename = db.prepare('UPDATE local_change SET kind = ?, subject = ? WHERE id = ?')
  const end = db.prepare('UPDATE local_change SET is_open = 0 WHERE is_open = 1')
  const hasRows = 'EXISTS (SELECT 1 FROM local_row WHERE change_id = local_change.id)'
  const forgetEmpty = db.prepare(`DELETE FROM local_change WHERE id = ? AND NOT ${hasRows}`)
  const forgetOld = db.prepare(`DELETE FROM local_change WHERE id <= (SELECT max(id) FROM local_change) - ${mostKept}`)
  // The newest stays, however large it is: a removed gradebook holds all that was handed in of it.
  const forgetLarge = db.prepare(
    `DELETE FROM local_change WHERE id < (SELECT max(id) FROM local_change) AND id IN (
       SELECT change_id FROM (
         SELECT change_id, sum(bytes) OVER (ORDER BY change_id DESC) AS kept FROM (
           SELECT change_id, sum(octet_length(coalesce(before, '')) + octet_length(coalesce(after, ''))) AS bytes
           FROM local_row GROUP BY change_id))
       WHERE kept > ${mostBytes})`,
  )
  // What was undone cannot be done again once something else was changed.
  const forgetUndone = db.prepare('DELETE FROM local_change WHERE undone_at IS NOT NULL')
  const columns = `id, made_at AS madeAt, kind, subject, undone_at AS undoneAt, ${hasRows} AS hasRows`
  const recent = db.prepare<[], StoredChange>(
    `SELECT ${columns} FROM local_change ORDER BY id DESC LIMIT ${mostListed}`,
  )
  const undoable = db.prepare<[], StoredChange>(
    `SELECT ${columns} FROM local_change WHERE undone_at IS NULL AND ${hasRows} ORDER BY id DESC LIMIT 1`,
  )
  const redoable = db.prepare<[], StoredChange>(
    `SELECT ${columns} FROM local_change WHERE undone_at IS NOT NULL AND ${hasRows} ORDER BY id LIMIT 1`,
  )
  const rowsOf = db.prepare<[number], TouchedRow>(
    'SELECT table_name AS "table", before, after FROM local_row WHERE change_id = ? ORDER BY id',
  )
  const forgetAll = db.prepare('DELETE FROM local_change')
  const forget = db.prepare('DELETE FROM local_change WHERE id = ?')
  const follow = db.prepare<[string | null, number, string, string | null]>(
    'UPDATE local_row SET after = ? WHERE change_id = ? AND table_name = ? AND after = ?',
  )
  // What cannot be undone any more stays in the list.
  const forgetRows = db.prepare('DELETE FROM local_row WHERE change_id = ?')
  const markUndone = db.prepare('UPDATE local_change SET undone_at = ? WHERE id = ?')
  const tables = new Map<string, TableStatements>()
  const statementsOf = (table: string): TableStatements => {
    const known = tables.get(table) ?? tableStatements(db, table)
    tables.set(table, known)
    return known
  }

  const jsonOf = ({ before, after }: TouchedRow): string => (after ?? before) as string
  const nowOf = (row: TouchedRow): string | null => statementsOf(row.table).read.get(jsonOf(row)) ?? null
  const keyOf = (row: TouchedRow): string => `${row.table} ${statementsOf(row.table).keyOf(jsonOf(row))}`

  /** Puts rows back, unless another change touched one in the meantime, or left no room for it. @returns whether it did */
  function put(rows: readonly TouchedRow[]): boolean {
    const keys = new Set<string>()
    for (const row of rows) {
      const key = keyOf(row)
      if (!keys.has(key) && nowOf(row) !== row.after) return false
      keys.add(key)
    }
    try {
      return db.transaction(() => write(rows, keys))()
    } catch (thrown) {
      // A name is taken now, or the result that a row refers to is gone.
      const hasNoRoom = thrown instanceof SqliteError && thrown.code.startsWith('SQLITE_CONSTRAINT')
      if (thrown instanceof TouchesMore || hasNoRoom) return false
      throw thrown
    }
  }

  /** @throws TouchesMore where other rows than these would change: those that were put into a class since */
  function write(rows: readonly TouchedRow[], keys: ReadonlySet<string>): true {
    const trial = begin.run(0, 'undo', '').lastInsertRowid
    for (const row of rows) {
      if (row.before === null) statementsOf(row.table).remove.run(jsonOf(row))
      else statementsOf(row.table).write.run(row.before)
    }
    const touched = rowsOf.all(Number(trial))
    forget.run(trial)
    if (!touched.every((row) => keys.has(keyOf(row)))) throw new TouchesMore()
    return true
  }

  function settle(stored: StoredChange | undefined, rows: readonly TouchedRow[], undoneAt: UnixSeconds | null) {
    if (stored === undefined) return null
    const run = importIn(rows)
    // An edit that was stopped meanwhile is stopped when it is made again, too.
    const followed = rows.map((row): TouchedRow => {
      const now = isStillWaiting(row, nowOf(row)) ? nowOf(row) : row.after
      if (undoneAt !== null && now !== row.after) follow.run(now, stored.id, row.table, row.after)
      return { ...row, after: now }
    })
    const isDone = run === null || undoneAt === null ? put(followed) : undoImport(run, undoneAt)
    if (isDone) markUndone.run(undoneAt, stored.id)
    const isOver = !isDone || run !== null
    if (isOver) forgetRows.run(stored.id)
    const after = isDone ? { ...stored, undoneAt } : stored
    const change = changeOf(isOver ? { ...after, hasRows: 0 } : after)
    if (isDone) return { change, outcome: 'done' } as const
    const wasSent = undoneAt !== null && rows.some(isSent)
    return { change, outcome: wasSent ? 'sent' : 'changed-since' } as const
  }

  /** Whether a row of the question bank went to ClassMarker, or is on its way. */
  function isSent(row: TouchedRow): boolean {
    const now = nowOf(row)
    if (row.table === 'bank_edit') return row.after !== null && !isStillWaiting(row, now)
    // Of two edits of a question the later is noted by what it says alone, which goes when it was sent.
    return row.table === 'bank_draft' && row.after !== null && now === null
  }

  const changeOf = ({ madeAt, undoneAt, hasRows: kept, ...change }: StoredChange): LocalChange => ({
    ...change,
    canBeUndone: kept === 1,
    madeAt: unixSeconds(madeAt),
    undoneAt: undoneAt === null ? null : unixSeconds(undoneAt),
  })

  return {
    /**
     * Forgets every step. With an account go its students, whose names and addresses the steps hold, in those of other
     * accounts' gradebooks too; and nothing could be put back where the account is missing.
     */
    forgetSteps: (): void => void forgetAll.run(),
    /**
     * Runs a change as one step of undo, in one transaction. A change that touches nothing leaves no step.
     * @param subject what is changed, by the name it has
     * @param calledBy what the step is called by what the change did, where that is known only then
     */
    record<Value>(
      kind: LocalChangeKind,
      at: UnixSeconds,
      subject: string,
      change: () => Value,
      calledBy?: (value: Value) => { readonly kind: LocalChangeKind; readonly subject: string },
    ): Value {
      return db
        .transaction(() => {
          const id = begin.run(at, kind, subject).lastInsertRowid
          const value = change()
          end.run()
          if (forgetEmpty.run(id).changes > 0) return value
          const called = calledBy?.(value)
          if (called !== undefined) rename.run(called.kind, called.subject, id)
          forgetUndone.run()
          forgetOld.run()
          forgetLarge.run()
          return value
        })
        .immediate()
    },
    calls: {
      /** The newest local changes, newest first. */
      localChanges: (): LocalChange[] => recent.all().map(changeOf),
      /**
       * Takes back the newest change that stands and can be undone; null where there is none.
       * @param only null also where the newest is another than this one
       */
      undoLocalChange: (at: UnixSeconds, only?: number): UndoOutcome | null =>
        db
          .transaction(() => {
            const newest = undoable.get()
            const change = only === undefined || newest?.id === only ? newest : undefined
            return settle(change, change === undefined ? [] : rowsOf.all(change.id).toReversed(), at)
          })
          .immediate(),
      /** Makes the change again that was undone last; null where there is none. */
      redoLocalChange: (): UndoOutcome | null =>
        db
          .transaction(() => {
            const change = redoable.get()
            const rows = change === undefined ? [] : rowsOf.all(change.id)
            return settle(
              change,
              rows.map(({ table, before, after }) => ({ table, before: after, after: before })),
              null,
            )
          })
          .immediate(),
    },
  }
}

/** Whether an edit of the question bank waits as it did: a reading, a refusal or a conflict has changed nothing of it. */
function isStillWaiting({ table, after }: TouchedRow, now: string | null): boolean {
  if (table !== 'bank_edit' || after === null || now === null) return false
  const edit: Pick<EditRow, 'kind' | 'state'> & { readonly in_doubt: 0 | 1 } = JSON.parse(now)
  return JSON.parse(after).kind === edit.kind && !mayHaveArrived({ state: edit.state, inDoubt: edit.in_doubt })
}

/** The import that a step is; null for any other step. */
function importIn([row]: readonly TouchedRow[]): number | null {
  return row?.table === 'import_run' && row.after !== null ? JSON.parse(row.after).id : null
}

/** Statements that take a row as JSON, as the triggers write it. */
function tableStatements(db: Database, table: string): TableStatements {
  const info = db
    .prepare<[string], { name: string; pk: number }>('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid')
    .all(table)
  const all = info.map(({ name }) => name)
  const key = info.filter(({ pk }) => pk > 0).map(({ name }) => name)
  const others = all.filter((name) => !key.includes(name))
  const isRow = key.map((name) => `${name} = row ->> '$.${name}'`).join(' AND ')
  const given = '(SELECT ? AS row)'
  const conflict =
    others.length === 0 ? 'NOTHING' : `UPDATE SET ${others.map((name) => `${name} = excluded.${name}`).join(', ')}`
  return {
    keyOf: (row) => {
      const values: Record<string, unknown> = JSON.parse(row)
      return JSON.stringify(key.map((name) => values[name]))
    },
    read: db
      .prepare<[string], string>(
        `SELECT json_object(${all.map((name) => `'${name}', ${name}`).join(', ')}) FROM ${table}, ${given} WHERE ${isRow}`,
      )
      .pluck(),
    write: db.prepare(
      `INSERT INTO ${table} (${all.join(', ')})
       SELECT ${all.map((name) => `row ->> '$.${name}'`).join(', ')} FROM ${given} WHERE true
       ON CONFLICT (${key.join(', ')}) DO ${conflict}`,
    ),
    remove: db.prepare(
      `DELETE FROM ${table} WHERE (${key.join(', ')}) = (SELECT ${key.map((name) => `row ->> '$.${name}'`).join(', ')} FROM ${given})`,
    ),
  }
}
