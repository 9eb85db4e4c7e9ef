import type { Database } from 'better-sqlite3'
import {
  type CodeChange,
  type CodeEntry,
  type CodeOrigin,
  type CodesPreview,
  type ListRef,
  longestCode,
  mostCodesPerCall,
  mostCodesPerList,
  type RejectedCode,
} from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { codeActions } from './actions.ts'
import { heldCodesOnList } from './hold.ts'
import { type OpenList, outbox } from './outbox.ts'

/** An edit of a list, as it is kept. */
export interface CodeEdit {
  readonly list: ListRef
  readonly change: CodeChange
  readonly origin: CodeOrigin
  readonly entries: readonly CodeEntry[]
  readonly at: UnixSeconds
}

export interface AppliedEdit {
  /** Null where nothing was changed. */
  readonly actionId: number | null
  readonly effective: number
  readonly rejected: readonly RejectedCode[]
  /** Changes of the list that wait to be sent. */
  readonly pending: number
}

interface Plan {
  readonly effective: readonly CodeEntry[]
  readonly forgotten: readonly CodeEntry[]
  readonly unknown: number
  readonly rejected: readonly RejectedCode[]
  readonly knownAfter: number
  /** Changes of `effective` that ClassMarker has to be told. */
  readonly sent: number
}

type Asked = Pick<CodeEdit, 'list' | 'change' | 'entries'>

interface Sound {
  readonly sound: readonly CodeEntry[]
  readonly rejected: RejectedCode[]
}

/** Looks at edits of access lists and keeps them: the list as it will be, what is to be sent, and the journal, at once. */
export function codeEdits(db: Database) {
  const lists = outbox(db)
  const actions = codeActions(db)
  const counts = db.prepare<ListRef, { known: number; total: number | null; adding: number; removing: number }>(
    `SELECT
      (SELECT count(*) FROM access_code WHERE account_id = @accountId AND list_id = @listId) + ${heldCodesOnList} AS known,
      (SELECT server_total FROM access_list WHERE account_id = @accountId AND list_id = @listId) AS total,
      count(*) FILTER (WHERE operation = 'add' AND held = 0 AND before <> 'on-list') AS adding,
      count(*) FILTER (WHERE operation = 'remove' AND held = 0 AND before = 'on-list') AS removing
     FROM outbox WHERE account_id = @accountId AND list_id = @listId`,
  )
  const pending = db.prepare<[string, number], { n: number }>(
    'SELECT count(*) AS n FROM outbox WHERE account_id = ? AND list_id = ? AND held = 0',
  )
  const saveTotal = db.prepare(
    `INSERT INTO access_list (account_id, list_id, server_total, server_total_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET server_total = excluded.server_total, server_total_at = excluded.server_total_at`,
  )

  const planAdding = (list: ListRef, codes: OpenList, { sound, rejected }: Sound): Plan => {
    const { known, total, adding, removing } = countsOf(list)
    const onServer = total === null ? 0 : total + adding - removing
    const room = mostCodesPerList - Math.max(known, onServer)
    const effective: CodeEntry[] = []
    let sent = 0
    for (const entry of sound) {
      const { known: isKnown, row } = codes.look(entry.code)
      if (isKnown !== null && row?.held !== 1) rejected.push({ code: entry.code, reason: 'already-known' })
      else if (effective.length >= room) rejected.push({ code: entry.code, reason: 'list-full' })
      else {
        effective.push(entry)
        if (row === null || row.before !== 'on-list') sent++
      }
    }
    return { effective, forgotten: [], unknown: 0, rejected, knownAfter: known + effective.length, sent }
  }

  const planRemoving = (list: ListRef, codes: OpenList, { sound, rejected }: Sound): Plan => {
    const effective: CodeEntry[] = []
    let unknown = 0
    let sent = 0
    for (const { code } of sound) {
      const { known, row } = codes.look(code)
      if (known === null && row !== null && row.held === 0) continue
      effective.push({ code, name: known?.name ?? null })
      if (known === null && row === null) unknown++
      if (row?.before !== 'not-on-list') sent++
    }
    const knownAfter = countsOf(list).known - (effective.length - unknown)
    return { effective, forgotten: [], unknown, rejected, knownAfter, sent }
  }

  const countsOf = ({ accountId, listId }: ListRef) =>
    counts.get({ accountId, listId }) ?? { known: 0, total: null, adding: 0, removing: 0 }

  const planOf = ({ list, change, entries }: Asked): { codes: OpenList; plan: Plan } => {
    const sound = soundEntries(entries)
    if (change === 'full-list') {
      const codes = lists.open(list)
      return { codes, plan: planLearning(codes, sound) }
    }
    const codes = lists.open(
      list,
      sound.sound.map(({ code }) => code),
    )
    return { codes, plan: change === 'add' ? planAdding(list, codes, sound) : planRemoving(list, codes, sound) }
  }

  /** Learns the whole list as ClassMarker has it: what waits is seen in its light, and nothing is sent. */
  const learn = ({ list, entries, at }: CodeEdit, codes: OpenList, plan: Plan): void => {
    const told = toldBy(soundEntries(entries))
    for (const row of codes.waiting.values()) codes.learn(row, told.has(row.code))
    for (const entry of plan.effective) codes.project(entry, at)
    for (const { code } of plan.forgotten) {
      const { known } = codes.look(code)
      if (known !== null) codes.forget(known)
    }
    saveTotal.run(list.accountId, list.listId, told.size, at)
  }

  return {
    /** What an edit would do, and with what it would pass over. Nothing is kept. */
    previewCodes: (list: ListRef, change: CodeChange, entries: readonly CodeEntry[]): CodesPreview =>
      db.transaction(() => {
        const { sent, ...preview } = planOf({ list, change, entries }).plan
        return { ...preview, calls: Math.ceil(sent / mostCodesPerCall) }
      })(),
    /** Keeps an edit. Codes are passed over by the same rules as in `previewCodes`. */
    applyCodes: (edit: CodeEdit): AppliedEdit =>
      db
        .transaction((): AppliedEdit => {
          const { list, change, at } = edit
          const { codes, plan } = planOf(edit)
          const changes = plan.effective.length + plan.forgotten.length
          const action = changes === 0 ? null : actions.begin(edit)
          if (change === 'full-list') {
            learn(edit, codes, plan)
            for (const entry of plan.effective) action?.note(entry, 'add')
            for (const entry of plan.forgotten) action?.note(entry, 'remove')
          } else {
            for (const entry of plan.effective) {
              const edited = change === 'add' ? codes.add(entry, at) : codes.remove(entry.code, at)
              if (edited !== null) action?.note(entry, edited)
            }
          }
          codes.write()
          return {
            actionId: action?.end() ?? null,
            effective: changes,
            rejected: plan.rejected,
            pending: pending.get(list.accountId, list.listId)?.n ?? 0,
          }
        })
        .immediate(),
  }
}

