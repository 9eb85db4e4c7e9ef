import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databaseIn } from '../../../electron/core.ts'
import { systemClock } from '../../../electron/environment.ts'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { ms } from '../../../shared/model/time.ts'
import { simulated, temporaryFolder } from '../support/laptop.ts'
import type { Order } from './sync-process.ts'

const kills = 200
/** The last one of a round is let live, and compared with the server. */
const livesInARound = 9
const runner = join(import.meta.dirname, 'sync-process.ts')

/** Numbers below 1, the same in every run (mulberry32), so that a failing run can be had again. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Child = ChildProcessByStdio<Writable, Readable, null>

/** A process that has loaded the program and waits to be told where to sync. */
class Waiting {
  readonly child: Child
  readonly #ready: Promise<unknown>
  #said = ''

  /** @param cache where compiled code is kept between the processes, so that each starts sooner */
  constructor(cache: string) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', runner], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: cache },
    })
    this.#ready = once(this.child.stdout, 'data')
    this.child.stdout.on('data', (data) => {
      this.#said += String(data)
    })
  }

  /** Lets it sync. @returns what it said, once it has ended or was killed */
  async sync(order: Order): Promise<{ readonly outcome: string | undefined; readonly killed: boolean }> {
    const ended = once(this.child, 'exit')
    await this.#ready
    this.child.stdin.write(`${JSON.stringify(order)}\n`)
    const [, signal] = await ended
    return { outcome: this.#said.trim().split('\n')[1], killed: signal === 'SIGKILL' }
  }
}

/** What lies on the disk, read beside the dead process. */
function onDisk(dataDir: string): Map<string, string> {
  const db = new SqliteDatabase(databaseIn(dataDir), { readonly: true })
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    const rows = db
      .prepare<[], { key: string; state: string }>(
        `SELECT feed || ':' || coalesce(link_result_id, user_id) || ':' || test_id || ':' || source_id || ':' || time_started AS key,
           points_scored || ' ' || requires_grading || ' ' || time_finished AS state FROM result`,
      )
      .all()
    const held = new Map(rows.map(({ key, state }) => [key, state]))
    expect(held.size, 'nothing doubled').toBe(rows.length)
    return held
  } finally {
    db.close()
  }
}

const atServer = ({ world }: Simulator): Map<string, string> =>
  new Map(
    [...world.groupResults(), ...world.linkResults()].map((each) => {
      const [feed, id, source] =
        'link_result_id' in each
          ? ['links', each.link_result_id, each.link_id]
          : ['groups', each.user_id, each.group_id]
      const state = [each.points_scored.toFixed(1), each.requires_grading === 'Yes' ? 1 : 0, each.time_finished].join(
        ' ',
      )
      return [[feed, id, each.test_id, source, each.time_started].join(':'), state]
    }),
  )

describe('a process that is killed in the middle of a sync', () => {
  it(`loses and doubles nothing, ${kills} times`, { timeout: 400_000 }, async () => {
    const random = seeded(7)
    const simulator = await simulated({ clock: systemClock, results: 900, requestsPerHour: null })
    const { url: apiUrl, key, secret } = simulator
    const cache = temporaryFolder()
    let next = new Waiting(cache)
    onTestFinished(() => void next.child.kill('SIGKILL'))
    let killed = 0
    let rounds = 0
    while (killed < kills) {
      const dataDir = temporaryFolder()
      let held = new Map<string, string>()
      for (let life = 1; life <= livesInARound; life++) {
        const current = next
        next = new Waiting(cache)
        const struck = simulator.faults.next({ kind: 'delay', ms: ms(0) }, { times: Number.POSITIVE_INFINITY })
        if (life < livesInARound) {
          const moment = struck.reached(1 + Math.floor(random() * 5)).then(() => setTimeout(random() * 40))
          void moment.then(() => current.child.kill('SIGKILL'))
        }
        const end = await current.sync({ dataDir, apiUrl, key, secret })
        struck.cancel()
        if (end.killed) killed++
        else expect(end.outcome).toBe('complete')
        const after = onDisk(dataDir)
        expect(
          [...held.keys()].filter((each) => !after.has(each)),
          'lost',
        ).toEqual([])
        held = after
        if (life === livesInARound) break
        simulator.world.addGroupResult({ requires_grading: random() < 0.5 ? 'Yes' : 'No' })
        simulator.world.addLinkResult({})
        grade(simulator, random)
      }
      expect(held).toEqual(atServer(simulator))
      rounds++
    }
    expect(rounds).toBeGreaterThanOrEqual(kills / livesInARound)
  })
})

/** Marks one of the essays that wait for it. */
function grade({ world }: Simulator, random: () => number): void {
  const waiting = world.groupResults().filter(({ requires_grading }) => requires_grading === 'Yes')
  const essay = waiting[Math.floor(random() * waiting.length)]
  if (essay === undefined) return
  const { user_id, test_id, group_id, time_started } = essay
  world.gradeResult({ user_id, test_id, group_id, time_started }, { points_scored: Math.floor(random() * 20) })
}
