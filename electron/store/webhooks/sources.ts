import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { WebhookSource } from '../../../shared/model/webhook-source.ts'
import { accountGuard } from '../gradebook/owned.ts'

/** The sources of webhooks, without their signing phrases. */
export function webhookSourceQueries(db: Database) {
  const requireAccount = accountGuard(db)
  const all = db.prepare<[], WebhookSource>(
    `SELECT id, account_id AS account, name, made_at AS madeAt,
       coalesce(payloads, 0) AS payloads, coalesce(samples, 0) AS samples, last_at AS lastAt
     FROM webhook_source LEFT JOIN webhook_tally ON source_id = id ORDER BY account_id, sort_key(name), id`,
  )
  const insert = db.prepare<[number, string, string, UnixSeconds]>(
    'INSERT INTO webhook_source (id, account_id, name, made_at) VALUES (?, ?, ?, ?)',
  )
  const named = db.prepare<[string, string, number], 1>(
    'SELECT 1 FROM webhook_source WHERE account_id = ? AND name = ? AND id <> ?',
  )
  const owner = db.prepare<[number], string>('SELECT account_id FROM webhook_source WHERE id = ?').pluck()
  const rename = db.prepare<[string, number]>('UPDATE webhook_source SET name = ? WHERE id = ?')
  const remove = db.prepare<[number]>('DELETE FROM webhook_source WHERE id = ?')
  // A source may be removed while its receiver runs.
  const tally = db.prepare<[number, number, UnixSeconds, number]>(
    `INSERT INTO webhook_tally (source_id, payloads, samples, last_at) SELECT id, ?, ?, ? FROM webhook_source WHERE id = ?
     ON CONFLICT DO UPDATE SET payloads = payloads + excluded.payloads, samples = samples + excluded.samples,
       last_at = max(last_at, excluded.last_at)`,
  )

  function requireFree(account: string, name: string, id: number): void {
    if (named.get(account, name, id) !== undefined) throw new AppError('webhook-source/exists', { name })
  }

  return {
    countPayload: (source: number, at: UnixSeconds): void => void tally.run(1, 0, at, source),
    calls: {
      /** The sources of these accounts, of all where none are named, by account and name. */
      webhookSources: (accounts?: readonly string[]): WebhookSource[] =>
        all.all().filter(({ account }) => accounts?.includes(account) ?? true),
      /** @throws AppError `account/not-found`, `webhook-source/exists` */
      addWebhookSource: (id: number, account: string, name: string, at: UnixSeconds): void => {
        requireAccount(account)
        requireFree(account, name, id)
        insert.run(id, account, name, at)
      },
      /** @throws AppError `webhook-source/not-found`, `webhook-source/exists` */
      renameWebhookSource: (id: number, name: string): void => {
        const account = owner.get(id)
        if (account === undefined) throw new AppError('webhook-source/not-found')
        requireFree(account, name, id)
        rename.run(name, id)
      },
      /** @throws AppError `webhook-source/not-found` */
      removeWebhookSource: (id: number): void => {
        if (remove.run(id).changes === 0) throw new AppError('webhook-source/not-found')
      },
      /** Counts a sample that ClassMarker sent. */
      countWebhookSample: (source: number, at: UnixSeconds): void => void tally.run(0, 1, at, source),
    },
  }
}
