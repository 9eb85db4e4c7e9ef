import { describe, expect, it, vi } from 'vitest'
import { signIn } from '../../../../electron/connectors/assessments/index.ts'
import type { Fetch } from '../../../../electron/connectors/network.ts'
import type { Fault } from '../../../../electron/simulator/delivery.ts'
import type { SerialisedError } from '../../../../shared/errors.ts'
import { wordsFor } from '../../../../shared/sentences.ts'
import { dialects, errorOf, platform, printed, sentinels } from './platform.ts'

const json = 'application/json'
const enveloped = (code: string, message: string, details?: unknown) =>
  JSON.stringify({ data: null, meta: null, error: { code, message, details } })
const flat = (code: string, message: string, status: number) => JSON.stringify({ code, message, status })
const refused = (status: number, body: string, contentType = json): Fault => ({
  kind: 'http',
  status,
  body,
  contentType,
})

/** What a reading meets, and what it is then. */
const troubles: readonly (readonly [what: string, code: string, fault: Fault])[] = [
  ['a sign-in page', 'network/captive-portal', { kind: 'captive portal' }],
  ['a page that forbids', 'network/not-json', refused(403, '<html>Blocked by the school</html>', 'text/html')],
  ['a page that finds nothing', 'network/not-json', refused(404, '<html>Not here</html>', 'text/html')],
  ['half an answer', 'network/cut-off', { kind: 'cut-off' }],
  ['a connection that is reset', 'network/interrupted', { kind: 'reset' }],
  ['a connection that is reset midway', 'network/interrupted', { kind: 'reset midway' }],
  [
    'another host',
    'network/redirected',
    { kind: 'redirect', location: 'https://elsewhere.example/api/v1/assessments' },
  ],
  ['another path', 'network/redirected', { kind: 'redirect', location: '/login', status: 308 }],
  ['an endless answer', 'network/too-large', { kind: 'oversize', bytes: 20 * 1024 * 1024 + 100 }],
  ['plain text', 'network/not-json', { kind: 'body', body: 'Blocked', contentType: 'text/plain' }],
  ['nothing', 'network/not-json', { kind: 'body', body: '' }],
  ['another service', 'api/not-understood', { kind: 'body', body: '{"status":"ok","results":[]}' }],
  ['null', 'api/not-understood', { kind: 'body', body: 'null' }],
  ['depths', 'api/not-understood', { kind: 'body', body: `${'['.repeat(90_000)}${']'.repeat(90_000)}` }],
  ['a server that fails', 'network/server-error', { kind: 'http', status: 500 }],
  ['a network to be signed in to', 'network/captive-portal', { kind: 'http', status: 511 }],
  ['a server that waited too long', 'network/server-error', { kind: 'http', status: 408 }],
  ['bare words about the token', 'api/sign-in-again', refused(401, 'Unauthorized', 'text/plain')],
  ['a page about somebody’s sign-in', 'network/not-json', { kind: 'http', status: 401 }],
  ['maintenance', 'network/server-error', { kind: 'maintenance' }],
  ['an error of an unknown code', 'api/rejected', refused(409, enveloped('CONFLICT', 'No.'))],
  [
    'an error that calls itself a success',
    'assessments/not-found',
    { kind: 'body', body: enveloped('NOT_FOUND', 'x') },
  ],
  ['a flat error as a success', 'assessments/forbidden', { kind: 'body', body: flat('FORBIDDEN', 'No.', 403) }],
]

