/** A form of file that rows can be written in. */
export interface TableWriter<Row> {
  add(row: Row): void
  /** Hands on what was added so far. @throws when the file cannot take it */
  flush(): Promise<void>
  /** Writes the rest; the file is then whole, though perhaps not yet on the disk. */
  finish(): Promise<WrittenFile>
}

export interface WrittenFile {
  readonly sheets: readonly string[]
  readonly formulaLikeTexts: number
}
