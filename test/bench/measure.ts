import { setTimeout as pause } from 'node:timers/promises'
import type { ListName, Lists, Store } from '../../electron/store/api.ts'

/** The median of some measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** The value that `share` of the measurements do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** How long `work` took, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Milliseconds: how long work took, and how long processors worked for it in all threads of its process. */
export interface Cost {
  readonly taken: number
  readonly cpu: number
}

/** What `work` costs while nothing else runs in this process. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const before = process.cpuUsage()
  const taken = await timed(work)
  const { user, system } = process.cpuUsage(before)
  return { taken, cpu: (user + system) / 1000 }
}

/** Milliseconds of each of `times` runs. */
export async function timedRuns(times: number, work: (run: number) => unknown): Promise<number[]> {
  const taken: number[] = []
  for (let run = 0; run < times; run++) taken.push(await timed(() => work(run)))
  return taken
}

/** Prints one line of the bench: the measurement, its figure and its goal. */
export function figure(what: string, value: string, goal = ''): void {
  console.log(`${what.padEnd(58)} ${value.padStart(18)}   ${goal}`)
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : Math.round(value)} ms`

/** Opens a list for its first rows and lets go of it, as each next letter of a search does. */
export async function firstPage<Name extends ListName>(
  store: Store,
  list: Name,
  query: Lists[Name]['query'],
  rows: number,
): Promise<void> {
  store.answers.close((await store.answers.open(list, query, rows)).answer)
}

/**
 * Samples every millisecond how long the main thread worked and how late the sample came, both in milliseconds: on a busy
 * machine, even an idle thread is late. The longest of each is told.
 */
export function watchMainThread() {
  let work = 0
  let late = 0
  let isWatching = true
  const worked = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  const watching = (async () => {
    for (let last = performance.now(), before = worked(); isWatching; ) {
      await pause(1)
      const now = performance.now()
      const after = worked()
      late = Math.max(late, now - last - 1)
      work = Math.max(work, after - before)
      last = now
      before = after
    }
  })()
  const stop = async () => {
    isWatching = false
    await watching
    return { work, late }
  }
  return { stop }
}
