import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import SqliteDatabase from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { databaseIn } from '../../electron/core.ts'
import { systemClock } from '../../electron/environment.ts'
import { phrase, post, signed } from '../electron/receiver/receiving.ts'
import { laptop, simulated, temporaryFolder } from '../electron/support/laptop.ts'
import { linkPayload } from '../electron/support/webhook-payloads.ts'
import { killedProgram } from '../electron/support/workers.ts'
import { drawn } from './draw.ts'
import { seeded } from './mutations.ts'
import type { ReceiveOrder } from './receive-process.ts'
import type { KillPoint } from './sync-process.ts'

const payloads = drawn({ whole: 1_000, part: 200 })
const kills = drawn({ whole: 12, part: 4 })
const senders = 20
const seed = Number(process.env.GRADEKEEP_SEED ?? 11)

/** Where a receiver dies: within a result, between it and its answers, before its commit, and after it, unanswered. */
const points = [
  { statement: 'COMMIT', after: true },
  { statement: 'COMMIT', after: false },
  { statement: 'INSERT INTO attempt_answers', after: true },
  { statement: 'INSERT INTO result (', after: true },
  { statement: 'INSERT INTO webhook_tally', after: false },
] as const

/** A laptop with an account that is never synced, and a webhook source. */
async function receivingLaptop() {
  const simulator = await simulated({ clock: systemClock, results: 0 })
  const { key, secret } = simulator
  const { core, dataDir } = await laptop({ apiUrl: simulator.url, clock: systemClock })
  const { account } = await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  const { id } = await core.webhookSources.add(account.id, 'Website', null)
  await core.close()
  return { dataDir, source: id }
}

/** Receivers, one after the other, on the same port. */
class Receivers {
  readonly #place: Pick<ReceiveOrder, 'dataDir' | 'source'>
  readonly #cache = temporaryFolder()
  readonly #nextPoint: () => KillPoint | null
  #child: ChildProcess | null = null
  #port = 0
  #isEnding = false
  killed = 0
  /** Of the receiver that is there, or is about to be. */
  url: Promise<string>

  constructor(place: Pick<ReceiveOrder, 'dataDir' | 'source'>, nextPoint: () => KillPoint | null) {
    this.#place = place
    this.#nextPoint = nextPoint
    this.url = this.#start()
  }

  async #start(): Promise<string> {
    const order: ReceiveOrder = { ...this.#place, port: this.#port, phrase, killPoint: this.#nextPoint() }
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', killedProgram.receiver, JSON.stringify(order)],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_COMPILE_CACHE: this.#cache } },
    )
    this.#child = child
    child.once('exit', (_, signal) => {
      if (signal === 'SIGKILL') this.killed++
      if (!this.#isEnding) this.url = this.#start()
    })
    const [said] = await once(child.stdout, 'data')
    const url = String(said).trim()
    this.#port = Number(new URL(url).port)
    return url
  }

  /** Asks the receiver to end. @returns its exit status */
  async end(): Promise<number | null> {
    this.#isEnding = true
    await this.url
    const child = this.#child
    if (child === null) throw new Error('No receiver')
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    const [status] = await exited
    return status
  }

  kill(): void {
    this.#isEnding = true
    this.#child?.kill('SIGKILL')
  }
}

it(`keeps each of ${payloads} payloads of ${senders} senders that it answered, once, though it is killed ${kills} times`, {
  timeout: 300_000,
}, async () => {
  const random = seeded(seed)
  const place = await receivingLaptop()
  let lives = 0
  const each = Math.floor(payloads / (kills + 2))
  const receivers = new Receivers(place, () => {
    const point = points[lives % points.length]
    return point === undefined || lives++ >= kills ? null : { ...point, nth: 1 + Math.floor(random() * each) }
  })
  onTestFinished(() => receivers.kill())
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  onTestFinished(() => agent.destroy())
  const answered = new Map<number, number>()
  const refused: number[] = []

  /** Sends as ClassMarker does: again until there is an answer, and now and then once more. */
  async function send(id: number): Promise<void> {
    const body = JSON.stringify(linkPayload({ link_result_id: id, first: `Taker ${id}` }))
    const headers = { 'X-Classmarker-Hmac-Sha256': signed(body) }
    for (let times = random() < 0.15 ? 2 : 1; times > 0; ) {
      const before = receivers.url
      const status = await post(await before, body, { agent, headers }).then(
        (answer) => answer.status,
        () => null,
      )
      if (status === 200) {
        times--
        answered.set(id, (answered.get(id) ?? 0) + 1)
      } else if (status !== null && status !== 503) refused.push(status)
      // Its receiver is gone: the next one is on its way.
      else if (status === null && receivers.url === before) await new Promise(setImmediate)
    }
  }
  const ids = Array.from({ length: payloads }, (_, at) => 1 + at)
  const inTurn = async () => {
    for (let id = ids.shift(); id !== undefined; id = ids.shift()) await send(id)
  }
  await Promise.all(Array.from({ length: senders }, inTurn))
  expect(await receivers.end()).toBe(0)
  expect([receivers.killed, refused, answered.size]).toEqual([kills, [], payloads])

  const db = new SqliteDatabase(databaseIn(place.dataDir), { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  const kept = db
    .prepare<[], number>(
      'SELECT link_result_id FROM result JOIN attempt_answers ON result_id = id ORDER BY link_result_id',
    )
    .pluck()
    .all()
  expect(kept.map(Number)).toEqual(Array.from({ length: payloads }, (_, at) => 1 + at))
  expect(db.prepare('SELECT count(*) FROM result').pluck().get()).toBe(payloads)
  expect(db.prepare('SELECT count(*) FROM question_version').pluck().get()).toBe(7)
  // One that was committed and not answered was sent, and counted, again.
  const told = [...answered.values()].reduce((sum, times) => sum + times, 0)
  const counted = Number(db.prepare('SELECT payloads FROM webhook_tally').pluck().get())
  expect(counted).toBeGreaterThanOrEqual(told)
  expect(counted).toBeLessThanOrEqual(told + kills * senders)
  expect(db.prepare('SELECT count(*) FROM import_run').pluck().get()).toBe(0)
})
