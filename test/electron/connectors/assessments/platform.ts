import { inspect } from 'node:util'
import { onTestFinished } from 'vitest'
import {
  AssessmentsClient,
  type AssessmentsClientOptions,
  type AssessmentsEndpoint,
  type Budget,
  signIn,
  type Tokens,
} from '../../../../electron/connectors/assessments/index.ts'
import {
  type AssessmentsSimulatorOptions,
  startAssessmentsSimulator,
} from '../../../../electron/simulator/assessments/simulator.ts'
import type { Fault } from '../../../../electron/simulator/delivery.ts'
import type { UnixSeconds } from '../../../../shared/model/time.ts'
import { movableClock } from '../../support/laptop.ts'

export const dialects = ['documented', 'flat'] as const

/** What no error, log or message may hold. */
export const sentinels = {
  email: 'sentinel.teacher@school.example',
  password: 'SENTINEL-PASSWORD-OF-THE-TEACHER',
  token: 'SENTINEL-TOKEN-OF-THE-TEACHER',
}

/** The longest form in which an error could be printed: stack, facts and the whole chain of causes. */
export const printed = (error: unknown) =>
  inspect(error, { depth: 20, showHidden: true, getters: true, maxStringLength: null })

export const errorOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )

/** A learning platform and an account at it. */
export async function platform(options: Partial<AssessmentsSimulatorOptions> = {}) {
  const time = movableClock()
  const simulator = await startAssessmentsSimulator({
    clock: time.clock,
    requestsPerMinute: null,
    results: 0,
    ...sentinels,
    ...options,
  })
  onTestFinished(() => simulator.close())
  const { world, faults } = simulator
  const endpoint: AssessmentsEndpoint = { url: simulator.url, fetch: globalThis.fetch, clock: time.clock }
  const retry = { pause: async () => undefined, random: () => 0 }
  const kept: Tokens[] = []
  const ended: string[] = []
  const forbidden: UnixSeconds[] = []
  const budgets: Budget[] = []
  const doubts: unknown[] = []
  const client = (given: Partial<AssessmentsClientOptions> = {}) =>
    new AssessmentsClient({
      endpoint,
      tokens: { access: simulator.token, refresh: null, expiresAt: null },
      retry,
      nextRequestAfter: null,
      onRequest: async (path) => async (outcome) => void ended.push(`${path} ${outcome}`),
      onTokens: async (tokens) => void kept.push(tokens),
      onForbidden: async (until) => void forbidden.push(until),
      onBudget: (budget) => void budgets.push(budget),
      ...given,
    })
  const signedIn = () => signIn(endpoint, simulator.email, simulator.password, { retry })
  const onDoubt = (thrown: unknown) => void doubts.push(thrown)
  const [assessment] = world.assessments
  if (assessment === undefined) throw new Error('The platform has no assessment')
  const rightAnswers = {
    answers: assessment.questions.map(({ id, type, correct }) => ({
      question_id: id,
      answer: type === 'multiple_select' ? correct : correct[0],
    })),
  }
  const fails = (fault: Fault, times = 1) => faults.next(fault, { times })
  return {
    ...time,
    ...{ simulator, world, endpoint, retry, kept, ended, forbidden, budgets, doubts, onDoubt },
    ...{ client, signedIn, assessment, rightAnswers, fails },
  }
}
