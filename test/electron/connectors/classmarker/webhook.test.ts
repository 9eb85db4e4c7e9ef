import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readResult } from '../../../../electron/connectors/classmarker/answers.ts'
import { isWebhook, readWebhook, verifySignature } from '../../../../electron/connectors/classmarker/webhook.ts'
import type { Answer } from '../../../../shared/model/answers.ts'
import type { SentAttempt } from '../../../../shared/model/imported.ts'
import { groupPayload, type Json, linkPayload, oldLinkPayload, questions } from '../../support/webhook-payloads.ts'

const place = { file: 'payload.json', line: null }
const read = (payload: unknown) => readWebhook(payload, place, 'unverified')

function attemptOf(payload: unknown): SentAttempt {
  const { attempt, problems } = read(payload)
  expect(problems).toEqual([])
  if (attempt === null) throw new Error('No attempt was read')
  return attempt
}

/** The result a payload comes to, by the reader of the API's results. */
function resultOf(payload: unknown) {
  const { feed, result } = attemptOf(payload)
  const as = readResult(feed, result)
  if ('problem' in as) throw new Error(as.problem)
  return as.result
}

const answerTo = (question: Json): Answer => {
  const [answer] = attemptOf(groupPayload({}, { questions: [question] })).answers?.answers ?? []
  if (answer === undefined) throw new Error('No answer was read')
  return answer
}

describe('a result', () => {
  it('of a group has its names, ids and values', () => {
    expect(attemptOf(groupPayload())).toMatchObject({
      kind: 'sent',
      feed: 'groups',
      testName: 'Burns & scalds',
      sourceName: 'Year 9',
      signature: 'unverified',
      place,
    })
    expect(resultOf(groupPayload())).toMatchObject({
      feed: 'groups',
      sourceId: 104,
      testId: 103,
      userId: 3276524,
      first: 'Mary',
      percentage: 750,
      requiresGrading: true,
      timeStarted: 1436263102,
      timeFinished: 1436263702,
      durationSeconds: 340,
      passMark: 500,
      linkResultId: null,
      ipAddress: null,
    })
  })

  it('of a link has the fields under the names the API gives them', () => {
    const { result } = attemptOf(linkPayload())
    expect(result).toMatchObject({
      test_id: 1957521,
      link_id: 1882474,
      link_url_id: 'bqf61b1ecf2a4ae5',
      access_code: 'K7-001',
      access_code_question: 'Your code?',
      extra_info: '9b',
      extra_info_question: 'Class',
      extra_info5: '12',
      feedback: 'Not yet.<br />Try again.',
    })
    for (const name of [
      'access_code_used',
      'extra_info_answer',
      'test_name',
      'link_name',
      'payload_type',
      'questions',
    ]) {
      expect(result).not.toHaveProperty(name)
    }
    expect(resultOf(linkPayload())).toMatchObject({
      linkResultId: 71122113,
      accessCode: 'K7-001',
      extraInfo: ['9b', null, null, null, '12'],
      passMark: 800,
      cmUserId: 'school|4711',
      ipAddress: '2001:db8::7',
      certificateUrl: null,
    })
  })

  it('of 2016 is read with its numbers as text and "" for false', () => {
    expect(resultOf(oldLinkPayload())).toMatchObject({
      testId: 722837,
      sourceId: 599232,
      linkResultId: 10010010,
      pointsScored: 1,
      passMark: 0,
      giveCertificateOnlyWhenPassed: false,
      timeFinished: 1479370527,
      cmUserId: null,
    })
  })

  it('lacks what was not sent, and keeps what nobody knows', () => {
    const { result } = attemptOf(groupPayload({ proctor: { score: 3 } }, { webhook_id: 12 }))
    expect(result).toMatchObject({ proctor: { score: 3 }, webhook_id: 12 })
    expect(result).not.toHaveProperty('access_code')
    expect(result).not.toHaveProperty('cm_user_id')
  })

  it('takes ids from the test and the group, and from the result where those have none', () => {
    const bare = { test: { test_name: 'T' }, group: { group_name: 'G' } }
    expect(resultOf(groupPayload({ test_id: 7, group_id: 8 }, bare))).toMatchObject({ testId: 7, sourceId: 8 })
    expect(resultOf(groupPayload({ test_id: 7, group_id: 8 }))).toMatchObject({ testId: 103, sourceId: 104 })
  })

  it.each([
    { access_code: 'K7-002', access_code_used: '' },
    { access_code_used: 'K7-002', access_code: '' },
  ])('keeps a code that only one of its names has: %j', (sent) => {
    const { access_code_used: _, ...payload } = linkPayload().result as Record<string, unknown>
    expect(resultOf({ ...linkPayload(), result: { ...payload, ...sent } })).toMatchObject({ accessCode: 'K7-002' })
  })

  it('is of the feed that it names where its type is missing', () => {
    expect(attemptOf(groupPayload({}, { payload_type: undefined })).feed).toBe('groups')
    expect(attemptOf(linkPayload({}, { payload_type: '' })).feed).toBe('links')
  })

  it('does not let a field called __proto__ reach an object', () => {
    const sent = JSON.parse(JSON.stringify(groupPayload()).replace('"first"', '"__proto__":{"email":"x"},"first"'))
    const { result } = attemptOf(sent)
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
    expect(Object.hasOwn(result, '__proto__')).toBe(true)
  })
})