describe('a reading that meets', () => {
  it.each(troubles)('%s ends in %s', async (_, code, fault) => {
    const { client, fails, assessment } = await platform()
    fails(fault, 3)
    await expect(client().assessment(assessment.id)).rejects.toMatchObject({ name: 'AppError', code })
  })

  it.each([
    ['a server that fails', { kind: 'http', status: 502 }],
    ['a reset connection', { kind: 'reset' }],
    ['half an answer', { kind: 'cut-off' }],
  ] as const)('%s twice is repeated', async (_, fault) => {
    const { client, fails, assessment } = await platform()
    fails(fault, 2)
    const own = client()
    expect(await own.assessment(assessment.id)).toMatchObject({ id: assessment.id })
    expect(own.requests).toBe(3)
  })

  it.each(['', null, {}])('the error %j beside its data is read', async (error) => {
    const { client, fails, assessment } = await platform()
    fails({ kind: 'edited', edit: (answer) => ({ ...answer, error }) })
    expect(await client().assessment(assessment.id)).toMatchObject({ id: assessment.id })
  })

  it('an untrusted certificate, no network or a proxy never sent anything', async () => {
    const { client, endpoint, assessment, doubts, onDoubt } = await platform()
    const asking: Fetch = async () => new Response('Proxy Authentication Required', { status: 407 })
    const proxied = client({ endpoint: { ...endpoint, fetch: asking } })
    await expect(proxied.submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code: 'network/proxy-refused' })
    for (const [words, code] of [
      ['ERR_CERT_AUTHORITY_INVALID', 'network/untrusted-certificate'],
      ['ERR_TUNNEL_CONNECTION_FAILED', 'network/proxy-refused'],
      ['ERR_INTERNET_DISCONNECTED', 'network/offline'],
    ] as const) {
      const failing: Fetch = async (url) => {
        throw new Error(`net::${words} at ${url}`)
      }
      const own = client({ endpoint: { ...endpoint, fetch: failing } })
      await expect(own.submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code })
    }
    expect(doubts).toEqual([])
  })

  it('the end of its job stops', async () => {
    const { client, simulator, assessment } = await platform()
    const held = simulator.faults.next({ kind: 'held' })
    const cancel = new AbortController()
    const reading = errorOf(client().assessment(assessment.id, cancel.signal))
    await held.reached()
    cancel.abort()
    expect(await reading).toMatchObject({ code: 'job/cancelled' })
  })
})

describe('a change that meets', () => {
  /** Whether a change that fails so may have been carried out. */
  it.each<[string, Fault, boolean]>([
    ['half an answer', { kind: 'cut-off' }, true],
    ['a connection that is reset midway', { kind: 'reset midway' }, true],
    ['a connection that is reset', { kind: 'reset' }, true],
    ['a server that fails', { kind: 'http', status: 500 }, true],
    ['a page', { kind: 'captive portal' }, true],
    ['an answer of another form', { kind: 'body', body: '{"data":{"title":"x"}}' }, true],
    ['an unknown refusal', refused(409, flat('CONFLICT', 'No.', 409)), true],
    ['a refusal of its values', refused(422, enveloped('VALIDATION_ERROR', 'No.')), false],
    ['the limit of requests', refused(429, ''), false],
  ])('%s is never repeated by itself; in doubt, it says so', async (_, fault, isDoubtful) => {
    for (const dialect of dialects) {
      const { client, fails, assessment, rightAnswers, doubts, onDoubt, simulator, world } = await platform({ dialect })
      fails(fault)
      const error = await errorOf(client().submit(assessment.id, rightAnswers, onDoubt))
      expect(error).toMatchObject({ name: 'AppError' })
      expect(doubts).toEqual(isDoubtful ? [error] : [])
      expect(simulator.requests).toHaveLength(1)
      const before = world.assessments.length
      fails(fault)
      const draft = { course_id: assessment.courseId, title: 'Decimals', passing_score: 50, time_limit_minutes: null }
      await errorOf(client().create(draft, onDoubt))
      expect([doubts.length, simulator.requests.length]).toEqual([isDoubtful ? 2 : 0, 2])
      expect(world.assessments.length - before).toBe(fault.kind === 'cut-off' || fault.kind === 'reset midway' ? 1 : 0)
    }
  })

  it('a lost answer is there all the same, once', async () => {
    const { client, fails, assessment, rightAnswers, onDoubt, world } = await platform()
    fails({ kind: 'reset midway' })
    await errorOf(client().submit(assessment.id, rightAnswers, onDoubt))
    const [{ submissionId } = { submissionId: '' }] = world.submissionIds()
    expect(world.submissions).toHaveLength(1)
    expect(await client().submission(assessment.id, submissionId)).toMatchObject({ score: 100 })
  })

  it('an end that cannot be noted down after it was carried out is in doubt', async () => {
    const { client, assessment, rightAnswers, doubts, onDoubt, world } = await platform()
    const own = client({ onRequest: async () => () => Promise.reject(new Error('disk full')) })
    await expect(own.submit(assessment.id, rightAnswers, onDoubt)).rejects.toThrow('disk full')
    expect([doubts.length, world.submissions.length]).toEqual([1, 1])
  })
})

