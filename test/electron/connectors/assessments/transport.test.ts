import { describe, expect, it, vi } from 'vitest'
import { signIn } from '../../../../electron/connectors/assessments/index.ts'
import type { Fetch } from '../../../../electron/connectors/network.ts'
import type { Fault } from '../../../../electron/simulator/delivery.ts'
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
  const { status, ...plain } = { status: 403, body: '' }
  it.each<[string, number, string, string]>([
    ['with the plain code of what is forbidden', 403, enveloped('FORBIDDEN', 'Not allowed.'), 'no-attempts-left'],
    ['without a code', 403, '{"error":{"message":"Forbidden"}}', 'no-attempts-left'],
    ['by its code, at the limit', 403, enveloped('MAX_ATTEMPTS_EXCEEDED', 'x'), 'no-attempts-left'],
    [
      'by its words, at the limit',
      403,
      enveloped('FORBIDDEN', 'Set by the instructor: 2 attempts.'),
      'no-attempts-left',
    ],
    ['by its words, with 409', 409, flat('CONFLICT', 'No retakes are left', 409), 'no-attempts-left'],
    ['by its code, with 409', 409, flat('ATTEMPT_LIMIT_REACHED', 'x', 409), 'no-attempts-left'],
    ['by its code, not enrolled', 403, flat('NOT_ENROLLED', 'x', 403), 'not-enrolled'],
    [
      'by its words, not enrolled',
      403,
      enveloped('FORBIDDEN', 'You must be enrolled to attempt this.'),
      'not-enrolled',
    ],
    ['by its code, too late', 400, flat('TIME_LIMIT_EXCEEDED', 'x', 400), 'time-over'],
    ['by its words, too late', 403, enveloped('FORBIDDEN', 'The time limit of this attempt is over.'), 'time-over'],
    ['by its words, for the role', 403, enveloped('FORBIDDEN', 'Your role may not do this.'), 'forbidden'],
    ['by its words, once more', 403, enveloped('FORBIDDEN', 'Not again. Ask your instructor.'), 'no-attempts-left'],
    ['by its words, for an administrator', 403, flat('FORBIDDEN', 'Only an instructor may.', 403), 'forbidden'],
    ['by another code', 403, flat('ACCESS_DENIED', 'No.', 403), 'forbidden'],
    ['without a word', status, plain.body, 'forbidden'],
    ['in plain values', 400, flat('BAD_REQUEST', 'answers: too many', 400), 'invalid'],
    ['for an assessment that is gone', 404, flat('ASSESSMENT_NOT_FOUND', 'x', 404), 'not-found'],
  ])('%s is recognised', async (_, sent, body, code) => {
    const { client, fails, assessment, doubts, onDoubt } = await platform()
    fails(refused(sent, body))
    await expect(client().submit(assessment.id, {}, onDoubt)).rejects.toMatchObject({ code: `assessments/${code}` })
    expect(doubts).toEqual([])
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
