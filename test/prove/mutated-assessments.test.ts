import { describe, expect, it } from 'vitest'
import { bodyText } from '../../electron/connectors/answer-body.ts'
import { AssessmentsClient } from '../../electron/connectors/assessments/index.ts'
import { type AssessmentsApi, answerTo } from '../../electron/simulator/assessments/api.ts'
import { accessOf, MinuteLimit, Sessions } from '../../electron/simulator/assessments/sessions.ts'
import { AssessmentsWorld } from '../../electron/simulator/assessments/world.ts'
import { AppError } from '../../shared/errors.ts'
import { movableClock } from '../electron/support/laptop.ts'
import { drawn } from './draw.ts'
import { mutated, seeded } from './mutations.ts'

const times = drawn({ whole: 8_000, part: 600 })

/** A simulated platform without a network. */
function platform(dialect: AssessmentsApi['dialect']) {
  const { clock } = movableClock()
  const world = new AssessmentsWorld({ seed: 3, clock, assessments: 8, learners: 12, results: 30, madeAt: clock() })
  const access = accessOf(3)
  const sessions = new Sessions(access, 3600, 3)
  const api: AssessmentsApi = { world, sessions, limit: new MinuteLimit(null), dialect, role: 'instructor' }
  const answer = (url: string, { method = 'GET', body }: RequestInit) =>
    answerTo(api, { method, url: new URL(url), authorization: `Bearer ${access.token}`, body: String(body ?? '') })
  const tokens = { access: access.token, refresh: 'refresh', expiresAt: null }
  return { world, clock, tokens, answer }
}

describe.each(['documented', 'flat'] as const)('a mutated answer in the %s dialect', (dialect) => {
  it(`is read or refused, ${times} times, with no score that cannot be`, { timeout: 240_000 }, async () => {
    const random = seeded(17)
    const { world, clock, tokens, answer } = platform(dialect)
    const [assessment] = world.assessments
    const [kept] = world.submissionIds()
    if (assessment === undefined || kept === undefined) throw new Error('The platform is empty')
    const { course_id, ...rest } = { course_id: assessment.courseId, title: 'New', passing_score: 50 }
    const draft = { course_id, ...rest, time_limit_minutes: null }
    const ends = new Map<string, number>()
    let said = ''
    for (let each = 0; each < times; each++) {
      const doubts: unknown[] = []
      const client = new AssessmentsClient({
        endpoint: {
          url: 'https://school.example',
          clock,
          fetch: async (url, init) => {
            const right = answer(url, init)
            const sent = mutated(random, right.text)
            said = bodyText(sent.body, sent.contentType)
            const status = sent.status === 200 ? (right.status ?? 200) : sent.status
            const type = sent.contentType === '' ? {} : { 'content-type': sent.contentType }
            return new Response(Buffer.from(sent.body), { status, headers: { ...right.headers, ...type } })
          },
        },
        tokens,
        retry: { pause: async () => undefined, random },
        nextRequestAfter: null,
        onTokens: async (renewed) => expect(renewed.access).toMatch(/^[!-~]+$/),
      })
      const onDoubt = (thrown: unknown) => void doubts.push(thrown)
      const kind = each % 5
      try {
        if (kind === 0) {
          const { assessments, unreadable, total } = await client.assessments(1)
          expect(total ?? 0).toBeGreaterThanOrEqual(0)
          for (const { raw } of unreadable) expect(() => JSON.parse(raw)).not.toThrow()
          for (const read of assessments) soundAssessment(read)
        } else if (kind === 1) soundAssessment(await client.assessment(assessment.id))
        else if (kind === 2) soundAssessment(await client.create(draft, onDoubt))
        else {
          const isNew = kind === 3
          const read = isNew
            ? await client.submit(assessment.id, { answers: [] }, onDoubt)
            : await client.submission(kept.assessmentId, kept.submissionId)
          expect(read.score).toBeGreaterThanOrEqual(0)
          expect(read.score).toBeLessThanOrEqual(100)
          expect(read.assessmentId).toBe(isNew ? assessment.id : kept.assessmentId)
          if (!isNew) expect(read.id).toBe(kept.submissionId)
          expect(Number.isSafeInteger(read.submittedAt)).toBe(true)
          expect(new Set(read.answers.map(({ questionId }) => questionId)).size).toBe(read.answers.length)
          // A score is never made up: what is read was sent, maybe with a decimal comma.
          expect(said.replaceAll(',', '.')).toContain(String(read.score))
        }
        expect(doubts).toEqual([])
        ends.set('read', (ends.get('read') ?? 0) + 1)
      } catch (thrown) {
        if (!(thrown instanceof AppError)) throw thrown
        const { code } = thrown
        expect(code).not.toBe('internal')
        ends.set(code, (ends.get(code) ?? 0) + 1)
      }
    }
    // Mutations that all end the same way would prove little.
    expect(ends.get('read')).toBeGreaterThan(times / 5)
    expect(ends.size).toBeGreaterThanOrEqual(8)
  })
})

interface Read {
  readonly id: string
  readonly courseId: string
  readonly passingScore: number | null
  readonly timeLimitMinutes: number | null
  readonly questionCount: number | null
  readonly raw: string
}

function soundAssessment({ id, courseId, passingScore, timeLimitMinutes, questionCount, raw }: Read): void {
  expect(id.length * courseId.length).toBeGreaterThan(0)
  expect(passingScore ?? 0).toBeGreaterThanOrEqual(0)
  expect(passingScore ?? 0).toBeLessThanOrEqual(100)
  expect(timeLimitMinutes ?? 1).toBeGreaterThan(0)
  expect(questionCount ?? 0).toBeGreaterThanOrEqual(0)
  expect(() => JSON.parse(raw)).not.toThrow()
}
