import type { FilledGap, ImportCounts, MatchCandidate } from './import-outcome.ts'
import type { CsvDates, DayOrder, FilePlace, ResultFileKind } from './imported.ts'
import type { Tenths } from './result-values.ts'
import type { ChangedValue } from './sync.ts'
import type { UnixSeconds } from './time.ts'

/** What a preview sorts everything in the files into, in its order. */
export const previewBuckets = ['added', 'changed', 'to-confirm', 'same', 'samples', 'left-out'] as const
export type PreviewBucket = (typeof previewBuckets)[number]

/** What a file says of itself: whose attempt, at what. */
export interface PreviewSubject {
  readonly first: string
  readonly last: string
  /** Null in ClassMarker's CSV. */
  readonly testId: number | null
  /** '' where neither the file nor anything here says. */
  readonly testName: string
  readonly sourceName: string
  readonly finished: UnixSeconds
  /** Null where the file says none. */
  readonly percentage: Tenths | null
}

/** One thing in the files and what an import would make of it. */
export interface PreviewRow {
  /** Counted from 0 within the preview. */
  readonly id: number
  readonly place: FilePlace
  /** Null for a sample, and for what cannot be read. */
  readonly about: PreviewSubject | null
  /** Values that would change. */
  readonly changes: readonly ChangedValue[]
  /** Whether answers would come where none are, or in the place of others. */
  readonly answers: 'new' | 'replaced' | null
  /** Why it is left out; null for everything else. */
  readonly problem: string | null
  /** Results that a row to confirm may be. */
  readonly candidates: readonly MatchCandidate[]
}

/** Files that the window opened. Their paths stay with the main process. */
export interface OpenedFiles {
  readonly id: string
  /** Of what was chosen or dropped: files, folders, archives. */
  readonly names: readonly string[]
}

/** How the times of a results CSV are read. */
export interface CsvDateChoice {
  /** Null as long as nobody chose: then rows that need it are left out. */
  readonly dayOrder: DayOrder | null
  readonly timeZone: string
}

export interface ImportProgress {
  readonly step: 'preview' | 'import'
  /** Read to their end so far. */
  readonly files: number
  /** Attempts so far. */
  readonly attempts: number
}

/** What came, or would come, of an import. The rows stay with the main process until they are asked for. */
export interface ImportSummary {
  readonly step: 'preview' | 'import'
  readonly opened: string
  /** How many files there are of each kind; those of none are in no kind. */
  readonly kinds: Readonly<Record<ResultFileKind, number>>
  readonly files: number
  readonly attempts: number
  readonly buckets: Readonly<Record<PreviewBucket, number>>
  /** Rows to confirm with one likely match. */
  readonly likely: number
  readonly counts: ImportCounts
  readonly gaps: readonly FilledGap[]
  /** How many gaps it closed. */
  readonly closed: number
  readonly dates: readonly CsvDates[]
  readonly dateChoice: CsvDateChoice
  /** Whether the choice was made before, for this account. */
  readonly isDateChoiceKept: boolean
  /** The step of undo that it became; null where nothing was changed. */
  readonly change: number | null
}

/** An import of before. */
export interface PastImport {
  readonly id: number
  readonly account: string
  readonly madeAt: UnixSeconds
  /** Names of its first files. */
  readonly files: readonly string[]
  readonly fileCount: number
  /** Null where it was ended before it was through. */
  readonly counts: ImportCounts | null
  readonly undoneAt: UnixSeconds | null
  /** Its step of undo, while it can be undone. */
  readonly change: number | null
}
