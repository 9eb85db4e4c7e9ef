import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../electron/environment.ts'
import type { Fault } from '../../electron/simulator/delivery.ts'
import type { GroupResultKey, ResultKey } from '../../electron/simulator/results.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import { ms } from '../../shared/model/time.ts'
import { laptop, simulated, temporaryFolder } from '../electron/support/laptop.ts'
import { linksUsing } from '../electron/support/links-using.ts'
import { killedProgram } from '../electron/support/workers.ts'
import { feedOf } from '../electron/sync/own-laptop.ts'
import { drawn } from './draw.ts'
import { atServer, expectHonest, leftIn } from './left-on-disk.ts'
import { seeded } from './mutations.ts'
import type { KillPoint, Order } from './sync-process.ts'

const kills = drawn({ whole: 36, part: 10 })
/** The last process of a round is allowed to finish and is compared with the server. */
const killsInARound = drawn({ whole: 6, part: 2 })
/** What a laptop is doing when it is killed; each activity has a round of its own. */
const rounds = ['news', 'first fetch', 'recheck', 'crowded second', 'gap'] as const
type Round = (typeof rounds)[number]
const seed = Number(process.env.GRADEKEEP_SEED ?? 7)
const atFirst = Array.from({ length: 150 }, (_, number) => `first ${number}`)

type Child = ChildProcessByStdio<Writable, Readable, null>

/** A process that has loaded the program and waits for its order. */
class Waiting {
  readonly child: Child
  readonly #ready: Promise<unknown>
  #said = ''

  /** @param cache folder where compiled code is kept between the processes, so that each starts sooner */
  constructor(cache: string) {
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', killedProgram.process], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, NODE_COMPILE_CACHE: cache },
    })
    this.#ready = once(this.child.stdout, 'data')
    this.child.stdout.on('data', (data) => {
      this.#said += String(data)
    })
  }

  /** @returns its output, once it has ended or was killed */
  async live(order: Order): Promise<{ readonly outcome: string | undefined; readonly killed: boolean }> {
    const ended = once(this.child, 'exit')
    await this.#ready
    this.child.stdin.write(`${JSON.stringify(order)}\n`)
    const [, signal] = await ended
    return { outcome: this.#said.trim().split('\n')[1], killed: signal === 'SIGKILL' }
  }
}

/** Statements that only some of the rounds run. */
const ownStatements: Readonly<Record<Round, readonly string[]>> = {
  news: [],
  'first fetch': ['INSERT INTO feed_state', 'INSERT INTO coverage', 'INSERT INTO test', 'INSERT INTO result ('],
  recheck: ['DELETE FROM coverage', 'UPDATE result', 'INSERT INTO result_change', 'UPDATE account'],
  'crowded second': ['INSERT INTO gap', 'INSERT INTO crowded_part', 'DELETE FROM gap', 'INSERT INTO result ('],
  gap: ['INSERT INTO gap', 'DELETE FROM gap', 'DELETE FROM coverage', 'INSERT INTO coverage'],
}

/**
 * Where a process dies: in turn in the middle of a page, between its results and their answers, at the end of a page, in the middle of an edit, and at a
 * commit; and now and then at any other moment.
 */
function killPoint(number: number, round: Round, random: () => number): KillPoint | null {
  const upTo = (most: number) => 1 + Math.floor(random() * most)
  const after = random() < 0.5
  const own = ownStatements[round]
  const statement = own[number % own.length]
  if (statement !== undefined && number % 3 > 0) return { statement, nth: upTo(2), after }
  switch (number % 6) {
    case 0:
      // One statement inserts up to a hundred results.
      return { statement: 'INSERT INTO result (', nth: upTo(3), after }
    case 2:
      return { statement: 'INSERT INTO answer_page', nth: 1, after }
    case 1:
      return { statement: random() < 0.5 ? 'INSERT INTO coverage' : 'INSERT INTO feed_state', nth: upTo(2), after }
    case 3:
      return { statement: random() < 0.5 ? 'INSERT INTO access_code' : 'INSERT INTO code_action_change', nth: 1, after }
    case 4:
      return { statement: random() < 0.5 ? 'INSERT INTO outbox' : 'COMMIT', nth: upTo(2), after }
    default:
      return null
  }
}

/** A laptop that knows its codes and, unless it is a new one, has synced once; it is copied before each round. */
async function laptopBefore(round: 'first fetch' | 'others', simulator: Simulator, listId: number): Promise<string> {
  const { core, dataDir } = await laptop({ apiUrl: simulator.url, clock: systemClock })
  const { key, secret } = simulator
  const { account } = await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  const context = { signal: new AbortController().signal, report: () => undefined }
  if (round === 'others') {
    expect(await core.syncs.run(account.id, 'when due', context)).toMatchObject({ outcome: 'complete' })
  }
  const entries = atFirst.map((code) => ({ code, name: null }))
  const list = { accountId: account.id, listId }
  await core.store.saveDiscovery(account.id, linksUsing(listId), systemClock())
  await core.store.applyCodes({ list, change: 'full-list', origin: 'typed', codes: entries, at: systemClock() })
  await core.close()
  return dataDir
}

