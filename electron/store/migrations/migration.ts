/** One step of the database's form. A released migration never changes; a new need is a new version. */
export interface Migration {
  readonly version: number
  readonly up: string
}
