import type { Database } from 'better-sqlite3'
import type { BankEditToSend, SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { StoredRequest } from './requests.ts'
import { sentBank } from './sent.ts'
import type { EditRow } from './tables.ts'

/** Takes edits of the bank from the outbox and records their outcome. Only one process sends at a time. */
export function bankSending(db: Database) {
  const sent = sentBank(db)
  const { tables, requestOf } = sent
  const markSending = db.prepare<[string, number]>(`UPDATE bank_edit SET state = 'sending', sent = ? WHERE id = ?`)
  // One that cannot have arrived is again as it was, and can be undone.
  const fail = db.prepare<{ id: number; doubt: 0 | 1 }>(
    `UPDATE bank_edit SET state = 'waiting', in_doubt = max(in_doubt, @doubt), sent = iif(in_doubt OR @doubt, sent, NULL)
     WHERE id = @id AND state = 'sending'`,
  )
  const refuse = db.prepare<[string, number]>(
    `UPDATE bank_edit SET state = 'refused', refusal = ?, in_doubt = 0, sent = NULL WHERE id = ?`,
  )
  const closeInterrupted = db.prepare<[string]>(
    `UPDATE bank_edit SET state = 'waiting', in_doubt = 1 WHERE account_id = ? AND state = 'sending'`,
  )
  const waiting = db
    .prepare<[], string>(`SELECT DISTINCT account_id FROM bank_edit WHERE state IN ('waiting', 'sending')`)
    .pluck()

  function toSend(edit: EditRow, request: StoredRequest): BankEditToSend {
    const { id, account, kind, question, category, base, inDoubt } = edit
    return {
      ...{ id, account, kind, ...request, inDoubt: inDoubt === 1 },
      questionId: question === null ? null : (tables.question.get(question)?.questionId ?? null),
      serviceId: category === null ? null : (tables.category.get(category)?.serviceId ?? null),
      base: base === null || question === null ? null : (JSON.parse(base) as BankEditToSend['base']),
      categoryBase: base === null || category === null ? null : (JSON.parse(base) as BankEditToSend['categoryBase']),
    }
  }

  return {
    /**
     * Takes the oldest edit that may be sent now: what it needs is at ClassMarker already. From here on it counts as on
     * its way, because the request leaves right after this.
     * @returns null where nothing may be sent
     */
    claimBankEdit: (account: string): BankEditToSend | null =>
      db
        .transaction((): BankEditToSend | null => {
          for (const edit of tables.editsOf.all(account)) {
            if (edit.state !== 'waiting') continue
            const request = requestOf(edit)
            if (request === 'here-only') tables.removeEdit.run(edit.id)
            else if (request === undefined) {
              // Undone, or brought by a pull: ClassMarker has it as it is here.
              if (edit.question !== null) tables.dropEdit(edit.question, edit)
              else tables.removeEdit.run(edit.id)
            } else if (request !== null) {
              markSending.run(JSON.stringify(request), edit.id)
              return toSend(edit, request)
            }
          }
          return null
        })
        .immediate(),
    /** Records that ClassMarker carried out an edit, and how it answered. What was edited since goes on waiting. */
    confirmBankEdit: (edit: BankEditToSend, answer: SentQuestion | SentCategory, at: UnixSeconds): void => {
      db.transaction(() => {
        const stored = tables.edit.get(edit.id)
        if (stored !== undefined) {
          if ('questionId' in answer) sent.confirmQuestion(stored, answer, at)
          else sent.confirmCategory(stored, answer)
        } else if ('questionId' in answer) {
          const own = tables.questionNumbered.get(edit.account, answer.questionId)
          if (own !== undefined) sent.keepQuestion(own, answer, at)
        }
      }).immediate()
    },
    /**
     * Records that an edit got no answer: it goes back to waiting.
     * @param mayHaveArrived false if ClassMarker certainly did not carry it out
     */
    failBankEdit: ({ id }: BankEditToSend, mayHaveArrived: boolean): void => {
      fail.run({ id, doubt: mayHaveArrived ? 1 : 0 })
    },
    /** Stops an edit that ClassMarker refused. It is sent again only when asked for. */
    refuseBankEdit: ({ id }: BankEditToSend, code: string): void => {
      refuse.run(code, id)
    },
    /** Stops an edit of what was changed at ClassMarker since it was read. */
    conflictBankEdit: ({ id }: BankEditToSend, theirs: SentQuestion | SentCategory, at: UnixSeconds): void => {
      db.transaction(() => {
        const stored = tables.edit.get(id)
        if (stored === undefined) return
        if ('questionId' in theirs) sent.conflictQuestion(stored, theirs, at)
        else sent.conflictCategory(stored, theirs)
      }).immediate()
    },
    /** Lets what was on its way wait again after a crash; nobody knows whether it arrived. */
    closeInterruptedBankEdits: (account: string): void => {
      closeInterrupted.run(account)
    },
    accountsWithBankEdits: (): string[] => waiting.all(),
  }
}

/**
 * As `holdOutbox`, for edits of the bank. What each would send is noted as sent: a pull then finds what it created since,
 * and it is looked for before it is sent again.
 */
export function holdBankEdits(db: Database): void {
  const { tables, plainRequest } = sentBank(db)
  const hold = db.prepare<[string | null, number]>(
    `UPDATE bank_edit SET state = 'held', refusal = NULL, in_doubt = 1, sent = coalesce(sent, ?) WHERE id = ?`,
  )
  for (const account of db.prepare<[], string>('SELECT DISTINCT account_id FROM bank_edit').pluck().all()) {
    for (const edit of tables.editsOf.all(account)) {
      // A new category's conflict would end by itself, once nothing has its name any more.
      if (edit.state === 'conflict' && !edit.kind.startsWith('add-')) continue
      const request = plainRequest(edit)
      hold.run(request === null ? null : JSON.stringify(request), edit.id)
    }
  }
}
