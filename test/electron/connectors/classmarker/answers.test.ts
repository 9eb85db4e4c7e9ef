import { constantFrom, assert as holds, jsonValue, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDiscovery, readResults } from '../../../../electron/connectors/classmarker/answers.ts'
import { AppError } from '../../../../shared/errors.ts'
import { readerVersion } from '../../../../shared/model/result-fields.ts'
import { readWith, sentGroup, sentLink } from './sent.ts'

const page = {
  status: 'ok',
  request_path: 'v1/links/recent_results',
  server_timestamp: 1_795_176_000,
  finished_after_timestamp_used: 1_436_263_000,
  num_results_available: 2,
  num_results_returned: 1,
  more_results_exist: true,
  next_finished_after_timestamp: 1_436_263_522,
  links: [{ link: { link_id: 121738, link_name: 'Winter &amp; spring', link_url_id: 'abc', access_list_id: 5 } }],
  tests: [{ test: { test_id: 103649, test_name: 'Caf&eacute;' } }],
  results: [{ result: sentLink }],
}

describe('a page of results', () => {
  it('is read with its counts, cursor and names', () => {
    expect(readResults('links', page)).toMatchObject({
      serverTime: 1_795_176_000,
      returned: 1,
      available: 2,
      moreExist: true,
      nextFinishedAfter: 1_436_263_522,
      tests: [{ id: 103649, name: 'Café' }],
      sources: [{ id: 121738, name: 'Winter & spring' }],
      unreadable: [],
      results: [{ result: { linkResultId: 8127364 } }],
    })
  })

  it('keeps the JSON of each result as it came', () => {
    const sent = { ...sentLink, first: 'O&#039;Neill', brand_new: [1, { deep: null }] }
    const [read] = readResults('links', { ...page, results: [{ result: sent }] }).results
    expect(JSON.parse(read?.raw ?? '')).toEqual(sent)
  })

  it('is the same with bare results, and with a single object in place of a list', () => {
    const wrapped = readResults('links', page)
    const tests = [{ test_id: 103649, test_name: 'Caf&eacute;' }]
    expect(readResults('links', { ...page, results: [sentLink], tests })).toEqual(wrapped)
    expect(readResults('links', { ...page, results: { result: sentLink } })).toEqual(wrapped)
    expect(readResults('links', { ...page, results: { 0: { result: sentLink } } })).toEqual(wrapped)
  })

  it('is the same with its own numbers sent as text', () => {
    const asText = { num_results_available: '2', server_timestamp: '1795176000', more_results_exist: '1' }
    expect(readResults('links', { ...page, ...asText, next_finished_after_timestamp: '1436263522' })).toEqual(
      readResults('links', page),
    )
  })

  it.each(['', false, 0, 'false'])('has no more when more_results_exist is %j', (more_results_exist) => {
    const last = { ...page, num_results_available: 1, more_results_exist }
    expect(readResults('links', last)).toMatchObject({ moreExist: false, fits: true })
  })

  it.each([undefined, null])(
    'has more where more_results_exist is %j and more are counted than came, else none',
    (more_results_exist) => {
      const more = (num_results_available: unknown) =>
        readResults('links', { ...page, more_results_exist, num_results_available }).moreExist
      expect([2, 1, 0, undefined].map(more)).toEqual([true, false, false, false])
    },
  )

  it('goes on past a result it cannot read, and keeps that one', () => {
    const broken = { ...sentLink, time_finished: 'at noon' }
    const read = readResults('links', { ...page, results: [{ result: broken }, null, { result: sentLink }] })
    expect(read.results).toHaveLength(1)
    expect(read.returned).toBe(3)
    expect(read.unreadable).toEqual([
      { raw: JSON.stringify(broken), problem: expect.stringMatching(/^time_finished: /), reader: readerVersion },
      { raw: 'null', problem: expect.any(String), reader: readerVersion },
    ])
  })

  it.each([{ results: [] }, { results: undefined }, { results: '' }, { results: null }])(
    'is empty where nothing finished: %j',
    (results) => {
      const answer = { status: 'no_results', server_timestamp: 1_795_176_000, ...results, more_results_exist: true }
      expect(readResults('groups', answer)).toMatchObject({
        results: [],
        returned: 0,
        moreExist: false,
        available: 0,
      })
    },
  )

  it.each([
    ['an array under their name', { result: [sentLink, sentLink] }],
    ['one array in an array', [{ result: [sentLink, sentLink] }]],
    ['an index', { 0: sentLink, 1: { result: sentLink } }],
    ['an index that skips', { 7: { result: sentLink }, 9: { result: sentLink } }],
  ])('takes its results as %s', (_, results) => {
    expect(readResults('links', { ...page, results }).results.map(({ result }) => result)).toEqual([
      readWith({}),
      readWith({}),
    ])
  })

  it('takes one result alone, and every value as text, as XML has it', () => {
    const asText = Object.fromEntries(Object.entries(sentLink).map(([name, value]) => [name, String(value)]))
    const answer = {
      status: 'ok',
      server_timestamp: '1795176000',
      links: { link: { link_id: '121738', link_name: 'Winter' } },
      tests: { test: { test_id: '103649', test_name: 'Maths' } },
      num_results_available: '1',
      num_results_returned: '1',
      more_results_exist: '',
    }
    const expected = {
      results: [{ result: readWith({}) }],
      fits: true,
      moreExist: false,
      tests: [{ id: 103649, name: 'Maths' }],
      sources: [{ id: 121738, name: 'Winter' }],
    }
    expect(readResults('links', { ...answer, results: { result: asText } })).toMatchObject(expected)
    expect(readResults('links', { ...answer, results: asText })).toMatchObject(expected)
    const none = { ...answer, num_results_available: '0', num_results_returned: '0' }
    expect(readResults('links', { ...none, results: { result: '' } })).toMatchObject({ returned: 0, fits: true })
  })

  it.each([
    ['as many as it says', {}, true],
    ['fewer than it says', { num_results_returned: 2 }, false],
    ['more than it says', { num_results_returned: 0 }, false],
    ['fewer than there are, and no more to come', { more_results_exist: false }, false],
    ['more than there are', { num_results_available: 0 }, false],
    ['none, and more to come', { results: [], num_results_returned: 0 }, false],
    ['none where it counts some', { results: undefined }, false],
    ['null where it counts some', { results: null }, false],
    ['a word in place of results', { results: 'many' }, false],
    ['some beside "no_results"', { status: 'no_results' }, false],
    ['none of some beside "no_results"', { status: 'no_results', results: [], num_results_returned: 0 }, false],
    ['what it leaves uncounted', { num_results_returned: undefined, num_results_available: undefined }, true],
  ])('that holds %s fits its counts: %j is %s', (_, changes, fits) => {
    expect(readResults('links', { ...page, ...changes }).fits).toBe(fits)
  })

  it('goes on where more results are counted than came, whatever it says', () => {
    expect(readResults('links', { ...page, more_results_exist: false }).moreExist).toBe(true)
  })

  it.each([
    [199, null, false],
    [200, null, true],
    [200, false, true],
    [200, true, true],
    [1, true, true],
  ])('of %i results without a number, that says %j of more, has more: %s', (count, more_results_exist, expected) => {
    const results = Array.from({ length: count }, () => ({ result: sentLink }))
    expect(readResults('links', { status: 'ok', results, more_results_exist }).moreExist).toBe(expected)
    const counted = { status: 'ok', results, more_results_exist: false, num_results_available: count }
    expect(readResults('links', counted).moreExist).toBe(false)
  })

  it('without results and without their number is none', () => {
    const bare = { status: 'ok', server_timestamp: 1_795_176_000 }
    for (const answer of [{ status: 'ok' }, bare, { ...bare, results: null }, { ...bare, results: 7 }]) {
      expect(() => readResults('links', answer)).toThrow(expect.objectContaining({ code: 'api/not-understood' }))
    }
    // ClassMarker says "no_results" for an empty feed. A list that is empty for any other reason has no number.
    for (const results of [[], '', {}]) {
      expect(readResults('links', { ...bare, results })).toMatchObject({ returned: 0, fits: false })
      expect(readResults('links', { ...bare, results, more_results_exist: false })).toMatchObject({ fits: false })
      expect(readResults('links', { ...bare, results, num_results_available: 0 })).toMatchObject({ fits: true })
      expect(readResults('links', { ...bare, status: 'no_results', results })).toMatchObject({ fits: true })
    }
    expect(readResults('links', { ...bare, num_results_returned: 0 })).toMatchObject({ returned: 0, fits: true })
  })

  it('knows when even an unreadable result finished', () => {
    const { test_id, ...nameless } = sentLink
    expect(readResults('links', { ...page, results: [nameless, null] }).finishes).toEqual([1_436_263_522, null])
  })

  it('counts what is unreadable of its frame as unsaid', () => {
    const odd = { num_results_available: 'many', next_finished_after_timestamp: {}, server_timestamp: 'now' }
    expect(readResults('groups', { ...page, ...odd, results: [{ result: sentGroup }] })).toMatchObject({
      available: null,
      nextFinishedAfter: null,
      serverTime: null,
    })
  })
})

