import type { RowToConfirm } from '../../shared/model/import-outcome.ts'
import type { PreviewBucket, PreviewRow, PreviewSubject } from '../../shared/model/import-preview.ts'
import type { FilePlace, ImportProblem } from '../../shared/model/imported.ts'
import { readStored } from '../connectors/classmarker/index.ts'
import { changesOfResult } from '../store/api.ts'
import type { Reckoned, ToldOutcome } from './tellings.ts'

type Row = Omit<PreviewRow, 'id'>
export type PreviewBuckets = Readonly<Record<PreviewBucket, readonly PreviewRow[]>>

/** What is told of something else than one attempt. */
type Other = 'to-confirm' | 'samples' | 'left-out'

const isOther = (bucket: PreviewBucket): bucket is Other =>
  bucket === 'to-confirm' || bucket === 'samples' || bucket === 'left-out'

const empty = { about: null, changes: [], answers: null, problem: null, candidates: [] } as const

/** What a preview tells of each thing in the files. An attempt that stands there several times has one row. */
export class PreviewRows {
  readonly #attempts = new Map<Reckoned, { readonly bucket: PreviewBucket; readonly row: Row }>()
  readonly #others: Record<Other, Row[]> = { 'to-confirm': [], samples: [], 'left-out': [] }

  addAttempt(told: ToldOutcome): void {
    const before = this.#attempts.get(told.reckoned)?.row
    const answers = answersOf(told) ?? before?.answers ?? null
    if (told.outcome === null && before === undefined) return
    const row: Row =
      told.outcome === null && before !== undefined
        ? { ...before, answers }
        : { ...empty, place: told.place, about: told.about, changes: changesOf(told), answers }
    this.#attempts.set(told.reckoned, { bucket: bucketOf(told.reckoned, told, row), row })
  }

  addSample(place: FilePlace): void {
    this.#others.samples.push({ ...empty, place })
  }

  addProblem({ file, line, problem }: ImportProblem, about: PreviewSubject | null = null): void {
    this.#others['left-out'].push({ ...empty, place: { file, line }, about, problem })
  }

  addToConfirm({ place, candidates }: RowToConfirm, about: PreviewSubject): void {
    this.#others['to-confirm'].push({ ...empty, place, about, candidates })
  }

  /**
   * The rows by what would become of them, in the order of the files.
   * @param testNames by number, for files that do not say what a test is called
   */
  buckets(testNames: ReadonlyMap<number, string>): PreviewBuckets {
    const attempts = Map.groupBy(this.#attempts.values(), ({ bucket }) => bucket)
    let id = 0
    const rows = (bucket: PreviewBucket): PreviewRow[] =>
      (isOther(bucket) ? this.#others[bucket] : (attempts.get(bucket) ?? []).map(({ row }) => row)).map((row) => ({
        ...row,
        about: named(row.about, testNames),
        id: id++,
      }))
    const [added, changed, toConfirm] = [rows('added'), rows('changed'), rows('to-confirm')]
    const [same, samples, leftOut] = [rows('same'), rows('samples'), rows('left-out')]
    return { added, changed, 'to-confirm': toConfirm, same, samples, 'left-out': leftOut }
  }
}

function named(about: Row['about'], testNames: ReadonlyMap<number, string>): Row['about'] {
  if (about === null || about.testName !== '' || about.testId === null) return about
  return { ...about, testName: testNames.get(about.testId) ?? '' }
}

function bucketOf({ outcome }: Reckoned, told: ToldOutcome, { answers }: Row): PreviewBucket {
  const now = told.outcome === null || told.outcome === 'erased' ? outcome : told.outcome
  if (now === 'added') return 'added'
  return now === 'updated' || answers !== null ? 'changed' : 'same'
}

function answersOf({ keptAnswers, kept }: ToldOutcome): Row['answers'] {
  if (keptAnswers === null || kept === null || kept.stored === null) return null
  return kept.stored.answers === null ? 'new' : 'replaced'
}

function changesOf({ outcome, kept }: ToldOutcome): Row['changes'] {
  const [raw, after] = [kept?.stored?.raw ?? null, kept?.result?.result]
  if (outcome !== 'updated' || raw === null || after === undefined) return []
  const before = readStored(after.feed, raw)
  if (!('result' in before)) return []
  return changesOfResult(before.result, after).map((change) => ({
    field: change.field,
    before: JSON.parse(change.before),
    after: JSON.parse(change.after),
  }))
}
