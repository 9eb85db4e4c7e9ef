import { expect } from 'vitest'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import type { ClassMarkerFeed } from '../../shared/model/result-values.ts'
import { day, hour, unixSeconds } from '../../shared/model/time.ts'
import type { Event, History, Step, SyncStep } from './history.ts'
import { Crash, type ModelDatabase, ModelLaptop } from './model-laptop.ts'
import { keyOf, ModelServer } from './model-server.ts'
import { expectBudgetKept, falselyTooOld } from './verdict.ts'

/** 20 November 2026, 12:00 UTC. */
const noon = unixSeconds(1_795_176_000)

export interface Played {
  readonly server: ModelServer
  readonly laptop: ModelLaptop
  /** Ranges that were wrongly called complete or out of reach. */
  readonly lies: readonly string[]
}

/** Plays a history, then lets the server become healthy and rechecks everything. */
export async function play(told: History, database: ModelDatabase, id: string): Promise<Played> {
  const server = new ModelServer({ ...told, start: noon })
  for (const { feed, which, ago, count, toGrade } of told.backlog) {
    for (let each = 0; each < count; each++) server.finish(feed, which + each, noon - ago, toGrade)
  }
  const laptop = new ModelLaptop(database, server, id)
  const lies: string[] = []
  laptop.onPage = (page) => {
    lies.push(...falselyComplete(page, server, laptop))
    lies.push(...falselyTooOld(page, server))
  }
  const player = new Player(server, laptop)
  for (const step of told.steps) await player.take(step)
  await player.settle()
  return { server, laptop, lies }
}

class Player {
  readonly #server: ModelServer
  readonly #laptop: ModelLaptop
  /** Times after which one request before the allowed time is excused: the clock was changed, or a crash forgot it. */
  #excuses: number[] = []

  constructor(server: ModelServer, laptop: ModelLaptop) {
    this.#server = server
    this.#laptop = laptop
  }

  async take(step: Step): Promise<void> {
    const server = this.#server
    switch (step.kind) {
      case 'finish':
        for (let each = 0; each < step.count; each++) {
          server.finish(step.feed, step.which + each, server.clock, step.toGrade)
          server.now += step.apart
        }
        return
      case 'late':
        for (let each = 0; each < step.count; each++)
          server.finish(step.feed, step.which + each, server.clock - step.ago, step.toGrade)
        return
      case 'grade':
        return this.#change(step.which, (result) => result.toGrade, { toGrade: false, points: step.points })
      case 'reopen':
        return this.#reopen(step)
      case 'same id':
        return server.finishUnderSameId(step.which)
      case 'new key':
        server.renewKey()
        return this.#laptop.takeOver(server.discovery())
      case 'new place':
        return server.addPlace(step.feed, step.tests)
      case 'new test':
        return server.addTest(step.which)
      case 'unassign':
        return server.unassign(step.which)
      case 'pass':
        server.now += step.seconds
        return
      case 'clock':
        return this.#setClock(step.seconds)
      case 'quirk':
        server.quirk = step.fault
        return
      case 'refusing':
        return server.refuse(step.seconds)
      case 'sync':
        await this.#sync(step)
    }
  }

  /**
   * With a healthy server and the laptop's clock as it is: a sync. Then, with the clock right, the laptop runs for some
   * days by itself. At the end everything is read again.
   */
  async settle(): Promise<void> {
    this.#server.quirk = null
    const healthy = { kind: 'sync', waits: true, events: [], crash: null } as const
    for (const recheck of [false, true]) {
      const summary = await this.#sync({ ...healthy, recheck })
      // Answers that did not fit may have to wait for room in the hour; a recheck waits for nothing.
      const waits = !recheck && summary?.error?.code === 'api/incomplete-answer'
      if (!waits) expect(summary, 'a sync with a healthy server').toMatchObject({ outcome: 'complete', error: null })
      this.#server.now += 2
      if (!recheck) await this.#live()
    }
  }

