import type { Database } from 'better-sqlite3'
import { mostCodesPerCall } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Before, Operation } from './code-tables.ts'

/** Codes of one list that are sent in one request. */
export interface AccessCodeBatch {
  readonly accountId: string
  readonly listId: number
  readonly operation: Operation
  readonly codes: readonly SentAccessCode[]
  /** How many codes certainly change: the least that ClassMarker can count. */
  readonly expected: number
  readonly callId: number
}

/** A code about to be sent, with what was known of it before. */
export interface SentAccessCode {
  readonly id: number
  readonly code: string
  readonly before: Before
  readonly calledBefore: number | null
}

/** ClassMarker's answer to a batch. */
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

/** Takes batches from the outbox and records their outcome. Only one process sends at a time (`PushLock`). */
export function outboxSending(db: Database) {
  // The list with the oldest change; removals first, because they make room.
  const next = db.prepare<[string, string], NextRow>(
    `SELECT list_id AS listId, operation FROM outbox WHERE account_id = ? AND held = 0 AND list_id =
       (SELECT list_id FROM outbox WHERE account_id = ? AND held = 0 ORDER BY id LIMIT 1)
     ORDER BY operation = 'add' LIMIT 1`,
  )
  const claimable = db.prepare<[string, number, Operation, number], SentAccessCode>(
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
  const doubt = db.prepare<{ code: string } & Pick<AccessCodeBatch, 'accountId' | 'listId'>>(
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

  const open = (batch: Omit<AccessCodeBatch, 'callId' | 'expected'>, at: UnixSeconds): AccessCodeBatch => {
    const { accountId, listId, operation, codes } = batch
    const certain: Before = operation === 'add' ? 'not-on-list' : 'on-list'
    const expected = codes.filter(({ before }) => before === certain).length
    const call = openCall.run(accountId, listId, at, operation, codes.length, expected)
    const callId = Number(call.lastInsertRowid)
    for (const { id } of codes) markSent.run(callId, id)
    return { ...batch, expected, callId }
  }

  /** Restores what was known of codes that did not arrive. */
  const unsend = (batch: AccessCodeBatch): void => {
    for (const { id, before, calledBefore } of batch.codes) {
      // If the change was turned into its opposite meanwhile, there is nothing left to do.
      if (restore.run(before, calledBefore, id, batch.callId).changes > 0) deleteTurned.run(id, batch.operation)
    }
  }

  /** If ClassMarker already had some of the codes it was told to add, an undo must not remove them. */
  const noteDoubt = (
    { accountId, listId, operation, expected, codes }: AccessCodeBatch,
    counted: number | null,
  ): void => {
    if (operation !== 'add' || counted === null || counted >= expected) return
    for (const { code, before } of codes) if (before !== 'unknown') doubt.run({ code, accountId, listId })
  }

  return {
    /** Number of changes to send, of these accounts or of all; a disconnected account sends nothing. */
    waitingCodes: (accounts: readonly string[] | undefined): number =>
      countAll.get({ accounts: accounts?.length ? JSON.stringify(accounts) : null }) ?? 0,
    /** Number of changes to send. */
    pendingCodes: (accountId: string): number => countOf(accountId, 0),
    /** Number of held changes, which are sent only when a person releases them. */
    heldCodes: (accountId: string): number => countOf(accountId, 1),
    accountsWithPendingCodes: (): string[] => waiting.all().map(({ id }) => id),
    /** Releases held changes for sending. */
    releaseHeldCodes: (accountId: string): void => {
      release.run(accountId)
    },
    /** Closes requests of a process that ended before it read the answer. */
    closeInterruptedCalls: (accountId: string): void => {
      closeInterrupted.run(accountId)
    },
    /**
     * Takes the next up to 100 codes of one list and one operation. From now on they count as possibly arrived, because
     * the request leaves right after this.
     * @returns null if nothing waits
     */
    claimAccessCodeBatch: (accountId: string, at: UnixSeconds): AccessCodeBatch | null =>
      db
        .transaction((): AccessCodeBatch | null => {
          const found = next.get(accountId, accountId)
          if (found === undefined) return null
          const { listId, operation } = found
          const codes = claimable.all(accountId, listId, operation, mostCodesPerCall)
          return open({ accountId, listId, operation, codes }, at)
        })
        .immediate(),
    /** Takes a part of a refused batch as a batch of its own. */
    claimPart: (batch: AccessCodeBatch, from: number, to: number, at: UnixSeconds): AccessCodeBatch | null =>
      db
        .transaction((): AccessCodeBatch | null => {
          const { accountId, listId, operation } = batch
          const part = batch.codes.slice(from, to)
          const still = new Set(claimable.all(accountId, listId, operation, -1).map(({ id }) => id))
          const codes = part.filter(({ id }) => still.has(id))
          return codes.length === 0 ? null : open({ accountId, listId, operation, codes }, at)
        })
        .immediate(),
    /**
     * Records what ClassMarker carried out. A change that was turned round meanwhile keeps waiting, now with a known
     * starting point.
     */
    confirmAccessCodeBatch: (batch: AccessCodeBatch, { listName, counted, total, at }: BatchAnswer): void => {
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
     * Records that a batch got no answer or was refused.
     * @param mayHaveArrived false if ClassMarker certainly did not carry it out; its codes are then as before
     */
    failAccessCodeBatch: (batch: AccessCodeBatch, outcome: string, mayHaveArrived: boolean): void => {
      db.transaction(() => {
        if (!mayHaveArrived) unsend(batch)
        closeCall.run(outcome, null, batch.expected, null, batch.callId)
      }).immediate()
    },
    /** Holds refused changes. A change that was turned round meanwhile is not what ClassMarker refused. */
    refuseCodes: ({ codes, operation }: Pick<AccessCodeBatch, 'codes' | 'operation'>, refusal: string): void => {
      db.transaction(() => {
        for (const { id } of codes) holdSent.run(refusal, id, operation)
      }).immediate()
    },
    /** Holds every change of a list that ClassMarker does not know. @returns the codes */
    refuseList: (accountId: string, listId: number, refusal: string): string[] =>
      db.transaction(() => holdList.all(refusal, accountId, listId).map(({ code }) => code)).immediate(),
  }
}
