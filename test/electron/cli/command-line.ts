import { PassThrough } from 'node:stream'
import { onTestFinished, vi } from 'vitest'
import { type CliPorts, runCli } from '../../../electron/cli/run.ts'
import type { SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { copyFilled } from '../support/filled-folders.ts'
import { noon, simulated, temporaryFolder, workers } from '../support/laptop.ts'
import type { Workers } from '../support/workers.ts'

export interface Ran {
  readonly status: number
  readonly out: string
  readonly err: string
  /** The answer parsed as JSON, if it is one document. */
  readonly json: ReturnType<typeof JSON.parse>
}

/** A command that may still run. */
export interface Begun {
  readonly out: () => string
  readonly err: () => string
  readonly ended: Promise<Ran>
}

const collected = () => {
  const stream = new PassThrough()
  const chunks: string[] = []
  stream.on('data', (chunk) => chunks.push(String(chunk)))
  return { stream, text: () => chunks.join('') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Options = Omit<SimulatorOptions, 'clock'>

/** A computer at noon with its own data folder, and a ClassMarker to sync with. */
export async function computer(options: Options = {}, dataDir: string = temporaryFolder(), threads: Workers = workers) {
  vi.useFakeTimers({ toFake: ['Date'], now: noon * 1000 })
  onTestFinished(() => void vi.useRealTimers())
  const simulator = await simulated({ clock: () => unixSeconds(Math.floor(Date.now() / 1000)), ...options })
  const stop = new AbortController()

  /** Begins a command; with null as input, standard input stays open without an answer. */
  const begin = (
    words: readonly string[],
    said: Partial<CliPorts['env']> = {},
    input: string | null = '',
    isTTY = false,
    stopped = stop.signal,
  ): Begun => {
    const [out, err] = [collected(), collected()]
    const stdin = new PassThrough()
    if (input !== null) stdin.end(input)
    const running = runCli(words, {
      env: { GRADEKEEP_API_URL: simulator.url, GRADEKEEP_API_SECRET: simulator.secret, ...said },
      terminal: { out: out.stream, err: Object.assign(err.stream, { isTTY }), in: stdin },
      workers: threads,
      fetch: globalThis.fetch,
      version: '1.2.3',
      stopped,
    })
    const ended = running.then((status) => ({
      status,
      out: out.text(),
      err: err.text(),
      json: parsed(out.text()),
    }))
    return { out: out.text, err: err.text, ended }
  }
  /** Runs a command to its end. */
  const run = (...given: Parameters<typeof begin>): Promise<Ran> => begin(...given).ended
  /** Runs a command line, split at spaces, in this data folder. */
  const gradekeep = (line: string, said?: Partial<CliPorts['env']>, input?: string | null, isTTY?: boolean) =>
    run([...line.split(' ').filter(Boolean), '--data-dir', dataDir], said, input, isTTY)
  const connect = () => gradekeep(`connect --key ${simulator.key} --name Northgate --json`)
  return { simulator, dataDir, begin, run, gradekeep, connect, stop: () => stop.abort() }
}

/** A computer connected at noon to a ClassMarker with this many results. */
export async function connectedComputer(results: number) {
  const own = await computer({ results })
  await copyFilled(`connected-${results}`, own.dataDir, async (folder) => {
    await done((await computer({ results }, folder)).connect())
  })
  return own
}

/** A connected computer that has fetched all results. */
export async function syncedComputer(results = 900) {
  const own = await computer({ results })
  await copyFilled(`synced-${results}`, own.dataDir, async (folder) => {
    const first = await computer({ results }, folder)
    await done(first.connect())
    await done(first.gradekeep('sync --json'))
  })
  return own
}

async function done(running: Promise<Ran>): Promise<void> {
  const { status, err } = await running
  if (status !== 0) throw new Error(err)
}

/** A sentence on a line of its own. */
export const oneSentence = /^\S[^\n]*[.?!]\n$/
