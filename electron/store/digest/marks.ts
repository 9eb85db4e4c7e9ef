import type { Database } from 'better-sqlite3'
import type { Arrived } from '../../../shared/model/digest.ts'
import type { CalendarDay, UnixSeconds } from '../../../shared/model/time.ts'

/** What was seen: when, and how far results had arrived. */
export interface Seen extends Arrived {
  readonly at: UnixSeconds
}

interface Shown extends Seen {
  readonly day: CalendarDay
}

/** What was marked as seen of one account, what was before, and what Home showed last. */
interface Mark {
  readonly seen: Seen | null
  readonly before: Seen | null
  readonly shown: Shown | null
}

const prefix = 'seen:'
const nothing: Mark = { seen: null, before: null, shown: null }

/**
 * What the teacher has seen of each account. One mark is moved by Home and by the command line. It only moves on, so
 * that of two who move it at once neither hides what the other did not show.
 */
export function digestMarks(db: Database) {
  const stored = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck()
  const all = db.prepare<[], { name: string; value: string }>(
    `SELECT name, value FROM setting WHERE name >= '${prefix}' AND name < 'seen;'`,
  )
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  )
  const remove = db.prepare<[string]>('DELETE FROM setting WHERE name = ?')
  const accountsHere = db.prepare<[], string>('SELECT id FROM account').pluck()
  const greatest = db.prepare<[], Arrived>(
    'SELECT coalesce((SELECT max(id) FROM result), 0) AS result, coalesce((SELECT max(id) FROM result_change), 0) AS change',
  )
  const arrived = (): Arrived => greatest.get() ?? { result: 0, change: 0 }
  const markOf = (account: string): Mark => read(stored.get(prefix + account))
  const keep = (account: string, mark: Mark): void => void put.run(prefix + account, JSON.stringify(mark))
  /** The accounts named that there are; all where none are named. */
  const chosen = (accounts: readonly string[] | undefined): readonly string[] =>
    accountsHere.all().filter((id) => accounts?.includes(id) ?? true)

  const moveOn = (seen: Seen | null, { at, result, change }: Seen): Seen => {
    const most = arrived()
    return {
      at,
      result: Math.min(Math.max(seen?.result ?? 0, result), most.result),
      change: Math.min(Math.max(seen?.change ?? 0, change), most.change),
    }
  }

  /** Seen from now on; what was before stays where nothing is new, so that a second marking can be taken back with the first. */
  const marked = (mark: Mark, upTo: Seen): Mark => {
    const seen = moveOn(mark.seen, upTo)
    const isSame = mark.seen !== null && mark.seen.result === seen.result && mark.seen.change === seen.change
    return { ...mark, seen, before: isSame ? mark.before : mark.seen }
  }

  return {
    arrived,
    chosen,
    seenOf: (account: string): Seen | null => markOf(account).seen,
    /**
     * To be called with everything that removes results: SQLite gives their numbers to the next ones, which must not
     * pass for seen.
     */
    followRemoval: (): void => {
      const most = arrived()
      const within = <S extends Arrived>(seen: S | null): S | null =>
        seen && { ...seen, result: Math.min(seen.result, most.result), change: Math.min(seen.change, most.change) }
      const here = new Set(accountsHere.all())
      for (const { name, value } of all.all()) {
        const { seen, before, shown } = read(value)
        if (here.has(name.slice(prefix.length)))
          put.run(name, JSON.stringify({ seen: within(seen), before: within(before), shown: within(shown) }))
        else remove.run(name)
      }
    },

    calls: {
      /** Marks what had arrived of these accounts, of all where none are named, as seen. */
      markDigestSeen: (accounts: readonly string[] | undefined, upTo: Arrived, now: UnixSeconds): void => {
        db.transaction(() => {
          for (const account of chosen(accounts)) {
            keep(account, marked(markOf(account), { ...upTo, at: now }))
          }
        }).immediate()
      },
      /** Takes the last marking back. */
      unmarkDigestSeen: (accounts: readonly string[] | undefined): void => {
        db.transaction(() => {
          for (const account of chosen(accounts)) {
            const mark = markOf(account)
            keep(account, { ...mark, seen: mark.before })
          }
        }).immediate()
      },
      /**
       * Notes that Home shows what had arrived. What it showed on another day counts as seen from now on.
       * @param upTo null where it shows nothing yet
       * @returns whether anything counts as seen that did not before
       */
      lookAtDigest: (
        accounts: readonly string[] | undefined,
        upTo: Arrived | null,
        { now, day }: { readonly now: UnixSeconds; readonly day: CalendarDay },
      ): boolean =>
        db
          .transaction(() => {
            let moved = false
            for (const account of chosen(accounts)) {
              let mark = markOf(account)
              const { shown } = mark
              if (shown !== null && shown.day !== day) {
                const { at, result, change } = shown
                mark = { ...marked(mark, { at, result, change }), shown: null }
                moved = true
              }
              if (upTo !== null) mark = { ...mark, shown: { ...upTo, at: now, day } }
              if (mark.shown !== shown) keep(account, mark)
            }
            return moved
          })
          .immediate(),
    },
  }
}

/** The last second of the year 9999: no calendar here goes further. */
const endOfTime = 253_402_300_799

const isSeen = (value: unknown): value is Seen =>
  typeof value === 'object' &&
  value !== null &&
  ['at', 'result', 'change'].every((name) => Number.isSafeInteger(Reflect.get(value, name))) &&
  ['at', 'result', 'change'].every((name) => Reflect.get(value, name) >= 0) &&
  Reflect.get(value, 'at') <= endOfTime

/** A mark that cannot be read counts as none: more is then new than was, never less. */
function read(text: string | undefined): Mark {
  if (text === undefined) return nothing
  try {
    const { seen, before, shown } = JSON.parse(text)
    return {
      seen: isSeen(seen) ? seen : null,
      before: isSeen(before) ? before : null,
      shown: isSeen(shown) && typeof Reflect.get(shown, 'day') === 'string' ? (shown as Shown) : null,
    }
  } catch {
    return nothing
  }
}
