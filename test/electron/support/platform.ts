import { onTestFinished } from 'vitest'
import {
  type AssessmentsSimulator,
  type AssessmentsSimulatorOptions,
  startAssessmentsSimulator,
} from '../../../electron/simulator/assessments/simulator.ts'
import type { AssessmentDraftContent } from '../../../shared/model/assessment.ts'
import { laptop, movableClock } from './laptop.ts'

/** A learning platform that ends with the test. */
export async function simulatedPlatform(options: AssessmentsSimulatorOptions): Promise<AssessmentsSimulator> {
  const platform = await startAssessmentsSimulator(options)
  onTestFinished(() => platform.close())
  return platform
}

type Given = Omit<AssessmentsSimulatorOptions, 'clock'>

/** A learning platform, and a laptop that knows nothing of it yet. */
export async function platformAndLaptop(options: Given = {}, more: Partial<Parameters<typeof laptop>[0]> = {}) {
  const time = movableClock()
  const platform = await simulatedPlatform({ clock: time.clock, ...options })
  const own = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: time.clock, ...more })
  const signIn = { email: platform.email, password: platform.password }
  const connect = (said: { email: string; password: string } | { token: string } = signIn) =>
    own.core.accounts.connect({ service: 'assessments', url: platform.url, name: 'College', signIn: said })
  return { ...own, ...time, platform, connect }
}

/** A laptop that is signed in at a learning platform. */
export async function onPlatform(options: Given = {}, more: Partial<Parameters<typeof laptop>[0]> = {}) {
  const at = await platformAndLaptop(options, more)
  const { account } = await at.connect()
  const context = () => ({ signal: new AbortController().signal, report: () => undefined })
  const sync = () => at.core.syncs.run(account.id, 'when due', context())
  const publish = () => at.core.assessments.publish(account.id, context())
  const collect = () => at.core.assessments.collect(account.id, context())
  const rows = () => at.core.store.assessmentRows([account.id])
  /** Saves a draft and queues it. @returns its id */
  const queue = async (content: Partial<AssessmentDraftContent> = {}): Promise<number> => {
    const { id } = await at.core.store.saveAssessmentDraft(
      account.id,
      null,
      { ...draftContent(at.platform.world.courses[0]?.id ?? ''), ...content },
      at.clock(),
    )
    await at.core.store.publishAssessment(id, at.clock())
    return id
  }
  return { ...at, account, sync, publish, collect, rows, queue }
}

export const draftContent = (courseId: string): AssessmentDraftContent => ({
  courseId,
  title: 'Fractions, second try',
  passingScore: 60,
  timeLimitMinutes: 20,
  questions: [],
})
