import type { Generated } from 'kysely'
import type { ColumnOf, Outcome, SentField, StoredValueOf } from '../../shared/model/result-fields.ts'

/** The database's tables as the query builder knows them; migrations/ is where their form is decided. */
export interface Tables {
  account: AccountTable
  test: { account_id: string; test_id: number; name: string }
  source: SourceTable
  result: ResultTable
  result_search: { rowid: number; result_search: string }
  certificate_file: { result_id: number; serial: string; file: string; bytes: number; saved_at: number }
  certificate_download: { id: Generated<number>; result_id: number; queued_at: number; failure: string | null }
  certificate_validity: { account_id: string; test_id: number; months: number }
}

interface AccountTable {
  id: string
  name: string
  time_zone: string
}

interface SourceTable {
  account_id: string
  feed: 'groups' | 'links'
  source_id: number
  name: string
  link_url_id: string | null
  access_list_id: number | null
  visible: 0 | 1
}

/** What ClassMarker said of a result, one column for each field. */
type SentColumns = { -readonly [F in SentField as ColumnOf<F>]: StoredValueOf<F> }

/** What follows from it, kept so that it can be looked up. */
interface MadeColumns {
  natural_key: string
  outcome: Outcome
  certificate_key: string | null
  student_key: string
  sort_name: string
  search_text: string
  raw: string
}

/** The columns that hold what ClassMarker said and what follows from it. */
export type ResultColumns = SentColumns & MadeColumns

export interface ResultTable extends ResultColumns {
  id: Generated<number>
  account_id: string
  first_seen_at: number
  updated_at: number
  reader: number
}
