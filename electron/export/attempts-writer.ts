import type { Attempt } from './attempts.ts'

/** A form of file the attempts can be written in. */
export interface AttemptsWriter {
  add(attempt: Attempt): void
  /** Hands on what was added so far. @throws when the file cannot take it */
  flush(): Promise<void>
  /** Writes the rest; the file is then whole, though perhaps not yet on the disk. */
  finish(): Promise<WrittenFile>
}

export interface WrittenFile {
  readonly sheets: readonly string[]
  readonly formulaLikeTexts: number
}
