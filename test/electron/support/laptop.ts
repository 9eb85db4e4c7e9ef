import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { memoryStore, type SecretStore } from '../../../electron/accounts/secrets.ts'
import type { RetryPorts } from '../../../electron/connectors/network.ts'
import { type Core, createCore } from '../../../electron/core.ts'
import { type DesktopLog, logInternalError, logSlowCall } from '../../../electron/desktop/log.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../../electron/simulator/simulator.ts'
import { type Clock, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { noon } from './made-laptop.ts'
import { workers } from './workers.ts'

export { noon, workers }

/** Retries without pauses, so that nothing sleeps. */
export const immediately: RetryPorts = { pause: async () => undefined, random: () => 0.5 }

/** A clock that stands still until it is moved. */
export function movableClock(start: UnixSeconds = noon) {
  let now = start
  const clock: Clock = () => now
  return {
    clock,
    advance: (seconds: number) => {
      now = unixSeconds(now + seconds)
    },
  }
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gradekeep-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function simulated(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options)
  onTestFinished(() => simulator.close())
  return simulator
}

export interface Emitted {
  readonly channel: string
  readonly payload: unknown
}

export interface LaptopOptions {
  readonly apiUrl: string
  readonly clock: Clock
  readonly dataDir?: string
  readonly secrets?: SecretStore
  /** A server that stands in for ClassMarker's certificates. */
  readonly certificateOrigin?: string
  /** A log for what nobody foresaw and for slow calls, as the desktop has one. */
  readonly log?: DesktopLog
}

export interface Laptop {
  readonly core: Core
  readonly emitted: Emitted[]
  readonly dataDir: string
  /** How long each pause would have been, in milliseconds. */
  readonly pauses: number[]
}

/** Gradekeep's core on a folder of its own, connected to a server over real HTTP. */
export async function laptop(options: LaptopOptions): Promise<Laptop> {
  const dataDir = options.dataDir ?? temporaryFolder()
  const emitted: Emitted[] = []
  const pauses: number[] = []
  const core = await createCore({
    dataDir,
    apiUrl: options.apiUrl,
    ...(options.certificateOrigin !== undefined && { certificateOrigin: options.certificateOrigin }),
    fetch: globalThis.fetch,
    clock: options.clock,
    secrets: options.secrets ?? memoryStore(),
    workers,
    retry: {
      ...immediately,
      pause: async (length) => {
        pauses.push(length)
      },
    },
    // Timers never fire by themselves: a test says when.
    after: () => ({ stop: () => undefined }),
    emit: (group, name, payload) => emitted.push({ channel: `${group}.${String(name)}`, payload }),
    ...(options.log && { onInternalError: logInternalError(options.log), onSlowCall: logSlowCall(options.log) }),
  })
  onTestFinished(() => core.close().catch(() => undefined))
  return { core, emitted, dataDir, pauses }
}

/** A simulator and a laptop connected to it. */
export async function connected(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const time = movableClock()
  const simulator = await simulated({ clock: time.clock, ...options })
  const own = await laptop({ apiUrl: simulator.url, certificateOrigin: simulator.url, clock: time.clock })
  const { account } = await own.core.accounts.connect({
    key: simulator.key,
    secret: simulator.secret,
    name: 'Northgate',
    signature: 'auto',
  })
  const sync = () =>
    own.core.syncs.run(account.id, 'when due', { signal: new AbortController().signal, report: () => undefined })
  return { ...own, ...time, simulator, account, sync }
}
