import type { Named } from './result.ts'
import type { ClassMarkerFeed } from './result-values.ts'

/** What a key can see: groups and links with the tests assigned to them. */
export interface Discovery {
  readonly sources: readonly DiscoveredSource[]
  readonly tests: readonly Named[]
}

export interface DiscoveredSource {
  readonly feed: ClassMarkerFeed
  readonly id: number
  readonly name: string
  readonly linkUrlId: string | null
  readonly accessListId: number | null
  readonly testIds: readonly number[]
}
