import SqliteDatabase, { type Database } from 'better-sqlite3'
import { expect } from 'vitest'
import { databaseIn } from '../../electron/core.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import type { ClassMarkerFeed } from '../../shared/model/result-values.ts'

/** A result in the form it is compared in: its finish in its feed, and a digest of its values. */
export interface Standing {
  readonly feed: ClassMarkerFeed
  readonly finished: number
  readonly state: string
}

/** Everything a process left behind. */
export interface Left {
  readonly held: ReadonlyMap<string, Standing>
  /** Keys of results with a recorded change. */
  readonly changed: ReadonlySet<string>
  /** Per feed; null before the first page. */
  readonly cursors: ReadonlyMap<ClassMarkerFeed, number>
  readonly coverage: readonly { readonly feed: ClassMarkerFeed; readonly from: number; readonly until: number }[]
  /** Ranges whose answers did not fit. */
  readonly inDoubt: Left['coverage']
  /** Seconds with more results than a page holds that are not known to be complete. */
  readonly crowded: ReadonlySet<number>
  readonly codes: ReadonlySet<string>
  readonly waiting: readonly { readonly code: string; readonly operation: 'add' | 'remove' }[]
  readonly edits: readonly { readonly counted: number; readonly noted: number }[]
}

/** Reads the disk of a dead process without changing anything. */
export function leftIn(dataDir: string): Left {
  const db = new SqliteDatabase(databaseIn(dataDir), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    return { ...resultsIn(db), ...codesIn(db) }
  } finally {
    db.close()
  }
}

const keyInSql = `feed || ':' || coalesce(link_result_id, user_id) || ':' || test_id || ':' || source_id || ':' || time_started`

function resultsIn(db: Database) {
  const rows = db
    .prepare<[], Standing & { key: string }>(
      `SELECT ${keyInSql} AS key, feed, time_finished AS finished,
         points_scored || ' ' || requires_grading || ' ' || time_finished AS state FROM result`,
    )
    .all()
  const held = new Map(rows.map(({ key, ...standing }) => [key, standing]))
  expect(held.size, 'nothing doubled').toBe(rows.length)
  const changed = db.prepare<[], string>(
    `SELECT ${keyInSql} FROM result WHERE id IN (SELECT result_id FROM result_change)`,
  )
  const cursors = db.prepare<[], { feed: ClassMarkerFeed; cursor: number }>('SELECT feed, cursor FROM feed_state')
  const coverage = db.prepare<[], Left['coverage'][number]>(
    'SELECT feed, from_time AS "from", to_time AS until FROM coverage',
  )
  const gapsOf = db.prepare<[string], Left['coverage'][number]>(
    'SELECT feed, from_time AS "from", to_time AS until FROM gap WHERE reason = ?',
  )
  const gaps = (reason: string) => gapsOf.all(reason)
  return {
    held,
    changed: new Set(changed.pluck().all()),
    cursors: new Map(cursors.all().map(({ feed, cursor }) => [feed, cursor])),
    coverage: coverage.all(),
    inDoubt: gaps('incomplete-answer'),
    crowded: new Set(gaps('crowded-second').map(({ from }) => from)),
  }
}

function codesIn(db: Database) {
  const waiting = db.prepare<[], Left['waiting'][number]>('SELECT code, operation FROM outbox')
  const edits = db.prepare<[], Left['edits'][number]>(
    `SELECT added + removed AS counted,
       (SELECT count(*) FROM code_action_change WHERE action_id = code_action.id) AS noted FROM code_action`,
  )
  return {
    codes: new Set(db.prepare<[], string>('SELECT code FROM access_code').pluck().all()),
    waiting: waiting.all(),
    edits: edits.all(),
  }
}

