import type { Database } from 'better-sqlite3'
import type {
  CodeAction,
  CodeCall,
  CodeFindings,
  CodeOrigin,
  CodesJournal,
  ListRef,
  SharedCode,
  UnknownCode,
} from '../../../shared/model/access-code.ts'
import { identityName } from '../../../shared/model/result.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { keptWhileUnchanged } from '../builder.ts'

interface ActionRow {
  readonly id: number
  readonly at: number
  readonly change: CodeAction['change']
  readonly origin: CodeOrigin
  readonly added: number
  readonly removed: number
  readonly undone_at: number | null
}

interface CallRow {
  readonly id: number
  readonly at: number
  readonly operation: 'add' | 'remove'
  readonly sent: number
  readonly expected: number
  readonly counted: number | null
  readonly total: number | null
  readonly outcome: string
}

type UseRow = [code: string, first: string, last: string, finished: number]

/** The uses of one code in results. */
interface CodeUses {
  results: number
  lastUsedAt: number
  lastName: string
  /** By normalised name: its newest spelling, and when that was used. */
  readonly names: Map<string, { name: string; at: number }>
}

const kept = 200
const sampled = 5

/** Reads the edits of a list, and the uses of its codes in results. */
export function codeJournalQueries(db: Database) {
  const actions = db.prepare<[string, number, number], ActionRow>(
    `SELECT id, at, change, origin, added, removed, undone_at FROM code_action
     WHERE account_id = ? AND list_id = ? ORDER BY id DESC LIMIT ?`,
  )
  const sample = db
    .prepare<[number, number], string>('SELECT code FROM code_action_change WHERE action_id = ? ORDER BY code LIMIT ?')
    .pluck()
  // A waiting change belongs to the last edit that asked for it.
  const pending = db.prepare<[string, number], { action: number | null; pending: number; held: number }>(
    `SELECT action, count(*) FILTER (WHERE held = 0) AS pending, count(*) FILTER (WHERE held = 1) AS held FROM (
       SELECT held, (SELECT max(each.action_id) FROM code_action_change AS each
           JOIN code_action ON code_action.id = each.action_id
         WHERE each.code = outbox.code AND code_action.account_id = outbox.account_id
           AND code_action.list_id = outbox.list_id AND (each.change = 'add') = (outbox.operation = 'add')) AS action
       FROM outbox WHERE account_id = ? AND list_id = ?)
     GROUP BY action`,
  )
  const calls = db.prepare<[string, number, number], CallRow>(
    `SELECT id, at, operation, sent, expected, counted, total, outcome FROM code_call
     WHERE account_id = ? AND list_id = ? AND outcome IS NOT NULL ORDER BY id DESC LIMIT ?`,
  )
  // A covering index holds all of it. Grouped here, because SQLite would sort every result by code and name.
  const uses = db
    .prepare<ListRef, UseRow>(
      `SELECT access_code, first, last, time_finished FROM result INDEXED BY result_by_access_code
       WHERE account_id = @accountId AND feed = 'links' AND access_code IS NOT NULL AND source_id IN (
         SELECT source_id FROM source WHERE account_id = @accountId AND feed = 'links' AND access_list_id = @listId)`,
    )
    .raw()
  // A held change has not happened at ClassMarker.
  const known = db
    .prepare<ListRef, string>(
      `SELECT code FROM access_code WHERE account_id = @accountId AND list_id = @listId AND code NOT IN (
         SELECT code FROM outbox WHERE account_id = @accountId AND list_id = @listId AND held = 1 AND operation = 'add')
       UNION ALL
       SELECT code FROM outbox WHERE account_id = @accountId AND list_id = @listId AND held = 1 AND operation = 'remove'`,
    )
    .pluck()

  const findingsOf = keptWhileUnchanged(db, ({ accountId, listId }: ListRef): CodeFindings => {
    const onList = new Set(known.all({ accountId, listId }))
    const shared: SharedCode[] = []
    const unknown: UnknownCode[] = []
    let used = 0
    for (const [code, { results, names, lastName, ...use }] of usesByCode(uses.all({ accountId, listId }))) {
      const lastUsedAt = unixSeconds(use.lastUsedAt)
      if (names.size > 1) shared.push({ code, names: newestNames(names), results, lastUsedAt })
      if (onList.has(code)) used++
      else unknown.push({ code, results, lastName, lastUsedAt })
    }
    return { shared: newestUseFirst(shared), unknown: newestUseFirst(unknown), used, unused: onList.size - used }
  })

  return {
    /** The newest edits of a list and the newest requests about it. */
    codesJournal: ({ accountId, listId }: ListRef): CodesJournal => {
      const waiting = new Map(pending.all(accountId, listId).map(({ action, ...counts }) => [action, counts]))
      return {
        actions: actions.all(accountId, listId, kept).map(
          ({ undone_at, ...row }): CodeAction => ({
            ...row,
            accountId,
            listId,
            at: unixSeconds(row.at),
            ...(waiting.get(row.id) ?? { pending: 0, held: 0 }),
            undoneAt: undone_at === null ? null : unixSeconds(undone_at),
            sample: sample.all(row.id, sampled),
          }),
        ),
        calls: calls.all(accountId, listId, kept).map((row): CodeCall => ({ ...row, at: unixSeconds(row.at) })),
      }
    },
    /** Codes used by more than one person, used codes that are not on the list, and how many were used. */
    codeFindings: findingsOf,
  }
}

function usesByCode(rows: readonly UseRow[]): Map<string, CodeUses> {
  const identityOf = oncePerName(identityName)
  const nameOf = oncePerName((first, last) => `${first} ${last}`.trim())
  const byCode = new Map<string, CodeUses>()
  for (const [code, first, last, at] of rows) {
    const name = nameOf(first, last)
    let uses = byCode.get(code)
    if (uses === undefined) {
      uses = { results: 0, lastUsedAt: at, lastName: name, names: new Map() }
      byCode.set(code, uses)
    }
    uses.results++
    if (at > uses.lastUsedAt) {
      uses.lastUsedAt = at
      uses.lastName = name
    }
    const identity = identityOf(first, last)
    const spelled = uses.names.get(identity)
    if (spelled === undefined || at > spelled.at) uses.names.set(identity, { name, at })
  }
  return byCode
}

/** Caches `work` by name, because the same people come up again and again. */
function oncePerName(work: (first: string, last: string) => string): typeof work {
  const done = new Map<string, string>()
  return (first, last) => {
    const key = `${first}\n${last}`
    const known = done.get(key)
    if (known !== undefined) return known
    const answer = work(first, last)
    done.set(key, answer)
    return answer
  }
}

const newestNames = (names: CodeUses['names']): string[] =>
  [...names.values()].toSorted((a, b) => b.at - a.at).map(({ name }) => name)

const newestUseFirst = <Finding extends SharedCode | UnknownCode>(findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => b.lastUsedAt - a.lastUsedAt || (a.code < b.code ? -1 : 1))
