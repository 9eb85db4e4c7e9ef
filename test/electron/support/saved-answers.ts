import { XMLBuilder } from 'fast-xml-parser'
import type { Json } from './webhook-payloads.ts'

/** Answers of ClassMarker's API as somebody could have saved them, with invented people. */

export const groupResult = (fields: Json = {}): Json => ({
  user_id: 3276524,
  first: 'Mary',
  last: 'Williams',
  email: 'mary@example.com',
  test_id: 103,
  group_id: 104,
  percentage: 75,
  points_scored: 9,
  points_available: 12,
  time_started: 1436263102,
  time_finished: 1436263702,
  status: 'f',
  requires_grading: 'No',
  ...fields,
})

export const linkResult = (fields: Json = {}): Json => ({
  link_result_id: 71122113,
  first: 'Ada',
  last: 'Byron',
  email: 'ada@example.org',
  test_id: 105,
  link_id: 106,
  access_code: 'K7-001',
  extra_info: '9b',
  percentage: 59,
  points_scored: 61.9,
  points_available: 105,
  time_started: 1641996400,
  time_finished: 1641999400,
  ...fields,
})

export const groupsAnswer = (results: readonly Json[], rest: Json = {}): Json => ({
  status: 'ok',
  request_path: 'v1/groups/recent_results',
  server_timestamp: 1436270000,
  num_results_available: results.length,
  num_results_returned: results.length,
  more_results_exist: false,
  groups: [{ group: { group_id: 104, group_name: 'Year 9' } }],
  tests: [{ test: { test_id: 103, test_name: 'Burns &amp; scalds' } }],
  results: results.map((result) => ({ result })),
  ...rest,
})

export const linksAnswer = (results: readonly Json[]): Json => ({
  ...groupsAnswer(results),
  request_path: 'v1/links/recent_results',
  groups: undefined,
  links: [{ link: { link_id: 106, link_name: 'Open', link_url_id: 'x1' } }],
  tests: [{ test: { test_id: 105, test_name: 'Graphs' } }],
})

/** An answer in XML, as the API sends it. */
export function inXml(answer: Json): string {
  const listed = Object.fromEntries(
    Object.entries(answer).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, value]
      const [inner = ''] = Object.keys(value[0] ?? {})
      return [name, value.length === 0 ? '' : { [inner]: value.map((each: Json) => each[inner]) }]
    }),
  )
  const builder = new XMLBuilder({ format: true, suppressBooleanAttributes: false })
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ response: listed })}`
}