describe('what a key can see', () => {
  const discovery = {
    status: 'ok',
    server_timestamp: 1_795_176_000,
    groups: [
      {
        group: { group_id: '1', group_name: '10B', assigned_tests: [{ test: { test_id: 64776, test_name: 'Maths' } }] },
      },
      { group: { group_id: 2, group_name: 'Empty' } },
    ],
    links: [
      {
        link: {
          link_id: 3,
          link_name: 'Open day',
          link_url_id: 'q1',
          access_list_id: 9,
          assigned_tests: [{ test: { test_id: 64776, test_name: 'Maths' } }],
        },
      },
      { link: { link_id: 4, link_name: 'Plain', link_url_id: '', assigned_tests: '' } },
    ],
  }

  it('is read with each test once', () => {
    expect(readDiscovery(discovery)).toEqual({
      serverTime: 1_795_176_000,
      sources: [
        { feed: 'groups', id: 1, name: '10B', linkUrlId: null, accessListId: null, testIds: [64776] },
        { feed: 'groups', id: 2, name: 'Empty', linkUrlId: null, accessListId: null, testIds: [] },
        { feed: 'links', id: 3, name: 'Open day', linkUrlId: 'q1', accessListId: 9, testIds: [64776] },
        { feed: 'links', id: 4, name: 'Plain', linkUrlId: null, accessListId: null, testIds: [] },
      ],
      tests: [{ id: 64776, name: 'Maths' }],
    })
  })

  it('may be nothing', () => {
    expect(readDiscovery({ status: 'ok', groups: '', links: [] })).toEqual({ serverTime: null, sources: [], tests: [] })
  })

  it('is the same in the shapes that XML has', () => {
    const { groups, links } = discovery
    const asXml = {
      ...discovery,
      groups: {
        group: [
          { group_id: '1', group_name: '10B', assigned_tests: { test: { test_id: '64776', test_name: 'Maths' } } },
          groups[1]?.group,
        ],
      },
      links: { link: links.map(({ link }) => link) },
    }
    expect(readDiscovery(asXml)).toEqual(readDiscovery(discovery))
  })

  it.each([
    { status: 'ok' },
    { status: 'ok', uptime: 5 },
    { status: 'ok', groups: null, links: 'none' },
    { status: 'ok', server_timestamp: 1_795_176_000 },
    { status: 'no_results' },
  ])('is not recognised in %j', (answer) => {
    expect(() => readDiscovery(answer)).toThrow(expect.objectContaining({ code: 'api/not-understood' }))
  })

  it('leaves out what has no number', () => {
    expect(
      readDiscovery({ ...discovery, groups: [{ group: { group_name: 'Nameless' } }, 7, null] }).sources,
    ).toHaveLength(2)
  })
})

