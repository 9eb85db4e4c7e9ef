import { describe, expect, it } from 'vitest'
import { normalAddress } from '../../../../electron/connectors/assessments/address.ts'
import {
  readCreated,
  readOneAssessment,
  readPage,
  readSubmission,
} from '../../../../electron/connectors/assessments/answers.ts'
import { momentIn } from '../../../../electron/connectors/assessments/times.ts'
import { unixSeconds } from '../../../../shared/model/time.ts'

const answer = (json: unknown, headers: Record<string, string> = {}) => ({ json, headers: new Headers(headers) })
const asked = { assessmentId: 'asmnt_a' }
const submission = { id: 'sub_1', assessment_id: 'asmnt_a', score: 87.5, submitted_at: '2026-11-20T10:15:00Z' }
const assessment = { id: 'asmnt_a', course_id: 'crs_1', title: 'Decimals', passing_score: 70, time_limit_minutes: null }

describe('an address', () => {
  it.each([
    ['https://learn.school.example', 'https://learn.school.example'],
    [' https://Learn.School.example/ ', 'https://learn.school.example'],
    ['https://learn.school.example/api/v1', 'https://learn.school.example'],
    ['https://learn.school.example/api/v1/', 'https://learn.school.example'],
    ['https://learn.school.example/api', 'https://learn.school.example'],
    ['https://school.example:8443/lms/', 'https://school.example:8443/lms'],
    ['https://school.example/lms/api/v1', 'https://school.example/lms'],
    ['https://school.example:443', 'https://school.example'],
    ['https://school.example/api/api/v1', 'https://school.example'],
    ['https://school.example/api/v1/api/v1/', 'https://school.example'],
    ['https://school.example/API/V1', 'https://school.example'],
    ['https://school.example/lms/api/v1/assessments', 'https://school.example/lms'],
    ['https://school.example/lms/api//v1', 'https://school.example/lms'],
    ['https://school.example/apiary', 'https://school.example/apiary'],
    ['http://127.0.0.1:4000/', 'http://127.0.0.1:4000'],
    ['http://localhost:4000/api/v1', 'http://localhost:4000'],
    ['http://[::1]:4000', 'http://[::1]:4000'],
  ])('%j is %s', (text, address) => {
    expect(normalAddress(text)).toBe(address)
    expect(normalAddress(address)).toBe(address)
  })

  it.each([
    'http://learn.school.example',
    'http://127.0.0.1.school.example',
    'http://localhost.school.example',
    'https://me@school.example',
    'https://me:secret@school.example',
    'https://school.example/?a=b',
    'https://school.example/?',
    'https://school.example/#top',
    'learn.school.example',
    'ftp://school.example',
    'https://',
    'javascript:alert(1)',
    '',
    'https://school example',
  ])('%j is none', (text) => {
    expect(normalAddress(text)).toBeNull()
  })
})