describe('a refused submission', () => {
  /** The code it ends in, and whether it was in doubt. */
  async function submitted(status: number, body: string) {
    const { client, fails, assessment, doubts, onDoubt } = await platform()
    fails(refused(status, body))
    const error = await errorOf(client().submit(assessment.id, {}, onDoubt))
    const { code } = error as { code: string }
    return [code.replace('assessments/', ''), doubts.length] as const
  }
  const forbidden = (message: string) => enveloped('FORBIDDEN', message)
  const spring = (status: number, error: string, message?: string) =>
    JSON.stringify({ timestamp: '2026-11-20T10:15:00.123+00:00', status, error, message, path: '/' })

  it.each<[number, string]>([
    [403, forbidden('You have reached the maximum number of attempts.')],
    [403, forbidden('Maximum number of attempts for this enrollment reached.')],
    [403, forbidden('You cannot submit: max attempts (2) used within the time limit.')],
    [403, forbidden('No more attempts.')],
    [403, forbidden('You have used all of your attempts.')],
    [403, forbidden('Retakes are not allowed.')],
    [403, forbidden('Only one attempt is allowed.')],
    [403, enveloped('MAX_ATTEMPTS_EXCEEDED', 'x')],
    [403, enveloped('RETAKE_FORBIDDEN', 'No.')],
    [403, enveloped('LIMIT_REACHED', 'You have reached the limit of 2 tries.')],
    [422, enveloped('MAX_SUBMISSIONS', 'x')],
    [422, enveloped('VALIDATION_ERROR', 'Maximum number of attempts reached')],
    [409, flat('ATTEMPT_LIMIT_REACHED', 'x', 409)],
    [409, flat('SUBMISSION_LIMIT_REACHED', 'x', 409)],
    [409, flat('CONFLICT', 'No retakes are left', 409)],
    [400, flat('BAD_REQUEST', 'You have no attempts left', 400)],
    [409, spring(409, 'Conflict', 'Maximum number of attempts reached')],
    [403, '{"message":"You have reached the maximum number of attempts."}'],
    [403, '{"status":403,"message":"Maximum attempts reached"}'],
    [403, '{"code":403,"message":"Maximum attempts reached"}'],
    [403, '{"detail":"Maximum attempts reached"}'],
    [403, '{"error":"No attempts left"}'],
    [403, '{"error":"ATTEMPT_LIMIT_REACHED"}'],
    [403, '{"message":["You have no remaining attempts"],"error":"Forbidden","statusCode":403}'],
  ])('with %i %s met the limit of retakes', async (status, body) => {
    expect(await submitted(status, body)).toEqual(['no-attempts-left', 0])
  })

  it.each<[number, string]>([
    [409, flat('SESSION_CLOSED', 'This attempt was already submitted', 409)],
    [403, flat('SESSION_CLOSED', 'This attempt was already submitted', 403)],
    [409, flat('SESSION_CLOSED', 'x', 409)],
    [409, flat('ATTEMPT_ALREADY_SUBMITTED', 'x', 409)],
    [409, flat('ATTEMPT_IN_PROGRESS', 'x', 409)],
    [409, flat('DUPLICATE_SUBMISSION', 'x', 409)],
    [403, forbidden('You have already attempted this.')],
    [400, flat('BAD_REQUEST', 'Already submitted', 400)],
  ])('with %i %s may have counted before, and is in doubt', async (status, body) => {
    expect(await submitted(status, body)).toEqual(['already-submitted', 1])
  })

  it.each<[string, number, string]>([
    ['not-enrolled', 403, flat('NOT_ENROLLED', 'x', 403)],
    ['not-enrolled', 403, forbidden('You must be enrolled to attempt this.')],
    ['not-enrolled', 403, spring(403, 'Forbidden', 'You are not enrolled in this course.')],
    ['not-enrolled', 400, flat('BAD_REQUEST', 'You are not enrolled', 400)],
    ['time-over', 400, flat('TIME_LIMIT_EXCEEDED', 'x', 400)],
    ['time-over', 400, flat('SESSION_EXPIRED', 'x', 400)],
    ['time-over', 409, flat('ATTEMPT_EXPIRED', 'x', 409)],
    ['time-over', 409, flat('ATTEMPT_TIME_EXCEEDED', 'x', 409)],
    ['time-over', 409, flat('PERIOD_CLOSED', 'The academic period 2026-1 is closed', 409)],
    ['time-over', 403, forbidden('The time limit of this attempt is over.')],
    ['time-over', 403, forbidden('The submission deadline has passed.')],
    ['time-over', 403, forbidden('This assessment is closed.')],
    ['time-over', 403, forbidden('This course is not published.')],
    ['forbidden', 403, forbidden('Your role may not do this.')],
    ['forbidden', 403, forbidden('Access is denied')],
    ['forbidden', 403, forbidden('Only learners can submit assessments.')],
    ['forbidden', 403, forbidden('Insufficient privileges')],
    ['forbidden', 403, forbidden('You are not a member of this course')],
    ['forbidden', 403, flat('FORBIDDEN', 'You cannot see this course', 403)],
    ['forbidden', 403, flat('FORBIDDEN', 'Only staff of the institution can do this', 403)],
    ['forbidden', 403, flat('FORBIDDEN', 'You cannot manage this course', 403)],
    ['forbidden', 403, enveloped('UNAUTHORIZED', 'Requires the role of a learner')],
    ['forbidden', 403, flat('ACCESS_DENIED', 'No.', 403)],
    ['invalid', 400, flat('BAD_REQUEST', 'answers: too many', 400)],
    ['invalid', 422, enveloped('VALIDATION_ERROR', 'Already.', [{ field: 'answers', issue: 'given already' }])],
    ['not-found', 404, flat('ASSESSMENT_NOT_FOUND', 'x', 404)],
    ['not-found', 404, flat('ATTEMPT_NOT_FOUND', 'x', 404)],
  ])('is %s with %i %s', async (code, status, body) => {
    expect(await submitted(status, body)).toEqual([code, 0])
  })

  it.each<[number, string]>([
    [403, forbidden('Not allowed.')],
    [403, forbidden('Not again. Ask your instructor.')],
    [403, '{"error":{"message":"Forbidden"}}'],
    [403, '{"message":"Forbidden"}'],
    [403, spring(403, 'Forbidden')],
    [403, ''],
  ])('with %i %s does not say why, and is never told as the limit', async (status, body) => {
    expect(await submitted(status, body)).toEqual(['submission-refused', 0])
  })

  it('with a code that nobody knows is in doubt', async () => {
    const body = flat('SESSION_REQUIRED', 'Start the quiz before answering it', 409)
    expect(await submitted(409, body)).toEqual(['api/rejected', 1])
  })
})

