import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { GradebookDefinition, SavedGradebook } from '../../../shared/model/gradebook.ts'
import type { HandInChanges } from '../../../shared/model/hand-in.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { ofAccount } from './attempts.ts'
import type { Known } from './checks/checked.ts'
import { changesBetween } from './hand-in-changes.ts'
import { heldIn, type Kept, type KeptRow, parsedHandIn } from './handed-in.ts'

/** How many of a gradebook are kept; one of 2,000 students and 60 tests takes about a megabyte. */
const mostKept = 5

/** Null where what was handed in last cannot be read. @throws what else fails */
export function unlessUnreadable<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'gradebook/hand-in-not-readable') return null
    throw thrown
  }
}

/**
 * Keeps what gradebooks held when they were handed in, and says what changed since.
 * @param known reads all of a gradebook
 */
export function handInQueries(
  db: Database,
  known: (definition: GradebookDefinition) => Known,
  saved: (id: number) => SavedGradebook,
) {
  const latest = db.prepare<[number], { at: UnixSeconds; cells: string }>(
    'SELECT handed_in_at AS at, cells FROM hand_in WHERE gradebook_id = ? ORDER BY id DESC LIMIT 1',
  )
  const insert = db.prepare('INSERT INTO hand_in (gradebook_id, handed_in_at, cells) VALUES (?, ?, ?)')
  const forgetOld = db.prepare(
    `DELETE FROM hand_in WHERE gradebook_id = @id AND id NOT IN
       (SELECT id FROM hand_in WHERE gradebook_id = @id ORDER BY id DESC LIMIT ${mostKept})`,
  )
  const all = db.prepare<[], { id: number; cells: string }>('SELECT id, cells FROM hand_in')
  const rewrite = db.prepare('UPDATE hand_in SET cells = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM hand_in WHERE id = ?')
  const studentOf = db.prepare<[number], { account: string; key: string }>(
    'SELECT account_id AS account, student AS key FROM result WHERE id = ?',
  )
  let lastRead: { readonly text: string; readonly held: Kept | null } | null = null

  /** The last one stays read: after each change to results, all that was handed in is compared again. */
  function read(text: string): Kept | null {
    if (lastRead?.text !== text) lastRead = { text, held: parsedHandIn(text) }
    return lastRead.held
  }

  /**
   * The rows handed in by student as they are known now: where a student's key was corrected since, by the key that
   * their newest attempt has today.
   */
  function byStudent(before: Kept, present: ReadonlySet<string>): Map<string, KeptRow> {
    const rows = new Map<string, KeptRow>()
    for (const row of before.rows) {
      const own = ofAccount(row.account, row.key)
      const today = row.newestId === null || present.has(own) ? undefined : studentOf.get(row.newestId)
      const corrected = today && ofAccount(today.account, today.key)
      const isFree = corrected !== undefined && present.has(corrected) && !rows.has(corrected)
      rows.set(isFree ? corrected : own, row)
    }
    return rows
  }

  return {
    /** What a gradebook holds now, to be given to `recordHandIn`. Read it in the same moment as what is handed in. */
    handInOf: (definition: GradebookDefinition): string => JSON.stringify(heldIn(known(definition))),
    /**
     * Notes that a gradebook was handed in.
     * @param held as `handInOf` answered it
     * @throws AppError `gradebook/not-found`
     */
    recordHandIn: (id: number, held: string, at: UnixSeconds): void => {
      db.transaction(() => {
        saved(id)
        insert.run(id, at, held)
        forgetOld.run({ id })
      }).immediate()
    },
    /**
     * Who changed at which test, from what to what, since a gradebook was last handed in; null if it never was.
     * @throws AppError `gradebook/not-found`, `gradebook/not-readable`, `gradebook/hand-in-not-readable`
     */
    changesSinceHandIn: (id: number): HandInChanges | null => {
      const { definition, name } = saved(id)
      const last = latest.get(id)
      if (last === undefined) return null
      const before = read(last.cells)
      if (before === null) throw new AppError('gradebook/hand-in-not-readable', { name })
      const after = heldIn(known(definition))
      const present = new Set(after.rows.map(({ account, key }) => ofAccount(account, key)))
      return { handedInAt: last.at, changes: changesBetween(before, after, byStudent(before, present)) }
    },
    /**
     * Forgets what gradebooks held of some students.
     * @param names whether what cannot be read as a gradebook's rows may name one of them; it then goes as a whole
     */
    forgetHandedIn: (
      isOne: (row: Pick<KeptRow, 'account' | 'key' | 'newestId'>) => boolean,
      names: (text: string) => boolean = () => false,
    ): void => {
      for (const { id, cells } of all.all()) {
        const held = parsedHandIn(cells)
        if (held === null) {
          if (names(cells)) remove.run(id)
        } else if (held.rows.some(isOne)) {
          rewrite.run(JSON.stringify({ ...held, rows: held.rows.filter((row) => !isOne(row)) }), id)
        }
      }
    },
  }
}
