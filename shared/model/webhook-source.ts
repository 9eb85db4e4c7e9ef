import type { UnixSeconds } from './time.ts'

/** A webhook at ClassMarker, under the teacher's own name. Its signing phrase is in the keychain. */
export interface WebhookSource {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly madeAt: UnixSeconds
  /** Payloads that were received and kept, also those that changed nothing. */
  readonly payloads: number
  readonly samples: number
  /** When the last payload or sample came; null before the first. */
  readonly lastAt: UnixSeconds | null
}

/**
 * A source with the place of its signing phrase; `missing` after it was brought back, or on another computer, `unknown`
 * while the keychain cannot be read.
 */
export interface KeptSource extends WebhookSource {
  readonly phrase: 'keychain' | 'memory' | 'missing' | 'unknown'
}
