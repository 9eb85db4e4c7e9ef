import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import type { AssessmentsSimulatorOptions } from '../../../electron/simulator/assessments/simulator.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon } from '../support/laptop.ts'
import { simulatedPlatform } from '../support/platform.ts'
import { computer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

/** A computer that is signed in at a learning platform. */
async function atPlatform(options: Omit<AssessmentsSimulatorOptions, 'clock'> = {}) {
  const own = await computer({ results: 5 })
  const clock = () => unixSeconds(Math.floor(Date.now() / 1000))
  const platform = await simulatedPlatform({ clock, assessments: 4, results: 12, ...options })
  const secret = { GRADEKEEP_API_SECRET: platform.password }
  /** Runs words, each as it is, with the platform's password. */
  const run = (...words: string[]) => own.run([...words, '--json', '--data-dir', own.dataDir], secret)
  const connected = await run(
    ...['connect', '--service', 'assessments', '--url', platform.url, '--email', platform.email],
    ...['--name', 'College'],
  )
  const file = (name: string, text: string) => {
    const path = join(own.dataDir, name)
    writeFileSync(path, text)
    return path
  }
  const [first] = platform.world.assessments
  if (first === undefined) throw new Error('The platform has no assessment')
  return { ...own, platform, run, connected, file, secret, first }
}

const nothingWaits = { pending: 0, rejected: [] }

describe('gradekeep connect --service assessments', () => {
  it('answers with the account and what it sees', async () => {
    const { connected, platform } = await atPlatform()
    expect(connected).toMatchObject({ status: 0, err: '' })
    const courses = new Set(platform.world.assessments.map(({ courseId }) => courseId)).size
    expect(connected.json).toEqual({
      account: {
        ...{ id: expect.any(String), name: 'College', key: null, signature: null, service: 'assessments' },
        ...{ url: platform.url, email: platform.email },
      },
      // What every service answers, and the same in this one's words.
      ...{ tookOver: false, groups: courses, links: 0, tests: 4, requests: 2 },
      ...{ courses, assessments: 4, complete: true },
    })
  })

  it('says that it is a part where the platform’s limit cut the list short', async () => {
    const { gradekeep } = await computer({ results: 0 })
    const platform = await simulatedPlatform({
      clock: () => noon,
      ...{ assessments: 250, results: 0, requestsPerMinute: 2 },
    })
    const line = `connect --service assessments --url ${platform.url} --name College`
    const { status, out } = await gradekeep(line, { GRADEKEEP_API_SECRET: platform.token })
    expect(status).toBe(0)
    expect(out).toMatch(/: 200 assessments in \d+ courses, the first of a list that is longer than /)
  })

  it('takes an access token where no e-mail is said, and shows it nowhere', async () => {
    const { gradekeep } = await computer({ results: 0 })
    const platform = await simulatedPlatform({ clock: () => noon, assessments: 2, results: 0 })
    const said = { GRADEKEEP_API_SECRET: platform.token }
    const { status, json, out, err } = await gradekeep(
      `connect --service assessments --url ${platform.url} --json`,
      said,
    )
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(json.account.email).toBeNull()
    expect(out).not.toContain(platform.token)
  })

  it('says where nothing tells whether an account is here already', async () => {
    const { gradekeep } = await computer({ results: 0 })
    const platform = await simulatedPlatform({ clock: () => noon, assessments: 0, results: 0 })
    const issued = platform.sessions.signIn(platform.email, platform.password, noon)
    const line = `connect --service assessments --url ${platform.url} --name College --json`
    expect(await gradekeep(line, { GRADEKEEP_API_SECRET: platform.token })).toMatchObject({ status: 0, err: '' })
    const second = await gradekeep(line, { GRADEKEEP_API_SECRET: issued?.access ?? '' })
    expect(second).toMatchObject({ status: 0, err: expect.stringMatching(/as “College” cannot be known/) })
  })

  it.each([
    ['connect --service assessments', /--url URL/],
    ['connect --service assessments --url https://x.example --key k', /--key is for ClassMarker/],
    ['connect --key k --url https://x.example', /--url is for a learning platform/],
    ['connect', /“connect” needs the API key: --key KEY\./],
    ['connect --service other', /--service is one of/],
  ])('refuses “%s”', async (line, why) => {
    const { gradekeep } = await computer({ results: 0 })
    expect(await gradekeep(line)).toMatchObject({ status: 2, out: '', err: expect.stringMatching(why) })
  })

  it('says what is wrong with a password, an address, or a network that is away', async () => {
    const { gradekeep, platform } = await atPlatform()
    const line = (url: string) => `connect --service assessments --url ${url} --email other@college.example --json`
    expect(await gradekeep(line(platform.url), { GRADEKEEP_API_SECRET: 'wrong-password' })).toMatchObject({
      status: 1,
      out: '',
    })
    expect(await gradekeep(line('http://college.example'))).toMatchObject({ status: 1, out: '' })
    expect(await gradekeep(line('http://127.0.0.1:9'))).toMatchObject({ status: 4, out: '' })
  })
})

describe('gradekeep assessments', () => {
  it('lists them in the platform’s own fields, all or of a course', async () => {
    const { run, platform, first } = await atPlatform()
    const { status, json } = await run('assessments', 'list')
    expect(status).toBe(0)
    const own = ({ id, courseId, title, passingScore, timeLimitMinutes, questions }: typeof first) => ({
      id,
      course_id: courseId,
      title,
      passing_score: passingScore,
      time_limit_minutes: timeLimitMinutes,
      question_count: questions.length,
    })
    const byId = (some: { id: string }[]) => some.toSorted((a, b) => a.id.localeCompare(b.id))
    expect({ ...json, assessments: byId(json.assessments) }).toEqual({
      assessments: byId(platform.world.assessments.map(own)),
      ...nothingWaits,
    })
    const ofCourse = await run('assessments', 'list', '--course', first.courseId)
    expect(ofCourse.json.assessments.map(({ course_id }: { course_id: string }) => course_id)).toContain(first.courseId)
    expect(new Set(ofCourse.json.assessments.map(({ course_id }: { course_id: string }) => course_id)).size).toBe(1)
  })

  it('shows one with its questions, which stay when the platform is away', async () => {
    const { run, platform, first } = await atPlatform()
    const { json } = await run('assessments', 'get', first.id)
    expect(json.assessments[0].questions.map(({ id }: { id: string }) => id)).toEqual(
      first.questions.map(({ id }) => id),
    )
    await platform.close()
    expect((await run('assessments', 'get', first.id)).json).toEqual(json)
    expect(await run('assessments', 'get', 'asmnt_none')).toMatchObject({ status: 1, out: '' })
  })

  it('keeps a new one, publishes it once, and says what the platform refused', async () => {
    const { run, platform, first } = await atPlatform()
    const create = (title: string, course = first.courseId, ...more: string[]) =>
      run('assessments', 'create', '--course', course, '--title', title, '--pass', '55', ...more)
    const created = await create('Mock exam', first.courseId, '--minutes', '30')
    expect(created).toMatchObject({ status: 0, err: '' })
    expect(created.json).toEqual({
      assessments: [
        {
          ...{ id: null, course_id: first.courseId, title: 'Mock exam', passing_score: 55 },
          ...{ time_limit_minutes: 30, question_count: null },
        },
      ],
      pending: 1,
      rejected: [],
    })
    expect(platform.world.assessments).toHaveLength(4)
    await create('Nowhere', 'crs_none')
    const pushed = await run('assessments', 'push')
    expect(pushed.status).toBe(1)
    expect(pushed.json).toMatchObject({
      assessments: [{ id: expect.stringMatching(/^asmnt_/), title: 'Mock exam', time_limit_minutes: 30 }],
      pending: 0,
      rejected: [{ title: 'Nowhere', reason: expect.any(String) }],
    })
    expect(platform.world.assessments.filter(({ title }) => title === 'Mock exam')).toHaveLength(1)
    expect((await run('assessments', 'push')).json.assessments).toEqual([])
    expect(platform.world.assessments).toHaveLength(5)
  })

  it('names what an earlier push made, also where a sync has seen it, and nobody else’s', async () => {
    const { run, platform, first } = await atPlatform()
    const { courseId } = first
    await run('assessments', 'create', '--course', courseId, '--title', 'Mock exam', '--pass', '55')
    let asked = 0
    platform.faults.next({ kind: 'cut-off' }, { path: (path) => path.endsWith('/assessments') && ++asked === 2 })
    await run('assessments', 'push')
    await run('sync')
    await run('assessments', 'create', '--course', courseId, '--title', 'Mock exam 2', '--pass', '55')
    const other = platform.world.addAssessment({ courseId, title: 'Mock exam 2', passingScore: 40 })
    const { json } = await run('assessments', 'push')
    expect(json.assessments.map(({ title }: { title: string }) => title)).toEqual(['Mock exam', 'Mock exam 2'])
    expect(json.assessments.map(({ id }: { id: string }) => id)).not.toContain(other.id)
  })

  it('shows what is known where the questions cannot be had, and says that they could not', async () => {
    const { run, platform, first } = await atPlatform()
    await platform.close()
    const { status, json } = await run('assessments', 'get', first.id)
    expect({ status, questions: json.assessments[0].questions }).toEqual({ status: 4, questions: null })
  })

  it('is found by whatever id the platform gives it', async () => {
    const { run, platform, file } = await atPlatform({ results: 0 })
    const [learner] = platform.world.learners
    const made = ['quiz-7', '7'].map((id) => {
      const assessment = {
        id,
        courseId: `of ${id}`.replace(' ', '-'),
        title: id,
        passingScore: 50,
        timeLimitMinutes: null,
      }
      platform.world.goOn([assessment], id.length)
      const added = platform.world.assessment(id)
      if (added === undefined || learner === undefined) throw new Error('Nothing was added')
      return platform.world.submit(added, learner.id, new Map())
    })
    await run('sync')
    await run(
      'assessments',
      'collect',
      file('list.txt', made.map((each) => `${each.assessmentId} ${each.id}`).join('\n')),
    )
    const total = async (...words: string[]) => (await run('results', ...words)).json?.total
    expect(await total()).toBe(2)
    for (const words of [
      ['--test', 'quiz-7'],
      ['--test', '7'],
      ['--group', 'of-quiz-7'],
      ['--group', 'of-7'],
    ])
      expect([words, await total(...words)]).toEqual([words, 1])
    expect(await run('results', '--test', 'quiz-8')).toMatchObject({ status: 1, out: '' })
  })

  it('publishes nothing offline, and keeps it', async () => {
    const { run, platform, first } = await atPlatform()
    await run('assessments', 'create', '--course', first.courseId, '--title', 'Later', '--pass', '50')
    await platform.close()
    expect(await run('assessments', 'push')).toMatchObject({ status: 4, json: { assessments: [], pending: 1 } })
  })

  it.each([
    [['--title', 'No', '--pass', '50'], /--title needs between 3 and 200/],
    [['--title', 'Long enough', '--pass', '0'], /--pass needs a whole number from 1 to 100/],
    [['--title', 'Long enough', '--pass', '50.5'], /--pass needs a whole number/],
    [['--title', 'Long enough', '--pass', '50', '--minutes', '0'], /--minutes needs/],
    [['--title', 'Long enough', '--pass', 'half'], /--pass needs a number/],
  ])('keeps nothing of %j', async (words, why) => {
    const { run } = await atPlatform()
    const { status, err } = await run('assessments', 'create', '--course', 'crs_1', ...words)
    expect({ status, err }).toEqual({ status: 2, err: expect.stringMatching(why) })
    expect((await run('assessments', 'list')).json.pending).toBe(0)
  })

  it('hands answers in once and keeps the result', async () => {
    const { run, first, file, platform } = await atPlatform()
    const answers = first.questions.map(({ id }) => ({ question_id: id, answer: 'A' }))
    const before = platform.world.submissions.length
    const { status, json } = await run(
      'assessments',
      'submit',
      first.id,
      file('answers.json', JSON.stringify({ answers })),
    )
    expect(status).toBe(0)
    const submission = platform.world.submission(json.submissions[0].id)
    expect(json).toEqual({
      submissions: [
        {
          ...{ id: submission?.id, assessment_id: first.id, learner_id: platform.world.userId },
          ...{ score: submission?.score, passed: submission?.passed, submitted_at: expect.stringMatching(/Z$/) },
          answers: submission?.answers.map(({ questionId, correct }) => ({ question_id: questionId, correct })),
          attempts_left: null,
        },
      ],
      results: { added: 1, updated: 0, unchanged: 0 },
      ...nothingWaits,
    })
    expect(platform.world.submissions).toHaveLength(before + 1)
    expect((await run('results')).json.total).toBe(1)
  })

  it('repeats no submission whose answer was lost, but for --again', async () => {
    const { run, first, file, platform } = await atPlatform()
    const path = file('answers.json', JSON.stringify({ answers: [] }))
    await run('assessments', 'get', first.id)
    const before = platform.world.submissions.length
    platform.faults.next({ kind: 'cut-off' }, { path: /submissions$/ })
    expect(await run('assessments', 'submit', first.id, path)).toMatchObject({ status: 1, json: { submissions: [] } })
    expect(platform.world.submissions).toHaveLength(before + 1)
    expect(await run('assessments', 'submit', first.id, path)).toMatchObject({ status: 1, out: '' })
    expect(platform.world.submissions).toHaveLength(before + 1)
    platform.world.setEnrolled(platform.world.userId, first.courseId, false)
    expect(await run('assessments', 'submit', first.id, path, '--again')).toMatchObject({ status: 1 })
    platform.world.setEnrolled(platform.world.userId, first.courseId, true)
    expect(await run('assessments', 'submit', first.id, path)).toMatchObject({ status: 1, out: '' })
    expect(platform.world.submissions).toHaveLength(before + 1)
    expect(await run('assessments', 'submit', first.id, path, '--again')).toMatchObject({ status: 0 })
    expect(platform.world.submissions).toHaveLength(before + 2)
  })

  it('keeps what it sent, also with --again, and of what did not arrive what was sent before', async () => {
    const { run, first, file, platform, dataDir } = await atPlatform()
    const questionId = first.questions[0]?.id
    const submit = (answer: unknown, ...more: string[]) => {
      const answers = [{ question_id: questionId, answer }]
      return run('assessments', 'submit', first.id, file('answers.json', JSON.stringify({ answers })), ...more)
    }
    const kept = () => {
      const db = new SqliteDatabase(join(dataDir, 'gradekeep.db'), { readonly: true })
      const answers = db.prepare<[], string>('SELECT answers FROM assessment_attempt').pluck().all()
      db.close()
      return answers.map((each) => JSON.parse(each).map(({ answer }: { answer: string }) => answer))
    }
    await run('assessments', 'get', first.id)
    platform.faults.next({ kind: 'cut-off' }, { path: /submissions$/ })
    await submit('A')
    expect(kept()).toEqual([['A']])
    platform.world.setEnrolled(platform.world.userId, first.courseId, false)
    await submit('B', '--again')
    expect(kept()).toEqual([['A']])
    platform.world.setEnrolled(platform.world.userId, first.courseId, true)
    platform.faults.next({ kind: 'cut-off' }, { path: /submissions$/ })
    await submit({ text: 'C' }, '--again')
    expect(kept()).toEqual([['{"text":"C"}']])
    expect(await submit(['D', 4], '--again')).toMatchObject({ status: 0 })
    expect(kept()).toEqual([[['D', '4']]])
  })

  it('repeats no submission during which its process ended', async () => {
    const { run, first, file, platform, dataDir } = await atPlatform()
    const path = file('answers.json', JSON.stringify({ answers: [] }))
    await run('assessments', 'get', first.id)
    const db = new SqliteDatabase(join(dataDir, 'gradekeep.db'))
    db.prepare(
      `INSERT INTO assessment_attempt (account_id, assessment, begun_at, state)
       SELECT account_id, id, 0, 'submitting' FROM assessment WHERE assessment_id = ?`,
    ).run(first.id)
    db.close()
    const before = platform.world.submissions.length
    expect(await run('assessments', 'submit', first.id, path)).toMatchObject({ status: 1, out: '' })
    expect(platform.world.submissions).toHaveLength(before)
  })

  it('says which values were refused', async () => {
    const { run, first, file } = await atPlatform()
    const path = file('answers.json', JSON.stringify({ answers: [{ question_id: 'q_none', answer: 'A' }] }))
    const { status, err } = await run('assessments', 'submit', first.id, path)
    expect({ status, err }).toEqual({ status: 1, err: expect.stringContaining('(answers.0.question_id: is unknown)') })
  })

  it('says that there are no attempts left, and that nobody is enrolled', async () => {
    const { run, first, file, platform } = await atPlatform()
    const path = file('answers.json', JSON.stringify({ answers: [] }))
    platform.world.changeAssessment(first.id, { attempts: 0 })
    const none = await run('assessments', 'submit', first.id, path)
    expect({ status: none.status, err: none.err }).toEqual({
      status: 1,
      err: expect.stringContaining('no attempts left'),
    })
    platform.world.setEnrolled(platform.world.userId, first.courseId, false)
    const stranger = await run('assessments', 'submit', first.id, path)
    expect(stranger.err).toContain('not enrolled')
    expect(await run('assessments', 'submit', first.id, file('other.json', '[1]'))).toMatchObject({ status: 2 })
  })

  it('fetches submissions by their ids', async () => {
    const { run, platform } = await atPlatform()
    const [one] = platform.world.submissionIds()
    if (one === undefined) throw new Error('There is no submission')
    const { status, json } = await run('assessments', 'submission', one.assessmentId, one.submissionId, 'sub_none')
    expect(status).toBe(0)
    expect(json).toMatchObject({
      submissions: [{ id: one.submissionId, assessment_id: one.assessmentId }],
      results: { added: 1, updated: 0, unchanged: 0 },
      pending: 0,
      rejected: [{ submission: 'sub_none', reason: 'not-found' }],
    })
    expect((await run('assessments', 'submission', one.assessmentId, one.submissionId)).json.results).toEqual({
      ...{ added: 0, updated: 0, unchanged: 1 },
    })
  })

  it.each([
    ['columns', (ids: Ref[]) => ['Assessment ID,Submission ID', ...ids.map(both(','))].join('\n')],
    ['lines', (ids: Ref[]) => ids.map(both(' ')).join('\n')],
    [
      'addresses',
      (ids: Ref[]) =>
        ids.map((id) => `https://c.example/assessments/${id.assessmentId}/submissions/${id.submissionId}`).join('\n'),
    ],
    [
      'JSON',
      (ids: Ref[]) =>
        JSON.stringify({ data: ids.map((id) => ({ id: id.submissionId, assessment_id: id.assessmentId })) }),
    ],
    ['ids alone', (ids: Ref[]) => ids.map(({ submissionId }) => submissionId).join('\n')],
  ])('collects a list of %s, each once', async (_, written) => {
    const { run, platform, file } = await atPlatform()
    const path = file('list.csv', written(platform.world.submissionIds()))
    const { status, json, err } = await run('assessments', 'collect', path)
    expect({ status, err, results: json.results }).toEqual({
      ...{ status: 0, err: '' },
      results: { added: 12, updated: 0, unchanged: 0 },
    })
    expect(json).toMatchObject(nothingWaits)
    expect(json.submissions).toHaveLength(12)
    const before = platform.requests.length
    expect((await run('assessments', 'collect', path)).json.results).toEqual({ added: 0, updated: 0, unchanged: 12 })
    expect(platform.requests).toHaveLength(before)
    expect((await run('results')).json.total).toBe(12)
  })

  it('says of which assessment an id alone is, where it cannot look at each', async () => {
    const { run, platform, file } = await atPlatform({ assessments: 21 })
    const [one] = platform.world.submissionIds()
    if (one === undefined) throw new Error('There is no submission')
    const path = file('list.txt', one.submissionId)
    expect(await run('assessments', 'collect', path)).toMatchObject({
      status: 1,
      json: { submissions: [], rejected: [{ submission: one.submissionId, reason: 'which-assessment' }] },
    })
    expect((await run('assessments', 'collect', path, '--assessment', one.assessmentId)).json.results.added).toBe(1)
  })

  it('stops at the platform’s limit with what arrived, and goes on later', async () => {
    const { run, platform, file } = await atPlatform({ requestsPerMinute: 8 })
    const path = file('list.txt', platform.world.submissionIds().map(both(' ')).join('\n'))
    const stopped = await run('assessments', 'collect', path)
    expect(stopped.status).toBe(3)
    expect(stopped.json.results.added + stopped.json.pending).toBe(12)
    expect(stopped.json.pending).toBeGreaterThan(0)
    vi.setSystemTime(Date.now() + 61_000)
    const next = await run('sync')
    expect(next.json.added + stopped.json.results.added).toBeLessThanOrEqual(12)
    expect(next.json.added).toBeGreaterThan(0)
  })
})

type Ref = { readonly assessmentId: string; readonly submissionId: string }
const both =
  (between: string) =>
  ({ assessmentId, submissionId }: Ref): string =>
    `${assessmentId}${between}${submissionId}`

describe('other commands on such an account', () => {
  it('sync and status tell of it in its own terms', async () => {
    const { run, gradekeep, secret } = await atPlatform()
    const { status, json } = await run('sync')
    expect(status).toBe(0)
    expect(json).toMatchObject({ outcome: 'complete', gaps: [], budget: { limit: 100, per: 'minute' } })
    const told = (await run('status')).json.accounts[0]
    expect(told).toMatchObject({
      ...{ name: 'College', coverage: [], gaps: [], losesFrom: null, budget: { limit: 100, per: 'minute' } },
      outbox: { assessments: { pending: 0, held: 0, toCollect: 0 } },
    })
    const { out } = await gradekeep('status', secret)
    expect(out).toContain('requests in the last minute: ')
    expect(out).not.toContain('hour')
  })

  it.each(['codes list 1', 'codes push', 'questions list', 'questions push', 'categories list'])(
    '“%s” says that it is ClassMarker’s',
    async (line) => {
      const { run, connected } = await atPlatform()
      const named = await run(...line.split(' '), '--account', connected.json.account.id)
      expect(named).toMatchObject({ status: 1, out: '', err: expect.stringContaining('at another service') })
    },
  )

  it('sends a secret of the environment to no two services', async () => {
    const { gradekeep, connect, platform, secret } = await atPlatform()
    await connect()
    const before = platform.requests.length
    expect(await gradekeep('sync --json', secret)).toMatchObject({
      status: 2,
      err: expect.stringContaining('--account'),
    })
    expect(platform.requests).toHaveLength(before)
  })

  it.each([['push'], ['get', 'asmnt'], ['submit', 'asmnt'], ['submission', 'asmnt', 'sub_1'], ['collect']])(
    '“assessments %s” sends the platform no secret of ClassMarker',
    async (action, ...words) => {
      const { run, gradekeep, connect, platform, simulator, file, first, connected } = await atPlatform()
      await connect()
      await run('assessments', 'create', '--course', first.courseId, '--title', 'Mock exam', '--pass', '55')
      const files: Readonly<Record<string, string>> = {
        submit: file('answers.json', '{"answers":[]}'),
        collect: file('list.txt', `${first.id} sub_1`),
      }
      const line = [action, ...words.map((word) => (word === 'asmnt' ? first.id : word)), files[action] ?? '']
      const before = [platform.requests.length, simulator.requests.length]
      const refused = await gradekeep(`assessments ${line.join(' ')} --json`)
      expect(refused.err).toContain('It was sent nowhere')
      expect([platform.requests.length, simulator.requests.length]).toEqual(before)
      const named = await run('assessments', ...line.filter(Boolean), '--account', connected.json.account.id)
      expect(named.err).not.toContain('It was sent nowhere')
      expect(platform.requests.length).toBeGreaterThan(before[0] ?? 0)
    },
  )

  it.each(['codes pull', 'questions pull', 'categories pull'])(
    '“%s” does not sign with a platform’s password',
    async (line) => {
      const { gradekeep, connect, simulator, secret } = await atPlatform()
      await connect()
      const before = simulator.requests.length
      await gradekeep(line, secret)
      expect(simulator.requests).toHaveLength(before)
    },
  )
})

describe('gradekeep classes of a learning platform', () => {
  it('takes learners by their ids, names them in all results, and finds nobody by name', async () => {
    const { platform, run, file, first } = await atPlatform({ results: 60 })
    const own = platform.world.submissionIds().filter(({ assessmentId }) => assessmentId === first.id)
    const wanted = file('ids.txt', own.map((each) => `${each.assessmentId} ${each.submissionId}`).join('\n'))
    await run('assessments', 'collect', wanted)
    const account = ['--account', (await run('status')).json.accounts.find(isCollege).id]
    const people = async () => (await run('students', ...account)).json.students as Listed[]
    const [one, two] = (await people()).map(({ student_key }) => student_key.replace('user:', ''))
    const list = file(
      'class.csv',
      `Learner ID,First name,Last name,E-mail,Student number\n${one},Mia,Brown,mia@x.example,S1\n${two},,,,\n,Ben,Cole,,\n`,
    )
    const added = await run('classes', 'add', '10B', '--file', list, ...account)
    expect(added).toMatchObject({ status: 0, json: { classes: [{ name: '10B', students: 2 }] } })
    expect(added.err).toBe(
      'Line 4, “Ben Cole”, is passed over: there is no learner ID, and nobody is looked for by name at a learning platform.\n',
    )
    expect((await run('classes', 'show', '10B', ...account)).json.students).toEqual(
      expect.arrayContaining([
        { student_key: `user:${one}`, first: 'Mia', last: 'Brown', external_id: 'S1' },
        { student_key: `user:${two}`, first: '', last: two, external_id: null },
      ]),
    )
    expect(await people()).toContainEqual(
      expect.objectContaining({ student_key: `user:${one}`, first: 'Mia', last: 'Brown', email: 'mia@x.example' }),
    )
    const found = (await run('results', '--search', 'mia brown', ...account)).json
    expect(found.total).toBeGreaterThan(0)
    expect(found.results[0]).toMatchObject({ first: 'Mia', last: 'Brown', user_id: one })
    // The same file again changes nothing; another name in it is the name from then on.
    expect((await run('classes', 'add', '10B', '--file', list, ...account)).status).toBe(0)
    const again = file('again.csv', `id,name\n${one},Mia Lee\n`)
    await run('classes', 'add', '10B', '--file', again, ...account)
    expect((await run('results', '--search', 'mia brown', ...account)).json.total).toBe(0)
    expect((await run('results', '--search', 'mia lee', ...account)).json.total).toBe(found.total)
    const nameless = file('names.csv', 'First name,Last name\nMia,Brown\n')
    const refused = await run('classes', 'add', '10B', '--file', nameless, ...account)
    expect(refused.status).toBe(2)
    expect(refused.err).toContain('No heading says “learner-id”.')
  })
})

interface Listed {
  readonly student_key: string
}
const isCollege = ({ name }: { readonly name: string }): boolean => name === 'College'