describe('a process that is killed while it syncs and codes are edited', () => {
  it(`claims no more than it stored, and keeps no half page or edit, ${kills} times`, {
    timeout: 400_000,
  }, async () => {
    const random = seeded(seed)
    const simulator = await simulated({ clock: systemClock, results: 60, requestsPerHour: null })
    const { url: apiUrl, secret } = simulator
    const list = simulator.world.addAccessList({ name: 'Term', codes: atFirst })
    const unfetched = await laptopBefore('first fetch', simulator, list.id)
    const fetched = await laptopBefore('others', simulator, list.id)
    const cache = temporaryFolder()
    let next = new Waiting(cache)
    onTestFinished(() => void next.child.kill('SIGKILL'))
    let killed = 0
    let lives = 0
    for (let number = 0; killed < kills; number++) {
      const round = rounds[number % rounds.length] ?? 'news'
      const dataDir = temporaryFolder()
      cpSync(round === 'first fetch' ? unfetched : fetched, dataDir, { recursive: true })
      list.codes.clear()
      for (const code of atFirst) list.codes.add(code)
      let before = leftIn(dataDir)
      const finished: ResultKey[] = []
      const essays: GroupResultKey[] = []
      for (let inRound = 0; inRound <= killsInARound; inRound++) {
        mark(simulator, essays, random)
        finishSome(simulator, random, essays, finished)
        if (round === 'crowded second' && inRound % 2 === 0 && inRound < killsInARound) {
          finishAtOnce(simulator, finished)
        }
        const current = next
        next = new Waiting(cache)
        const isLast = inRound === killsInARound
        // A second that is not over may still fill, so nobody calls it complete.
        for (const last = systemClock(); isLast && systemClock() === last; ) await setTimeout(20)
        const point = isLast ? null : killPoint(lives, round, random)
        const isUnfit = round === 'gap' && !isLast && inRound % 2 === 0
        const unfit = simulator.faults.next(miscounted, { path: feedOf('groups'), times: isUnfit ? 1 : 0 })
        const struck = simulator.faults.next({ kind: 'delay', ms: ms(0) }, { times: Number.POSITIVE_INFINITY })
        if (!isLast && point === null) {
          const moment = struck.reached(1 + Math.floor(random() * 3)).then(() => setTimeout(random() * 40))
          void moment.then(() => current.child.kill('SIGKILL'))
        }
        const added = Array.from({ length: 120 }, (_, number) => `life ${lives} ${number}`)
        const removed = [...before.codes].slice(0, 20)
        const order = {
          dataDir,
          apiUrl,
          secret,
          listId: list.id,
          added,
          removed,
          recheck: recheckIn(round),
          killPoint: point,
        } as const
        const end = await current.live(order)
        struck.cancel()
        unfit.cancel()
        lives++
        if (end.killed) killed++
        else expect(end.outcome).toBe(isUnfit ? 'failed complete' : 'complete complete')
        const left = leftIn(dataDir)
        const keepsAhead = round === 'crowded second' || round === 'gap'
        expectHonest(left, before, simulator, list.codes, keepsAhead)
        before = left
        if (isLast) {
          expect(left.held).toEqual(atServer(simulator))
          expect(left.waiting).toEqual([])
          expect([left.inDoubt, [...left.crowded]]).toEqual([[], []])
        }
      }
      // The next round has as much to fetch as this one.
      for (const key of [...finished, ...essays]) simulator.world.removeResult(key)
    }
    // Nearly every process was killed where it should be.
    expect(lives - killed).toBeLessThanOrEqual(kills / killsInARound + Math.ceil(kills / 6))
  })
})

/**
 * Students finish, enough for a page to take a while; those of a whole round, which may take less than a second, are no
 * more than a page holds.
 */
function finishSome({ world }: Simulator, random: () => number, essays: GroupResultKey[], others: ResultKey[]): void {
  for (let each = 0; each < 28; each++) {
    const requires_grading = random() < 0.3 ? 'Yes' : 'No'
    const { user_id, test_id, group_id, time_started } = world.addGroupResult({ requires_grading })
    const kind = requires_grading === 'Yes' ? essays : others
    kind.push({ user_id, test_id, group_id, time_started })
    others.push({ link_result_id: world.addLinkResult({}).link_result_id })
  }
}

/** A recheck also reads everything else that finished lately, and waits for no room in the hour. */
const recheckIn = (round: Round): Order['recheck'] =>
  round === 'news' || round === 'first fetch' ? 'when due' : 'asked'

/** An answer with fewer results than it claims. */
const miscounted: Fault = { kind: 'edited', edit: (answer) => ({ ...answer, num_results_returned: 999 }) }

/**
 * More results finish in this second than a page holds, in several groups. An earlier second may already have been
 * called complete.
 */
function finishAtOnce({ world }: Simulator, finished: ResultKey[]): void {
  const second = systemClock()
  for (let each = 0; each < 202; each++) {
    // Other groups than those of the rest, so that a single group never has more than a page in a second.
    const group = world.groups[1 + (each % (world.groups.length - 1))]
    const said = { group_id: group?.id, test_id: group?.tests[0]?.id, time_finished: second }
    const { user_id, test_id, group_id, time_started } = world.addGroupResult(said)
    finished.push({ user_id, test_id, group_id, time_started })
  }
}

/** Marks some essays of a moment ago, which the next page brings again. */
function mark({ world }: Simulator, essays: GroupResultKey[], random: () => number): void {
  for (const essay of essays.slice(-5)) world.gradeResult(essay, { points_scored: Math.floor(random() * 20) })
}