describe('a moment', () => {
  const at = (text: string) => Date.parse(text) / 1000
  it.each([
    ['2026-11-20T10:15:00Z', at('2026-11-20T10:15:00Z')],
    ['2026-11-20T10:15:00', at('2026-11-20T10:15:00Z')],
    ['2026-11-20T10:15:59.999999', at('2026-11-20T10:15:59Z')],
    ['2026-11-20T10:15:00.123+05:30', at('2026-11-20T04:45:00Z')],
    ['2026-11-20T10:15:00-0800', at('2026-11-20T18:15:00Z')],
    ['2026-11-20T10:15:00+02', at('2026-11-20T08:15:00Z')],
    ['2026-11-20 10:15:00 +00:00', at('2026-11-20T10:15:00Z')],
    ['2026-11-20T10:15', at('2026-11-20T10:15:00Z')],
    ['2028-02-29T00:00:00z', at('2028-02-29T00:00:00Z')],
    ['2026-12-31T23:59:60Z', at('2026-12-31T23:59:59Z')],
    ['2026-11-20T10:15:00Z[UTC]', at('2026-11-20T10:15:00Z')],
    ['2026-11-20T10:15:00[UTC]', at('2026-11-20T10:15:00Z')],
    ['2026-11-20T11:15:00+01:00[Europe/Berlin]', at('2026-11-20T10:15:00Z')],
    ['2026-11-20 10:15:00 UTC', at('2026-11-20T10:15:00Z')],
    ['Fri, 20 Nov 2026 10:15:00 GMT', at('2026-11-20T10:15:00Z')],
    [1_795_176_000, 1_795_176_000],
    [1_795_176_000.75, 1_795_176_000],
    [1_795_176_000_123, 1_795_176_000],
    ['1795176000', 1_795_176_000],
    ['1795176000123', 1_795_176_000],
    [[2026, 11, 20, 10, 15, 30, 123_456_789], at('2026-11-20T10:15:30Z')],
    [[2026, 11, 20, 10, 15], at('2026-11-20T10:15:00Z')],
  ])('%j is read, in UTC where it names no zone', (text, moment) => {
    expect(momentIn(text)?.at).toBe(moment)
  })

  it('says whether it told its zone', () => {
    for (const zoned of [
      '2026-11-20T10:15:00Z',
      '2026-11-20T10:15:00-08:00',
      '2026-11-20T10:15:00[UTC]',
      1_795_176_000,
    ])
      expect(momentIn(zoned)?.isZoned).toBe(true)
    for (const bare of ['2026-11-20T10:15:00', [2026, 11, 20, 10, 15]]) expect(momentIn(bare)?.isZoned).toBe(false)
  })

  it.each([
    ...['2026-02-30T10:00:00Z', '2026-13-01T10:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T10:60:00Z'],
    ...['2026-11-20T10:00:61Z', '2026-11-20', '20.11.2026 10:15', '1969-12-31T10:00:00Z', '2026-11-20T10:15:00+15:00'],
    ...['2026-11-20T10:15:00[Europe/Berlin]', '1970-01-01T00:30:00+01:00', 20_261_120, -1, Number.NaN, [], [2026, 11]],
    ...[[2026, 13, 20, 10, 15], [2026, 11, 20, 10, '15'], [2026, 11, 20, 10, 61], '20261120', '99999999999'],
    ...['2026-11-20T10:15:00 CET', 'now', '', ' ', null, undefined, true, {}],
  ])('%j is none', (text) => {
    expect(momentIn(text)).toBeNull()
  })
})

