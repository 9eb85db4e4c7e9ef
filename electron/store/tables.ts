import type { Generated } from 'kysely'
import type { ClassMarkerId } from '../../shared/model/result-fields.ts'

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

export interface ResultTable {
  id: Generated<number>
  account_id: string
  natural_key: string
  feed: 'groups' | 'links'
  test_id: number
  source_id: number
  link_result_id: ClassMarkerId | null
  user_id: ClassMarkerId | null
  cm_user_id: string | null
  first: string
  last: string
  email: string | null
  access_code: string | null
  extra_info: string | null
  percentage: number | null
  points_scored: number | null
  points_available: number | null
  pass_mark: number | null
  passed: 0 | 1 | null
  outcome: 'passed' | 'not-passed' | 'none'
  requires_grading: 0 | 1 | null
  status: string | null
  test_type: string | null
  time_started: number
  time_finished: number
  duration: string | null
  duration_seconds: number | null
  give_certificate_only_when_passed: 0 | 1 | null
  certificate_serial: string | null
  certificate_key: string | null
  certificate_url: string | null
  view_results_url: string | null
  ip_address: string | null
  student_key: string
  sort_name: string
  search_text: string
  raw: string
  first_seen_at: number
  updated_at: number
  reader: number
}
