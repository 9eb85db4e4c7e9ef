import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type {
  Account,
  LastSync,
  Service,
  Signature,
  StoredAccount,
  SyncOutcome,
} from '../../../shared/model/account.ts'
import type { Discovery } from '../../../shared/model/discovery.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { isTimeZone, usableZone } from '../../../shared/model/zone.ts'
import type { AccountZones } from '../results/filter.ts'

interface AccountRow {
  id: string
  name: string
  service: Service
  api_key: string
  url: string | null
  email: string | null
  signature: Signature
  signature_setting: Account['signatureSetting']
  sample: 0 | 1
  time_zone: string
  created_at: number
  colour: number
  archived: 0 | 1
}

export type AccountChange = Partial<
  Pick<Account, 'key' | 'email' | 'name' | 'timeZone' | 'signature' | 'signatureSetting' | 'colour' | 'archived'>
>

const toAccount = (row: AccountRow): Account => ({
  id: row.id,
  name: row.name,
  service: row.service,
  key: row.api_key,
  url: row.url,
  email: row.email,
  signature: row.signature,
  signatureSetting: row.signature_setting,
  sample: row.sample === 1,
  timeZone: usableZone(row.time_zone),
  ...(isTimeZone(row.time_zone) ? {} : { unknownTimeZone: row.time_zone }),
  createdAt: unixSeconds(row.created_at),
  colour: row.colour,
  archived: row.archived === 1,
})

/** A key that replaces an account's former one. */
export type NewKey = Pick<Account, 'key' | 'name' | 'signature' | 'signatureSetting'>

function refuseUnknownZone(zone: string): void {
  if (!isTimeZone(zone)) throw new AppError('ipc/invalid-input', { field: 'timeZone' })
}

/**
 * The time zone of each account. The first one that is looked at loads all there are, which takes 25 ms: where nobody
 * asks about days, they are as they are stored.
 */
export function accountZones(db: Database): (areUsed?: boolean) => AccountZones {
  const all = db.prepare<[], Pick<AccountRow, 'id' | 'time_zone'>>(
    'SELECT id, time_zone FROM account ORDER BY sample, archived, created_at, id',
  )
  return (areUsed = true) =>
    new Map(all.all().map((row) => [row.id, areUsed ? usableZone(row.time_zone) : row.time_zone]))
}

