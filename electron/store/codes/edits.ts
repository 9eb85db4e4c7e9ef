import type { Database } from 'better-sqlite3'
import {
  type AccessCode,
  type CodeChange,
  type CodeEdit,
  type CodePreview,
  type ListRef,
  mostCodesPerCall,
  mostCodesPerList,
  normalisedAccessCode,
  type RejectedAccessCode,
  type UncheckedAccessCode,
} from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { codeActions, heldCodesOnList, listGuard, type OpenList, outbox } from './outbox.ts'

/** An edit with its time. */
type TimedEdit = CodeEdit & { readonly at: UnixSeconds }

export interface AppliedEdit {
  /** Null if nothing changed. */
  readonly actionId: number | null
  readonly effective: number
  readonly rejected: readonly RejectedAccessCode[]
  /** As in `CodePreview`. */
  readonly alike: readonly string[]
  /** Changes of the list waiting to be sent. */
  readonly pending: number
}

interface Plan {
  readonly effective: readonly AccessCode[]
  readonly forgotten: readonly AccessCode[]
  readonly unknown: readonly AccessCode[]
  readonly rejected: readonly RejectedAccessCode[]
  readonly knownAfter: number
  /** Number of changes in `effective` that must be sent to ClassMarker. */
  readonly sent: number
}

/** An access code that passed the checks, with its line in the source. */
interface CheckedAccessCode extends AccessCode {
  readonly line?: number | undefined
}

type Asked = Omit<CodeEdit, 'origin'>

interface Checked {
  readonly valid: readonly CheckedAccessCode[]
  readonly rejected: RejectedAccessCode[]
}

/**
 * Previews and saves edits of access lists. Saving writes the future list, the changes to send and the journal in one
 * transaction.
 */