describe('a payload that is left out', () => {
  it('is a sample, in any case of letters', () => {
    for (const word of ['verify', ' Verify ']) {
      expect(read(linkPayload({}, { payload_status: word }))).toEqual({ attempt: null, isSample: true, problems: [] })
    }
  })

  it('is a sample without any result, too', () => {
    const sample = { payload_type: 'single_user_test_results_link', payload_status: 'verify' }
    expect(isWebhook(sample)).toBe(true)
    expect(read(sample)).toEqual({ attempt: null, isSample: true, problems: [] })
  })

  it('is of a status that nobody knows', () => {
    expect(read(linkPayload({}, { payload_status: 'test' }))).toEqual({
      attempt: null,
      isSample: false,
      problems: [{ code: 'unknown-status', facts: { word: 'test' } }],
    })
  })

  it.each([
    ['time_started', groupPayload({ time_started: 'yesterday' })],
    ['time_finished', groupPayload({ time_finished: undefined })],
    ['test_id', groupPayload({}, { test: {} })],
    ['group_id', groupPayload({}, { group: null })],
    ['link_id', linkPayload({}, { link: { link_id: 'x' } })],
    ['result', { payload_type: 'single_user_test_results_group' }],
    ['result', null],
    ['result', [groupPayload()]],
  ])('has no %s that can be read', (field, payload) => {
    expect(read(payload)).toEqual({
      attempt: null,
      isSample: false,
      problems: [{ code: 'result-unreadable', facts: { field } }],
    })
  })

  it('is nested deeper than JSON can be written', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    expect(read(groupPayload({ extra: deep })).problems).toEqual([{ code: 'too-nested' }])
  })
})

