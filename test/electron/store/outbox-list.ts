import type { AccessCodeBatch } from '../../../electron/store/codes/sending.ts'
import type { AccessCode, CodeChange } from '../../../shared/model/access-code.ts'
import { database, noon } from './laptop-database.ts'

export const list = { accountId: 'a', listId: 900 }
export const accessCodes = (...codes: string[]): AccessCode[] => codes.map((code) => ({ code, name: null }))

export function withList() {
  const { calls, db } = database()
  db.exec(`INSERT INTO access_list (account_id, list_id) VALUES ('a', 900)`)
  const apply = (change: CodeChange, ...codes: string[]) =>
    calls.applyCodes({ list, change, origin: 'typed', codes: accessCodes(...codes), at: noon })
  const waiting = () =>
    db
      .prepare<[], { code: string; operation: string; before: string }>(
        'SELECT code, operation, before FROM outbox ORDER BY code',
      )
      .all()
      .map(({ code, operation, before }) => `${operation} ${code}: ${before}`)
  const known = () => calls.accessCodes(list, {}).map(({ code }) => code)
  const claimed = (): AccessCodeBatch => {
    const batch = calls.claimAccessCodeBatch('a', noon)
    if (batch === null) throw new Error('Nothing waits')
    return batch
  }
  const confirm = (batch: AccessCodeBatch, counted: number | null = batch.codes.length, total: number | null = null) =>
    calls.confirmAccessCodeBatch(batch, { listName: 'Staff', counted, total, at: noon })
  const refuse = (): void => {
    const batch = claimed()
    calls.failAccessCodeBatch(batch, 'api/rejected', false)
    calls.refuseCodes(batch, 'api/rejected')
  }
  const summary = () => calls.accessLists()[0]
  return { calls, db, apply, waiting, known, claimed, confirm, refuse, summary }
}

export const codeRange = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `c${String(from + at).padStart(5, '0')}`)