describe('an answer that is an error', () => {
  const codeOf = (body: unknown): unknown => {
    try {
      return readResults('groups', body)
    } catch (thrown) {
      return thrown
    }
  }
  const refused = (error: object, frame: object = {}) =>
    codeOf({ status: 'error', server_timestamp: 1_795_176_000, error, ...frame })

  it.each([
    ['apiKeyAuthFail', 'api/auth-failed'],
    ['noApiKeyExists', 'api/no-such-key'],
    ['apiKeyInactive', 'api/key-inactive'],
    ['apiKeyNoGroupPermission', 'api/no-permission'],
    ['accountNotUpgraded', 'api/not-upgraded'],
    ['timeStampOutOfRange', 'api/clock'],
    ['rateLimitExceeded', 'api/rate-limited'],
    ['request_limit_reached', 'api/rate-limited'],
    ['finishedAfterTimestampTooEarly', 'api/too-early'],
    ['offlineMaintenance', 'api/maintenance'],
    ['internalError100', 'api/internal'],
    ['internalError101', 'api/internal'],
    ['incorrectUrl', 'api/bad-request'],
    ['incorrectUrlVersionNumber', 'api/bad-request'],
    ['incorrectUrlId', 'api/bad-request'],
    ['incorrectRequestMethod', 'api/bad-request'],
    ['invalidJson', 'api/bad-request'],
    ['NotAllowedActionForQuestionType', 'api/bad-request'],
    ['payloadValidationError', 'api/bad-request'],
    ['requestParamValidationError', 'api/bad-request'],
    ['custom_error', 'api/rejected'],
    ['somethingNew', 'api/rejected'],
    ['toString', 'api/rejected'],
  ])('%s is %s, in either spelling of the field', (error_code, code) => {
    const expected = { code, detail: { apiCode: error_code, serverTime: 1_795_176_000 } }
    expect(refused({ error_code, error_message: 'Words.' })).toMatchObject(expected)
    expect(refused({ code: error_code, message: 'Words.' })).toMatchObject(expected)
  })

  it.each([
    [{ next_request_after: 1_795_179_600 }, {}],
    [{ next_request_after: '1795179600' }, {}],
    [{}, { next_request_after: 1_795_179_600 }],
  ])('carries the time of the next request from %j or %j', (inError, inFrame) => {
    expect(refused({ error_code: 'rateLimitExceeded', ...inError }, inFrame)).toMatchObject({
      detail: { nextRequestAfter: 1_795_179_600 },
    })
  })

  it('is also a status of its own', () => {
    expect(codeOf({ status: 'request_limit_reached' })).toMatchObject({ code: 'api/rate-limited' })
  })

  it('never carries its message, which may repeat the request', () => {
    const error = refused({ error_code: 'custom_error', error_message: 'Bad: /v1.json?api_key=KEY&signature=SIG' })
    expect(JSON.stringify(error)).not.toMatch(/KEY|SIG/)
  })

  it.each([
    '<b>bold</b>',
    'x'.repeat(100),
    '漢字',
    'signature=0123456789abcdef0123456789abcdef',
    '0123456789abcdef0123456789abcdef',
    'abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789',
    'Wrong signature abcdef01',
    'timestamp_1795176000',
  ])('is not named where it is no word of an API and may be the request said back: %s', (error_code) => {
    expect(refused({ error_code })).toMatchObject({ code: 'api/rejected', detail: { apiCode: 'unknown' } })
  })

  it('is named where it is a word that is new', () => {
    expect(refused({ error_code: 'quotaExceeded_102' })).toMatchObject({ detail: { apiCode: 'quotaExceeded_102' } })
  })

  it.each([null, [], 'ok', 7, {}, { status: 7 }, { results: [] }])('is not understood: %j', (body) => {
    expect(codeOf(body)).toMatchObject({ code: 'api/not-understood' })
    expect(() => readDiscovery(body)).toThrow(expect.objectContaining({ code: 'api/not-understood' }))
  })
})

