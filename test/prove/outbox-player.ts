import { expect } from 'vitest'
import { Jobs } from '../../electron/jobs/jobs.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import { ExclusiveRunner } from '../../electron/sync/exclusive-runner.ts'
import { Pushes } from '../../electron/sync/push-codes.ts'
import { AppError } from '../../shared/errors.ts'
import type { ListRef, PushSummary } from '../../shared/model/access-code.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import type { Clock } from '../../shared/model/time.ts'
import { linksUsing } from '../electron/support/links-using.ts'
import { accountNamed, summaryOf } from '../electron/support/made-laptop.ts'
import { Crash, type ModelDatabase, mortalStore } from './model-laptop.ts'
import { codesInPlay, type Edit, type History, type Push, type Trouble } from './outbox-history.ts'

const codeNamed = (number: number): string => `code ${number}`
/** Codes that only somebody at ClassMarker changes. */
const foreignCode = (number: number): string => `theirs ${number}`
const inPlay = Array.from({ length: codesInPlay }, (_, number) => codeNamed(number))

const healthy = { kind: 'push', held: true, events: [], troubles: [], crash: null } as const

/** A laptop with two lists at a server, and the codes its teacher wants on them. */
export class OutboxPlayer {
  readonly #database: ModelDatabase
  readonly #simulator: Simulator
  readonly #clock: Clock
  readonly #account: AccountSummary
  readonly #lists: readonly ListRef[]
  readonly #wanted: readonly Set<string>[]
  readonly #actions: number[] = []
  readonly #internalErrors: unknown[] = []
  #requests = 0

