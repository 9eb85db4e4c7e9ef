import { type PageCounts, type SyncProgress, sharedIdsOf } from '../../shared/model/sync.ts'

/** Counts what a run has done so far and reports each change. */
export class ProgressCounter {
  readonly #report: (progress: SyncProgress) => void
  readonly #requests: () => number
  #counts: PageCounts = { added: 0, updated: 0, unchanged: 0, unreadable: 0 }
  #phase: SyncProgress['phase'] = 'starting'
  #received = 0
  #available: number | null = null

  constructor(report: (progress: SyncProgress) => void, requests: () => number) {
    this.#report = report
    this.#requests = requests
  }

  get counts(): PageCounts {
    return this.#counts
  }

  phase(phase: SyncProgress['phase']): void {
    this.#phase = phase
    this.#tell()
  }

  add(page: { received: number; remaining: number | null }, counts: PageCounts): void {
    this.#counts = {
      added: this.#counts.added + counts.added,
      updated: this.#counts.updated + counts.updated,
      unchanged: this.#counts.unchanged + counts.unchanged,
      unreadable: this.#counts.unreadable + counts.unreadable,
      ...sharedIdsOf(this.#counts, counts),
    }
    this.#received += page.received
    if (page.remaining !== null) this.#available = this.#received + page.remaining
    this.#tell()
  }

  #tell(): void {
    this.#report({
      phase: this.#phase,
      received: this.#received,
      available: this.#available,
      requests: this.#requests(),
    })
  }
}
