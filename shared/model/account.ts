import type { UnixSeconds } from './time.ts'

/** How a request is signed: SHA-256 in ClassMarker's client since 2025, MD5 on its older API page. */
export type Signature = 'sha256' | 'md5'

/** `auto` tries SHA-256, then MD5 once, and remembers what worked. */
export type SignatureSetting = 'auto' | Signature

/** Where the API secret is: safe in the keychain, in memory until the app quits, or not here (ask for it again). */
export type SecretPlace = 'keychain' | 'memory' | 'missing'

export interface Account {
  readonly id: string
  readonly name: string
  /** The API key: it names the account at ClassMarker and is no secret without its other half. */
  readonly key: string
  readonly signature: Signature
  readonly signatureSetting: SignatureSetting
  readonly sample: boolean
  /** IANA name; dates of this account are shown, filtered and exported in it. */
  readonly timeZone: string
  /** What is stored instead where that is no time zone; `timeZone` is then this computer’s own. */
  readonly unknownTimeZone?: string
  readonly createdAt: UnixSeconds
  /** Which of the palette's colours marks it. */
  readonly colour: number
  /** Disconnected: its results stay, nothing is fetched, and there is no secret. */
  readonly archived: boolean
}

/** An account as the window shows it. */
export interface AccountSummary extends Account {
  readonly secret: SecretPlace
  readonly groups: number
  readonly links: number
  readonly tests: number
  readonly results: number
  readonly lastSync: LastSync | null
  /** When a sync of it was complete last; null before the first that was. */
  readonly completeAt: UnixSeconds | null
}

export interface LastSync {
  readonly at: UnixSeconds
  readonly outcome: SyncOutcome
}

export type SyncOutcome = 'complete' | 'rate-limited' | 'offline' | 'failed' | 'cancelled'

/** How many colours there are to tell accounts apart. */
export const accountColours = 6

/** The one sample account's id. */
export const sampleId = 'sample'
