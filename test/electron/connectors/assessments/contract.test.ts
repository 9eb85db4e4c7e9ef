import { describe, expect, it } from 'vitest'
import { signIn } from '../../../../electron/connectors/assessments/index.ts'
import { plusSeconds } from '../../../../shared/model/time.ts'
import { dialects, errorOf, platform, sentinels } from './platform.ts'

const draft = { course_id: '', title: 'Decimals', passing_score: 60, time_limit_minutes: 30 }

describe.each(dialects)('a platform in the %s dialect', (dialect) => {
  it('signs in by e-mail and password', async () => {
    const { signedIn, clock } = await platform({ dialect, tokenLifetime: 900 })
    expect(await signedIn()).toEqual({
      access: expect.stringMatching(/^atk_/),
      refresh: expect.stringMatching(/^rtk_/),
      expiresAt: clock() + 900,
    })
  })

  it('lists its assessments a page at a time, with its total', async () => {
    const { client, world } = await platform({ dialect, assessments: 130 })
    const one = await client().assessments(1)
    const two = await client().assessments(2)
    expect([one.total, one.assessments.length, two.assessments.length]).toEqual([130, 100, 30])
    expect(one).toMatchObject({ page: 1, perPage: dialect === 'flat' ? null : 100, unreadable: [] })
    const [first] = world.assessments
    expect(one.assessments[0]).toEqual({
      id: first?.id,
      courseId: first?.courseId,
      title: first?.title,
      passingScore: first?.passingScore,
      timeLimitMinutes: first?.timeLimitMinutes,
      questionCount: first?.questions.length,
      raw: expect.stringContaining(`"id":"${first?.id}"`),
    })
    expect(new Set([...one.assessments, ...two.assessments].map(({ id }) => id)).size).toBe(130)
  })

  it('lists those of one course', async () => {
    const { client, world, assessment } = await platform({ dialect })
    const { assessments, total } = await client().assessments(1, { courseId: assessment.courseId })
    const own = world.assessments.filter(({ courseId }) => courseId === assessment.courseId)
    expect(own.length).toBeLessThan(world.assessments.length)
    expect(assessments.map(({ id }) => id)).toEqual(own.map(({ id }) => id))
    expect(total).toBe(own.length)
  })

  it('gives an assessment with its questions, and never their right answers', async () => {
    const { client, assessment } = await platform({ dialect })
    const read = await client().assessment(assessment.id)
    expect(read).toMatchObject({ id: assessment.id, title: assessment.title, unreadableQuestions: 0 })
    expect(read.questions).toEqual(
      assessment.questions.map(({ id, text, type, options, points }) => ({
        ...{ id, text, type, points },
        options: options.map((option, at) => ({ id: 'ABCDEF'[at], text: option })),
        raw: expect.stringContaining(id),
      })),
    )
    expect(read.raw).not.toContain('correct')
  })

  it('creates an assessment', async () => {
    const { client, world, assessment, doubts, onDoubt } = await platform({ dialect })
    const created = await client().create({ ...draft, course_id: assessment.courseId }, onDoubt)
    expect(world.assessment(created.id)).toMatchObject({ title: 'Decimals', passingScore: 60, timeLimitMinutes: 30 })
    expect(created).toMatchObject({ courseId: assessment.courseId, title: 'Decimals', questionCount: 0 })
    expect(doubts).toEqual([])
  })

  it('refuses values and names their fields, in doubt of nothing', async () => {
    const { client, world, doubts, onDoubt } = await platform({ dialect })
    const before = world.assessments.length
    const error = await errorOf(client().create({ ...draft, title: 'ab', passing_score: 0.5 }, onDoubt))
    expect(error).toMatchObject({ code: 'assessments/invalid', detail: { apiCode: 'VALIDATION_ERROR' } })
    const { fields } = (error as { detail: { fields: string } }).detail
    for (const field of ['course_id', 'title', 'passing_score']) expect(fields).toContain(field)
    expect(fields).toContain('must be between 3 and 200 characters')
    expect(world.assessments).toHaveLength(before)
    expect(doubts).toEqual([])
  })

  it('refuses the role of a learner', async () => {
    const { client, doubts, onDoubt, assessment } = await platform({ dialect, role: 'learner' })
    const asked = client().create({ ...draft, course_id: assessment.courseId }, onDoubt)
    await expect(asked).rejects.toMatchObject({ code: 'assessments/forbidden' })
    expect(doubts).toEqual([])
  })

  it('scores a submission at once, and gives it again by its id', async () => {
    const { client, world, assessment, rightAnswers, clock, doubts, onDoubt } = await platform({ dialect })
    const [wrong, ...right] = rightAnswers.answers
    const submitted = await client().submit(assessment.id, { answers: right }, onDoubt)
    const [kept] = world.submissions
    expect(submitted).toEqual({
      id: kept?.id,
      assessmentId: assessment.id,
      learnerId: world.userId,
      score: Math.round((right.length * 10_000) / rightAnswers.answers.length) / 100,
      passed: kept?.passed,
      submittedAt: clock(),
      answers: assessment.questions.map(({ id }) => ({ questionId: id, correct: id !== wrong?.question_id })),
      attemptsLeft: null,
      raw: expect.stringContaining('"score"'),
    })
    expect(await client().submission(assessment.id, submitted.id)).toEqual(submitted)
    expect(doubts).toEqual([])
  })

  it('gives every submission that was ever made there', async () => {
    const { client, world } = await platform({ dialect, results: 40 })
    for (const { assessmentId, submissionId } of world.submissionIds()) {
      const truth = world.submission(submissionId)
      expect(await client().submission(assessmentId, submissionId)).toMatchObject({
        ...{ id: submissionId, assessmentId, learnerId: truth?.learnerId, score: truth?.score, passed: truth?.passed },
        submittedAt: truth?.submittedAt,
        answers: truth?.answers.map(({ questionId, correct }) => ({ questionId, correct })),
      })
    }
  })

  it('scores nothing beyond the limit of retakes', async () => {
    const { client, world, assessment, rightAnswers, doubts, onDoubt } = await platform({ dialect })
    world.changeAssessment(assessment.id, { attempts: 1 })
    const first = await client().submit(assessment.id, rightAnswers, onDoubt)
    expect(first).toMatchObject({ score: 100, attemptsLeft: dialect === 'flat' ? 0 : null })
    const again = client().submit(assessment.id, rightAnswers, onDoubt)
    await expect(again).rejects.toMatchObject({ code: 'assessments/no-attempts-left' })
    expect(world.submissions).toHaveLength(1)
    expect(doubts).toEqual([])
  })

  it('scores nothing that is closed, and nobody who cannot see it: neither is the limit of retakes', async () => {
    const { client, world, assessment, rightAnswers, doubts, onDoubt } = await platform({ dialect })
    for (const [access, code] of [
      ['closed', 'assessments/time-over'],
      ['hidden', 'assessments/forbidden'],
    ] as const) {
      world.changeAssessment(assessment.id, { access })
      await expect(client().submit(assessment.id, rightAnswers, onDoubt)).rejects.toMatchObject({ code })
    }
    expect([world.submissions, doubts]).toEqual([[], []])
  })

  it('is in doubt about an attempt that was submitted already: the answer to the first one may have been lost', async () => {
    const { client, world, assessment, rightAnswers, doubts, onDoubt, fails } = await platform({ dialect })
    const body = { ...rightAnswers, sessionId: 'one' }
    fails({ kind: 'reset midway' })
    await errorOf(client().submit(assessment.id, body, onDoubt))
    const again = client().submit(assessment.id, body, onDoubt)
    await expect(again).rejects.toMatchObject({ code: 'assessments/already-submitted' })
    expect([world.submissions.length, doubts.length]).toEqual([1, 2])
  })

  it('takes answers as the document names them', async () => {
    const { client, assessment, rightAnswers, onDoubt, world } = await platform({ dialect })
    expect(await client().submit(assessment.id, rightAnswers, onDoubt)).toMatchObject({ score: 100 })
    expect(world.submissions[0]?.answers.every(({ given }) => given !== null)).toBe(true)
  })

  it('scores nobody who is not enrolled', async () => {
    const { client, world, assessment, rightAnswers, onDoubt } = await platform({ dialect })
    world.setEnrolled(world.userId, assessment.courseId, false)
    const asked = client().submit(assessment.id, rightAnswers, onDoubt)
    await expect(asked).rejects.toMatchObject({ code: 'assessments/not-enrolled' })
    expect(world.submissions).toEqual([])
  })

  it('refuses answers to questions of another assessment', async () => {
    const { client, assessment, onDoubt } = await platform({ dialect })
    const asked = client().submit(assessment.id, { answers: [{ question_id: 'qst_other', answer: 'A' }] }, onDoubt)
    await expect(asked).rejects.toMatchObject({
      code: 'assessments/invalid',
      detail: { fields: expect.stringContaining('answers.0.question_id') },
    })
  })

  it('knows no assessment and no submission that is not there', async () => {
    const { client, assessment, onDoubt, doubts } = await platform({ dialect })
    const asked = [
      client().assessment('asmnt_nowhere'),
      client().submission(assessment.id, 'sub_nowhere'),
      client().submit('asmnt_nowhere', { answers: [] }, onDoubt),
    ]
    for (const each of asked) await expect(each).rejects.toMatchObject({ code: 'assessments/not-found' })
    expect(doubts).toEqual([])
  })

  it('is asked again only after the moment it names, when there were too many requests', async () => {
    const { client, clock, advance, forbidden, budgets, simulator } = await platform({ dialect, requestsPerMinute: 3 })
    const own = client()
    for (let each = 0; each < 3; each++) await own.assessments(1)
    advance(20)
    const until = plusSeconds(clock(), 40)
    const limited = { code: 'api/rate-limited', detail: { nextRequestAfter: until } }
    await expect(own.assessments(1)).rejects.toMatchObject(limited)
    expect([own.nextRequestAfter, forbidden]).toEqual([until, [until]])
    expect(budgets).toEqual([2, 1, 0, 0].map((remaining) => ({ limit: 3, remaining, resetAt: until })))
    await expect(own.assessments(1)).rejects.toMatchObject(limited)
    await expect(client({ nextRequestAfter: until }).assessments(1)).rejects.toMatchObject(limited)
    expect(simulator.requests).toHaveLength(4)
    advance(40)
    expect(await own.assessments(1)).toMatchObject({ page: 1 })
  })

  it('is told of a limit that a change meets, which was not carried out and is not repeated', async () => {
    const { client, doubts, onDoubt, assessment, world } = await platform({ dialect, requestsPerMinute: 1 })
    const own = client()
    await own.assessments(1)
    const before = world.assessments.length
    const asked = own.create({ ...draft, course_id: assessment.courseId }, onDoubt)
    await expect(asked).rejects.toMatchObject({ code: 'api/rate-limited' })
    expect([world.assessments.length, doubts, own.requests]).toEqual([before, [], 2])
  })

  it('refuses a wrong password, and says nothing of it', async () => {
    const { endpoint, retry } = await platform({ dialect })
    const error = await errorOf(signIn(endpoint, sentinels.email, 'not the password', { retry }))
    expect(error).toMatchObject({ code: 'assessments/sign-in-refused' })
  })

  it('is at no address where another one answers', async () => {
    const { endpoint, retry, client } = await platform({ dialect })
    const elsewhere = { ...endpoint, url: `${endpoint.url}/school` }
    const none = { code: 'assessments/no-service' }
    await expect(signIn(elsewhere, 'a@b.example', 'password', { retry })).rejects.toMatchObject(none)
    await expect(client({ endpoint: elsewhere }).assessments(1)).rejects.toMatchObject(none)
  })

  it('counts the requests, and says how each ended', async () => {
    const { client, assessment, ended } = await platform({ dialect })
    const own = client()
    await own.assessment(assessment.id)
    await errorOf(own.submission(assessment.id, 'sub_nowhere'))
    expect(own.requests).toBe(2)
    expect(ended).toEqual([
      `api/v1/assessments/${assessment.id} ok`,
      `api/v1/assessments/${assessment.id}/submissions/… assessments/not-found`,
    ])
  })

  it('is sent nothing where the caller has no request left', async () => {
    const { client, simulator, doubts, onDoubt, assessment } = await platform({ dialect })
    const own = client({ onRequest: () => Promise.reject(new Error('no room')) })
    await expect(own.submit(assessment.id, {}, onDoubt)).rejects.toThrow('no room')
    expect([simulator.requests, doubts]).toEqual([[], []])
  })
})
