import { readResult } from '../../../../electron/connectors/classmarker/answers.ts'
import type { Result } from '../../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../../shared/model/result-values.ts'

/** A result of the links feed with every documented field. */
export const sentLink = {
  test_id: 103649,
  link_id: 121738,
  first: 'Mary',
  last: 'Williams',
  email: 'mary@example.org',
  percentage: 75.5,
  points_scored: 9.5,
  points_available: 12,
  time_started: 1_436_263_102,
  time_finished: 1_436_263_522,
  status: 'f',
  duration: '00:05:40',
  percentage_passmark: 50,
  passed: true,
  requires_grading: 'No',
  access_code: 'Winter-7',
  extra_info: 'Year 9',
  extra_info2: '',
  extra_info3: '',
  extra_info4: '',
  extra_info5: 'Bus',
  link_result_id: 8127364,
  cm_user_id: '123456',
  ip_address: '192.0.2.10',
  give_certificate_only_when_passed: false,
  certificate_url: 'https://www.classmarker.com/pdf/certificate/Certificate.pdf?c=0a',
  certificate_serial: 'CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT',
  view_results_url: 'https://www.classmarker.com/view/results/?r=0a',
  test_type: 'Test',
}

/** A result of the groups feed. */
export const sentGroup = {
  user_id: 42,
  first: 'John',
  last: 'Davis',
  email: 'john@example.org',
  test_id: 64776,
  group_id: 319118,
  percentage: 45,
  points_scored: 9,
  points_available: 20,
  time_started: 1_436_263_102,
  time_finished: 1_436_263_522,
  status: 'f',
  duration: '00:07:00',
  percentage_passmark: 50,
  passed: false,
  requires_grading: 'Yes',
  test_type: 'Test',
}

export function readWith(changes: object, feed: ClassMarkerFeed = 'links'): Result {
  const read = readResult(feed, { ...(feed === 'links' ? sentLink : sentGroup), ...changes })
  if ('problem' in read) throw new Error(read.problem)
  return read.result
}