describe('an answer that calls itself a success', () => {
  const draft = { course_id: 'crs_1', title: 'Decimals', passing_score: 50, time_limit_minutes: null }
  const created = { id: 'asmnt_n', course_id: 'crs_1', title: 'Decimals' }

  it.each([
    ['a warning', { data: created, error: { code: 'VALIDATION_WARNING', message: 'x' } }],
    ['a notification that failed', { data: created, error: { code: 'NOTIFICATION_NOT_FOUND', message: 'x' } }],
    ['an empty error', { data: created, meta: null, error: { code: null, message: null } }],
    ['a code of its own', { code: 'CREATED', message: 'ok', data: created }],
  ])('with %s beside its data is the data', async (_, body) => {
    const { client, fails, doubts, onDoubt } = await platform()
    fails({ kind: 'body', body: JSON.stringify(body) })
    expect(await client().create(draft, onDoubt)).toMatchObject({ id: 'asmnt_n' })
    expect(doubts).toEqual([])
  })

  it.each([[[]], [{}], [null]])('with an error beside the data %j is no empty list', async (data) => {
    const { client, fails } = await platform()
    const body = { data, meta: { total: 0, page: 1, per_page: 100 }, error: { code: 'FORBIDDEN', message: 'No.' } }
    fails({ kind: 'body', body: JSON.stringify(body) })
    await expect(client().assessments(1)).rejects.toMatchObject({ code: 'assessments/forbidden' })
  })

  it.each([enveloped('NOT_FOUND', 'x'), enveloped('VALIDATION_ERROR', 'x'), flat('FORBIDDEN', 'x', 403)])(
    'with %s alone proves of a change that nothing is certain',
    async (body) => {
      const { client, fails, assessment, doubts, onDoubt } = await platform()
      fails({ kind: 'body', body })
      fails({ kind: 'body', body })
      await expect(client().create(draft, onDoubt)).rejects.toMatchObject({ code: 'api/not-understood' })
      await expect(client().submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code: 'api/not-understood' })
      expect(doubts).toHaveLength(2)
    },
  )
})

