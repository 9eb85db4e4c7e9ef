import { describe, expect, it } from 'vitest'
import { normalAddress } from '../../../../electron/connectors/assessments/address.ts'
import {
  readCreated,
  readOneAssessment,
  readPage,
  readSubmission,
} from '../../../../electron/connectors/assessments/answers.ts'
import { momentIn } from '../../../../electron/connectors/assessments/times.ts'

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
  ])('%s is read, in UTC where it names no zone', (text, moment) => {
    expect(momentIn(text)).toBe(moment)
  })

  it.each([
    ...['2026-02-30T10:00:00Z', '2026-13-01T10:00:00Z', '2026-11-20T24:00:00Z', '2026-11-20T10:60:00Z'],
    ...['2026-11-20T10:00:61Z', '2026-11-20', '20.11.2026 10:15', '1969-12-31T10:00:00Z', '2026-11-20T10:15:00+15:00'],
    ...['2026-11-20T10:15:00 CET', 'now', '', ' ', 1_795_176_000, null, undefined, true, {}],
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
    ['no moment', { submitted_at: null }],
    ['a moment that is none', { submitted_at: 'yesterday' }],
  ])('with %s is not understood', (_, changes) => {
    expect(() => read(changes)).toThrow('api/not-understood')
  })

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

  it('that was created may say no more than its id', () => {
    const draft = { course_id: 'crs_1', title: 'Decimals', passing_score: 60, time_limit_minutes: 30 }
    const created = { id: 'asmnt_n', courseId: 'crs_1', title: 'Decimals', passingScore: 60, timeLimitMinutes: 30 }
    expect(readCreated(answer({ data: { id: 'asmnt_n' } }), draft)).toMatchObject({
      ...created,
      raw: '{"id":"asmnt_n"}',
    })
    for (const data of [{ title: 'Decimals' }, { id: 'asmnt_n', course_id: 'crs_2' }, null, []])
      expect(() => readCreated(answer({ data }), draft)).toThrow('api/not-understood')
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
      perPage: 100,
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
