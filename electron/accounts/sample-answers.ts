import { setImmediate } from 'node:timers/promises'
import type { SentAttempt } from '../../shared/model/imported.ts'
import { readWebhook } from '../connectors/classmarker/index.ts'

interface SampleAnswersPorts {
  /** What the sample's webhook sent until it was made. */
  readonly payloads: () => Promise<readonly unknown[]>
  /** Keeps attempts as delivered by a webhook. */
  readonly keep: (attempts: readonly SentAttempt[]) => Promise<unknown>
}

/** As many as a sync keeps at once, so that questions of the window come between. */
const atOnce = 200

/**
 * Delivers the sample's webhooks, as ClassMarker's API never hands out answers. One that was delivered before changes
 * nothing.
 */
export async function deliverSampleAnswers({ payloads, keep }: SampleAnswersPorts, signal: AbortSignal): Promise<void> {
  const place = { file: 'webhook', line: null }
  const sent = await payloads()
  for (let from = 0; from < sent.length; from += atOnce) {
    signal.throwIfAborted()
    const read = sent.slice(from, from + atOnce).map((payload) => readWebhook(payload, place, 'unverified'))
    await keep(read.flatMap(({ attempt }) => attempt ?? []))
    await setImmediate()
  }
}
