import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GradedAttempts } from '../../../electron/store/gradebook/attempts.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

/** All that is held, without the numbers of texts: those depend on what was read before. */
function heldBy({ values, count, students, tests, sources, names, codes }: GradedAttempts) {
  return Array.from({ length: count }, (_, row) => row)
    .filter((row) => values.counts[row] === 1)
    .map((row) => [
      values.id[row],
      students.text(values.student[row] as number),
      tests.text(values.test[row] as number),
      sources.text(values.source[row] as number),
      ...[values.percentage[row], values.passMark[row], values.points[row], values.needsGrading[row]],
      ...[values.started[row], values.finished[row]],
      names.text(values.name[row] as number),
      codes.text(values.code[row] as number),
    ])
}

const numbered = (userId: number, percent = 50) =>
  resultOf({
    ...{ userId, first: `First ${userId % 90}`, accessCode: userId % 3 === 0 ? null : `code ${userId % 50}` },
    ...{ testId: userId % 7, percentage: toTenths(percent), timeStarted: unixSeconds(noon - userId) },
  })

/** @param batch of the attempts, which are then not read yet */
function laptop(results: number, batch?: number) {
  const made = database()
  const { calls, db } = made
  const put = (from: number, until: number, percent?: number) =>
    calls.applyPage(pageWith(Array.from({ length: until - from }, (_, at) => numbered(from + at, percent))))
  put(1, results + 1)
  const kept = new GradedAttempts(db, batch)
  if (batch === undefined) kept.updateTexts()
  const readings: number[] = []
  const isAsFresh = () => {
    const before = kept.values.id
    kept.updateTexts()
    readings.push(Number(kept.values.id !== before))
    const fresh = new GradedAttempts(db)
    fresh.updateTexts()
    expect(heldBy(kept)).toEqual(heldBy(fresh))
  }
  return { ...made, put, kept, isAsFresh, readings }
}

const stepOf = fc.oneof(
  fc.record({ kind: fc.constant('add'), from: fc.integer({ min: 1, max: 60 }), n: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ kind: fc.constant('change'), from: fc.integer({ min: 1, max: 60 }), n: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('remove'), from: fc.integer({ min: 1, max: 30 }), n: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('restore'), from: fc.integer({ min: 1, max: 30 }), n: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('unfinish'), from: fc.integer({ min: 1, max: 60 }), n: fc.constant(3) }),
  fc.record({ kind: fc.constant('work'), from: fc.constant(0), n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('renumber'), from: fc.integer({ min: 1, max: 60 }), n: fc.constant(0) }),
  fc.record({ kind: fc.constant('rename'), from: fc.constant(0), n: fc.constant(0) }),
)

describe('the attempts in memory', () => {
  it.each([
    ['read at once', undefined],
    ['read in slices, between the changes', 7],
  ])('are after any changes, removals and restores as they are read anew: %s', (_, batch) => {
    fc.assert(
      fc.property(fc.array(fc.array(stepOf, { maxLength: 4 }), { maxLength: 6 }), (rounds) => {
        const { db, put, kept, isAsFresh } = laptop(40, batch)
        const removed: unknown[][] = []
        const columns = db.prepare<[], string>(`SELECT name FROM pragma_table_info('result')`).pluck().all()
        const rows = db
          .prepare<[number, number], unknown[]>(`SELECT ${columns} FROM result WHERE id >= ? AND id < ?`)
          .raw()
        const restore = db.prepare(
          `INSERT OR IGNORE INTO result (${columns}) VALUES (${columns.map(() => '?').join()})`,
        )
        const change = db.prepare('UPDATE result SET percentage = ? WHERE id >= ? AND id < ?')
        for (const round of rounds) {
          for (const { kind, from, n } of round) {
            if (kind === 'add') put(from + 40, from + 40 + n)
            if (kind === 'change') change.run(from, from, from + n)
            if (kind === 'unfinish') db.prepare(`UPDATE result SET status = 'ip' WHERE id = ?`).run(from)
            if (kind === 'work') for (let slice = 0; slice < n && kept.hasWork; slice++) kept.work(0)
            if (kind === 'renumber')
              db.prepare(`UPDATE result SET sort_name = 'other', access_code = 'other' WHERE id = ?`).run(from)
            if (kind === 'rename') db.exec(`UPDATE result SET student_key = 'user:one' WHERE id = 1`)
            if (kind === 'remove') {
              removed.push(...rows.all(from, from + n))
              db.prepare('DELETE FROM result WHERE id >= ? AND id < ?').run(from, from + n)
            }
            // Under its former number, between others.
            if (kind === 'restore') for (const row of removed.splice(0, n)) restore.run(row)
          }
          isAsFresh()
        }
      }),
      { numRuns: 25 },
    )
  })

  it.each([
    [4_999, 'follow'],
    [5_000, 'read all'],
    [5_001, 'read all'],
    [10_500, 'read all'],
  ])('after %d touches they %s, and are the same', (touches, how) => {
    const { db, isAsFresh, readings } = laptop(3)
    const touch = db.prepare('UPDATE result SET percentage = ? WHERE id = ?')
    db.transaction(() => {
      for (let at = 0; at < touches; at++) touch.run(at % 1_000, 1 + (at % 3))
    })()
    isAsFresh()
    expect(readings).toEqual([how === 'read all' ? 1 : 0])
  })

  it('are read ahead to the last, so that a first question finds them, and followed then', () => {
    const { put, kept, isAsFresh, readings } = laptop(60, 7)
    let slices = 0
    for (; kept.hasWork; slices++) kept.work(0)
    expect(slices).toBe(9)
    expect(kept.count).toBe(60)
    put(1, 30, 70)
    while (kept.hasWork) kept.work(0)
    isAsFresh()
    expect(readings).toEqual([0])
  })

  it('leave reading to the questions once it has failed', () => {
    const { db, kept, isAsFresh } = laptop(20, 7)
    kept.work(0)
    db.exec('ALTER TABLE result RENAME TO away')
    expect(() => kept.work(0)).toThrow('no such table')
    expect(kept.hasWork).toBe(false)
    db.exec('ALTER TABLE away RENAME TO result')
    isAsFresh()
  })

  it('read only what was touched where that is little', () => {
    const { put, isAsFresh, readings } = laptop(500)
    put(1, 100, 70)
    isAsFresh()
    put(501, 503)
    isAsFresh()
    expect(readings).toEqual([0, 0])
  })
})
