import type { Database } from 'better-sqlite3'
import { mostCodesPerCall } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Before, Operation } from './outbox-rows.ts'

/** Codes of one list that leave in one request. */
export interface CodeBatch {
  readonly accountId: string
  readonly listId: number
  readonly operation: Operation
  readonly codes: readonly ClaimedCode[]
  /** Codes that were certainly not where they are sent: the least it can count. */
  readonly expected: number
  readonly callId: number
}

/** A code about to be sent, with what was known of it before. */
export interface ClaimedCode {
  readonly id: number
  readonly code: string
  readonly before: Before
  readonly calledBefore: number | null
}

/** What ClassMarker answered to a batch. */
export interface BatchAnswer {
  readonly listName: string | null
  readonly counted: number | null
  readonly total: number | null
  readonly at: UnixSeconds
}

interface NextRow {
  readonly listId: number
  readonly operation: Operation
}

/** What leaves the outbox and what comes of it. One process at a time sends (`PushLock`). */
export function outboxSending(db: Database) {
  // The list with the oldest change; of it, what is taken off first: it makes room.
  const next = db.prepare<[string, string], NextRow>(
    `SELECT list_id AS listId, operation FROM outbox WHERE account_id = ? AND held = 0 AND list_id =
       (SELECT list_id FROM outbox WHERE account_id = ? AND held = 0 ORDER BY id LIMIT 1)
     ORDER BY operation = 'add' LIMIT 1`,
  )
  const claimable = db.prepare<[string, number, Operation, number], ClaimedCode>(
    `SELECT id, code, before, call_id AS calledBefore FROM outbox
     WHERE account_id = ? AND list_id = ? AND operation = ? AND held = 0 ORDER BY id LIMIT ?`,
  )
  const openCall = db.prepare(
    'INSERT INTO code_call (account_id, list_id, at, operation, sent, expected) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const closeCall = db.prepare('UPDATE code_call SET outcome = ?, counted = ?, expected = ?, total = ? WHERE id = ?')
  const closeInterrupted = db.prepare(
    `UPDATE code_call SET outcome = 'network/interrupted' WHERE account_id = ? AND outcome IS NULL`,
  )
  const markSent = db.prepare(`UPDATE outbox SET before = 'unknown', call_id = ? WHERE id = ?`)
  const deleteSent = db.prepare('DELETE FROM outbox WHERE id = ? AND operation = ? AND call_id = ?')
  const setBefore = db.prepare('UPDATE outbox SET before = ? WHERE id = ? AND call_id = ?')
  const restore = db.prepare('UPDATE outbox SET before = ?, call_id = ? WHERE id = ? AND call_id = ?')
  const deleteTurned = db.prepare(
    `DELETE FROM outbox WHERE id = ? AND operation <> ?
       AND ((operation = 'add' AND before = 'on-list') OR (operation = 'remove' AND before = 'not-on-list'))`,
  )
  const doubt = db.prepare<{ code: string } & Pick<CodeBatch, 'accountId' | 'listId'>>(
    `UPDATE code_action_change SET doubtful = 1 WHERE code = @code AND change = 'add' AND action_id =
       (SELECT max(action_id) FROM code_action_change AS each JOIN code_action ON code_action.id = each.action_id
        WHERE each.code = @code AND account_id = @accountId AND list_id = @listId)`,
  )
  const saveList = db.prepare(
    `INSERT INTO access_list (account_id, list_id, name, server_total, server_total_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = coalesce(excluded.name, name), server_total = excluded.server_total,
       server_total_at = excluded.server_total_at`,
  )
  const holdSent = db.prepare('UPDATE outbox SET held = 1, refusal = ? WHERE id = ? AND operation = ?')
  const holdList = db.prepare<[string, string, number], { code: string }>(
    'UPDATE outbox SET held = 1, refusal = ? WHERE account_id = ? AND list_id = ? AND held = 0 RETURNING code',
  )
  const release = db.prepare('UPDATE outbox SET held = 0, refusal = NULL WHERE account_id = ? AND held = 1')
  const count = db.prepare<[string, 0 | 1], { n: number }>(
    'SELECT count(*) AS n FROM outbox WHERE account_id = ? AND held = ?',
  )
  const countAll = db
    .prepare<{ accounts: string | null }, number>(
      `SELECT count(*) FROM outbox WHERE held = 0
         AND account_id NOT IN (SELECT id FROM account WHERE archived = 1)
         AND (@accounts IS NULL OR account_id IN (SELECT value FROM json_each(@accounts)))`,
    )
    .pluck()
  const countOf = (accountId: string, held: 0 | 1): number => count.get(accountId, held)?.n ?? 0
  const waiting = db.prepare<[], { id: string }>('SELECT DISTINCT account_id AS id FROM outbox WHERE held = 0')

  const open = (batch: Omit<CodeBatch, 'callId' | 'expected'>, at: UnixSeconds): CodeBatch => {
    const { accountId, listId, operation, codes } = batch
    const certain: Before = operation === 'add' ? 'not-on-list' : 'on-list'
    const expected = codes.filter(({ before }) => before === certain).length
    const call = openCall.run(accountId, listId, at, operation, codes.length, expected)
    const callId = Number(call.lastInsertRowid)
    for (const { id } of codes) markSent.run(callId, id)
    return { ...batch, expected, callId }
  }

  /** What is known of the codes again that did not arrive. */
  const unsend = (batch: CodeBatch): void => {
    for (const { id, before, calledBefore } of batch.codes) {
      // Turned into its opposite meanwhile, a change that never arrived leaves nothing to do.
      if (restore.run(before, calledBefore, id, batch.callId).changes > 0) deleteTurned.run(id, batch.operation)
    }
  }

  /** Where ClassMarker had codes before that it was told to add, an undo must not take those off. */
  const noteDoubt = ({ accountId, listId, operation, expected, codes }: CodeBatch, counted: number | null): void => {
    if (operation !== 'add' || counted === null || counted >= expected) return
    for (const { code, before } of codes) if (before !== 'unknown') doubt.run({ code, accountId, listId })
  }

  return {
    /** Changes that wait to be sent, of these accounts or of all; a disconnected one sends nothing. */
    waitingCodes: (accounts: readonly string[] | undefined): number =>
      countAll.get({ accounts: accounts?.length ? JSON.stringify(accounts) : null }) ?? 0,
    /** Changes that wait to be sent. */
    pendingCodes: (accountId: string): number => countOf(accountId, 0),
    /** Changes that are sent only when somebody says so. */
    heldCodes: (accountId: string): number => countOf(accountId, 1),
    accountsWithPendingCodes: (): string[] => waiting.all().map(({ id }) => id),
    /** Lets held changes be sent like the others. */
    releaseHeldCodes: (accountId: string): void => {
      release.run(accountId)
    },
    /** Ends requests of a process that did not live to read the answer. */
    closeInterruptedCalls: (accountId: string): void => {
      closeInterrupted.run(accountId)
    },
    /**
     * Takes the next up to 100 codes of one list and one operation. From here on they count as perhaps arrived, because
     * the request leaves as soon as this is written. @returns null where nothing waits
     */
    claimCodeBatch: (accountId: string, at: UnixSeconds): CodeBatch | null =>
      db
        .transaction((): CodeBatch | null => {
          const found = next.get(accountId, accountId)
          if (found === undefined) return null
          const { listId, operation } = found
          const codes = claimable.all(accountId, listId, operation, mostCodesPerCall)
          return open({ accountId, listId, operation, codes }, at)
        })
        .immediate(),
    /** Takes a part of a batch that was refused, as a batch of its own. */
    claimPart: (batch: CodeBatch, from: number, to: number, at: UnixSeconds): CodeBatch | null =>
      db
        .transaction((): CodeBatch | null => {
          const { accountId, listId, operation } = batch
          const part = batch.codes.slice(from, to)
          const still = new Set(claimable.all(accountId, listId, operation, -1).map(({ id }) => id))
          const codes = part.filter(({ id }) => still.has(id))
          return codes.length === 0 ? null : open({ accountId, listId, operation, codes }, at)
        })
        .immediate(),
    /** Writes down what ClassMarker carried out. What was turned round meanwhile waits on, now with certainty. */
    confirmCodeBatch: (batch: CodeBatch, { listName, counted, total, at }: BatchAnswer): void => {
      db.transaction(() => {
        const { accountId, listId, operation, callId, expected } = batch
        for (const { id } of batch.codes) {
          if (deleteSent.run(id, operation, callId).changes === 0) {
            setBefore.run(operation === 'add' ? 'on-list' : 'not-on-list', id, callId)
          }
        }
        saveList.run(accountId, listId, listName, total, total === null ? null : at)
        noteDoubt(batch, counted)
        closeCall.run('ok', counted, expected, total, callId)
      }).immediate()
    },
    /**
     * Writes down that a batch had no answer, or a refusal. @param mayHaveArrived false where ClassMarker certainly did
     * not carry it out; its codes are then as they were before
     */
    failCodeBatch: (batch: CodeBatch, outcome: string, mayHaveArrived: boolean): void => {
      db.transaction(() => {
        if (!mayHaveArrived) unsend(batch)
        closeCall.run(outcome, null, batch.expected, null, batch.callId)
      }).immediate()
    },
    /** Holds what ClassMarker refused. What was turned round meanwhile is not what it refused. */
    refuseCodes: ({ codes, operation }: Pick<CodeBatch, 'codes' | 'operation'>, refusal: string): void => {
      db.transaction(() => {
        for (const { id } of codes) holdSent.run(refusal, id, operation)
      }).immediate()
    },
    /** Holds everything of a list that ClassMarker does not know. @returns the codes */
    refuseList: (accountId: string, listId: number, refusal: string): string[] =>
      db.transaction(() => holdList.all(refusal, accountId, listId).map(({ code }) => code)).immediate(),
  }
}
