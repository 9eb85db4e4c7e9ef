import { importProblem } from '../../../shared/import-problems.ts'
import { isSameVersion, type QuestionVersion } from '../../../shared/model/answers.ts'
import type {
  CsvDates,
  FilePlace,
  FoundProblem,
  ImportBatch,
  ImportedAttempt,
  ImportProblem,
  ReadFile,
  ResultFileKind,
  SignatureState,
  WholeTime,
} from '../../../shared/model/imported.ts'

/** What one place of a file came to. */
export interface Piece {
  readonly place: FilePlace
  readonly kind: ResultFileKind | null
  readonly attempts: readonly ImportedAttempt[]
  readonly problems: readonly FoundProblem[]
  readonly isSample: boolean
  readonly unfinished: number
  readonly signature: SignatureState | null
  readonly dates: CsvDates | null
  readonly whole: WholeTime | null
}

export const piece = (place: FilePlace, kind: ResultFileKind | null, parts: Partial<Piece>): Piece => ({
  place,
  kind,
  attempts: [],
  problems: [],
  isSample: false,
  unfinished: 0,
  signature: null,
  dates: null,
  whole: null,
  ...parts,
})

// What a window takes over in a few milliseconds: an attempt has some 40 answers.
const mostAttempts = 200
const mostAnswers = 4_000
const mostFiles = 500

/**
 * The versions of questions in a batch, each once: hundreds of attempts have the same few, and what is the same object
 * crosses to another thread once.
 */
class SharedVersions {
  readonly #known = new Map<string, QuestionVersion[]>()

  sharedBy(attempt: ImportedAttempt): ImportedAttempt {
    if (attempt.answers === null) return attempt
    const { answers } = attempt.answers
    if (answers.every(({ version }) => this.#shared(version) === version)) return attempt
    const shared = answers.map((answer) => ({ ...answer, version: this.#shared(answer.version) }))
    return { ...attempt, answers: { ...attempt.answers, answers: shared } }
  }

  #shared(version: QuestionVersion): QuestionVersion {
    const known = this.#known.get(version.questionId)
    const same = known?.find((each) => isSameVersion(each, version))
    if (same !== undefined) return same
    if (known === undefined) this.#known.set(version.questionId, [version])
    else known.push(version)
    return version
  }
}

/** Puts batches together. */
export class Collector {
  #files: ReadFile[] = []
  #attempts: ImportedAttempt[] = []
  #problems: ImportProblem[] = []
  #signatures = noSignatures()
  #samplePlaces: FilePlace[] = []
  #dates: CsvDates[] = []
  #whole: WholeTime[] = []
  #versions = new SharedVersions()
  #unfinished = 0
  #answers = 0
  #kind: ResultFileKind | null = null

  add({ place, kind, attempts, problems, isSample, unfinished, signature, dates, whole }: Piece): void {
    this.#kind ??= kind
    for (const attempt of attempts) {
      this.#attempts.push(this.#versions.sharedBy(attempt))
      this.#answers += attempt.answers?.answers.length ?? 0
    }
    for (const found of problems) this.addProblem(place, found)
    if (isSample) this.#samplePlaces.push(place)
    if (dates !== null) this.#dates.push(dates)
    if (whole !== null) this.#whole.push(whole)
    this.#unfinished += unfinished
    if (signature !== null) this.#signatures[signature]++
  }

  addProblem(place: FilePlace, found: FoundProblem): void {
    this.#problems.push(importProblem(place, found))
  }

  endFile(file: string): void {
    this.#files.push({ file, kind: this.#kind })
    this.#kind = null
  }

  get isFull(): boolean {
    return (
      this.#attempts.length >= mostAttempts ||
      this.#answers >= mostAnswers ||
      this.#files.length >= mostFiles ||
      this.#problems.length >= mostFiles ||
      this.#samplePlaces.length >= mostFiles
    )
  }

  take(): ImportBatch {
    const batch = {
      files: this.#files,
      attempts: this.#attempts,
      problems: this.#problems,
      samples: this.#samplePlaces.length,
      samplePlaces: this.#samplePlaces,
      dates: this.#dates,
      whole: this.#whole,
      unfinished: this.#unfinished,
      signatures: this.#signatures,
    }
    this.#files = []
    this.#attempts = []
    this.#problems = []
    this.#signatures = noSignatures()
    this.#samplePlaces = []
    this.#dates = []
    this.#whole = []
    this.#versions = new SharedVersions()
    this.#unfinished = 0
    this.#answers = 0
    return batch
  }
}

const noSignatures = (): Record<SignatureState, number> => ({ verified: 0, unverified: 0, wrong: 0 })