describe('a submission', () => {
  const read = (changes: object, at = asked) => readSubmission(answer({ data: { ...submission, ...changes } }), at)

  it.each([
    [0, 0],
    ['-0', 0],
    [100, 100],
    [66.66666666666667, 66.66666666666667],
    ['87.5', 87.5],
    ['87,5 %', 87.5],
    [0.1, 0.1],
  ])('with the score %j has it as it is', (score, kept) => {
    expect(read({ score }).score).toBe(kept)
  })

  it.each([-0.01, 100.01, 1e308, '1e400', 'NaN', '', null, true, [50], { value: 50 }, 'A', '1,234'])(
    'with the score %j is not understood',
    (score) => {
      expect(() => read({ score })).toThrow('api/not-understood')
    },
  )

  it.each([
    ['no id', { id: undefined }],
    ['an empty id', { id: ' ' }],
    ['an id of another kind', { id: {} }],
    ['another assessment', { assessment_id: 'asmnt_b' }],
    ['an assessment that is none', { assessment_id: {} }],
  ])('with %s is not understood', (_, changes) => {
    expect(() => read(changes)).toThrow('api/not-understood')
  })

  it.each([
    ['completed_at', '2026-11-20T10:15:00Z'],
    ['completedAt', '2026-11-20T10:15:00.123456'],
    ['created_at', '2026-11-20T10:15:00Z'],
    ['createdAt', [2026, 11, 20, 10, 15, 0, 5]],
    ['submittedAt', Date.parse('2026-11-20T10:15:00Z')],
    ['submitted_at', Date.parse('2026-11-20T10:15:00Z') / 1000],
  ])('has its moment under %s, as %j', (name, moment) => {
    expect(read({ submitted_at: undefined, [name]: moment }).submittedAt).toBe(
      Date.parse('2026-11-20T10:15:00Z') / 1000,
    )
  })

  describe('without a moment that can be read', () => {
    const [now, date] = [unixSeconds(1_795_176_000), 1_795_175_000]
    const dated = { date: new Date(date * 1000).toUTCString() }
    const unsaid = (headers: Record<string, string>, changes: object) =>
      readSubmission(answer({ data: { ...submission, ...changes } }, headers), { ...asked, now })

    it.each([null, undefined, 'yesterday', '2026-11-20T10:15:00[Europe/Berlin]', 5])(
      'but %j is kept with the moment of the answer',
      (submitted_at) => {
        const read = unsaid(dated, { submitted_at })
        expect(read).toMatchObject({ id: 'sub_1', score: 87.5, submittedAt: date })
        expect(unsaid({}, { submitted_at }).submittedAt).toBe(now)
        const again = { ...asked, now: unixSeconds(now + 99_999) }
        expect(readSubmission(answer(JSON.parse(read.raw)), again).submittedAt).toBe(date)
      },
    )

    it.each([
      ['an hour behind', '2026-11-20T09:15:02', '2026-11-20T10:15:02Z'],
      ['five hours and a half ahead', '2026-11-20T15:44:58', '2026-11-20T10:14:58Z'],
      ['at UTC', '2026-11-20T10:14:59', '2026-11-20T10:14:59Z'],
      ['at no such distance', '2026-11-20T09:21:00', '2026-11-20T09:21:00Z'],
      ['too far away', '2026-11-19T10:15:00', '2026-11-19T10:15:00Z'],
    ])('of its zone, a new one of a server %s is set by the Date header', (_, submitted_at, moment) => {
      const headers = { date: 'Fri, 20 Nov 2026 10:15:00 GMT' }
      const sent = answer({ data: { ...submission, submitted_at } }, headers)
      const read = readSubmission(sent, { ...asked, now, isNew: true })
      expect(read.submittedAt).toBe(Date.parse(moment) / 1000)
      expect(readSubmission(answer(JSON.parse(read.raw)), asked).submittedAt).toBe(read.submittedAt)
      expect(readSubmission(sent, { ...asked, now }).submittedAt).toBe(Date.parse(`${submitted_at}Z`) / 1000)
      const undated = readSubmission(answer(sent.json), { ...asked, now: read.submittedAt, isNew: true })
      expect(undated.submittedAt).toBe(Date.parse(`${submitted_at}Z`) / 1000)
    })
  })

  it('is read in camel case', () => {
    const sent = {
      ...{ submissionId: 7, assessmentId: 'asmnt_a', studentId: 12, score: 100, isPassed: 'passed' },
      ...{ completedAt: '2026-11-20T10:15:00.123456', attemptsRemaining: 1 },
      answers: [{ questionId: 'q1', answer: 'A' }],
      feedback: [{ questionId: 'q1', correct: true }],
    }
    expect(readSubmission(answer(sent), asked)).toMatchObject({
      ...{ id: '7', learnerId: '12', passed: true, attemptsLeft: 1 },
      answers: [{ questionId: 'q1', correct: true }],
    })
    for (const left of ['attemptsLeft', 'remainingAttempts'])
      expect(readSubmission(answer({ ...sent, attemptsRemaining: null, [left]: 2 }), asked).attemptsLeft).toBe(2)
  })

  it.each([
    ['passed', true],
    ['FAILED', false],
    ['fail', false],
    ['yes', true],
    ['perhaps', null],
  ])('that passed "%s" is %j', (passed, kept) => {
    expect(read({ passed }).passed).toBe(kept)
  })

  it.each(['results', 'feedback', 'breakdown', 'question_results', 'questionResults', 'questions'])(
    'has its marks in %s, where the answers are what was given',
    (name) => {
      const marks = { [name]: [{ question_id: 'q1', correct: true }] }
      const expected = [{ questionId: 'q1', correct: true }]
      expect(read({ answers: [{ question_id: 'q1', answer: 'A' }], ...marks }).answers).toEqual(expected)
      expect(read({ answers: [], ...marks }).answers).toEqual(expected)
      const beside = answer({ data: { submission, ...marks } })
      expect(readSubmission(beside, asked).answers).toEqual(expected)
    },
  )

  it('of another id than the asked one is not understood', () => {
    expect(() => read({}, { ...asked, submissionId: 'sub_2' } as never)).toThrow('api/not-understood')
  })

  it('is read under other names, bare or wrapped, and does without what is not said', () => {
    const bare = { submissionId: 7, score: 50, submittedAt: '2026-11-20T10:15:00', userId: 'usr_1', isCorrect: [] }
    const expected = {
      id: '7',
      assessmentId: 'asmnt_a',
      learnerId: 'usr_1',
      score: 50,
      passed: null,
      attemptsLeft: null,
    }
    for (const json of [bare, { data: bare }, { data: { submission: bare } }, { submission: bare }])
      expect(readSubmission(answer(json), asked)).toMatchObject({ ...expected, answers: [] })
    expect(readSubmission(answer({ data: submission }), asked)).toMatchObject({ learnerId: null, passed: null })
  })

  it('keeps one mark for each question, and none where two disagree', () => {
    const answers = [
      { question_id: 'q1', correct: true },
      { questionId: 'q2', is_correct: 'false' },
      { id: 3, correct: 'perhaps' },
      { question_id: 'q1', correct: false },
      { question_id: 'q2', correct: 0 },
      { correct: true },
      null,
      'q4',
    ]
    expect(read({ answers }).answers).toEqual([
      { questionId: 'q1', correct: null },
      { questionId: 'q2', correct: false },
      { questionId: '3', correct: null },
    ])
  })

  it.each([
    [3, 3],
    ['0', 0],
    [-1, null],
    ['many', null],
    [1.5, null],
  ])('with %j attempts left has %j', (attempts_left, left) => {
    expect(read({ attempts_left }).attemptsLeft).toBe(left)
  })
})