function planLearning(codes: OpenList, { sound, rejected }: Sound): Plan {
  for (const { code } of sound.slice(mostCodesPerList)) rejected.push({ code, reason: 'list-full' })
  const told = toldBy({ sound })
  const effective = sound.slice(0, mostCodesPerList).filter(({ code }) => {
    const { known, row } = codes.look(code)
    return known === null && row === null
  })
  const forgotten = [...codes.known.values()]
    .filter(({ code }) => !told.has(code) && !codes.waiting.has(code))
    .map(({ code, name }) => ({ code, name }))
  const held = [...codes.waiting.values()].filter((row) => row.held === 1)
  const stillHeld = held.map(({ code, operation }) => {
    if (operation === 'add') return told.has(code) ? 0 : -1
    return told.has(code) ? 1 : 0
  })
  const knownAfter = stillHeld.reduce((sum, each) => sum + each, codes.known.size + effective.length - forgotten.length)
  return { effective, forgotten, unknown: 0, rejected, knownAfter, sent: 0 }
}

/** The codes of a whole list, as far as it can be one. */
const toldBy = ({ sound }: Pick<Sound, 'sound'>): Set<string> =>
  new Set(sound.slice(0, mostCodesPerList).map(({ code }) => code))

/** Entries as ClassMarker would take them: trimmed, none twice, none empty or too long (API page, "Add Access codes"). */
function soundEntries(entries: readonly CodeEntry[]): Sound {
  const sound = new Map<string, CodeEntry>()
  const rejected: RejectedCode[] = []
  for (const entry of entries) {
    // Half of a surrogate pair would be another character once it was stored, in the name too.
    const code = entry.code.trim().toWellFormed()
    if (code === '') rejected.push({ code, reason: 'empty' })
    else if (isTooLong(code)) rejected.push({ code, reason: 'too-long' })
    else if (sound.has(code)) rejected.push({ code, reason: 'duplicate' })
    else sound.set(code, { code, name: entry.name?.trim().toWellFormed() || null })
  }
  return { sound: [...sound.values()], rejected }
}

const isTooLong = (code: string): boolean => code.length > longestCode && [...code].length > longestCode
