import { describe, expect, it } from 'vitest'
import { changeWords } from '../../../renderer/features/results/ChangeHistory.tsx'
import type { FieldValue, ResultChange } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const changed = (field: string, before: FieldValue, after: FieldValue): ResultChange => ({
  id: 1,
  resultId: 1,
  accountId: 'school',
  seenAt: unixSeconds(1_790_000_000),
  field,
  before,
  after,
  student: 'Priya Lindqvist',
  testName: 'Chemistry final',
})

describe('a changed value in the teacher’s words', () => {
  it.each([
    ['percentage', 62, 71.5, { field: 'Score', before: '62.0%', after: '71.5%' }],
    ['percentage_passmark', 50, 55.5, { field: 'Pass mark', before: '50.0%', after: '55.5%' }],
    ['points_scored', 12.4, 14.25, { field: 'Points', before: '12.4', after: '14.25' }],
    ['requires_grading', 'Yes', 'No', { field: 'Grading', before: 'To grade', after: 'graded' }],
    ['passed', false, true, { field: 'Result', before: 'Not passed', after: 'Passed' }],
    ['email', null, 'a@b.example', { field: 'E-mail', before: 'none', after: 'a@b.example' }],
    ['extra_info', ['7', null], ['8', null], { field: 'Extra info', before: '7, none', after: '8, none' }],
    [
      'give_certificate_only_when_passed',
      true,
      false,
      { field: 'Certificate only when passed', before: 'yes', after: 'no' },
    ],
    [
      'time_finished',
      1_795_000_000,
      1_795_003_600,
      { field: 'Finished', before: '18 Nov 2026, 11:06:40', after: '18 Nov 2026, 12:06:40' },
    ],
    ['a_field_of_next_year', 1, 2, { field: 'a_field_of_next_year', before: '1', after: '2' }],
  ] as const)('says %s', (field, before, after, words) => {
    expect(changeWords(changed(field, before, after), 'Europe/London')).toEqual(words)
  })

  it('does not spell out a link that opens the answers', () => {
    const link = changed('view_results_url', 'https://www.classmarker.com/view/1', 'https://www.classmarker.com/view/2')
    expect(changeWords(link, 'UTC')).toEqual({ field: 'Link to the answers', before: null, after: null })
  })
})
