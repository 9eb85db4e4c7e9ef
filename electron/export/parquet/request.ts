import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type { GradebookDefinition } from '../../../shared/model/gradebook.ts'
import type { Extras } from '../../../shared/model/gradebook-file.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import type { Identity } from '../gradebook/content.ts'

/** What a folder of Parquet files may be divided by, from the outermost in. */
export const partitions = ['term', 'test'] as const
export type Partition = (typeof partitions)[number]

export interface ParquetRequest extends Identity, Extras {
  readonly filter: ResultsFilter
  /** The attempts that a gradebook is reckoned over, in place of those that the filter finds. */
  readonly gradebook?: GradebookDefinition
  /** Absolute path of the file; with partitions the name that each file has in its folder, and the folder of those. */
  readonly file: string
  /** Empty for one file. */
  readonly partition: readonly Partition[]
  readonly exportedAt: UnixSeconds
}

export interface ParquetOutcome {
  readonly file: string
  readonly sheets: readonly string[]
  readonly students: number
  readonly attempts: number
  readonly formulaLikeTexts: number
}
