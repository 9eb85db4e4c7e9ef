import type { ImportCounts } from '../../../shared/model/import-outcome.ts'
import type { Named, Result } from '../../../shared/model/result.ts'
import type { Feed, Tenths } from '../../../shared/model/result-values.ts'
import type { Gap } from '../../../shared/model/sync.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { PackedAnswers } from './packed-marks.ts'
import type { StoredVersion } from './versions.ts'

/** What answers were read from: it says which of two readings is the newer. */
export interface AnswersOrigin {
  /** When the attempt had finished then: that moves when a test is opened again. */
  readonly finished: UnixSeconds
  /** Whether one of them waited to be graded. */
  readonly toGrade: boolean
  /** Whether it was ClassMarker's CSV, which says less than a webhook. */
  readonly listed: boolean
}

/** A stored result that an imported attempt is, as it was before the running import touched it. */
export interface ImportMatch {
  readonly id: number
  /** Whether the running import brought it: then it was not here before. */
  readonly isNew: boolean
  readonly timeFinished: UnixSeconds
  readonly requiresGrading: boolean | null
  /** As they are now; null where none are here. */
  readonly answers: (AnswersOrigin & { readonly ofRun: boolean }) | null
}

/** A result that finished when a listed attempt did. Results that the running import brought are none. */
export interface FinishedThen {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly testName: string
  readonly sourceName: string
  readonly timeStarted: UnixSeconds
  readonly timeFinished: UnixSeconds
  readonly percentage: Tenths | null
  /** As they are now; null where none are here. */
  readonly answers: AnswersOrigin | null
}

/** What was stored of a result as JSON. */
export interface ImportedRaw {
  readonly id: number
  readonly raw: string
  /** Before the running import touched it; null where it brought the result. */
  readonly before: string | null
}

/** What is to be kept of one attempt. */
export interface KeptAttempt {
  /** The result as it is to be stored; null where it stays as it is. */
  readonly result: { readonly result: Result; readonly raw: string } | null
  /** The stored result; null for a new one. */
  readonly stored: {
    readonly id: number
    /** As it was when this was decided; null where the result stays as it is. */
    readonly raw: string | null
    readonly answers: AnswersOrigin | null
  } | null
  /** What was answered, where that is to be stored. Versions are numbered by their place in `versions`. */
  readonly answers: (AnswersOrigin & PackedAnswers) | null
}

/** A part of an import, which is kept as a whole or not at all. */
export interface KeptPart {
  readonly account: string
  readonly at: UnixSeconds
  /** Null for the first part that changes something. */
  readonly run: number | null
  /** What the step of undo is called. */
  readonly subject: string
  readonly attempts: readonly KeptAttempt[]
  readonly versions: readonly StoredVersion[]
  /** Names for what has none yet: a file may be old. */
  readonly tests: readonly Named[]
  readonly sources: readonly (Named & { readonly feed: Feed })[]
}

/** Attempts that ClassMarker delivered by a webhook, which are kept together or not at all. */
export interface DeliveredPart extends Omit<KeptPart, 'run' | 'subject' | 'attempts'> {
  readonly attempts: readonly DeliveredAttempt[]
  /** Where they came from; null where that has no name. */
  readonly source: number | null
}

export interface DeliveredAttempt {
  /** Null where nothing is to be changed. */
  readonly kept: KeptAttempt | null
  /** The stored result that was delivered; null for a new one. */
  readonly stored: number | null
  readonly hasAnswers: boolean
}

/** The end of an import. */
export interface EndedImport {
  readonly account: string
  readonly at: UnixSeconds
  /** Null where nothing was changed. */
  readonly run: number | null
  /** What the step of undo is called. */
  readonly subject: string
  /** Names of its files. */
  readonly files: readonly string[]
  readonly counts: ImportCounts
  /** Gaps that the files fill. */
  readonly gaps: readonly Gap[]
  /** Whether all of its files were read to their end. */
  readonly isThrough: boolean
}

/** How a part was kept. */
export interface KeptOutcome {
  readonly run: number
  /** By attempt: false for a result that the database refuses. */
  readonly kept: readonly boolean[]
}
