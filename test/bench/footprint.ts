import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What work costs the process it runs in. */
export interface Footprint {
  /** Bytes: the peak of resident memory above what was resident before. */
  readonly growth: number
  /** Milliseconds: the longest time in which the main thread did not answer. */
  readonly stall: number
}

/** Measures work in a process that does nothing else and has done nothing before, as the app's main process would. */
export async function footprintOf(work: () => Promise<unknown>): Promise<Footprint> {
  const before = process.memoryUsage.rss()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work()
  delay.disable()
  return { growth: peakMemory() - before, stall: delay.max / 1e6 }
}

/** Of this process alone: what `getrusage` says begins on Linux with the memory of the process that started it. */
function peakMemory(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024
}
