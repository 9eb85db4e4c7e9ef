import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { AccessListSummary, LinkOfList, ListRef } from '../../../shared/model/access-code.ts'
import { serialKey } from '../../../shared/model/certificate.ts'
import type { StartableLink } from '../../../shared/model/start-link.ts'
import { fold } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { codeColumns } from './code-tables.ts'
import { heldCodesOnList, listGuard } from './outbox.ts'

interface ListRow extends ListRef {
  readonly name: string | null
  readonly serverTotal: number | null
  readonly serverTotalAt: number | null
}

interface CountsRow {
  /** Codes on the list if no change were held. */
  readonly codes: number
  readonly heldOnList: number
  readonly pendingAdds: number
  readonly pendingRemoves: number
  readonly held: number
  /** Waiting additions that ClassMarker's list, as known here, does not have yet. */
  readonly notYetOn: number
  readonly stillOn: number
  /**
   * Changes that may have arrived, for example before a backup was restored; the state of ClassMarker's list is then
   * unknown for them.
   */
  readonly doubtful: number
}

interface LinkRow {
  readonly linkId: number
  readonly name: string
  readonly linkUrlId: string | null
  readonly visible: 0 | 1
}

/** Reads access lists, and sets the names of single codes. */
export function codeListQueries(db: Database) {
  const requireList = listGuard(db)
  const lists = db.prepare<[], ListRow>(
    `WITH list (account_id, list_id) AS (
       SELECT account_id, access_list_id FROM source WHERE feed = 'links' AND access_list_id IS NOT NULL
       UNION SELECT account_id, list_id FROM access_list
       UNION SELECT DISTINCT account_id, list_id FROM access_code
       UNION SELECT DISTINCT account_id, list_id FROM outbox
       UNION SELECT DISTINCT account_id, list_id FROM code_action)
     SELECT list.account_id AS accountId, list.list_id AS listId, access_list.name,
       server_total AS serverTotal, server_total_at AS serverTotalAt
     FROM list JOIN account ON account.id = list.account_id LEFT JOIN access_list USING (account_id, list_id)
     ORDER BY account.sample, account.archived, account.created_at, account.id, list.list_id`,
  )
  const links = db.prepare<[string, number], LinkRow>(
    `SELECT source_id AS linkId, name, link_url_id AS linkUrlId, visible FROM source
     WHERE account_id = ? AND feed = 'links' AND access_list_id = ? ORDER BY visible DESC, sort_key(name), source_id`,
  )
  const counts = db.prepare<ListRef, CountsRow>(
    `SELECT
       (SELECT count(*) FROM access_code WHERE account_id = @accountId AND list_id = @listId) AS codes,
       ${heldCodesOnList} AS heldOnList,
       count(*) FILTER (WHERE operation = 'add' AND held = 0) AS pendingAdds,
       count(*) FILTER (WHERE operation = 'remove' AND held = 0) AS pendingRemoves,
       count(*) FILTER (WHERE held = 1) AS held,
       count(*) FILTER (WHERE operation = 'add' AND before <> 'on-list') AS notYetOn,
       count(*) FILTER (WHERE operation = 'remove' AND before = 'on-list') AS stillOn,
       count(*) FILTER (WHERE before = 'unknown' AND (call_id IS NOT NULL OR (held = 1 AND refusal IS NULL))) AS doubtful
     FROM outbox WHERE account_id = @accountId AND list_id = @listId`,
  )
  const rename = db.prepare(
    `UPDATE access_code SET name = @name, sort_name = @sortName, search_text = @searchText
     WHERE account_id = @accountId AND list_id = @listId AND code = @code`,
  )
  const renameWaiting = db.prepare(
    `UPDATE outbox SET name = @name, sort_name = @sortName, search_text = @searchText
     WHERE account_id = @accountId AND list_id = @listId AND code = @code`,
  )
  const takenOf = db
    .prepare<[string], string>('SELECT value FROM json_each(?) WHERE value IN (SELECT key FROM taken_code)')
    .pluck()

  const forgetTaken = db.prepare('DELETE FROM taken_code')
  // Every code ever seen here is in a result or in the journal.
  const takeAgain = db.prepare(
    `INSERT OR IGNORE INTO taken_code (key)
     SELECT serial_key(code) FROM (SELECT DISTINCT access_code AS code FROM result WHERE access_code IS NOT NULL
       UNION SELECT code FROM code_action_change)`,
  )

  const toLink = ({ visible, ...link }: LinkRow): LinkOfList => ({ ...link, visible: visible === 1 })

  const summaryOf = (list: ListRow): AccessListSummary => {
    const { accountId, listId, serverTotal } = list
    const row = counts.get({ accountId, listId })
    const { codes = 0, heldOnList = 0, pendingAdds = 0, pendingRemoves = 0, held = 0 } = row ?? {}
    const { notYetOn = 0, stillOn = 0, doubtful = 0 } = row ?? {}
    const knownThere = codes - notYetOn + stillOn
    return {
      ...list,
      links: links.all(accountId, listId).map(toLink),
      knownHere: codes + heldOnList,
      pendingAdds,
      pendingRemoves,
      held,
      serverTotalAt: list.serverTotalAt === null ? null : unixSeconds(list.serverTotalAt),
      difference: serverTotal === null || doubtful > 0 ? null : serverTotal - knownThere,
    }
  }

  return {
    /** The lists that links use or used, and those with codes here; of these accounts, or of all. */
    accessLists: (accounts?: readonly string[]): AccessListSummary[] =>
      lists
        .all()
        .filter(({ accountId }) => !accounts?.length || accounts.includes(accountId))
        .map(summaryOf),
    /**
     * Sets the name of the person a code is for; it stays on this computer.
     * @throws AppError `account/not-found`, `access-list/not-found`, `access-code/not-found`
     */
    renameCode: (list: ListRef, code: string, name: string | null): void => {
      const accessCode = { code, name: name?.trim() || null }
      db.transaction(() => {
        requireList(list)
        const named = { ...list, ...accessCode, ...codeColumns(accessCode) }
        const renamed = rename.run(named).changes + renameWaiting.run(named).changes
        if (renamed === 0) throw new AppError('access-code/not-found')
      }).immediate()
    },
    /** Forgets codes of a removed account: those in no remaining result or edit. New codes may look like them again. */
    forgetCodesOfNobody: (): void => {
      db.transaction(() => {
        forgetTaken.run()
        takeAgain.run()
      }).immediate()
    },
    /** Which of the candidates look like a code ever seen here, on any list or in a result. */
    takenCodes: (candidates: readonly string[]): string[] => {
      const keys = candidates.map(serialKey)
      const taken = new Set(takenOf.all(JSON.stringify(keys)))
      return candidates.filter((_, at) => taken.has(keys[at] ?? ''))
    },
  }
}