describe('an assessment', () => {
  const read = (changes: object) => readOneAssessment(answer({ data: { ...assessment, ...changes } }), 'asmnt_a')

  it.each([
    [null, null],
    [undefined, null],
    ['', null],
    [0, null],
    ['45', 45],
    [22.5, 22.5],
  ])('with the time limit %j has %j minutes', (time_limit_minutes, minutes) => {
    expect(read({ time_limit_minutes }).timeLimitMinutes).toBe(minutes)
  })

  it.each(['an hour', -5, true, {}])('with the time limit %j does not pass for one without', (time_limit_minutes) => {
    expect(() => read({ time_limit_minutes })).toThrow('api/not-understood')
  })

  it.each([
    [70, 70],
    ['70%', 70],
    [101, null],
    [-1, null],
    ['most', null],
    [undefined, null],
  ])('with the pass mark %j has %j', (passing_score, mark) => {
    expect(read({ passing_score }).passingScore).toBe(mark)
  })

  it('has its questions in every form of options', () => {
    const questions = [
      {
        id: 'q1',
        text: 'One?',
        type: 'multiple_choice',
        points: 2,
        options: [
          { id: 'o1', text: 'Yes' },
          { letter: 'B', label: 'No' },
        ],
      },
      { question_id: 2, question: ' Two? ', choices: ['Yes', 'No', ''] },
      { id: 'q3', prompt: 'Three?', options: { A: 'Yes', B: { text: 'No' } } },
      { id: 'q4', title: 'Four?', points: -1, options: 'none' },
      { text: 'No id' },
      null,
    ]
    expect(read({ questions })).toMatchObject({
      unreadableQuestions: 2,
      questions: [
        {
          id: 'q1',
          text: 'One?',
          type: 'multiple_choice',
          points: 2,
          options: [
            { id: 'o1', text: 'Yes' },
            { id: 'B', text: 'No' },
          ],
        },
        {
          id: '2',
          text: 'Two?',
          type: null,
          points: null,
          options: [
            { id: 'Yes', text: 'Yes' },
            { id: 'No', text: 'No' },
          ],
        },
        {
          id: 'q3',
          text: 'Three?',
          options: [
            { id: 'A', text: 'Yes' },
            { id: 'B', text: 'No' },
          ],
        },
        { id: 'q4', text: 'Four?', points: null, options: [] },
      ],
    })
    expect(read({}).questions).toEqual([])
  })

  it('has its questions in camel case, and with true and false as options', () => {
    const questions = [
      { questionId: 'q1', questionText: 'Q?', questionType: 'tf', options: [{ optionId: 'o1', optionText: 'x' }] },
      { id: 'q2', options: [true, false] },
    ]
    const read = readOneAssessment(answer({ data: { assessment, questions } }), 'asmnt_a')
    expect(read.questions).toMatchObject([
      { id: 'q1', text: 'Q?', type: 'tf', options: [{ id: 'o1', text: 'x' }] },
      {
        id: 'q2',
        options: [
          { id: 'true', text: 'true' },
          { id: 'false', text: 'false' },
        ],
      },
    ])
  })

  it('says which questions are missing though they are counted', () => {
    expect(read({ question_count: 3 })).toMatchObject({ questions: [], unreadableQuestions: 3 })
    expect(read({ question_count: 3, questions: [{ id: 'q1' }] }).unreadableQuestions).toBe(2)
  })

  it('that was created may say no more than its id', () => {
    const draft = { course_id: 'crs_1', title: 'Decimals', passing_score: 60, time_limit_minutes: 30 }
    const created = { id: 'asmnt_n', courseId: 'crs_1', title: 'Decimals', passingScore: 60, timeLimitMinutes: 30 }
    expect(readCreated(answer({ data: { id: 'asmnt_n' } }), draft)).toMatchObject({
      ...created,
      raw: '{"id":"asmnt_n"}',
    })
    const other = { id: 'asmnt_n', courseId: 'crs_1', title: 'Fractions', passingScore: 70 }
    for (const data of [
      { title: 'Decimals' },
      { id: 'asmnt_n', course_id: 'crs_2' },
      { id: 'asmnt_n', courseId: 'crs_2' },
      other,
      null,
      [],
    ])
      expect(() => readCreated(answer({ data }), draft)).toThrow('api/not-understood')
  })
})