describe('a submission in doubt', () => {
  it.each<[Fault]>([
    [{ kind: 'reset midway' }],
    [{ kind: 'cut-off' }],
    [{ kind: 'http', status: 500 }],
    [{ kind: 'body', body: '{"data":{}}' }],
    [refused(409, flat('CONFLICT', 'No.', 409))],
    [refused(409, flat('SESSION_CLOSED', 'x', 409))],
  ])('after %j is told as one that may have counted, never to be tried again at once', async (fault) => {
    const { client, fails, assessment, onDoubt } = await platform()
    fails(fault)
    const { code, detail } = (await errorOf(client().submit(assessment.id, {}, onDoubt))) as SerialisedError
    const words = wordsFor({ code, detail })
    expect(words.data).toMatch(/may have been handed in/)
    expect(words.todo).toMatch(/^Look at the learning platform whether they counted/)
    fails(fault, 3)
    const reading = (await errorOf(client().assessment(assessment.id))) as SerialisedError
    expect(reading.detail).not.toHaveProperty('about')
  })
})

describe('a reading that is refused', () => {
  it.each([
    [403, flat('NOT_ENROLLED', 'You are not enrolled', 403)],
    [403, enveloped('UNAUTHORIZED', 'Requires the instructor role')],
    [403, flat('FORBIDDEN', 'x', 403)],
  ])('with %i %s speaks of no submission, and renews nothing', async (status, body) => {
    const { client, fails, assessment, simulator } = await platform()
    fails(refused(status, body))
    const tokens = { access: sentinels.token, refresh: 'a-refresh-token', expiresAt: null }
    const { code, detail } = (await errorOf(client({ tokens }).assessment(assessment.id))) as SerialisedError
    expect(code).toBe('assessments/forbidden')
    expect(Object.values(wordsFor({ code, detail })).join(' ')).not.toMatch(/submi|scored/i)
    expect(simulator.requests).toHaveLength(1)
  })
})

describe('a sign-in that is refused', () => {
  it.each<[string, number, string]>([
    ['refused', 401, enveloped('UNAUTHORIZED', 'x')],
    ['refused', 404, enveloped('NOT_FOUND', 'User not found')],
    ['refused', 404, flat('USER_NOT_FOUND', 'x', 404)],
    ['refused', 403, enveloped('FORBIDDEN', 'Wrong password.')],
    ['refused', 422, enveloped('VALIDATION_ERROR', 'password too short')],
    ['forbidden', 403, enveloped('FORBIDDEN', 'Your account is locked.')],
    ['forbidden', 403, flat('EMAIL_NOT_VERIFIED', 'x', 403)],
    ['forbidden', 423, flat('ACCOUNT_LOCKED', 'x', 423)],
  ])('is %s with %i %s', async (code, status, body) => {
    const { signedIn, fails } = await platform()
    fails(refused(status, body))
    await expect(signedIn()).rejects.toMatchObject({ code: `assessments/sign-in-${code}` })
  })
})

describe('a code that a submission would have', () => {
  it.each<[string, string]>([
    ['ATTEMPT_NOT_FOUND', 'not-found'],
    ['TIME_LIMIT_MINUTES_INVALID', 'invalid'],
    ['ATTEMPTS_INVALID', 'invalid'],
  ])('%s is read elsewhere as what it is there', async (code, kind) => {
    const { client, fails, onDoubt } = await platform()
    fails(refused(kind === 'not-found' ? 404 : 422, flat(code, 'x', 422)))
    const draft = { course_id: 'crs_x', title: 'Decimals', passing_score: 50, time_limit_minutes: null }
    await expect(client().create(draft, onDoubt)).rejects.toMatchObject({ code: `assessments/${kind}` })
  })
})

