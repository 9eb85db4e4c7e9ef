import type { Database, Statement } from 'better-sqlite3'
import {
  type CompiledQuery,
  DefaultQueryExecutor,
  type Generated,
  QueryCreator,
  SqliteAdapter,
  SqliteQueryCompiler,
} from 'kysely'
import type { ColumnOf, SentField, StoredValueOf } from '../../shared/model/result-fields.ts'
import type { Feed, Outcome } from '../../shared/model/result-values.ts'
import type { StoredAnswer } from './results/packed-answers.ts'

const executor = new DefaultQueryExecutor(new SqliteQueryCompiler(), new SqliteAdapter(), {
  provideConnection: () => Promise.reject(new Error('Queries are only built')),
})

/**
 * Only builds typed SQL; better-sqlite3 runs it on the worker's own thread. Not a whole Kysely, of which a third makes
 * tables and runs queries: each thread would load that at its start.
 */
export const sqlite = Object.assign(new QueryCreator<Tables>({ executor }), { getExecutor: () => executor })

const keptStatements = 100

/**
 * Runs built queries. Keeps the most recently used prepared statements, because a filter being typed repeats the same
 * SQL.
 */
export class QueryRunner {
  readonly #db: Database
  readonly #prepared = new Map<string, Statement>()

  constructor(db: Database) {
    this.#db = db
  }

  all<Row>(query: CompiledQuery<Row>): Row[] {
    return this.#statement(query.sql).all(...query.parameters) as Row[]
  }

  first<Row>(query: CompiledQuery<Row>): Row | undefined {
    return this.#statement(query.sql).get(...query.parameters) as Row | undefined
  }

  /** The ids a query finds, in its order. @param limit undefined reads all of them */
  ids(query: CompiledQuery<{ id: number }>, limit?: number): number[] {
    // For SQLite a negative limit means none.
    return this.#statement(`${query.sql} LIMIT ?`)
      .pluck()
      .all(...query.parameters, limit ?? -1) as number[]
  }

  iterate<Row>(query: CompiledQuery<Row>): IterableIterator<Row> {
    // A statement being iterated is busy, so it must not be a shared one.
    return this.#db.prepare(query.sql).iterate(...query.parameters) as IterableIterator<Row>
  }

  #statement(sql: string): Statement {
    const known = this.#prepared.get(sql)
    const statement = known ?? this.#db.prepare(sql)
    // A map keeps insertion order, so the first is the one unused for longest.
    this.#prepared.delete(sql)
    this.#prepared.set(sql, statement)
    const [unused] = this.#prepared.keys()
    if (this.#prepared.size > keptStatements && unused !== undefined) this.#prepared.delete(unused)
    return statement
  }
}

/**
 * A connection that prepares each statement when it is first used: preparing all 220 of them took every thread 6 ms of
 * its start.
 */
export function preparingLate(db: Database): Database {
  const prepare = (text: string): Statement => {
    let made: Statement | undefined
    const modes: ('pluck' | 'raw')[] = []
    const late: Statement = new Proxy({} as Statement, {
      get(_, name: keyof Statement) {
        if (made === undefined && (name === 'pluck' || name === 'raw')) {
          return () => {
            modes.push(name)
            return late
          }
        }
        made ??= modes.reduce((statement, mode) => statement[mode](), db.prepare(text))
        const value: unknown = made[name]
        return typeof value === 'function' ? value.bind(made) : value
      },
    })
    return late
  }
  return Object.create(db, { prepare: { value: prepare } })
}

const mostKept = 20

/**
 * Caches an answer until the database is written to, by this connection or another program.
 * @param most how many answers to keep
 */
export function keptWhileUnchanged<Question, Answer>(
  db: Database,
  work: (question: Question) => Answer,
  most = mostKept,
): (question: Question) => Answer {
  const written = db.prepare<[], { n: number }>('SELECT total_changes() AS n')
  const others = db.prepare<[], { data_version: number }>('PRAGMA data_version')
  const kept = new Map<string, Answer>()
  let state = ''
  return (question) => {
    const now = `${written.get()?.n} ${others.get()?.data_version}`
    if (now !== state) kept.clear()
    state = now
    const key = JSON.stringify(question)
    const known = kept.get(key)
    if (known !== undefined) return known
    const answer = work(question)
    if (kept.size >= most) kept.clear()
    kept.set(key, answer)
    return answer
  }
}

/** The database's tables for the query builder; schema/ defines their real form. */
export interface Tables {
  account: AccountTable
  test: { account_id: string; test_id: number; name: string }
  source: SourceTable
  result: ResultTable
  result_answer: { id: number; answer: string }
  certificate_file: { result_id: number; serial: string; file: string; bytes: number; saved_at: number }
  certificate_download: { id: Generated<number>; result_id: number; queued_at: number; failure: string | null }
  certificate_validity: { account_id: string; test_id: number; months: number }
}

interface AccountTable {
  id: string
  name: string
  time_zone: string
}

interface SourceTable {
  account_id: string
  feed: Feed
  source_id: number
  name: string
  link_url_id: string | null
  access_list_id: number | null
  visible: 0 | 1
}

/** What ClassMarker said of a result, one column per field. */
type SentColumns = { -readonly [F in SentField as ColumnOf<F>]: StoredValueOf<F> }

/** Values computed from it, stored so that they can be searched. */
interface MadeColumns {
  natural_key: string
  outcome: Outcome
  certificate_key: string | null
  student_key: string
  sort_name: string
  search_text: string
}

/** The columns that hold what ClassMarker said and the values computed from it. */
export type ResultColumns = SentColumns & MadeColumns

export interface ResultTable extends ResultColumns {
  id: Generated<number>
  account_id: string
  raw: StoredAnswer
  /** The key of the student that the teacher merged this one into. */
  merged_key: Generated<string | null>
  /** Whose the result is: `merged_key`, else `student_key`. */
  student: Generated<string>
  first_seen_at: number
  updated_at: number
  reader: number
}