  constructor(database: ModelDatabase, simulator: Simulator, clock: Clock, number: number, told: History) {
    this.#database = database
    this.#simulator = simulator
    this.#clock = clock
    const id = `account ${number}`
    this.#account = summaryOf({ ...accountNamed(id), name: id, key: id, signatureSetting: 'auto', createdAt: clock() })
    database.calls.addAccount(this.#account)
    this.#lists = [0, 1].map((which) => ({ accountId: id, listId: 10_000 + 2 * number + which }))
    const discovery = linksUsing(...this.#lists.map(({ listId }) => listId))
    database.calls.saveDiscovery(id, discovery, clock())
    this.#wanted = told.atFirst.map((numbers) => new Set(numbers.map(codeNamed)))
    for (const [which, { listId }] of this.#lists.entries()) {
      simulator.world.addAccessList({ id: listId, name: `List ${which}`, codes: [...this.#wantedOn(which)] })
      this.#learn(which)
    }
    // No action of these can be undone, so the codes known at first stay known: undoing a change of an unknown code has
    // no certain result.
    this.#actions.length = 0
  }

  async play({ steps }: History): Promise<void> {
    for (const step of steps) {
      if (step.kind === 'push') await this.#push(step)
      else this.#edit(step)
    }
  }

  /** The network works again: sends until nothing waits, then compares the server, the laptop and the codes wanted. */
  async settle(): Promise<void> {
    const { calls } = this.#database
    const waits = () => calls.pendingCodes(this.#account.id) + calls.heldCodes(this.#account.id)
    for (let pushes = 0; pushes === 0 || waits() > 0; pushes++) {
      expect(pushes, 'pushes until nothing waits').toBeLessThan(2)
      expect(await this.#push(healthy)).toMatchObject({ outcome: 'complete', pending: 0, error: null })
    }
    expect(this.#internalErrors, 'what nobody foresaw').toEqual([])
    for (const [which, list] of this.#lists.entries()) {
      const wanted = [...this.#wantedOn(which)].toSorted()
      expect(this.#serverCodes(which).filter(isInPlay), 'codes at ClassMarker').toEqual(wanted)
      expect(this.#knownCodes(list).filter(isInPlay), 'codes known here').toEqual(wanted)
      this.#learn(which)
      expect(this.#knownCodes(list), 'codes known here, after the list was pasted').toEqual(this.#serverCodes(which))
      const summary = calls.accessLists([list.accountId]).find(({ listId }) => listId === list.listId)
      expect(summary).toMatchObject({ pendingAdds: 0, pendingRemoves: 0, held: 0, difference: 0 })
    }
  }

  forget(): void {
    this.#database.calls.removeAccount(this.#account.id)
  }

  #edit(edit: Edit): void {
    switch (edit.kind) {
      case 'add':
      case 'remove': {
        const { kind, list: which } = edit
        const names = edit.codes.map(codeNamed)
        this.#apply(which, kind, names)
        for (const code of names) {
          if (kind === 'add') this.#wantedOn(which).add(code)
          else this.#wantedOn(which).delete(code)
        }
        return
      }
      case 'take back':
        this.#undo(() =>
          this.#database.calls.takeBackCodes(this.#list(edit.list), edit.codes.map(codeNamed), this.#clock()),
        )
        return
      case 'undo': {
        const action = this.#actions.at(-1 - edit.which)
        if (action !== undefined) this.#undo(() => this.#database.calls.undoCodes(action, this.#clock()))
        return
      }
      case 'full list':
        this.#learn(edit.list)
        return
      case 'at ClassMarker': {
        const codes = this.#atServer(edit.list)
        if (edit.on) codes.add(foreignCode(edit.code))
        else codes.delete(foreignCode(edit.code))
      }
    }
  }

  #apply(which: number, change: 'add' | 'remove' | 'full-list', names: readonly string[]): void {
    const accessCodes = names.map((code) => ({ code, name: null }))
    const edit = { list: this.#list(which), change, origin: 'typed', codes: accessCodes, at: this.#clock() } as const
    const { actionId } = this.#database.calls.applyCodes(edit)
    if (actionId !== null) this.#actions.push(actionId)
  }

  #learn(which: number): void {
    this.#apply(which, 'full-list', this.#serverCodes(which))
  }

  /** Takes something back; the result it reports is what the teacher then wants. */
  #undo(work: () => { readonly actionId: number }): void {
    try {
      const { actionId } = work()
      this.#actions.push(actionId)
      for (const { code, change, list_id } of this.#changesOf(actionId)) {
        const wanted = this.#wanted[this.#lists.findIndex(({ listId }) => listId === list_id)]
        if (!isInPlay(code)) continue
        if (change === 'add') wanted?.add(code)
        else wanted?.delete(code)
      }
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'codes/nothing-to-undo')) throw thrown
    }
  }

  #changesOf(action: number) {
    return this.#database.db
      .prepare<[number], { code: string; change: string; list_id: number }>(
        `SELECT code, code_action_change.change, list_id FROM code_action_change
         JOIN code_action ON code_action.id = action_id WHERE action_id = ?`,
      )
      .all(action)
  }

  /**
   * Sends as a new process would.
   * @returns null when it crashed
   */
  async #push(push: Push): Promise<PushSummary | null> {
    const { id } = this.#account
    const fewest = this.#fewestCalls(push.held)
    const from = this.#requests
    const { store, alive, isDead } = mortalStore(this.#database, 'Push', push.crash)
    const fetch = async (url: string, init: RequestInit) => {
      alive()
      return this.#send(push, this.#requests++ - from, url, init)
    }
    const { url, key, secret } = this.#simulator
    const pushes = new Pushes({
      store,
      runner: new ExclusiveRunner(store),
      jobs: new Jobs({ onChange: () => undefined }),
      clock: this.#clock,
      retry: { pause: async () => alive(), random: () => 0.5 },
      onInternalError: (thrown) => {
        if (!(thrown instanceof Crash)) this.#internalErrors.push(thrown)
      },
      accounts: async () => [this.#account],
      account: async () => this.#account,
      connectionFor: async () => ({
        endpoint: { apiUrl: url, clock: this.#clock, fetch },
        credentials: { key, secret },
      }),
    })
    const signal = new AbortController().signal
    try {
      const summary = await pushes.run(id, { held: push.held, signal, report: () => undefined })
      if (push.troubles.length === 0 && push.events.length === 0) expect(this.#requests - from).toBe(fewest)
      return summary
    } catch (thrown) {
      if (isDead() && (thrown instanceof Crash || thrown instanceof AppError)) return null
      throw thrown
    } finally {
      this.#simulator.faults.clear()
    }
  }

  async #send(push: Push, request: number, url: string, init: RequestInit): Promise<Response> {
    const trouble = push.troubles.find(
      (each) => request >= each.request && request < each.request + each.times,
    )?.trouble
    this.#happen(push, request, 'before')
    try {
      return await this.#through(trouble, url, init)
    } finally {
      this.#happen(push, request, 'after')
    }
  }

  async #through(trouble: Trouble | undefined, url: string, init: RequestInit): Promise<Response> {
    if (trouble?.kind === 'offline') {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
    }
    if (trouble !== undefined) this.#simulator.faults.next(trouble)
    const response = await fetch(url, init)
    // The answer is read here, so that whatever comes after it happens before the laptop reads it.
    return new Response(await response.arrayBuffer(), response)
  }

  #happen(push: Push, request: number, when: 'before' | 'after'): void {
    for (const event of push.events) if (event.request === request && event.when === when) this.#edit(event.edit)
  }

  /** One request for each list and operation, since no list here has a hundred codes. */
  #fewestCalls(held: boolean): number {
    return this.#database.db
      .prepare<[string, number], { n: number }>(
        `SELECT count(*) AS n FROM (SELECT DISTINCT list_id, operation FROM outbox WHERE account_id = ? AND held <= ?)`,
      )
      .all(this.#account.id, held ? 1 : 0)
      .reduce((sum, { n }) => sum + n, 0)
  }

  #list(which: number): ListRef {
    const list = this.#lists[which]
    if (list === undefined) throw new RangeError(`No list ${which}`)
    return list
  }

  #wantedOn(which: number): Set<string> {
    return this.#wanted[which] ?? new Set()
  }

  #atServer(which: number): Set<string> {
    return this.#simulator.world.accessList(this.#list(which).listId)?.codes ?? new Set()
  }

  #serverCodes(which: number): string[] {
    return [...this.#atServer(which)].toSorted()
  }

  #knownCodes(list: ListRef): string[] {
    return this.#database.calls
      .accessCodes(list, {})
      .map(({ code }) => code)
      .toSorted()
  }
}

const isInPlay = (code: string): boolean => inPlay.includes(code)