describe('the limit of requests', () => {
  const date = (seconds: number) => new Date(seconds * 1000).toUTCString()
  it.each<[string, (now: number) => Record<string, string>, number]>([
    ['in seconds', () => ({ 'retry-after': '30' }), 30],
    ['at once', () => ({ 'retry-after': '0' }), 1],
    ['at a date', (now) => ({ 'retry-after': date(now + 90) }), 90],
    [
      'at a date of a server whose clock is wrong',
      (now) => ({ 'retry-after': date(now + 990), date: date(now + 900) }),
      90,
    ],
    ['at a date that is over', (now) => ({ 'retry-after': date(now - 5) }), 60],
    ['by its reset in seconds', () => ({ 'x-ratelimit-reset': '12' }), 12],
    ['by its reset in Unix time', (now) => ({ 'x-ratelimit-reset': String(now + 25) }), 25],
    ['by its reset in milliseconds', (now) => ({ 'x-ratelimit-reset': String((now + 25) * 1000) }), 25],
    ['in a part of a second', () => ({ 'retry-after': '1.5' }), 2],
    ['in seconds and a part', () => ({ 'retry-after': '120.5', 'x-ratelimit-reset': '20' }), 121],
    ['in no seconds before now, but by its reset', () => ({ 'retry-after': '-1', 'x-ratelimit-reset': '5' }), 5],
    ['at a Unix time', (now) => ({ 'retry-after': String(now + 30) }), 30],
    ['in seconds said twice', () => ({ 'retry-after': '30, 30' }), 30],
    ['by its reset in ISO', (now) => ({ 'x-ratelimit-reset': new Date((now + 30) * 1000).toISOString() }), 30],
    ['by its reset as a date', (now) => ({ 'x-ratelimit-reset': date(now + 30) }), 30],
    ['by its reset in parts of a second', (now) => ({ 'x-ratelimit-reset': `${now + 30}.25` }), 31],
    ['by its reset in microseconds', (now) => ({ 'x-ratelimit-reset': String((now + 30) * 1e6) }), 30],
    ['by the header of the draft standard', () => ({ 'ratelimit-reset': '20' }), 20],
    ['in a day', () => ({ 'retry-after': '86400' }), 3600],
    ['at no moment', () => ({ 'retry-after': 'soon', 'x-ratelimit-reset': 'never' }), 60],
  ])('ends %s', async (_, headers, wait) => {
    const { client, clock, fails, assessment, forbidden } = await platform()
    fails({ kind: 'http', status: 429, headers: headers(clock()) })
    const own = client()
    const until = clock() + wait
    await expect(own.assessment(assessment.id)).rejects.toMatchObject({ detail: { nextRequestAfter: until } })
    expect([own.nextRequestAfter, forbidden]).toEqual([until, [until]])
  })

  it('of requests under way at once ends when the last one says', async () => {
    const { client, clock, fails } = await platform()
    for (const wait of ['120', '5']) fails({ kind: 'http', status: 429, headers: { 'retry-after': wait } })
    const own = client()
    await Promise.allSettled([own.assessments(1), own.assessments(2)])
    expect(own.nextRequestAfter).toBe(clock() + 120)
  })

  it('is a server’s that asks to be left alone, when something is read', async () => {
    const { client, clock, fails, assessment, simulator, onDoubt, doubts } = await platform()
    fails({ kind: 'http', status: 503, headers: { 'retry-after': '120' } })
    const own = client()
    const detail = { nextRequestAfter: clock() + 120 }
    await expect(own.assessment(assessment.id)).rejects.toMatchObject({ code: 'api/rate-limited', detail })
    expect(simulator.requests).toHaveLength(1)
    fails({ kind: 'http', status: 503, headers: { 'retry-after': '120' } })
    await expect(client().submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code: 'network/server-error' })
    expect(doubts).toHaveLength(1)
  })

  it('is not believed where it lies further off than any', async () => {
    const { client, clock, assessment } = await platform()
    const tomorrow = (clock() + 90_000) as ReturnType<typeof clock>
    expect(await client({ nextRequestAfter: tomorrow }).assessment(assessment.id)).toMatchObject({ id: assessment.id })
  })
})

