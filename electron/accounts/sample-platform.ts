import { randomInt } from 'node:crypto'
import type { AssessmentRow, SubmissionRef } from '../../shared/model/assessment.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { AssessmentsEndpoint, Tokens } from '../connectors/assessments/index.ts'
import { type AssessmentsSimulator, startAssessmentsSimulator } from '../simulator/assessments/simulator.ts'
import { onlyAccess } from './platform-tokens.ts'
import { StartedOnce } from './started-once.ts'

interface Sample {
  readonly madeAt: UnixSeconds
  /** The assessments of it that are known here, also those that were published to it. */
  readonly known: () => Promise<readonly AssessmentRow[]>
}

/**
 * The sample of a learning platform, on this computer, as it was when the sample was made. What was published to it since
 * is there too, as far as it is known here; what is made next has ids of its own.
 */
export class SamplePlatform {
  readonly #clock: Clock
  readonly #server: StartedOnce<AssessmentsSimulator, Sample>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#server = new StartedOnce(async ({ madeAt, known }) => {
      const made = (await known()).map(toMade)
      const simulator = await startAssessmentsSimulator({ clock, madeAt, requestsPerMinute: null })
      simulator.world.goOn(made, randomInt(2 ** 32))
      return simulator
    })
  }

  async start(sample: Sample): Promise<{ readonly endpoint: AssessmentsEndpoint; readonly tokens: Tokens }> {
    const { url, token } = await this.#server.start(sample)
    return { endpoint: { url, fetch: globalThis.fetch, clock: this.#clock }, tokens: onlyAccess(token) }
  }

  /** The submissions of its learners. A real platform lists none, but nobody could paste these. */
  async submissions(sample: Sample): Promise<readonly SubmissionRef[]> {
    return (await this.#server.start(sample)).world.submissionIds()
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}

const toMade = ({ assessmentId, courseId, title, passingScore, timeLimitMinutes }: AssessmentRow) => ({
  ...{ id: assessmentId, courseId, title, timeLimitMinutes },
  passingScore: passingScore ?? 0,
})

export const samplePlatformName = 'Harbour College'
