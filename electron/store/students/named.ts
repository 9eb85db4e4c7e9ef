import type { Database } from 'better-sqlite3'
import { sql } from 'kysely'
import { type ResultsFilter, type StudentValue, without } from '../../../shared/model/filter.ts'
import type { NamedStudent } from '../../../shared/model/student.ts'
import { type QueryRunner, sqlite } from '../builder.ts'
import { type AccountZones, conditionsOf } from '../results/filter.ts'

interface Asked {
  /** The place among those asked for. */
  readonly place: number
  readonly account: string
  readonly key: string
}

/** Reads the names of students whom a filter asks for, by the index of students, whatever else there is. */
export function namedStudentQueries(db: Database, run: QueryRunner, zones: () => AccountZones) {
  const current = db.prepare<[string], Asked>(
    `SELECT asked.key AS place, account.id AS account, coalesce(into_key, value ->> 'key') AS key
     FROM json_each(?) AS asked
     JOIN account ON account.id = coalesce(value ->> 'account', account.id)
     LEFT JOIN student_merge ON student_merge.account_id = account.id AND student_merge.key = value ->> 'key'
     ORDER BY asked.key, account.id`,
  )
  type Person = Pick<NamedStudent, 'first' | 'last' | 'email'>
  const seen = db.prepare<[string, string], Person>(
    `SELECT first, last, email FROM result WHERE student = ? AND account_id = ?
     ORDER BY time_finished DESC, time_started DESC, id DESC LIMIT 1`,
  )
  const keysOf = 'SELECT @key UNION ALL SELECT key FROM student_merge WHERE account_id = @account AND into_key = @key'
  const awaited = db.prepare<{ account: string; key: string }, Person>(
    `SELECT first, last, email FROM (
       SELECT first, last, email, student_key AS own FROM class_member JOIN class ON class.id = class_id
         WHERE account_id = @account AND student_key IN (${keysOf})
       UNION ALL
       SELECT first, last, email, key FROM added_student WHERE account_id = @account AND key IN (${keysOf}))
     ORDER BY own = @key DESC LIMIT 1`,
  )

  function countsOf(students: readonly StudentValue[], filter: ResultsFilter): ReadonlyMap<string, number> {
    const value = students.map(({ account, key }) => ({ account, key }))
    const asked: ResultsFilter = [...without(filter, 'student'), { field: 'student', op: 'in', value }]
    const counted = sqlite
      .selectFrom('result')
      .select(['account_id', 'student', sql<number>`count(*)`.as('results')])
      .where((result) => result.and(conditionsOf(asked, zones())(result)))
      .groupBy(['account_id', 'student'])
    return new Map(run.all(counted.compile()).map((row) => [`${row.account_id} ${row.student}`, row.results]))
  }

  return {
    /**
     * Students by any of their keys, in this order, each with how many of the filter's results are theirs, its own
     * condition on students left out. Who is nobody is left out.
     */
    studentsNamed: (students: readonly StudentValue[], filter: ResultsFilter): NamedStudent[] => {
      const found = new Map<number, Omit<NamedStudent, 'results'>>()
      for (const { place, account, key } of current.all(JSON.stringify(students))) {
        if (found.has(place)) continue
        const person = seen.get(key, account) ?? awaited.get({ account, key })
        const asked = students[place]
        if (person !== undefined && asked !== undefined) found.set(place, { asked, account, key, ...person })
      }
      const named = [...found.values()]
      if (named.length === 0) return []
      const counts = countsOf(named, filter)
      return named.map((each) => ({ ...each, results: counts.get(`${each.account} ${each.key}`) ?? 0 }))
    },
  }
}
