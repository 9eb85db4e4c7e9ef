import type { Database } from 'better-sqlite3'
import type { StartableLink } from '../../../shared/model/start-link.ts'
import { fold } from '../../../shared/model/text.ts'

interface LinkRow extends Omit<StartableLink, 'testName'> {
  readonly testNames: string | null
}

/** Reads the links that people can be sent to. */
export function startLinkQueries(db: Database) {
  // A link has one test as a rule; should it be given more, all are named.
  const visible = db.prepare<[], LinkRow>(
    `SELECT source.account_id AS accountId, source.source_id AS linkId, source.name, source.link_url_id AS linkUrlId,
       source.access_list_id AS accessListId,
       (SELECT group_concat(test.name, ', ' ORDER BY test.name) FROM assignment
        JOIN test ON test.account_id = assignment.account_id AND test.test_id = assignment.test_id
        WHERE assignment.account_id = source.account_id AND assignment.feed = 'links'
          AND assignment.source_id = source.source_id) AS testNames
     FROM source WHERE source.feed = 'links' AND source.visible = 1`,
  )

  return {
    /** The links the keys can see, by name. No account, or an empty list, asks for all. */
    startableLinks: (accounts?: readonly string[] | undefined): StartableLink[] =>
      visible
        .all()
        .filter(({ accountId }) => !accounts?.length || accounts.includes(accountId))
        .map(({ testNames, ...link }) => ({ ...link, testName: testNames ?? '' }))
        .toSorted((a, b) => fold(a.name).localeCompare(fold(b.name), 'en') || a.linkId - b.linkId),
  }
}