/** Reads and writes accounts. */
export function accountQueries(db: Database) {
  const all = db.prepare<[], AccountRow>('SELECT * FROM account ORDER BY sample, archived, created_at, id')
  const one = db.prepare<[string], AccountRow>('SELECT * FROM account WHERE id = ?')
  const byKey = db.prepare<[string, 0 | 1], AccountRow>('SELECT * FROM account WHERE api_key = ? AND sample = ?')
  const counts = db.prepare<{ id: string }, { groups: number; links: number; tests: number; results: number }>(
    `SELECT
      (SELECT count(*) FROM source WHERE account_id = @id AND feed <> 'links' AND visible = 1) AS groups,
      (SELECT count(*) FROM source WHERE account_id = @id AND feed = 'links' AND visible = 1) AS links,
      (SELECT count(*) FROM test WHERE account_id = @id
        AND NOT EXISTS (SELECT 1 FROM assessment WHERE assessment.id = test_id AND gone = 1)) AS tests,
      (SELECT count(*) FROM result WHERE account_id = @id) AS results`,
  )
  const lastRun = db.prepare<[string], { ended_at: number; outcome: SyncOutcome }>(
    'SELECT ended_at, outcome FROM sync_run WHERE account_id = ? ORDER BY id DESC LIMIT 1',
  )
  const lastCompleteRun = db.prepare<[string], { ended_at: number }>(
    `SELECT ended_at FROM sync_run WHERE account_id = ? AND outcome = 'complete' ORDER BY id DESC LIMIT 1`,
  )
  const insert = db.prepare(
    `INSERT INTO account (id, name, service, api_key, url, email, signature, signature_setting, sample, time_zone, created_at, colour, archived)
     VALUES (@id, @name, @service, @key, @url, @email, @signature, @signatureSetting, @sample, @timeZone, @createdAt, @colour, @archived)`,
  )
  const update = db.prepare(
    `UPDATE account SET api_key = @key, email = @email, name = @name, time_zone = @timeZone, signature = @signature,
       signature_setting = @signatureSetting, colour = @colour, archived = @archived WHERE id = @id`,
  )
  const remove = db.prepare<[string]>('DELETE FROM account WHERE id = ?')
  const setKey = db.prepare(
    `UPDATE account SET api_key = @key, name = @name, signature = @signature, signature_setting = @signatureSetting,
       archived = 0, next_request_after = NULL WHERE id = @id`,
  )
  const requestsAreFormer = db.prepare<[string]>('UPDATE request SET former_key = 1 WHERE account_id = ?')
  const assignments = db.prepare<[string], { feed: ClassMarkerFeed; source_id: number; test_id: number }>(
    'SELECT feed, source_id, test_id FROM assignment WHERE account_id = ?',
  )
  const readAgain = db.prepare<[string, ClassMarkerFeed]>(
    'UPDATE feed_state SET again_from = 0 WHERE account_id = ? AND feed = ?',
  )
  const clearParts = db.prepare<[string, ClassMarkerFeed]>('DELETE FROM crowded_part WHERE account_id = ? AND feed = ?')
  const everSeen = db.prepare<[], { accountId: string; id: string }>(
    `SELECT account_id AS accountId, feed || ':' || source_id AS id FROM source
     UNION ALL SELECT account_id, 'tests:' || test_id FROM test`,
  )
  const { saveDiscovery } = discoveryQueries(db)

  /** Feeds in which the new key sees a test in a group or link that the former key did not. */
  const feedsWithMore = (id: string, { sources }: Discovery): Set<ClassMarkerFeed> => {
    const before = new Set(assignments.all(id).map((each) => `${each.feed} ${each.source_id} ${each.test_id}`))
    const isNew = ({ feed, id: source, testIds }: Discovery['sources'][number]) =>
      testIds.some((test) => !before.has(`${feed} ${source} ${test}`))
    return new Set(sources.filter(isNew).map(({ feed }) => feed))
  }

  const lastSync = (id: string): LastSync | null => {
    const row = lastRun.get(id)
    return row === undefined ? null : { at: unixSeconds(row.ended_at), outcome: row.outcome }
  }
  const completeAt = (id: string): UnixSeconds | null => {
    const row = lastCompleteRun.get(id)
    return row === undefined ? null : unixSeconds(row.ended_at)
  }
  const withCounts = (row: AccountRow): StoredAccount => ({
    ...toAccount(row),
    ...(counts.get({ id: row.id }) ?? { groups: 0, links: 0, tests: 0, results: 0 }),
    lastSync: lastSync(row.id),
    completeAt: completeAt(row.id),
  })

  return {
    listAccounts: (): StoredAccount[] => all.all().map(withCounts),
    /** As `listAccounts`, without counting what each has: that goes through all results. */
    lastSyncs: () => all.all().map(({ id, name }) => ({ id, name, lastSync: lastSync(id) })),
    account: (id: string): StoredAccount | null => {
      const row = one.get(id)
      return row === undefined ? null : withCounts(row)
    },
    /**
     * @throws AppError `account/exists` if the key is already connected, `ipc/invalid-input` for an unknown time zone
     */
    addAccount: ({ unknownTimeZone: _, ...account }: Account): void => {
      refuseUnknownZone(account.timeZone)
      const known = byKey.get(account.key, account.sample ? 1 : 0)
      if (known !== undefined) throw new AppError('account/exists', { name: known.name, id: known.id })
      insert.run({ ...account, sample: account.sample ? 1 : 0, archived: account.archived ? 1 : 0 })
    },
    /** @throws AppError `ipc/invalid-input` for an unknown time zone */
    changeAccount: (id: string, change: AccountChange): void => {
      const row = one.get(id)
      if (row === undefined) return
      if (change.timeZone !== undefined) refuseUnknownZone(change.timeZone)
      // An unknown stored time zone stays until another is chosen.
      const { unknownTimeZone: _, ...account } = { ...toAccount(row), timeZone: row.time_zone, ...change }
      update.run({ ...account, sample: row.sample, archived: account.archived ? 1 : 0 })
    },
    /**
     * Gives an account another key, together with what that key sees. Its results stay. What ClassMarker told the
     * former key (when to ask again, how many requests were used) does not apply to the new one. A feed in which the
     * new key sees more is read again from as far back as ClassMarker allows, because those results may have finished
     * long before the cursor. The feed's coverage stays, and with it the record of what was missed.
     * @throws AppError `account/exists` if another account has the key
     */
    takeOverAccount: (id: string, key: NewKey, discovery: Discovery, at: UnixSeconds): void => {
      db.transaction(() => {
        const known = byKey.get(key.key, 0)
        if (known !== undefined && known.id !== id) {
          throw new AppError('account/exists', { name: known.name, id: known.id })
        }
        setKey.run({ ...key, id })
        requestsAreFormer.run(id)
        for (const feed of feedsWithMore(id, discovery)) {
          readAgain.run(id, feed)
          clearParts.run(id, feed)
        }
        saveDiscovery(id, discovery, at)
      }).immediate()
    },
    /** Groups, links and tests ever seen of each account, as `feed:id` and `tests:id`. */
    everSeen: (): { accountId: string; id: string }[] => everSeen.all(),
    /** Removes an account with its results, names, cursors and log. */
    removeAccount: (id: string): void => {
      remove.run(id)
    },
  }
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