interface StartableRow extends Omit<StartableLink, 'testName'> {
  readonly testNames: string | null
}

/** Reads the links that people can be sent. */
export function startLinkQueries(db: Database) {
  // A link usually has one test; if it has more, all are named.
  const visible = db.prepare<[], StartableRow>(
    `SELECT source.account_id AS accountId, source.source_id AS linkId, source.name, source.link_url_id AS linkUrlId,
       source.access_list_id AS accessListId,
       (SELECT group_concat(test.name, ', ' ORDER BY test.name) FROM assignment
        JOIN test ON test.account_id = assignment.account_id AND test.test_id = assignment.test_id
        WHERE assignment.account_id = source.account_id AND assignment.feed = 'links'
          AND assignment.source_id = source.source_id) AS testNames
     FROM source WHERE source.feed = 'links' AND source.visible = 1`,
  )

  return {
    /** The links visible to the keys, by name. Undefined or an empty list means all accounts. */
    startableLinks: (accounts?: readonly string[] | undefined): StartableLink[] =>
      visible
        .all()
        .filter(({ accountId }) => !accounts?.length || accounts.includes(accountId))
        .map(({ testNames, ...link }) => ({ ...link, testName: testNames ?? '' }))
        .toSorted((a, b) => fold(a.name).localeCompare(fold(b.name), 'en') || a.linkId - b.linkId),
  }
}