describe('answers', () => {
  it('of every type are in the order of the test', () => {
    const { answers } = attemptOf(groupPayload())
    expect(answers?.answers.map(({ version }) => [version.questionId, version.type])).toEqual([
      ['542', 'multiplechoice'],
      ['543', 'multipleresponse'],
      ['544', 'truefalse'],
      ['545', 'freetext'],
      ['546', 'matching'],
      ['547', 'grammar'],
      ['548', 'essay'],
    ])
    expect(answers?.answers.map(({ marking }) => marking)).toEqual([
      'incorrect',
      'partial',
      'correct',
      'correct',
      'partial',
      'unanswered',
      'to-grade',
    ])
    expect(answers?.categories).toEqual([
      { categoryId: '7', name: 'Health & Safety', pointsScored: 1, pointsAvailable: 3 },
      { categoryId: '8', name: 'Words', pointsScored: 3, pointsAvailable: 5 },
    ])
  })

  const [choice = {}, several = {}, truth = {}, free = {}, matching = {}, grammar = {}, essay = {}] = questions()

  it('to a multiple choice keep the text as it was sent', () => {
    expect(answerTo(choice)).toEqual({
      version: {
        questionId: '542',
        type: 'multiplechoice',
        categoryId: '7',
        question: '<p>First step for a burn?</p>',
        pointsAvailable: 1,
        options: [
          { letter: 'A', content: 'Oil' },
          { letter: 'B', content: 'Nothing' },
          { letter: 'C', content: 'Water &amp; time' },
          { letter: 'D', content: 'Ointment' },
        ],
        correct: ['C'],
      },
      pointsScored: 0,
      marking: 'incorrect',
      response: ['B'],
      feedback: 'Look it up.',
    })
  })

  it.each([
    ['a list with commas', { correct_option: 'B,D', user_response: 'b, d' }],
    ['arrays', { correct_option: undefined, correct_options: ['B', 'D'], user_response: ['B', 'D'] }],
    ['an object by index', { correct_option: { 0: 'B', 1: 'D' }, user_response: { 0: 'B', 1: 'D' } }],
    ['an empty list beside the letters', { correct_options: [], user_response: 'B;D' }],
  ])('to a multiple response are read from %s', (_, fields) => {
    const answer = answerTo({ ...several, ...fields })
    expect([answer.version.correct, answer.response]).toEqual([
      ['B', 'D'],
      ['B', 'D'],
    ])
  })

  it('to a true or false are letters, also where the words were sent', () => {
    const answer = answerTo({ ...truth, correct_option: 'TRUE', user_response: 'False' })
    expect([answer.version.correct, answer.response]).toEqual([['A'], ['B']])
  })

  it('have the options of the bank of questions too, and of an array', () => {
    const options = [
      { letter: 'A', content: 'Yes' },
      { letter: 'B', content: 'No' },
    ]
    expect(answerTo({ ...truth, options: { A: { content: 'Yes' }, B: { content: 'No' } } }).version.options).toEqual(
      options,
    )
    expect(answerTo({ ...truth, options: ['Yes', 'No'] }).version.options).toEqual(options)
  })

  it('to a free text have the accepted texts, and are not taken apart at commas', () => {
    const answer = answerTo(free)
    expect(answer.version).toMatchObject({ options: [], correct: ['example', 'an example'] })
    expect(answer.response).toEqual(['Example, or so'])
  })

  it('to a matching have a letter for each clue', () => {
    const answer = answerTo(matching)
    expect(answer.version.options).toEqual([
      { letter: 'A', content: 'Calf', clue: 'Cow' },
      { letter: 'B', content: 'Kitten', clue: 'Cat' },
      { letter: 'E', content: 'Foal' },
    ])
    expect([answer.version.correct, answer.response]).toEqual([
      ['A', 'B'],
      ['A', 'E'],
    ])
  })

  it('to a matching with one clue left out keep the place of the others', () => {
    const options = {
      A: { clue: 'Cow', match: 'Calf', correct_option: 'A', user_response: '' },
      B: { clue: 'Cat', match: 'Kitten', correct_option: 'B', user_response: 'B' },
    }
    expect(answerTo({ ...matching, options }).response).toEqual(['', 'B'])
  })

  it('to a grammar question and an essay are one text or none', () => {
    expect(answerTo(grammar)).toMatchObject({ version: { correct: ['She goes home.'] }, response: [] })
    expect(answerTo(essay)).toMatchObject({
      version: { correct: [] },
      response: ['<p>I think that…</p>'],
      marking: 'to-grade',
      pointsScored: 0,
      feedback: 'I will read it on Monday.',
    })
  })

  it('of 40,000 characters stay whole', () => {
    const text = `${'Lorem ipsum “dolor” 🦉 '.repeat(1_800)}end`
    expect(text.length).toBeGreaterThan(40_000)
    expect(answerTo({ ...essay, user_response: text }).response).toEqual([text])
  })

  it('say nothing of right or wrong in a word that says nothing', () => {
    for (const word of ['answered', 'splendid', '', null, 3]) {
      expect(answerTo({ ...choice, result: word }).marking).toBeNull()
    }
  })

  it('of a type that nobody knows keep its word', () => {
    const answer = answerTo({ ...choice, question_type: 'hotspot', options: undefined, user_response: 'x=3, y=4' })
    expect(answer).toMatchObject({ version: { type: 'hotspot', options: [] }, response: ['x=3, y=4'] })
  })

  it('have no mark where none was sent', () => {
    expect(answerTo({ ...choice, points_scored: '', points_available: '2.0' })).toMatchObject({
      pointsScored: null,
      version: { pointsAvailable: 2 },
    })
  })

  it.each([
    ['missing', undefined],
    ['null', null],
    ['an empty list', []],
    ['an empty text', ''],
  ])('are not known where the questions are %s', (_, value) => {
    expect(attemptOf(groupPayload({}, { questions: value })).answers).toBeNull()
  })

  it.each([
    ['no list', 'none', 0],
    ['texts', ['a'], 0],
    ['one question among texts', [choice, 7], 0],
    ['a question without a number', [choice, { ...choice, question_id: null }], 2],
  ])('are left out as a whole where the questions are %s, and the result stays', (_, value, question) => {
    const { attempt, problems } = read(groupPayload({}, { questions: value }))
    expect(attempt?.answers).toBeNull()
    expect(problems).toEqual([{ code: 'answers-unreadable', facts: { question } }])
  })
})

describe('a signature', () => {
  // Computed apart from this code: phrase, body and Base64 of the HMAC.
  const phrase = 'test-secret-phrase'
  const body = Buffer.from('{"payload_type":"single_user_test_results_link","payload_status":"verify"}')
  const header = 'AgbAyxDhBIYNQ5PvlUwavzj+8fjklWdUwRJ82bAib30='

  it('fits its body and phrase, once or twice', () => {
    for (const sent of [header, ` ${header} `, `${header},${header}`, `${header}, ${header}`]) {
      expect(verifySignature(body, sent, phrase)).toBe('verified')
    }
  })

  it('does not fit another body, another phrase, or itself cut short', () => {
    expect(verifySignature(Buffer.from(`${body} `), header, phrase)).toBe('wrong')
    expect(verifySignature(body, header, 'Test-secret-phrase')).toBe('wrong')
    for (const sent of ['', ',', header.slice(0, -1), `${header}=`, header.toLowerCase(), `x${header}`]) {
      expect(verifySignature(body, sent, phrase)).toBe('wrong')
    }
  })

  it('is of the raw bytes, not of what they say', () => {
    const escaped = Buffer.from(String.raw`{"url":"https:\/\/example.org","name":"Zo\u00eb"}`)
    const signed = createHmac('sha256', phrase).update(escaped).digest('base64')
    expect(verifySignature(escaped, signed, phrase)).toBe('verified')
    expect(verifySignature(Buffer.from(JSON.stringify(JSON.parse(escaped.toString()))), signed, phrase)).toBe('wrong')
  })

  it('with an empty phrase is worth nothing', () => {
    const signed = createHmac('sha256', '').update(body).digest('base64')
    expect(verifySignature(body, signed, '')).toBe('wrong')
  })
})
