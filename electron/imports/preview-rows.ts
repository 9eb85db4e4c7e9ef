import { likelyMatch, type RowToConfirm } from '../../shared/model/import-outcome.ts'
import {
  type PreviewBucket,
  type PreviewRow,
  type PreviewSubject,
  previewBuckets,
} from '../../shared/model/import-preview.ts'
import type { FilePlace, ImportProblem } from '../../shared/model/imported.ts'
import { readStored } from '../connectors/classmarker/index.ts'
import { SpilledTexts, type TextPlace, TextPlaces } from '../files/spilled-texts.ts'
import { changesOfResult } from '../store/api.ts'
import type { Reckoned, ToldOutcome } from './tellings.ts'

type Row = Omit<PreviewRow, 'id'>

/** A row, but for what is known of its answers, which may change after it was told. */
interface PlacedRow {
  readonly place: TextPlace
  readonly answers: PreviewRow['answers']
}

interface PlacedAttempt extends PlacedRow {
  readonly bucket: PreviewBucket
}

/** Rows of a bucket in their order. */
interface PlacedRows {
  readonly length: number
  readonly slice: (from: number, to: number) => readonly PlacedRow[]
}

/** The rows of each bucket, of which only places are in memory. */
export interface PreviewBuckets {
  readonly sizes: Readonly<Record<PreviewBucket, number>>
  /** Rows to confirm with one likely match. */
  readonly likely: number
  /** Rows of a bucket, `from` included and `to` not. */
  rows(bucket: PreviewBucket, from: number, to: number): Promise<readonly PreviewRow[]>
}

/** What is told of something else than one attempt. */
type Other = 'to-confirm' | 'samples' | 'left-out'

const isOther = (bucket: PreviewBucket): bucket is Other =>
  bucket === 'to-confirm' || bucket === 'samples' || bucket === 'left-out'

const empty = { about: null, changes: [], answers: null, problem: null, candidates: [] } as const

/** What a preview tells of each thing in the files. An attempt that stands there several times has one row. */
export class PreviewRows {
  readonly #texts: SpilledTexts
  readonly #attempts = new Map<Reckoned, PlacedAttempt>()
  readonly #others: Readonly<Record<Other, TextPlaces>> = {
    'to-confirm': new TextPlaces(),
    samples: new TextPlaces(),
    'left-out': new TextPlaces(),
  }
  #likely = 0

  /** @param folder for what does not fit into memory */
  constructor(folder: string) {
    this.#texts = new SpilledTexts(folder)
  }

  addAttempt(told: ToldOutcome): void {
    const before = this.#attempts.get(told.reckoned)
    const answers = answersOf(told) ?? before?.answers ?? null
    if (told.outcome === null && before === undefined) return
    const place =
      told.outcome === null && before !== undefined
        ? before.place
        : this.#placed({ ...empty, place: told.place, about: told.about, changes: changesOf(told) })
    this.#attempts.set(told.reckoned, { bucket: bucketOf(told.reckoned, told, answers), place, answers })
  }

  addSample(place: FilePlace): void {
    this.#add('samples', { ...empty, place })
  }

  addProblem({ file, line, problem }: ImportProblem, about: PreviewSubject | null = null): void {
    this.#add('left-out', { ...empty, place: { file, line }, about, problem })
  }

  addToConfirm({ place, candidates }: RowToConfirm, about: PreviewSubject): void {
    this.#add('to-confirm', { ...empty, place, about, candidates })
    if (likelyMatch(candidates) !== null) this.#likely++
  }

  #add(bucket: Other, row: Row): void {
    this.#others[bucket].push(this.#placed(row))
  }

  #placed(row: Row): TextPlace {
    return this.#texts.add(JSON.stringify(row))
  }

  /** To be awaited between the parts of an import: keeps no more than a megabyte of rows in memory. */
  settle(): Promise<void> {
    return this.#texts.settle()
  }

  /**
   * The rows by what would become of them, in the order of the files.
   * @param testNames by number, for files that do not say what a test is called
   */
  buckets(testNames: ReadonlyMap<number, string>): PreviewBuckets {
    const attempts = Map.groupBy(this.#attempts.values(), ({ bucket }) => bucket)
    const placed = new Map<PreviewBucket, PlacedRows>(
      previewBuckets.map((bucket) => [
        bucket,
        isOther(bucket) ? withoutAnswers(this.#others[bucket]) : (attempts.get(bucket) ?? []),
      ]),
    )
    const sizeOf = (bucket: PreviewBucket): number => placed.get(bucket)?.length ?? 0
    const firstIds = new Map<PreviewBucket, number>()
    let id = 0
    for (const bucket of previewBuckets) {
      firstIds.set(bucket, id)
      id += sizeOf(bucket)
    }
    return {
      sizes: {
        ...{ added: sizeOf('added'), changed: sizeOf('changed'), 'to-confirm': sizeOf('to-confirm') },
        ...{ same: sizeOf('same'), samples: sizeOf('samples'), 'left-out': sizeOf('left-out') },
      },
      likely: this.#likely,
      rows: async (bucket, from, to) => {
        const asked = placed.get(bucket)?.slice(from, to) ?? []
        const texts = await this.#texts.read(asked.map(({ place }) => place))
        return asked.map(({ answers }, at): PreviewRow => {
          const row: Row = JSON.parse(texts[at] as string)
          return { ...row, answers, about: named(row.about, testNames), id: (firstIds.get(bucket) ?? 0) + from + at }
        })
      },
    }
  }

  /** Lets go of all rows, and of their file. */
  close(): Promise<void> {
    return this.#texts.close()
  }
}

const withoutAnswers = (places: TextPlaces): PlacedRows => ({
  length: places.length,
  slice: (from, to) => places.slice(from, to).map((place) => ({ place, answers: null })),
})

function named(about: Row['about'], testNames: ReadonlyMap<number, string>): Row['about'] {
  if (about === null || about.testName !== '' || about.testId === null) return about
  return { ...about, testName: testNames.get(about.testId) ?? '' }
}

function bucketOf({ outcome }: Reckoned, told: ToldOutcome, answers: Row['answers']): PreviewBucket {
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
  if (outcome !== 'updated' || raw === null || after === undefined || after.feed === 'submissions') return []
  const before = readStored(after.feed, raw)
  if (!('result' in before)) return []
  return changesOfResult(before.result, after).map((change) => ({
    field: change.field,
    before: JSON.parse(change.before),
    after: JSON.parse(change.after),
  }))
}
