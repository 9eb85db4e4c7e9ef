import type { SentAttempt } from '../../shared/model/imported.ts'
import { readWebhook } from '../connectors/classmarker/index.ts'

interface SampleAnswersPorts {
  /** What the sample's webhook sent until it was made. */
  readonly payloads: () => Promise<readonly unknown[]>
  /** Keeps an attempt as one that was delivered by a webhook. */
  readonly keep: (attempt: SentAttempt) => Promise<unknown>
}

/**
 * Delivers the sample's webhooks, as ClassMarker's API never hands out answers. One that was delivered before changes
 * nothing.
 */
export async function deliverSampleAnswers({ payloads, keep }: SampleAnswersPorts, signal: AbortSignal): Promise<void> {
  const place = { file: 'webhook', line: null }
  for (const payload of await payloads()) {
    signal.throwIfAborted()
    const { attempt } = readWebhook(payload, place, 'unverified')
    if (attempt !== null) await keep(attempt)
  }
}
