import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../electron/simulator/simulator.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'

/** Thursday 6 August 2026, 14:26:40 UTC. */
export const thursday = unixSeconds(1_786_026_400)

/** A clock that stands still until it is moved. */
export class StoppedClock {
  #now: UnixSeconds = thursday
  readonly clock = (): UnixSeconds => this.#now

  pass(seconds: number): void {
    this.#now = unixSeconds(this.#now + seconds)
  }
}

/** A simulator that is closed when the test is over, without a rate limit unless one is asked for. */
export async function account(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({ clock: () => thursday, requestsPerHour: null, results: 0, ...options })
  onTestFinished(() => simulator.close())
  return simulator
}

export const digest = (hash: 'sha256' | 'md5', text: string): string => createHash(hash).update(text).digest('hex')

interface Sent {
  readonly query?: Record<string, string>
  readonly method?: string
  readonly body?: string
  readonly at?: number
  readonly signal?: AbortSignal
}

/** Sends a correctly signed request, except where `query` replaces a parameter. */
export function ask({ url, key, secret }: Simulator, path: string, sent: Sent = {}): Promise<Response> {
  const { query, at = thursday, ...request } = sent
  const timestamp = String(at)
  const signature = digest('sha256', key + secret + timestamp)
  const parameters = new URLSearchParams({ api_key: key, signature, timestamp, ...query })
  return fetch(`${url}${path}?${parameters}`, { redirect: 'manual', ...request })
}

interface TestName {
  readonly test: { readonly test_id: number | string; readonly test_name: string }
}

/** The fields of the API's JSON that these tests look at. */
export interface ApiAnswer {
  readonly status: string
  readonly request_path: string
  readonly server_timestamp: number
  readonly finished_after_timestamp_used?: number
  readonly groups?: readonly {
    readonly group: { readonly group_id: number; readonly group_name: string; readonly assigned_tests?: TestName[] }
  }[]
  readonly links?: readonly {
    readonly link: {
      readonly link_id: number
      readonly link_name: string
      readonly link_url_id?: string
      readonly access_list_id?: number
      readonly assigned_tests?: readonly TestName[]
    }
  }[]
  readonly tests?: readonly TestName[]
  readonly results?: readonly { readonly result: Readonly<Record<string, unknown>> }[]
  readonly num_results_available?: number
  readonly num_results_returned?: number
  readonly more_results_exist?: boolean
  readonly next_finished_after_timestamp?: number
  readonly access_lists?: { readonly access_list: Readonly<Record<string, unknown>> }
  readonly questions?: readonly Readonly<Record<string, unknown>>[]
  readonly question_id?: number
  readonly data?: unknown
  readonly error?: { readonly error_code: string; readonly error_message: string; readonly next_request_after?: number }
}

export async function answerOf(response: Response | Promise<Response>): Promise<ApiAnswer> {
  const answer: ApiAnswer = JSON.parse(await (await response).text())
  return answer
}

export const answer = (simulator: Simulator, path: string, sent?: Sent): Promise<ApiAnswer> =>
  answerOf(ask(simulator, path, sent))

export const errorCode = async (response: Response | Promise<Response>): Promise<string | undefined> =>
  (await answerOf(response)).error?.error_code

/** The results in an answer, without the wrapping. */
export const resultsIn = (page: ApiAnswer): readonly Readonly<Record<string, unknown>>[] =>
  (page.results ?? []).map(({ result }) => result)

export const allGroups = '/v1/groups/recent_results.json'
export const allLinks = '/v1/links/recent_results.json'
