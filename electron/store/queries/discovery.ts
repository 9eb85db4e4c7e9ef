import type { Database } from 'better-sqlite3'
import type { Feed } from '../../../shared/model/feed.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'

/** What a key can see: groups and links with the tests assigned to them. */
export interface Discovery {
  readonly sources: readonly DiscoveredSource[]
  readonly tests: readonly { readonly id: number; readonly name: string }[]
}

export interface DiscoveredSource {
  readonly feed: Feed
  readonly id: number
  readonly name: string
  readonly linkUrlId: string | null
  readonly accessListId: number | null
  readonly testIds: readonly number[]
}

/** Writes what a key can see. */
export function discoveryQueries(db: Database) {
  const hideSources = db.prepare('UPDATE source SET visible = 0 WHERE account_id = ?')
  const clearAssignments = db.prepare('DELETE FROM assignment WHERE account_id = ?')
  const saveSource = db.prepare(
    `INSERT INTO source (account_id, feed, source_id, name, link_url_id, access_list_id, visible)
     VALUES (@accountId, @feed, @id, @name, @linkUrlId, @accessListId, 1)
     ON CONFLICT DO UPDATE SET name = excluded.name, link_url_id = excluded.link_url_id,
       access_list_id = excluded.access_list_id, visible = 1`,
  )
  const saveTest = db.prepare(
    'INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name',
  )
  const assign = db.prepare(
    'INSERT INTO assignment (account_id, feed, source_id, test_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const discovered = db.prepare('UPDATE account SET discovered_at = ? WHERE id = ?')

  return {
    /** Groups and links that are gone stay, hidden: their results still need their names. */
    saveDiscovery: (accountId: string, discovery: Discovery, at: UnixSeconds): void => {
      db.transaction(() => {
        hideSources.run(accountId)
        clearAssignments.run(accountId)
        for (const { testIds, ...source } of discovery.sources) {
          saveSource.run({ ...source, accountId })
          for (const testId of testIds) assign.run(accountId, source.feed, source.id, testId)
        }
        for (const test of discovery.tests) saveTest.run(accountId, test.id, test.name)
        discovered.run(at, accountId)
      }).immediate()
    },
  }
}
