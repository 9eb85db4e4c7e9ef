import type { Database, Statement } from 'better-sqlite3'
import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Tables } from '../tables.ts'

/** Builds typed SQL only; running it is better-sqlite3's part, on the worker's own thread. */
export const sqlite = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

const keptStatements = 100

/** Runs built queries, keeping the prepared statements used last: a filter being typed asks the same text again. */
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

  /** The ids a query finds, in its order. @param limit undefined reads to the end */
  ids(query: CompiledQuery<{ id: number }>, limit?: number): number[] {
    // SQLite takes a negative limit for none.
    return this.#statement(`${query.sql} LIMIT ?`)
      .pluck()
      .all(...query.parameters, limit ?? -1) as number[]
  }

  iterate<Row>(query: CompiledQuery<Row>): IterableIterator<Row> {
    // A statement that is being iterated is busy, so it is not one of the shared ones.
    return this.#db.prepare(query.sql).iterate(...query.parameters) as IterableIterator<Row>
  }

  #statement(sql: string): Statement {
    const known = this.#prepared.get(sql)
    const statement = known ?? this.#db.prepare(sql)
    // A map keeps the order of insertion, so the first is the one not used for longest.
    this.#prepared.delete(sql)
    this.#prepared.set(sql, statement)
    const [unused] = this.#prepared.keys()
    if (this.#prepared.size > keptStatements && unused !== undefined) this.#prepared.delete(unused)
    return statement
  }
}