describe('any JSON at all', () => {
  const readers = [
    readDiscovery,
    (body: unknown) => readResults('groups', body),
    (body: unknown) => readResults('links', body),
  ]
  const neverCrash = (body: unknown) => {
    for (const read of readers) {
      try {
        read(body)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(AppError)
      }
    }
  }

  it('is read or refused, never crashed over', () => {
    holds(property(jsonValue(), neverCrash), { numRuns: 500 })
  })

  it('in any field of an answer neither', () => {
    const any = jsonValue()
    const names = ['status', 'error', 'server_timestamp', 'groups', 'links', 'tests', 'results', 'more_results_exist']
    const fields = Object.fromEntries(names.map((name) => [name, any]))
    const status = constantFrom('ok', 'no_results', 'error')
    holds(property(record({ ...fields, status }, { requiredKeys: ['status'] }), neverCrash), { numRuns: 500 })
  })

  it('in any field of a result neither', () => {
    const fields = Object.fromEntries(Object.keys({ ...sentLink, ...sentGroup }).map((name) => [name, jsonValue()]))
    holds(
      property(record(fields, { requiredKeys: [] }), (result) => {
        neverCrash({ ...page, results: [{ result: { ...sentLink, group_id: 1, ...result } }, result] })
      }),
      { numRuns: 500 },
    )
  })
})