export function codeEdits(db: Database) {
  const lists = outbox(db)
  const actions = codeActions(db)
  const requireList = listGuard(db)
  const counts = db.prepare<ListRef, { known: number; total: number | null; adding: number; removing: number }>(
    `SELECT
      (SELECT count(*) FROM access_code WHERE account_id = @accountId AND list_id = @listId) + ${heldCodesOnList} AS known,
      (SELECT server_total FROM access_list WHERE account_id = @accountId AND list_id = @listId) AS total,
      count(*) FILTER (WHERE operation = 'add' AND held = 0 AND before <> 'on-list') AS adding,
      count(*) FILTER (WHERE operation = 'remove' AND held = 0 AND before = 'on-list') AS removing
     FROM outbox WHERE account_id = @accountId AND list_id = @listId`,
  )
  const codesOfList = db.prepare<ListRef, { code: string }>(
    'SELECT code FROM access_code WHERE account_id = @accountId AND list_id = @listId',
  )
  const pending = db.prepare<[string, number], { n: number }>(
    'SELECT count(*) AS n FROM outbox WHERE account_id = ? AND list_id = ? AND held = 0',
  )
  const saveTotal = db.prepare(
    `INSERT INTO access_list (account_id, list_id, server_total, server_total_at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET server_total = excluded.server_total, server_total_at = excluded.server_total_at`,
  )

  const planAdding = (list: ListRef, codes: OpenList, { valid, rejected }: Checked): Plan => {
    const { known, total, adding, removing } = countsOf(list)
    const onServer = total === null ? 0 : total + adding - removing
    const room = mostCodesPerList - Math.max(known, onServer)
    const effective: AccessCode[] = []
    let sent = 0
    for (const accessCode of valid) {
      const { known: isKnown, waiting } = codes.look(accessCode.code)
      if (isKnown !== null && waiting?.held !== 1) rejected.push(rejectedAccessCode(accessCode, 'already-known'))
      else if (effective.length >= room) rejected.push(rejectedAccessCode(accessCode, 'list-full'))
      else {
        effective.push({ code: accessCode.code, name: accessCode.name })
        if (waiting === null || waiting.before !== 'on-list') sent++
      }
    }
    return { effective, forgotten: [], unknown: [], rejected, knownAfter: known + effective.length, sent }
  }

  const planRemoving = (list: ListRef, codes: OpenList, { valid, rejected }: Checked): Plan => {
    const effective: AccessCode[] = []
    const unknown: AccessCode[] = []
    let sent = 0
    for (const { code } of valid) {
      const { known, waiting } = codes.look(code)
      if (known === null && waiting !== null && waiting.held === 0) continue
      effective.push({ code, name: known?.name ?? null })
      if (known === null && waiting === null) unknown.push({ code, name: null })
      if (waiting?.before !== 'not-on-list') sent++
    }
    const knownAfter = countsOf(list).known - (effective.length - unknown.length)
    return { effective, forgotten: [], unknown, rejected, knownAfter, sent }
  }

  const countsOf = ({ accountId, listId }: ListRef) =>
    counts.get({ accountId, listId }) ?? { known: 0, total: null, adding: 0, removing: 0 }

  const codesOf = ({ accountId, listId }: ListRef): readonly string[] =>
    codesOfList.all({ accountId, listId }).map(({ code }) => code)

  /**
   * Checks the given codes. A code already on the list that would be invalid today is accepted as it stands there, and
   * also in its valid spelling.
   */
  const checkedOf = ({ list, codes }: Pick<Asked, 'list' | 'codes'>): Checked => {
    const isPlain = codes.every(({ code }) => plain.test(code) && normalisedAccessCode(code).rejection === null)
    return checkCodes(codes, isPlain ? new Map() : invalidCodes(codesOf(list)))
  }

  const alikeIn = (change: CodeChange, list: ListRef, effective: readonly AccessCode[]): readonly string[] =>
    change === 'remove' ? [] : alike(effective, change === 'add' ? codesOf(list) : [])

  const planOf = ({ list, change, codes: given }: Asked): { codes: OpenList; plan: Plan } => {
    const checked = checkedOf({ list, codes: given })
    if (change === 'full-list') {
      const codes = lists.open(list)
      return { codes, plan: planFullList(codes, checked) }
    }
    const codes = lists.open(
      list,
      checked.valid.map(({ code }) => code),
    )
    return { codes, plan: change === 'add' ? planAdding(list, codes, checked) : planRemoving(list, codes, checked) }
  }

  /** Takes over the whole list as it is at ClassMarker: adjusts waiting changes to it and sends nothing. */
  const reconcile = ({ list, codes: given, at }: TimedEdit, codes: OpenList, plan: Plan): void => {
    const onList = codesOn(checkedOf({ list, codes: given }))
    for (const waiting of codes.waiting.values()) codes.reconcile(waiting, onList.has(waiting.code))
    for (const accessCode of plan.effective) codes.project(accessCode, at)
    for (const { code } of plan.forgotten) {
      const { known } = codes.look(code)
      if (known !== null) codes.forget(known)
    }
    saveTotal.run(list.accountId, list.listId, onList.size, at)
  }

  return {
    /**
     * What an edit would do, and which codes it would skip. Saves nothing.
     * @throws AppError `account/not-found`, `access-list/not-found`
     */
    previewCodes: (list: ListRef, change: CodeChange, codes: readonly UncheckedAccessCode[]): CodePreview =>
      db.transaction(() => {
        requireList(list)
        const { sent, ...preview } = planOf({ list, change, codes }).plan
        const alike = alikeIn(change, list, preview.effective)
        return { ...preview, alike, calls: Math.ceil(sent / mostCodesPerCall) }
      })(),
    /** Saves an edit. Skips codes by the same rules as `previewCodes`. @throws AppError as `previewCodes` */
    applyCodes: (edit: TimedEdit): AppliedEdit =>
      db
        .transaction((): AppliedEdit => {
          const { list, change, at } = edit
          requireList(list)
          const { codes, plan } = planOf(edit)
          const alike = alikeIn(change, list, plan.effective)
          const changes = plan.effective.length + plan.forgotten.length
          const action = changes === 0 ? null : actions.begin(edit)
          if (change === 'full-list') {
            reconcile(edit, codes, plan)
            for (const accessCode of plan.effective) action?.note(accessCode, 'add')
            for (const accessCode of plan.forgotten) action?.note(accessCode, 'remove')
          } else {
            for (const accessCode of plan.effective) {
              const edited = change === 'add' ? codes.add(accessCode, at) : codes.remove(accessCode.code, at)
              if (edited !== null) action?.note(accessCode, edited)
            }
          }
          codes.write()
          return {
            actionId: action?.end() ?? null,
            effective: changes,
            rejected: plan.rejected,
            alike,
            pending: pending.get(list.accountId, list.listId)?.n ?? 0,
          }
        })
        .immediate(),
  }
}

