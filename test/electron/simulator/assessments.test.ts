import { describe, expect, onTestFinished, test } from 'vitest'
import {
  type AssessmentsSimulator,
  type AssessmentsSimulatorOptions,
  startAssessmentsSimulator,
} from '../../../electron/simulator/assessments/simulator.ts'
import { day, unixSeconds } from '../../../shared/model/time.ts'
import { StoppedClock, thursday } from './account.ts'

const dialects = ['documented', 'flat'] as const

async function platform(options: Partial<AssessmentsSimulatorOptions> = {}) {
  const simulator = await startAssessmentsSimulator({ clock: () => thursday, requestsPerMinute: null, ...options })
  onTestFinished(() => simulator.close())
  return simulator
}

interface Sent {
  readonly method?: string
  readonly body?: unknown
  readonly token?: string | null
}

function ask({ url, token: own }: AssessmentsSimulator, path: string, { method, body, token = own }: Sent = {}) {
  return fetch(`${url}/api/v1/${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  })
}

const answer = async (asked: Promise<Response>) => {
  const response = await asked
  return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) }
}

const draft = (simulator: AssessmentsSimulator, changes: object = {}) => ({
  ...{ course_id: simulator.world.courses[0]?.id, title: 'Decimals', passing_score: 50, time_limit_minutes: null },
  ...changes,
})

describe('the world', () => {
  test('of the same seed is the same on any day', async () => {
    const one = await platform({ seed: 5, madeAt: thursday })
    const later = await platform({ seed: 5, madeAt: thursday, clock: () => unixSeconds(thursday + 9 * day) })
    const other = await platform({ seed: 6, madeAt: thursday })
    for (const part of ['courses', 'learners', 'assessments', 'submissions'] as const) {
      expect(later.world[part]).toEqual(one.world[part])
      expect(other.world[part]).not.toEqual(one.world[part])
    }
    expect([later.token, later.password]).toEqual([one.token, one.password])
    expect(other.token).not.toBe(one.token)
  })

  test('has a dozen assessments, some with a time limit, some with a limit of retakes, and ids of their kinds', async () => {
    const { world } = await platform()
    expect(world.assessments).toHaveLength(12)
    for (const limit of ['timeLimitMinutes', 'attempts'] as const) {
      const limited = world.assessments.filter((each) => each[limit] !== null)
      expect(limited.length).toBeGreaterThan(0)
      expect(limited.length).toBeLessThan(12)
    }
    for (const { id, courseId, questions } of world.assessments) {
      expect([id, courseId]).toEqual([
        expect.stringMatching(/^asmnt_[a-z0-9]+$/),
        expect.stringMatching(/^crs_[a-z0-9]+$/),
      ])
      expect(questions.length).toBeGreaterThan(0)
      for (const { text, options } of questions) expect([text, ...options].join(' ')).not.toMatch(/<[a-z]/)
    }
    expect(world.learners.every(({ id }) => /^usr_[a-z0-9]+$/.test(id))).toBe(true)
    expect(new Set(world.assessments.map(({ title, courseId }) => `${courseId} ${title}`)).size).toBe(12)
  })

  test.each([0, 1, 200, 3000])(
    'has exactly %i submissions, by learners of the course and within the limit',
    async (results) => {
      const { world } = await platform({ results })
      expect(world.submissionIds()).toHaveLength(results)
      const counted = new Map<string, number>()
      for (const { id, assessmentId, learnerId, score, submittedAt } of world.submissions) {
        const assessment = world.assessment(assessmentId)
        expect(id).toMatch(/^sub_[a-z0-9]+$/)
        expect(world.isEnrolled(learnerId, assessment?.courseId ?? '')).toBe(true)
        expect(score >= 0 && score <= 100).toBe(true)
        expect(submittedAt).toBeLessThan(thursday)
        const key = `${assessmentId} ${learnerId}`
        counted.set(key, (counted.get(key) ?? 0) + 1)
        expect(counted.get(key)).toBeLessThanOrEqual(assessment?.attempts ?? Number.POSITIVE_INFINITY)
      }
    },
  )

  test('without assessments or learners has no submissions', async () => {
    for (const options of [{ assessments: 0 }, { learners: 0 }]) {
      expect((await platform(options)).world.submissions).toEqual([])
    }
  })
})

describe.each(dialects)('in the %s dialect,', (dialect) => {
  const codeOf = (json: { code?: string; error?: { code: string } }) =>
    dialect === 'documented' ? json.error?.code : json.code

  test('an error has its form', async () => {
    const simulator = await platform({ dialect })
    const { status, json } = await answer(ask(simulator, 'assessments', { token: null }))
    const message = 'The access token is missing, invalid or expired.'
    expect(status).toBe(401)
    expect(json).toEqual(
      dialect === 'documented'
        ? { data: null, meta: null, error: { code: 'UNAUTHORIZED', message } }
        : { code: 'UNAUTHORIZED', message, status: 401 },
    )
  })

  test('a page holds twenty, or as many as asked for up to a hundred', async () => {
    const simulator = await platform({ dialect, assessments: 130, results: 0 })
    const read = async (query: string) => {
      const { json, headers } = await answer(ask(simulator, `assessments${query}`))
      const list = dialect === 'documented' ? json.data : json
      return [list.length, dialect === 'documented' ? json.meta.total : Number(headers.get('x-total-count'))]
    }
    expect(await read('')).toEqual([20, 130])
    expect(await read('?per_page=100&page=2')).toEqual([30, 130])
    expect(await read('?page=99')).toEqual([0, 130])
    for (const query of ['?per_page=101', '?per_page=0', '?page=0', '?page=x']) {
      expect((await ask(simulator, `assessments${query}`)).status).toBe(dialect === 'documented' ? 422 : 400)
    }
  })

  test('a value that is not allowed is refused by its field', async () => {
    const simulator = await platform({ dialect })
    for (const [changes, field] of [
      [{ course_id: 'crs_none' }, 'course_id'],
      [{ title: 'ab' }, 'title'],
      [{ title: 'x'.repeat(201) }, 'title'],
      [{ passing_score: 0 }, 'passing_score'],
      [{ passing_score: 101 }, 'passing_score'],
      [{ passing_score: 50.5 }, 'passing_score'],
      [{ time_limit_minutes: 0 }, 'time_limit_minutes'],
    ] as const) {
      const { status, json } = await answer(ask(simulator, 'assessments', { body: draft(simulator, changes) }))
      expect([status, codeOf(json)]).toEqual([dialect === 'documented' ? 422 : 400, 'VALIDATION_ERROR'])
      if (dialect === 'documented') expect(json.error.details).toEqual([{ field, issue: expect.any(String) }])
      else expect(json.message).toContain(field)
    }
    expect((await ask(simulator, 'assessments', { body: 'not JSON' })).status).toBe(400)
    expect(simulator.world.assessments).toHaveLength(12)
  })

  test('the limit of retakes and the enrolment have their statuses', async () => {
    const simulator = await platform({ dialect, results: 0 })
    const { world } = simulator
    const [assessment] = world.assessments
    if (assessment === undefined) throw new Error('No assessment')
    const submit = () => answer(ask(simulator, `assessments/${assessment.id}/submissions`, { body: { answers: [] } }))
    world.changeAssessment(assessment.id, { attempts: 1 })
    expect((await submit()).status).toBe(201)
    const limited = await submit()
    world.setEnrolled(world.userId, assessment.courseId, false)
    const stranger = await submit()
    const told = [limited, stranger].map(({ status, json }) => [status, codeOf(json)])
    expect(told).toEqual(
      dialect === 'documented'
        ? [
            [403, 'FORBIDDEN'],
            [403, 'FORBIDDEN'],
          ]
        : [
            [409, 'ATTEMPT_LIMIT_REACHED'],
            [403, 'NOT_ENROLLED'],
          ],
    )
    expect(world.submissions).toHaveLength(1)
  })

  test('a submission twice of one session, or of what is closed or hidden, has its status', async () => {
    const simulator = await platform({ dialect, results: 0 })
    const { world } = simulator
    const [assessment] = world.assessments
    if (assessment === undefined) throw new Error('No assessment')
    const submit = async () => {
      const body = { answers: [], sessionId: 'one' }
      const { status, json } = await answer(ask(simulator, `assessments/${assessment.id}/submissions`, { body }))
      return [status, status < 400 ? 'scored' : codeOf(json)]
    }
    const told = [await submit(), await submit()]
    for (const access of ['closed', 'hidden'] as const) {
      world.changeAssessment(assessment.id, { access })
      told.push(await submit())
    }
    const forbidden = [403, 'FORBIDDEN']
    expect(told).toEqual(
      dialect === 'documented'
        ? [[201, 'scored'], forbidden, forbidden, forbidden]
        : [[201, 'scored'], [409, 'SESSION_CLOSED'], [409, 'PERIOD_CLOSED'], forbidden],
    )
    expect(world.submissions).toHaveLength(1)
  })

  test('its names are in snake or in camel case, in both ways', async () => {
    const simulator = await platform({ dialect, results: 0 })
    const [assessment] = simulator.world.assessments
    const [question] = assessment?.questions ?? []
    if (assessment === undefined || question === undefined) throw new Error('No question')
    const submit = (name: string) => {
      const body = { answers: [{ [name]: question.id, answer: 'A' }] }
      return answer(ask(simulator, `assessments/${assessment.id}/submissions`, { body }))
    }
    const { json } = await submit('question_id')
    const names = Object.keys(dialect === 'documented' ? json.data : json)
    expect(names).toEqual(
      dialect === 'documented'
        ? ['id', 'assessment_id', 'score', 'passed', 'answers', 'learner_id', 'submitted_at']
        : [
            ...['id', 'assessmentId', 'score', 'passed', 'studentId', 'answers', 'feedback', 'completedAt'],
            'attemptsRemaining',
          ],
    )
    expect((await submit('questionId')).status).toBe(dialect === 'documented' ? 422 : 201)
    const listed = await answer(ask(simulator, `assessments/${assessment.id}`))
    const one = dialect === 'documented' ? listed.json.data : listed.json
    expect(Object.keys(one)).toContain(dialect === 'documented' ? 'passing_score' : 'passingScore')
    const created = { courseId: assessment.courseId, title: 'Decimals', passingScore: 50 }
    const made = await ask(simulator, 'assessments', { body: created })
    expect(made.status).toBe(dialect === 'documented' ? 422 : 201)
  })

  test('a moment has its zone or none', async () => {
    const simulator = await platform({ dialect, results: 1 })
    const [{ assessmentId, submissionId } = { assessmentId: '', submissionId: '' }] = simulator.world.submissionIds()
    const { json } = await answer(ask(simulator, `assessments/${assessmentId}/submissions/${submissionId}`))
    expect(dialect === 'documented' ? json.data.submitted_at : json.completedAt).toMatch(
      dialect === 'documented' ? /T[\d:]+\.000Z$/ : /T[\d:]+\.123456$/,
    )
  })
})

describe('a submission', () => {
  test('is scored by question; what is not answered is wrong', async () => {
    const { world } = await platform({ results: 0, assessments: 30 })
    const kinds = new Set<string>()
    for (const assessment of world.assessments) {
      for (const question of assessment.questions) kinds.add(question.type)
      const right = assessment.questions.map(
        ({ id, type, correct }) => [id, type === 'multiple_select' ? correct : correct[0]] as const,
      )
      expect(world.submit(assessment, 'usr_a', new Map(right)).score).toBe(100)
      const wrong = right.map(([id]) => [id, 'Z'] as const)
      expect(world.submit(assessment, 'usr_a', new Map([...right.slice(1), ...wrong.slice(0, 1)]))).toMatchObject({
        score: Math.round(((right.length - 1) * 10_000) / right.length) / 100,
        answers: right.map(([questionId], at) => ({ questionId, given: expect.anything(), correct: at !== 0 })),
      })
      expect(world.submit(assessment, 'usr_a', new Map())).toMatchObject({ score: 0, passed: false })
    }
    expect([...kinds].toSorted()).toEqual(['multiple_choice', 'multiple_select', 'short_answer', 'true_false'])
  })

  test('of an assessment without questions scores nothing', async () => {
    const { world } = await platform({ results: 0 })
    expect(world.submit(world.addAssessment(), 'usr_a', new Map())).toMatchObject({ score: 0, passed: false })
  })

  test('of somebody else is not shown to a learner', async () => {
    const simulator = await platform({ role: 'learner', results: 1 })
    const [{ assessmentId, submissionId } = { assessmentId: '', submissionId: '' }] = simulator.world.submissionIds()
    const asked = await ask(simulator, `assessments/${assessmentId}/submissions/${submissionId}`)
    expect(asked.status).toBe(403)
    expect((await ask(simulator, 'assessments', { body: draft(simulator) })).status).toBe(403)
  })
})

describe('tokens', () => {
  test('run out, are renewed once each, and can be revoked', async () => {
    const time = new StoppedClock()
    const simulator = await platform({ clock: time.clock, tokenLifetime: 60 })
    const { email, password } = simulator
    const login = await answer(ask(simulator, 'auth/login', { body: { email, password }, token: null }))
    const { access_token, refresh_token, expires_in, token_type } = login.json.data
    expect([expires_in, token_type]).toEqual([60, 'Bearer'])
    const status = async (token: string) => (await ask(simulator, 'assessments', { token })).status
    const renewal = () => answer(ask(simulator, 'auth/refresh', { body: { refresh_token }, token: null }))
    expect(await status(access_token)).toBe(200)
    time.pass(60)
    expect(await status(access_token)).toBe(401)
    expect(await status(simulator.token)).toBe(200)
    const renewed = await renewal()
    expect(await status(renewed.json.data.access_token)).toBe(200)
    expect((await renewal()).status).toBe(401)
    simulator.sessions.revokeAccess()
    expect(await status(renewed.json.data.access_token)).toBe(401)
    expect(await status(simulator.token)).toBe(401)
  })

  test('are for the right password alone', async () => {
    const simulator = await platform()
    for (const body of [{ email: simulator.email, password: 'x' }, { password: simulator.password }, {}]) {
      expect((await ask(simulator, 'auth/login', { body })).status).toBe(401)
    }
  })
})

describe('requests', () => {
  test('are a hundred a minute, told in headers', async () => {
    const time = new StoppedClock()
    const simulator = await platform({ clock: time.clock, requestsPerMinute: 2 })
    const told = async () => {
      const { status, headers } = await answer(ask(simulator, 'assessments'))
      const names = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after']
      return [status, ...names.map((name) => headers.get(name))]
    }
    const reset = String(thursday + 60)
    expect(await told()).toEqual([200, '2', '1', reset, null])
    time.pass(10)
    expect(await told()).toEqual([200, '2', '0', reset, null])
    expect(await told()).toEqual([429, '2', '0', reset, '50'])
    time.pass(50)
    expect((await told()).slice(0, 3)).toEqual([200, '2', '1'])
    const usual = await startAssessmentsSimulator({ clock: () => thursday })
    onTestFinished(() => usual.close())
    expect((await ask(usual, 'assessments')).headers.get('x-ratelimit-limit')).toBe('100')
  })

  test('to what is not there, or by another method, are refused', async () => {
    const simulator = await platform()
    for (const [path, method, status] of [
      ['nothing', 'GET', 404],
      ['auth/logout', 'POST', 404],
      ['assessments/asmnt_none', 'GET', 404],
      ['assessments/%zz', 'GET', 404],
      [`assessments/${simulator.world.assessments[0]?.id}/questions`, 'GET', 404],
      [`assessments/${simulator.world.assessments[0]?.id}/submissions/sub_none`, 'GET', 404],
      [`assessments/${simulator.world.assessments[0]?.id}`, 'DELETE', 405],
      ['auth/login', 'GET', 405],
    ] as const) {
      expect((await ask(simulator, path, { method })).status).toBe(status)
    }
    expect((await fetch(simulator.url)).status).toBe(404)
  })

  test('are remembered with how they ended, and meet faults', async () => {
    const simulator = await platform()
    simulator.faults.next({ kind: 'cut-off' })
    simulator.faults.next({ kind: 'maintenance' })
    simulator.faults.next({ kind: 'error', code: 'internalError100' })
    for (let each = 0; each < 4; each++) await ask(simulator, 'assessments?page=2')
    expect(simulator.requests[0]).toMatchObject({ method: 'GET', path: '/api/v1/assessments', query: { page: '2' } })
    expect(simulator.requests.map(({ outcome }) => outcome)).toEqual([
      ...['fault: cut-off', 'SERVICE_UNAVAILABLE', 'INTERNAL_ERROR', 'ok'],
    ])
  })

  test('carry the time of the platform', async () => {
    const simulator = await platform()
    const { headers } = await ask(simulator, 'assessments')
    expect(Date.parse(headers.get('date') ?? '')).toBe(thursday * 1000)
  })
})
