import type { AttemptAnswers } from './answers.ts'
import type { ClassMarkerFeed } from './result-values.ts'
import type { Interval } from './sync.ts'

/** What a file of results is. */
export const resultFileKinds = ['webhook', 'results-csv', 'api'] as const
export type ResultFileKind = (typeof resultFileKinds)[number]

/** Whether a payload proves that it is ClassMarker's: `unverified` where no signature or no phrase is at hand. */
export type SignatureState = 'verified' | 'unverified' | 'wrong'

/** Where something stands among the files of an import. */
export interface FilePlace {
  /** The name as the teacher knows it, inside an archive with the archive's name before it: `march.zip/17.json`. */
  readonly file: string
  /** Counted from 1; null where the file is one thing. */
  readonly line: number | null
}

/** What cannot be read, or only in part, in one sentence. */
export interface ImportProblem extends FilePlace {
  readonly problem: string
}

/** What can be wrong with a file of results or a part of it; shared/import-problems.ts makes the sentence. */
export type ImportProblemCode =
  | 'result-unreadable'
  | 'answers-unreadable'
  | 'too-nested'
  | 'unknown-status'
  | 'signature-wrong'
  | 'csv-no-finish'
  | 'csv-no-test'
  | 'csv-cell'
  | 'csv-date-order'
  | 'csv-answers'
  | 'csv-no-marks'
  | 'csv-nobody'
  | 'csv-cut-off'
  | 'csv-question-numbers'
  | 'api-error'
  | 'api-without-results'
  | 'api-incomplete'
  | 'empty'
  | 'missing'
  | 'unreadable-file'
  | 'no-file'
  | 'too-large'
  | 'too-many-rows'
  | 'unclosed-quote'
  | 'not-json'
  | 'line-not-json'
  | 'line-too-long'
  | 'not-xml'
  | 'xml-entities'
  | 'not-results'
  | 'other-kind'
  | 'more-problems'
  | 'archive-damaged'
  | 'archive-bomb'
  | 'archive-too-many'
  | 'archive-encrypted'
  | 'entry-damaged'
  | 'archive-in-archive'
  | 'twice'
  | 'erased-student'
  | 'refused'
  | 'unmatched'
  | 'several-matches'

/** A problem before it has its place and its sentence. */
export interface FoundProblem {
  readonly code: ImportProblemCode
  /** Facts for the sentence: the name of a field, a word of the file. */
  readonly facts?: Readonly<Record<string, string | number>>
}

/** An attempt with ClassMarker's own ids, as a webhook or the API sends it. */
export interface SentAttempt {
  readonly kind: 'sent'
  readonly feed: ClassMarkerFeed
  /**
   * The result under the API's field names (`access_code`, `extra_info`, `test_id`, `group_id` or `link_id`), whatever
   * it was called in the file. Fields that nobody knows are kept; one that was not sent is missing.
   */
  readonly result: Readonly<Record<string, unknown>>
  readonly testName: string | null
  readonly sourceName: string | null
  /** Null where the file has no answers: they may be known from elsewhere. */
  readonly answers: AttemptAnswers | null
  readonly signature: SignatureState
  readonly place: FilePlace
}

/** Which of two numbers of a date is the day. */
export const dayOrders = ['day-first', 'month-first'] as const
export type DayOrder = (typeof dayOrders)[number]

/** A time on the account's clock, without a zone: the form `2026-07-10T09:18:00`. */
export type WallClock = string

/** An attempt as ClassMarker's results CSV lists it: with names, and without any id but its questions'. */
export interface ListedAttempt {
  readonly kind: 'listed'
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly testName: string
  /** The name of the group or the link; the file does not say which it is. */
  readonly sourceName: string
  /** Percent, as in the file; null where the cell is empty. */
  readonly percentage: number | null
  readonly pointsScored: number | null
  readonly pointsAvailable: number | null
  readonly duration: string | null
  readonly started: WallClock | null
  readonly finished: WallClock
  /** Further columns by their heading: access code, tracking id, extra information. */
  readonly further: Readonly<Record<string, string>>
  readonly answers: AttemptAnswers | null
  readonly place: FilePlace
}

export type ImportedAttempt = SentAttempt | ListedAttempt

/** How many payloads were signed by ClassMarker, say nothing of it, or pretend to be. */
export type SignatureCounts = Readonly<Record<SignatureState, number>>

/** How a results CSV writes its times, which have no zone. */
export interface CsvDates {
  /** As in `FilePlace`. */
  readonly file: string
  /** `either` where no date depends on it; null where nothing in the file decides. */
  readonly order: DayOrder | 'either' | null
  /** One of them as it stands there, whose order is open if any is, and what it is in each order; null for no time. */
  readonly example: { readonly text: string; readonly readings: Readonly<Record<DayOrder, WallClock | null>> } | null
}

/** A file that was read to its end. */
export interface ReadFile {
  /** As in `FilePlace`. */
  readonly file: string
  /** What it was found to be; null for what is none of ClassMarker's. */
  readonly kind: ResultFileKind | null
}

/** A time of which a saved answer of the API holds every result of a feed: after its beginning, and until its end. */
export interface WholeTime extends Interval {
  readonly feed: ClassMarkerFeed
}

/** A part of what an import reads, in the order of the files. */
export interface ImportBatch {
  /** Files whose last attempt is in this batch. */
  readonly files: readonly ReadFile[]
  /** Attempts whose signature is not wrong. */
  readonly attempts: readonly ImportedAttempt[]
  readonly problems: readonly ImportProblem[]
  /** ClassMarker's samples, left out. */
  readonly samples: number
  /** Where they stand. */
  readonly samplePlaces: readonly FilePlace[]
  /** Of each results CSV that ends in this batch. */
  readonly dates: readonly CsvDates[]
  /** Of each answer of the API in this batch that says so: a time of which it holds all results. */
  readonly whole: readonly WholeTime[]
  /** People that a results CSV lists without a finish, left out. */
  readonly unfinished: number
  readonly signatures: SignatureCounts
}

/** What an import is asked to read, apart from its files. */
export interface ImportReading {
  /** Refuses files of any other kind; without it the kind is found. */
  readonly kind?: ResultFileKind | undefined
  /** Signing phrases of webhooks. A payload is verified if it is signed with one of them. */
  readonly phrases?: readonly string[] | undefined
  /** Whether webhooks with other phrases may have sent them too: then a signature that fits none is not wrong. */
  readonly hasOthers?: boolean | undefined
  /** Of the dates of a results CSV where nothing in the file decides; without it their rows are left out. */
  readonly dayOrder?: DayOrder | undefined
}
