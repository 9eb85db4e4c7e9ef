import SqliteDatabase from 'better-sqlite3'
import type { KillPoint } from './sync-process.ts'

/*
 * The database's thread, in a process that is killed at one of its statements. Only the library beneath the app is
 * watched, so the app that is killed is unchanged.
 */
const point: KillPoint | null = JSON.parse(process.env.GRADEKEEP_KILL_POINT ?? 'null')

if (point !== null) {
  const { statement, nth, after } = point
  let seen = 0
  const { run } = Object.getPrototypeOf(new SqliteDatabase(':memory:').prepare('SELECT 1'))
  Object.getPrototypeOf(new SqliteDatabase(':memory:').prepare('SELECT 1')).run = function watched(
    this: SqliteDatabase.Statement,
    ...input: unknown[]
  ) {
    const isIt = this.source.trimStart().startsWith(statement) && ++seen === nth
    if (isIt && !after) process.kill(process.pid, 'SIGKILL')
    const ran = Reflect.apply(run, this, input)
    if (isIt && after) process.kill(process.pid, 'SIGKILL')
    return ran
  }
}

await import('../../electron/store/writer.ts')
