import { assert as holds, jsonValue, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAccessList } from '../../../../electron/connectors/classmarker/answers.ts'
import { AppError } from '../../../../shared/errors.ts'

// API page, "Add Access codes".
const sent = {
  status: 'ok',
  request_path: 'v1/accesslists/123456',
  server_timestamp: 1_335_783_600,
  access_lists: {
    access_list: {
      access_list_id: 123456,
      access_list_name: 'New York &amp; London Staff',
      num_codes_added: 4,
      num_codes_total: 16,
    },
  },
}
const withList = (said: object) => ({
  ...sent,
  access_lists: { access_list: { ...sent.access_lists.access_list, ...said } },
})

describe('the answer to a change of an access list', () => {
  it('is read with its name and counts', () => {
    expect(readAccessList(123456, sent)).toEqual({
      serverTime: 1_335_783_600,
      listName: 'New York & London Staff',
      counted: 4,
      total: 16,
    })
  })

  it('says what was deleted, also when it is nothing', () => {
    const deleted = withList({ num_codes_added: undefined, num_codes_deleted: 0 })
    expect(readAccessList(123456, deleted)).toMatchObject({ counted: 0 })
  })

  it('is the same in a list, bare, and with its numbers as text', () => {
    const { access_list } = sent.access_lists
    const read = readAccessList(123456, sent)
    expect(readAccessList(123456, { ...sent, access_lists: [{ access_list }] })).toEqual(read)
    expect(readAccessList(123456, { ...sent, access_lists: [access_list] })).toEqual(read)
    const asText = { access_list_id: '123456', num_codes_added: '4', num_codes_total: '16' }
    expect(readAccessList(123456, withList(asText))).toEqual(read)
  })

  it('is taken without counts, which are then not known', () => {
    const bare = withList({ num_codes_added: undefined, num_codes_total: 'many', access_list_name: '' })
    expect(readAccessList(123456, bare)).toMatchObject({ counted: null, total: null, listName: null })
    expect(readAccessList(123456, withList({ num_codes_total: -1 }))).toMatchObject({ total: null })
  })

  it.each([
    ['of another list', withList({ access_list_id: 5 })],
    ['of no list', { ...sent, access_lists: [] }],
    ['without lists', { status: 'ok' }],
    ['of no results', { ...sent, status: 'no_results' }],
  ])('%s is not understood', (_, body) => {
    expect(() => readAccessList(123456, body)).toThrow('api/not-understood')
  })

  it('that is an error says which', () => {
    const error = { status: 'error', error: { error_code: 'payloadValidationError', error_message: 'x' } }
    expect(() => readAccessList(123456, error)).toThrow(
      expect.objectContaining({ code: 'api/bad-request', detail: { apiCode: 'payloadValidationError' } }),
    )
  })

  it('is never believed where it is anything else', () => {
    holds(
      property(jsonValue(), (body) => {
        expect(() => readAccessList(1, body)).toThrow(AppError)
      }),
    )
  })
})
