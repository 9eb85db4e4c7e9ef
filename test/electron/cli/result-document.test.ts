import { describe, expect, it } from 'vitest'
import { resultDocument } from '../../../electron/cli/commands/results.ts'
import { resultColumns } from '../../../electron/store/results/result-columns.ts'
import { readWith, sentGroup, sentLink } from '../connectors/classmarker/sent.ts'

function documentOf(feed: 'groups' | 'links', changes: object = {}) {
  const sent = { ...(feed === 'links' ? sentLink : sentGroup), ...changes }
  return resultDocument({
    ...resultColumns(readWith(changes, feed)),
    merged_key: null,
    student: resultColumns(readWith(changes, feed)).student_key,
    raw: 1024,
    answer: JSON.stringify(sent),
    id: 1,
    account_id: 'a',
    first_seen_at: 1,
    updated_at: 1,
    reader: 2,
    test_name: 'Maths',
    source_name: 'Winter',
    assessment_id: null,
    course_id: null,
  })
}

describe('a result in JSON', () => {
  it("has ClassMarker's own names and values for a link", () => {
    const { extra_info2: _2, extra_info3: _3, extra_info4: _4, ...said } = sentLink
    expect(documentOf('links')).toEqual({
      ...said,
      feed: 'links',
      test_name: 'Maths',
      link_name: 'Winter',
      group_id: null,
      group_name: null,
      user_id: null,
      extra_info2: null,
      extra_info3: null,
      extra_info4: null,
      student_key: 'cm:123456',
      account: 'a',
    })
  })

  it('has them for a group, with null for what is not said', () => {
    expect(documentOf('groups')).toMatchObject({
      ...sentGroup,
      feed: 'groups',
      group_name: 'Winter',
      link_id: null,
      link_name: null,
      link_result_id: null,
      access_code: null,
      certificate_serial: null,
      student_key: 'user:42',
    })
  })

  it('has numbers as numbers, also where they came as text', () => {
    const document = documentOf('links', { percentage: '75.5', time_finished: '1436263522', points_scored: '9.50' })
    expect(document).toMatchObject({ percentage: 75.5, time_finished: 1_436_263_522, points_scored: 9.5 })
  })

  it('has names without entities, and fields nobody knows as they came', () => {
    expect(documentOf('links', { last: 'O&#039;Neill', monitor_events: { events: [1] } })).toMatchObject({
      last: "O'Neill",
      monitor_events: { events: [1] },
    })
  })

  it('cannot be overruled by a field nobody knows', () => {
    expect(documentOf('links', { student_key: 'forged', account: 'forged', feed: 'forged' })).toMatchObject({
      student_key: 'cm:123456',
      account: 'a',
      feed: 'links',
    })
  })

  it('has the same keys for either feed, so that a table can be made of them', () => {
    expect(Object.keys(documentOf('links')).sort()).toEqual(Object.keys(documentOf('groups')).sort())
  })
})