describe('a request', () => {
  it('goes to the API below the address, with the token in its header alone', async () => {
    const { client, endpoint, assessment } = await platform()
    const fetch = vi.fn<Fetch>(async () => Response.json({ data: [], meta: { total: 0, page: 1, per_page: 100 } }))
    for (const url of [
      'https://school.example/lms',
      'https://school.example/lms/',
      'https://school.example/lms/api/v1/',
    ])
      await client({ endpoint: { ...endpoint, url, fetch } }).assessments(1, { courseId: 'crs_a&b' })
    await errorOf(client({ endpoint: { ...endpoint, fetch } }).assessment('../auth/login?x=1'))
    const urls = fetch.mock.calls.map(([url]) => url)
    const list = 'https://school.example/lms/api/v1/assessments?course_id=crs_a%26b&page=1&per_page=100'
    expect(urls).toEqual([list, list, list, `${endpoint.url}/api/v1/assessments/..%2Fauth%2Flogin%3Fx%3D1`])
    for (const [, init] of fetch.mock.calls) {
      expect(init).toMatchObject({ method: 'GET', redirect: 'manual', credentials: 'omit', cache: 'no-store' })
      expect(init.headers).toEqual({ accept: 'application/json', authorization: `Bearer ${sentinels.token}` })
    }
    expect(assessment.id).toMatch(/^asmnt_[a-z0-9]+$/)
  })

  it.each(['', ' ', '.', '..', '\ud800'])('for the id %j is not sent: it would leave its place', async (id) => {
    const { client, assessment, simulator, doubts, onDoubt } = await platform()
    const none = { code: 'assessments/not-found' }
    await expect(client().assessment(id)).rejects.toMatchObject(none)
    await expect(client().submission(assessment.id, id)).rejects.toMatchObject(none)
    await expect(client().submission(id, 'sub_a')).rejects.toMatchObject(none)
    await expect(client().submit(id, {}, onDoubt)).rejects.toMatchObject(none)
    expect([simulator.requests, doubts]).toEqual([[], []])
  })

  it('that broke off is in doubt, whatever the id in its address looks like', async () => {
    const { client, endpoint, doubts, onDoubt } = await platform()
    const failing: Fetch = async (url) => {
      throw new Error(`net::ERR_CONNECTION_RESET at ${url}`)
    }
    const own = client({ endpoint: { ...endpoint, fetch: failing } })
    await expect(own.submit('CERT_A1', {}, onDoubt)).rejects.toMatchObject({ code: 'network/interrupted' })
    expect(doubts).toHaveLength(1)
  })

  it('sends a submission as it is given', async () => {
    const { client, simulator, assessment, onDoubt } = await platform()
    const body = { answers: [], session: { id: 7 } }
    await client().submit(assessment.id, body, onDoubt)
    expect(JSON.parse(simulator.requests[0]?.body ?? '')).toEqual(body)
  })

  it('is sent to no address that is not safe', async () => {
    const { client, endpoint } = await platform()
    for (const url of ['http://school.example', 'https://me:secret@school.example', 'ftp://school.example', 'school'])
      expect(() => client({ endpoint: { ...endpoint, url } })).toThrow('assessments/no-service')
  })

  it('does not take its token to where it is sent on', async () => {
    const [own, other] = [await platform(), await platform()]
    own.fails({ kind: 'redirect', location: `${other.simulator.url}/api/v1/assessments`, status: 307 })
    await expect(own.client().assessments(1)).rejects.toMatchObject({ code: 'network/redirected' })
    own.fails({ kind: 'redirect', location: `${other.simulator.url}/api/v1/auth/login`, status: 307 })
    await expect(own.signedIn()).rejects.toMatchObject({ code: 'network/redirected' })
    expect(other.simulator.requests).toEqual([])
  })
})