/** Every result at the server, in the form of `leftIn`. */
export const atServer = ({ world }: Simulator): ReadonlyMap<string, Standing> =>
  new Map(
    [...world.groupResults(), ...world.linkResults()].map((each) => {
      const [feed, id, source] =
        'link_result_id' in each
          ? (['links', each.link_result_id, each.link_id] as const)
          : (['groups', each.user_id, each.group_id] as const)
      const finished = each.time_finished
      const state = `${each.points_scored.toFixed(1)} ${each.requires_grading === 'Yes' ? 1 : 0} ${finished}`
      return [[feed, id, each.test_id, source, each.time_started].join(':'), { feed, finished, state }]
    }),
  )

/**
 * Asserts what must hold of a laptop at any moment, whatever died: nothing is claimed beyond what is stored, nothing is
 * stored without its claim (half a page), and an edit is saved whole (not half an edit) or not at all.
 */
export function expectHonest(
  left: Left,
  before: Left,
  simulator: Simulator,
  codesAtServer: ReadonlySet<string>,
  keepsAhead = false,
): void {
  const { held, cursors, coverage, inDoubt } = left
  const server = [...atServer(simulator)]
  const missing = (claimed: (standing: Standing) => boolean) =>
    server
      .filter(([key, each]) => claimed(each) && !held.has(key) && !left.crowded.has(each.finished))
      .map(([key]) => key)
  for (const [feed, cursor] of cursors) {
    expect(
      missing((each) => each.feed === feed && each.finished < cursor),
      'before the cursor',
    ).toEqual([])
  }
  for (const { feed, from, until } of coverage) {
    const isClaimed = (each: Standing) => each.feed === feed && each.finished > from && each.finished <= until
    expect(missing(isClaimed), 'called complete').toEqual([])
  }
  const isIn = (each: Standing, { feed, from, until }: Left['coverage'][number]) =>
    each.feed === feed && each.finished > from && each.finished <= until
  const doubted = coverage.filter(({ feed, from, until }) =>
    inDoubt.some((gap) => gap.feed === feed && gap.from < until && gap.until > from),
  )
  expect(doubted, 'called complete and in doubt at once').toEqual([])
  // A recheck proves a range beyond the cursor and leaves the cursor. A part of a crowded second may bring results that
  // finished after that second, and a page in doubt may bring results beyond the range asked for. The second of an
  // answer is not over: results that finished in it are here, but in no range yet.
  const claimed = [...coverage, ...inDoubt].map(({ until, ...each }) => ({ ...each, until: until + 1 }))
  const beyond = [...held].filter(
    ([, each]) =>
      !keepsAhead && each.finished > (cursors.get(each.feed) ?? 0) && !claimed.some((range) => isIn(each, range)),
  )
  expect(
    beyond.map(([key]) => key),
    'half a page: beyond the cursor',
  ).toEqual([])
  for (const feed of keepsAhead ? [] : (['groups', 'links'] as const)) {
    expect(coveredTo(left, feed), 'half a page: a cursor whose page is not called complete').toBe(true)
  }
  expect(
    [...before.held.keys()].filter((key) => !held.has(key)),
    'lost',
  ).toEqual([])
  const unexplained = [...before.held].filter(
    ([key, { state }]) => held.get(key)?.state !== state && !left.changed.has(key),
  )
  expect(unexplained, 'half a page: changed without a word').toEqual([])
  expectWholeEdits(left, codesAtServer)
}

/** In these histories every page is read in order, so its range ends no earlier than the second before its cursor. */
function coveredTo({ cursors, coverage, inDoubt }: Left, feed: ClassMarkerFeed): boolean {
  const cursor = cursors.get(feed)
  return (
    cursor === undefined || [...coverage, ...inDoubt].some((each) => each.feed === feed && each.until >= cursor - 1)
  )
}

function expectWholeEdits({ edits, codes, waiting }: Left, codesAtServer: ReadonlySet<string>): void {
  const half = edits.filter(({ counted, noted }) => counted === 0 || counted !== noted)
  expect(half, 'half an edit in the journal').toEqual([])
  const onceSent = new Set(codesAtServer)
  for (const { code, operation } of waiting) {
    if (operation === 'add') onceSent.add(code)
    else onceSent.delete(code)
  }
  expect([...onceSent].toSorted(), 'the list, once what waits is sent').toEqual([...codes].toSorted())
}
