import { readFileSync } from 'node:fs'
import { watchMainThread } from './measure.ts'

/** What work costs the process it runs in. */
export interface Footprint {
  /** Bytes: the peak of resident memory above what was resident before. */
  readonly growth: number
  /** Milliseconds: the longest time in which the main thread did not answer. */
  readonly stall: number
  /** Milliseconds: the processor time of its longest turn, which a busy computer does not lengthen. */
  readonly turn: number
}

/** Measures work in a process that does nothing else and has done nothing before, as the app's main process would. */
export async function footprintOf(work: () => Promise<unknown>): Promise<Footprint> {
  const before = process.memoryUsage.rss()
  const watch = watchMainThread()
  await work()
  const { late, work: turn } = await watch.stop()
  return { growth: peakMemory() - before, stall: late, turn }
}

/** Of this process alone: what `getrusage` says begins on Linux with the memory of the process that started it. */
function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