describe('no error', () => {
  const tokens = { access: sentinels.token, refresh: 'SENTINEL-REFRESH', expiresAt: null }
  /** Secrets in every form in which an error might repeat them. */
  const forms = (secrets: readonly string[]) =>
    secrets.flatMap((secret) => [secret, secret.toUpperCase().replaceAll('-', '_')])
  const isBare = (error: unknown, secrets: readonly string[]) => {
    const text = printed(error)
    for (const each of [...forms(secrets), '/api/v1', 'http://']) expect(text).not.toContain(each)
  }
  /** A service that repeats what it was sent, wherever it can. */
  const echoesOf = (secrets: readonly string[]): readonly Fault[] => {
    const echo = secrets.join(' ')
    return [
      ...[400, 401, 403, 404, 409, 422, 429, 500].flatMap((status) => [
        refused(status, enveloped(echo, echo, [{ field: echo, issue: echo }, echo])),
        refused(status, flat(echo, echo, status)),
        ...secrets.map((secret) => refused(status, enveloped(secret, secret))),
        refused(status, `<html>${echo}</html>`, 'text/html'),
      ]),
      { kind: 'body', body: JSON.stringify({ data: { id: echo, access_token: echo } }) },
      { kind: 'body', body: echo },
      ...troubles.map(([, , fault]) => fault),
    ]
  }

  it('holds a token or the address, whatever the service says of them', async () => {
    const { client, fails, assessment, onDoubt, simulator, kept, advance } = await platform()
    const secrets = [tokens.access, tokens.refresh]
    for (const fault of echoesOf(secrets)) {
      for (const ask of [
        () => client({ tokens }).assessments(1),
        () => client({ tokens }).submission(assessment.id, 'sub_x'),
        () => client({ tokens }).submit(assessment.id, {}, onDoubt),
      ]) {
        fails(fault, 9)
        const error = await errorOf(ask())
        simulator.faults.clear()
        advance(3601)
        expect(error).toMatchObject({ name: 'AppError' })
        isBare(error, secrets)
      }
    }
    expect(kept).toEqual([])
  })

  it('holds the e-mail or the password of a sign-in, whatever the service says of them', async () => {
    const { endpoint, retry, fails, simulator } = await platform()
    const secrets = [sentinels.email, sentinels.password]
    for (const fault of echoesOf(secrets)) {
      fails(fault, 9)
      const error = await errorOf(signIn(endpoint, sentinels.email, sentinels.password, { retry }))
      simulator.faults.clear()
      expect(error).toMatchObject({ name: 'AppError' })
      isBare(error, secrets)
    }
  })

  it.each<[string, (token: string) => string]>([
    ['cut', (token) => token.slice(0, 20)],
    ['in small letters', (token) => token.toLowerCase()],
    ['as in a URL', encodeURIComponent],
    ['broken by a line', (token) => token.replace('.', '.\n')],
  ])('holds a token that the service repeats %s', async (_, form) => {
    const { client, fails, onDoubt } = await platform()
    const access = 'SENTINELTOKEN.abcdefgh+def/ghi=='
    fails(refused(422, enveloped('VALIDATION_ERROR', `the token ${form(access)} is bad`)))
    const draft = { course_id: 'crs_x', title: 'Decimals', passing_score: 50, time_limit_minutes: null }
    const own = client({ tokens: { access, refresh: null, expiresAt: null } })
    const { detail } = (await errorOf(own.create(draft, onDoubt))) as SerialisedError
    expect(detail.fields).toMatch(/^the token …/)
    expect(detail.fields).toMatch(/ is bad$/)
    expect(String(detail.fields).toLowerCase()).not.toMatch(/sentineltok|abcdefgh/)
  })

  it('is endless, or of several lines, whatever the service says of its fields', async () => {
    const { client, fails, onDoubt } = await platform()
    const issue = `a\u0007\n${sentinels.token} ${'long '.repeat(1000)}`
    fails(refused(422, enveloped('VALIDATION_ERROR', 'x', [{ field: 'title', issue }])))
    const draft = { course_id: 'crs_x', title: 'Decimals', passing_score: 50, time_limit_minutes: null }
    const error = await errorOf(client().create(draft, onDoubt))
    const { fields } = (error as { detail: { fields: string } }).detail
    expect(fields).toMatch(/^title: a … long long/)
    expect(fields.length).toBeLessThan(510)
  })
})