  /**
   * An earlier wrong clock must stop nothing for good: syncs and rechecks come by themselves, and do not use up the
   * budget.
   */
  async #live(): Promise<void> {
    const server = this.#server
    const laptop = this.#laptop
    this.#setClock(-laptop.clockError)
    server.beforeAnswer = () => null
    for (let days = 1; days <= 3; days++) {
      server.now += day
      let summary = await laptop.syncByItself()
      // A recheck of crowded seconds may leave no room in this hour for answers that did not fit; the next hours have
      // it.
      for (let hours = 0; hours < 3 && summary?.error?.code === 'api/incomplete-answer'; hours++) {
        server.now += hour
        summary = await laptop.syncByItself()
      }
      expect(summary, 'a day later').toMatchObject({ outcome: 'complete' })
    }
    const { status, price } = await laptop.told()
    const lastHour = server.log.filter(({ time }) => time > server.clock - hour)
    expect(status.budget.used, 'requests of this hour').toBeLessThanOrEqual(lastHour.length)
    expect(status.nextRequestAfter, 'after a sync that was complete').toBeNull()
    const isRecent = server.clock - (status.recheckedAt ?? 0) <= 2 * day
    const isTooDear = price.budget.used + price.requests + 6 > price.budget.limit
    expect(isRecent || isTooDear, 'read again by itself').toBe(true)
  }

  async #sync(step: SyncStep) {
    const server = this.#server
    const from = server.log.length
    const most = mostRequests(server)
    server.beforeAnswer = () => {
      const request = server.log.length - from
      // An error thrown here would only look like a broken connection.
      if (request > most) throw new Crash('going in circles')
      let fault = null
      for (const { request: at, event } of step.events) if (at === request) fault = this.#happen(event) ?? fault
      return fault
    }
    const { waits, crash } = step
    const summary = await this.#laptop.sync({ recheck: step.recheck ? 'asked' : 'when due', waits, crash })
    expect(server.log.length - from, 'requests in one sync').toBeLessThanOrEqual(most)
    expect(this.#laptop.internalErrors, 'what nobody foresaw').toEqual([])
    if (summary === null) this.#excuses.push(server.clock)
    const inDoubt = summary?.gaps.some(({ reason }) => reason === 'incomplete-answer')
    if (inDoubt) expect(summary?.outcome, 'with a range in doubt').not.toBe('complete')
    expectBudgetKept(server, from, this.#excuses)
    return summary
  }

  #happen(event: Event) {
    const server = this.#server
    switch (event.kind) {
      case 'fault':
        return event.fault
      case 'meanwhile':
        for (let each = 0; each < event.count; each++) {
          const feed: ClassMarkerFeed = (event.which + each) % 2 === 0 ? 'groups' : 'links'
          server.finish(feed, event.which + each, server.clock, each % 3 === 0)
        }
        return null
      case 'slow':
        server.now += event.seconds
        return null
      case 'clock':
        this.#setClock(event.seconds)
        return null
    }
  }

  #setClock(seconds: number): void {
    this.#laptop.clockError += seconds
    this.#excuses.push(this.#server.clock)
  }

  /** A link's result may get another start with its new finish; for a group's that would be another attempt. */
  #reopen({ which, points, startShift }: Extract<Step, { kind: 'reopen' }>): void {
    const alone = this.#server.results.filter((result) => this.#server.isAlone(result))
    const result = alone[which % Math.max(1, alone.length)]
    if (result === undefined) return
    const started = result.feed === 'links' ? result.started + startShift : result.started
    this.#server.change(result, { finished: this.#server.clock, points, started })
  }

  #change(which: number, fits: (result: ModelServer['results'][number]) => boolean, change: object): void {
    const results = this.#server.results.filter(fits)
    const result = results[which % Math.max(1, results.length)]
    if (result !== undefined) this.#server.change(result, change)
  }
}

/** Far more requests than any sync needs, and far fewer than one that goes in circles sends. */
function mostRequests({ results, places }: ModelServer): number {
  const seconds = new Set(results.map(({ finished }) => finished)).size
  const parts = places.reduce((sum, { tests }) => sum + tests.size, 0)
  return 100 + 8 * results.length + 4 * seconds * (parts + 2)
}

/**
 * A claim rests on the last answer that began where the claim begins; results that came to the server later are not
 * part of it.
 */
function falselyComplete(page: ReceivedPage, server: ModelServer, laptop: ModelLaptop): string[] {
  const { covered, feed } = page
  if (covered === null || covered.until <= covered.from) return []
  const restsOn = server.log.findLast((each) => each.feed === feed && each.whole && each.after === covered.from)
  if (restsOn === undefined) return [`${feed} ${covered.from}–${covered.until}: nobody asked`]
  const held = new Set(laptop.held().map(({ key }) => key))
  return server.results
    .filter((each) => each.feed === feed && each.finished > covered.from && each.finished <= covered.until)
    .filter((each) => each.seenFrom <= restsOn.number && !held.has(keyOf(each)))
    .map((each) => `${keyOf(each)} in ${feed} ${covered.from}–${covered.until}`)
    .concat(covered.until < restsOn.time ? [] : [`${feed} until ${covered.until}, a second that was not over`])
}