describe('what a service says of an assessment it created', () => {
  const draft = { course_id: 'crs_1', title: 'Decimals', passing_score: 60, time_limit_minutes: 30 }
  it.each([
    ['in camel case', { courseId: 'crs_1', passingScore: 70, timeLimitMinutes: 45 }, [70, 45]],
    ['without a limit', { course_id: 'crs_1', title: 'Decimals', time_limit_minutes: null }, [60, null]],
    ['with a title that it changed', { title: 'DECIMALS', passing_score: 60 }, [60, 30]],
    ['empty', { courseId: 'crs_1', course_id: null, title: '', passing_score: null }, [60, 30]],
  ])('is its last word %s', (_, sent, numbers) => {
    const { passingScore, timeLimitMinutes } = readCreated(answer({ data: { id: 'asmnt_n', ...sent } }), draft)
    expect([passingScore, timeLimitMinutes]).toEqual(numbers)
  })
})

describe('a page', () => {
  it.each([
    ['in the envelope', { data: [assessment], meta: { total: '1', page: 1, per_page: 100 }, error: null }, {}],
    ['bare', [assessment], { 'x-total-count': '1' }],
    ['under its name', { assessments: [assessment], total: 1 }, {}],
    ['under its name in the envelope', { data: { items: [assessment] }, meta: { total: 1 } }, {}],
  ])('%s is read', (_, json, headers) => {
    expect(readPage(answer(json, headers), 1)).toMatchObject({
      assessments: [{ id: 'asmnt_a' }],
      total: 1,
    })
  })

  it('without anything on it is one all the same', () => {
    for (const json of [[], { data: [] }, { assessments: [] }, { data: { assessments: [] } }])
      expect(readPage(answer(json), 3)).toMatchObject({ assessments: [], unreadable: [], total: null, page: 3 })
  })

  it.each([null, 7, 'x', {}, { data: null }, { data: {} }, { data: 'x' }, { status: 'ok', results: [] }])(
    '%j is none',
    (json) => {
      expect(() => readPage(answer(json), 1)).toThrow('api/not-understood')
    },
  )

  it('of another number than the asked one is not understood', () => {
    expect(() => readPage(answer({ data: [], meta: { page: 1 } }), 2)).toThrow('api/not-understood')
  })

  it('keeps the text of what it cannot read', () => {
    const { assessments, unreadable } = readPage(answer([assessment, { ...assessment, id: '' }, 7, null]), 1)
    expect(assessments).toHaveLength(1)
    expect(unreadable).toEqual([
      { id: null, raw: JSON.stringify({ ...assessment, id: '' }), problem: 'id: missing' },
      { id: null, raw: '7', problem: 'not an object' },
      { id: null, raw: 'null', problem: 'not an object' },
    ])
  })
})