function planFullList(codes: OpenList, { valid, rejected }: Checked): Plan {
  for (const accessCode of valid.slice(mostCodesPerList)) rejected.push(rejectedAccessCode(accessCode, 'list-full'))
  const onList = codesOn({ valid })
  const effective = valid.slice(0, mostCodesPerList).flatMap(({ code, name }) => {
    const { known, waiting } = codes.look(code)
    return known === null && waiting === null ? [{ code, name }] : []
  })
  const forgotten = [...codes.known.values()]
    .filter(({ code }) => !onList.has(code) && !codes.waiting.has(code))
    .map(({ code, name }) => ({ code, name }))
  const held = [...codes.waiting.values()].filter((waiting) => waiting.held === 1)
  const stillHeld = held.map(({ code, operation }) => {
    if (operation === 'add') return onList.has(code) ? 0 : -1
    return onList.has(code) ? 1 : 0
  })
  const knownAfter = stillHeld.reduce((sum, each) => sum + each, codes.known.size + effective.length - forgotten.length)
  return { effective, forgotten, unknown: [], rejected, knownAfter, sent: 0 }
}

/** The codes of a whole list, as many as a list can hold. */
const codesOn = ({ valid }: Pick<Checked, 'valid'>): Set<string> =>
  new Set(valid.slice(0, mostCodesPerList).map(({ code }) => code))

// Most codes consist of ASCII characters and are valid as they are.
const plain = /^[!-~]*$/

/** The invalid codes on a list, by their own and by their valid spelling. */
function invalidCodes(codes: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const code of codes) {
    const meant = normalisedAccessCode(code)
    if (meant.code === code && meant.rejection === null) continue
    found.set(code, code)
    if (meant.rejection === null) found.set(meant.code, code)
  }
  return found
}

/** Checks codes by ClassMarker's rules: no duplicates, none empty or too long (API page, "Add Access codes"). */
function checkCodes(given: readonly UncheckedAccessCode[], invalid: ReadonlyMap<string, string>): Checked {
  const valid = new Map<string, CheckedAccessCode>()
  const rejected: RejectedAccessCode[] = []
  for (const { code: written, name, line, flaw } of given) {
    const meant = normalisedAccessCode(written)
    const kept = invalid.get(written.trim()) ?? invalid.get(meant.code)
    const code = kept ?? meant.code
    const rejection = kept === undefined ? (flaw ?? meant.rejection) : null
    const reason = rejection ?? (valid.has(code) ? 'duplicate' : null)
    // Half a surrogate pair would be stored as another character, in names too.
    if (reason === null) valid.set(code, { code, name: name?.trim().toWellFormed() || null, line })
    else rejected.push(rejectedAccessCode({ code: code.toWellFormed(), line }, reason))
  }
  return { valid: [...valid.values()], rejected }
}

/** Given codes that equal another one, or one on the list, except for case. */
function alike(effective: readonly AccessCode[], known: readonly string[]): readonly string[] {
  const forms = Map.groupBy([...new Set([...effective.map(({ code }) => code), ...known])], (code) =>
    code.toLowerCase(),
  )
  return effective.filter(({ code }) => (forms.get(code.toLowerCase())?.length ?? 0) > 1).map(({ code }) => code)
}

const rejectedAccessCode = (
  { code, line }: Pick<CheckedAccessCode, 'code' | 'line'>,
  reason: RejectedAccessCode['reason'],
): RejectedAccessCode => (line === undefined ? { code, reason } : { code, reason, line })
