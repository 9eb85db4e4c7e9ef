import type { Database } from 'better-sqlite3'
import type { BankEditToSend, SentCategory, SentQuestion } from '../../../shared/model/bank-sent.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { contentIn, storedContent } from './content.ts'
import { type StoredRequest, sentBank } from './sent.ts'
import type { EditRow } from './tables.ts'

/** Takes edits of the bank from the outbox and records their outcome. Only one process sends at a time. */
export function bankSending(db: Database) {
  const sent = sentBank(db)
  const { tables } = sent
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

  /** What an edit asks for; null where that has to wait for another, undefined where nothing is left to ask for. */
  function requestOf(edit: EditRow): StoredRequest | null | undefined {
    // What may have arrived is looked for as it was sent.
    if (edit.inDoubt === 1 && edit.sent !== null) return JSON.parse(edit.sent)
    return edit.question === null ? categoryRequest(edit.category) : questionRequest(edit.question)
  }

  function questionRequest(id: number): StoredRequest | null | undefined {
    const draft = tables.draft.get(id)
    const own = tables.question.get(id)
    if (draft === undefined || own === undefined) return undefined
    const body = contentIn(draft.content)
    const categoryId = sent.serviceIdOf(draft.category)
    if (categoryId === null) return null
    if (own.sent === storedContent(body) && own.sentCategory === categoryId) return undefined
    return { body, categoryId }
  }

  function categoryRequest(id: number | null): StoredRequest | null | undefined {
    const own = id === null ? undefined : tables.category.get(id)
    if (own === undefined) return undefined
    const parentId = sent.serviceIdOf(own.parent)
    if (own.isParent === 0 && parentId === null) return null
    if (own.serviceId !== null && own.name === own.sentName && parentId === own.sentParent) return undefined
    return { body: { name: own.name, parentId }, categoryId: null }
  }

  function toSend(edit: EditRow, request: StoredRequest): BankEditToSend {
    const { id, account, kind, question, category, base, inDoubt } = edit
    return {
      ...{ id, account, kind, ...request, inDoubt: inDoubt === 1 },
      questionId: question === null ? null : (tables.question.get(question)?.questionId ?? null),
      serviceId: category === null ? null : (tables.category.get(category)?.serviceId ?? null),
      base: base === null ? null : (JSON.parse(base) as BankEditToSend['base']),
    }
  }

  return {
    /**
     * Takes the oldest edit that may be sent now: what it needs is at ClassMarker already. From here on it counts as on
     * its way, because the request leaves right after this.
     * @returns null where nothing may be sent
     */
    claimBankEdit: (account: string, _at: UnixSeconds): BankEditToSend | null =>
      db
        .transaction((): BankEditToSend | null => {
          for (const edit of tables.editsOf.all(account)) {
            if (edit.state !== 'waiting') continue
            const request = requestOf(edit)
            if (request === undefined) {
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
        if (stored !== undefined) sent.confirm(stored, answer, at)
        else if ('questionId' in answer) {
          const own = tables.questionNumbered.get(edit.account, answer.questionId)
          if (own !== undefined) sent.keepQuestion(own, answer, at)
        }
      }).immediate()
    },
    /**
     * Records that an edit got no answer: it goes back to waiting.
     * @param mayHaveArrived false if ClassMarker certainly did not carry it out
     */
    failBankEdit: ({ id }: BankEditToSend, _code: string, mayHaveArrived: boolean): void => {
      fail.run({ id, doubt: mayHaveArrived ? 1 : 0 })
    },
    /** Stops an edit that ClassMarker refused. It is sent again only when asked for. */
    refuseBankEdit: ({ id }: BankEditToSend, code: string): void => {
      refuse.run(code, id)
    },
    /** Stops an edit of a question that was changed at ClassMarker since it was read. */
    conflictBankEdit: ({ id }: BankEditToSend, theirs: SentQuestion, at: UnixSeconds): void => {
      db.transaction(() => {
        const stored = tables.edit.get(id)
        if (stored !== undefined) sent.conflict(stored, theirs, at)
      }).immediate()
    },
    /** Lets what was on its way wait again after a crash; nobody knows whether it arrived. */
    closeInterruptedBankEdits: (account: string): void => {
      closeInterrupted.run(account)
    },
    accountsWithBankEdits: (): string[] => waiting.all(),
  }
}

/** As `holdOutbox`, for edits of the bank. */
export function holdBankEdits(db: Database): void {
  db.exec(`UPDATE bank_edit SET state = 'held', refusal = NULL, in_doubt = 1 WHERE state <> 'conflict'`)
}
