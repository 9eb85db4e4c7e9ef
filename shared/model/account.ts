import type { UnixSeconds } from './time.ts'

/** How a request is signed: SHA-256 in ClassMarker's client since 2025, MD5 on its older API page. */
export type Signature = 'sha256' | 'md5'

/** `auto` tries SHA-256, then MD5 once, and remembers what worked. */
export type SignatureSetting = 'auto' | Signature

/** Where the API secret is: safe in the keychain, in memory until the app quits, or missing (ask for it again). */
export type SecretPlace = 'keychain' | 'memory' | 'missing'

/** The services results come from: ClassMarker, and the assessments of a learning platform. */
export const services = ['classmarker', 'assessments'] as const
export type Service = (typeof services)[number]

export interface Account {
  readonly id: string
  readonly name: string
  readonly service: Service
  /**
   * The API key: it names the account at ClassMarker and is not secret on its own. Of a learning platform its address
   * and who signed in there.
   */
  readonly key: string
  /** Address of the learning platform; null for ClassMarker. */
  readonly url: string | null
  /** Who signs in to a learning platform; null for ClassMarker, and where an access token was given. */
  readonly email: string | null
  readonly signature: Signature
  readonly signatureSetting: SignatureSetting
  readonly sample: boolean
  /** IANA name; this account's dates are shown, filtered and exported in this zone. */
  readonly timeZone: string
  /** The stored zone where it is not a time zone; `timeZone` is then this computer’s own. */
  readonly unknownTimeZone?: string
  readonly createdAt: UnixSeconds
  /** Index of the palette colour that marks it. */
  readonly colour: number
  /** Disconnected: its results stay, nothing is fetched, and it has no secret. */
  readonly archived: boolean
}

/** An account with its counts, as the store knows it. */
export interface StoredAccount extends Account {
  /** Of a learning platform: courses. */
  readonly groups: number
  readonly links: number
  readonly tests: number
  readonly results: number
  readonly lastSync: LastSync | null
  /** When a sync of it was last complete; null before the first one. */
  readonly completeAt: UnixSeconds | null
}

/** An account as the window shows it. */
export interface AccountSummary extends StoredAccount {
  readonly secret: SecretPlace
}

export interface LastSync {
  readonly at: UnixSeconds
  readonly outcome: SyncOutcome
}

export type SyncOutcome = 'complete' | 'rate-limited' | 'offline' | 'failed' | 'cancelled'

/** Number of colours that tell accounts apart. */
export const accountColours = 6

/** The id of the sample account of ClassMarker. */
export const sampleId = 'sample'
/** The id of each service's sample account. */
export const sampleIds: Readonly<Record<Service, string>> = {
  classmarker: sampleId,
  assessments: 'sample-assessments',
}

/** What a teacher made on this computer that belongs to an account: no sync brings it back. */
export interface HandMade {
  readonly classes: number
  /** Places in those classes. */
  readonly members: number
  readonly gradebooks: number
  /** What those gradebooks held when they were handed in. */
  readonly handIns: number
  /** Students excused, and attempts chosen to count. */
  readonly decisions: number
  /** On results and on students. */
  readonly notes: number
  readonly labels: number
  /** Keys merged into other students. */
  readonly merges: number
  /** Students added before their first result. */
  readonly added: number
  /** Learners of a learning platform who were named. */
  readonly named: number
  /** Tests whose certificates were given a validity. */
  readonly validities: number
  /** Changes of access codes that are not at ClassMarker yet. */
  readonly waiting: number
  /** Gradebooks of other accounts that show students of this one. */
  readonly sharedGradebooks: number
}

/** Whether connected accounts send their secrets to more than one place. ClassMarker is one, and so is each platform account. */
export function areAtSeveralPlaces(accounts: readonly Account[]): boolean {
  const connected = accounts.filter(({ sample, archived }) => !sample && !archived)
  return new Set(connected.map(({ service, id }) => (service === 'classmarker' ? service : id))).size > 1
}
