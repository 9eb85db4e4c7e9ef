import type { SubmissionRef } from '../../shared/model/assessment.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { AssessmentsEndpoint, Tokens } from '../connectors/assessments/index.ts'
import { type AssessmentsSimulator, startAssessmentsSimulator } from '../simulator/assessments/simulator.ts'
import { onlyAccess } from './platform-tokens.ts'
import { StartedOnce } from './started-once.ts'

/** The sample of a learning platform, on this computer, as it was when the sample was made. */
export class SamplePlatform {
  readonly #clock: Clock
  readonly #server: StartedOnce<AssessmentsSimulator, UnixSeconds>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#server = new StartedOnce((madeAt) => startAssessmentsSimulator({ clock, madeAt, requestsPerMinute: null }))
  }

  async start(madeAt: UnixSeconds): Promise<{ readonly endpoint: AssessmentsEndpoint; readonly tokens: Tokens }> {
    const { url, token } = await this.#server.start(madeAt)
    return { endpoint: { url, fetch: globalThis.fetch, clock: this.#clock }, tokens: onlyAccess(token) }
  }

  /** The submissions of its learners. A real platform lists none, but nobody could paste these. */
  async submissions(madeAt: UnixSeconds): Promise<readonly SubmissionRef[]> {
    return (await this.#server.start(madeAt)).world.submissionIds()
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}

export const samplePlatformName = 'Harbour College'
