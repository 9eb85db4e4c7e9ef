/** Where a data folder lies that SQLite's journal does not survive: other programs or computers write there too. */
export interface DataPlace {
  readonly kind: 'cloud' | 'network'
  /** The service or the kind of share, as people know it. */
  readonly name: string
}
