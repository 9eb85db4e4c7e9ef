import { expect } from 'vitest'
import { Jobs } from '../../electron/jobs/jobs.ts'
import type { Bank, NewQuestion } from '../../electron/simulator/bank.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import { Banks } from '../../electron/sync/banks.ts'
import { ExclusiveRunner } from '../../electron/sync/exclusive-runner.ts'
import { Syncs } from '../../electron/sync/syncs.ts'
import { AppError } from '../../shared/errors.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import type { QuestionContent } from '../../shared/model/bank.ts'
import { hour } from '../../shared/model/time.ts'
import type { movableClock } from '../electron/support/laptop.ts'
import { accountNamed, summaryOf } from '../electron/support/made-laptop.ts'
import { classMarkerOnly } from '../electron/support/sync-services.ts'
import type { BankEditing, BankHistory, BankRunning, BankTrouble, OnTheWeb } from './bank-history.ts'
import { Crash, type ModelDatabase, mortalStore } from './model-laptop.ts'

/** A question as its last editor wanted it. Wordings are never the same twice, so a wording names an edit. */
interface Wanted {
  /** Its number here; null for one that only ClassMarker has so far. */
  row: number | null
  questionId: string | null
  wording: string
  isDeleted: boolean
}

const healthy = { waits: true, events: [], troubles: [], crash: null } as const
/** Requests of one sync of an account without results: what the key sees, and a page of each feed. */
const requestsOfSync = 3
const types = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay'] as const

/** A laptop that edits the bank of an account, and the bank that its teachers want. */
export class BankPlayer {
  readonly #database: ModelDatabase
  readonly #simulator: Simulator
  readonly #bank: Bank
  readonly #time: ReturnType<typeof movableClock>
  readonly #account: AccountSummary
  readonly #wanted: Wanted[] = []
  readonly #internalErrors: unknown[] = []
  readonly #syncRequests: number[] = []
  readonly #keep: BankHistory['keep']
  /** What was last done on the web to a category or to a question's category, unless it was changed here knowingly. */
  readonly #onTheWeb = new Map<string, unknown>()
  /** Names that were given here and on the web: moved apart, both stay. */
  readonly #doubled = new Set<string>()
  /** When ClassMarker last said, without cause, that the hour is used up. */
  #toldToWaitAt = Number.NEGATIVE_INFINITY
  #number = 0

  constructor(
    database: ModelDatabase,
    simulator: Simulator,
    time: ReturnType<typeof movableClock>,
    number: number,
    { atFirst, keep }: BankHistory,
  ) {
    this.#database = database
    this.#simulator = simulator
    this.#bank = simulator.world.bank
    this.#bank.manners.sameNames = 'refused'
    this.#time = time
    this.#keep = keep
    const id = `bank ${number}`
    this.#account = summaryOf({ ...accountNamed(id), name: id, key: id, createdAt: time.clock() })
    database.calls.addAccount(this.#account)
    for (let count = 0; count < atFirst; count++) this.#web({ kind: 'web add' })
  }

  async play({ steps }: BankHistory): Promise<void> {
    await this.#run({ kind: 'pull', ...healthy })
    for (const step of steps) {
      if (step.kind === 'pass') this.#time.advance(60 * step.minutes)
      else if ('waits' in step) await this.#run(step)
      else this.#happen(step)
    }
  }

  /** Everything works again: sends until nothing waits, then compares ClassMarker, the laptop and what was wanted. */
  async settle(): Promise<void> {
    const { calls } = this.#database
    const left = () => calls.bankEdits([this.#account.id])
    this.#compareWeb()
    for (let rounds = 0; rounds === 0 || left().length > 0; rounds++) {
      expect(rounds, `rounds until nothing waits: ${JSON.stringify(left())}`).toBeLessThan(6)
      for (let conflict = 0; this.#resolve(this.#keep[conflict % this.#keep.length] ?? 'mine'); conflict++);
      calls.sendBankEditsAgain(left().map(({ id }) => id))
      expect(await this.#run({ kind: 'push', ...healthy })).toMatchObject({ outcome: 'complete', error: null })
    }
    this.#time.advance(hour)
    expect(await this.#run({ kind: 'pull', ...healthy })).toMatchObject({ outcome: 'complete', error: null })
    expect(this.#internalErrors, 'what nobody foresaw').toEqual([])
    this.#compareQuestions()
    this.#compareCategories()
  }

  forget(): void {
    this.#database.calls.removeAccount(this.#account.id)
  }

  #compareQuestions(): void {
    const there = this.#bank.questions.map(({ id, question, categoryId }) => [String(id), question, categoryId])
    const wanted = this.#wanted.filter(({ isDeleted }) => !isDeleted).map(({ wording }) => wording)
    expect(there.map(([, wording]) => wording).toSorted(), 'questions at ClassMarker').toEqual(wanted.toSorted())
    const here = this.#database.db
      .prepare<[string], { id: string; wording: string; category: number }>(
        `SELECT question_id AS id, sent ->> 'question' AS wording, sent_category AS category FROM bank_question
         WHERE account_id = ? AND gone = 0`,
      )
      .all(this.#account.id)
      .map(({ id, wording, category }) => [id, wording, category])
    expect(here.toSorted(), 'questions here').toEqual(there.toSorted())
  }

  #compareCategories(): void {
    const here = this.#database.calls.bankCategories([this.#account.id])
    const numbers = new Map(here.map(({ id, serviceId }) => [id, serviceId]))
    const told = (parent: number | null, id: number | null, name: string) => `${parent} ${id} ${name}`
    const there = [
      ...this.#bank.parents.map(({ id, name }) => told(null, id, name)),
      ...this.#bank.categories.map(({ id, name, parentId }) => told(parentId, id, name)),
    ]
    const known = here.map(({ parent, serviceId, name }) =>
      told(parent === null ? null : (numbers.get(parent) ?? null), serviceId, name),
    )
    expect(known.toSorted(), 'categories here').toEqual(there.toSorted())
    const names = this.#bank.categories.map(({ name }) => name).filter((name) => !this.#doubled.has(name))
    expect(new Set(names).size, 'categories with a name of their own').toBe(names.length)
    const places = this.#bank.categories.map(({ parentId, name }) => `${parentId} ${name}`)
    expect(new Set(places).size, 'categories with a name and a place of their own').toBe(places.length)
  }

  #happen(what: BankEditing | OnTheWeb): void {
    if (what.kind.startsWith('web')) this.#web(what as OnTheWeb)
    else this.#edit(what as BankEditing)
  }

  #edit(edit: BankEditing): void {
    const { calls } = this.#database
    const now = this.#time.clock()
    const { id: account } = this.#account
    if (edit.kind !== 'add') this.#choose()
    const all = calls.bankCategories([account])
    const parents = all.filter(({ parent }) => parent === null)
    const categories = all.filter(({ parent }) => parent !== null)
    switch (edit.kind) {
      case 'add': {
        const category = nth(categories, edit.category)
        if (category === undefined) return
        const content = contentOf(this.#wording('mine'), edit.type)
        const { id, flaws } = calls.saveBankQuestion(account, null, { ...content, category: category.id }, now)
        expect(flaws).toEqual([])
        this.#wanted.push({ row: id, questionId: null, wording: content.question, isDeleted: false })
        return
      }
      case 'change': {
        const wanted = nth(
          this.#here().filter(({ row }) => row !== null),
          edit.which,
        )
        const row = wanted?.row ?? null
        if (row === null || wanted === undefined) return
        const { content, category } = calls.bankQuestion(row)
        const moved = edit.category === null ? category : (nth(categories, edit.category)?.id ?? category)
        const wording = this.#wording('mine')
        expect(
          calls.saveBankQuestion(account, row, { ...content, question: wording, category: moved }, now).flaws,
        ).toEqual([])
        wanted.wording = wording
        return
      }
      case 'add parent':
        calls.addBankCategory(account, this.#wording('parent'), null, now)
        return
      case 'add category': {
        const parent = nth(parents, edit.parent)
        if (parent !== undefined) calls.addBankCategory(account, this.#wording('category'), parent.id, now)
        return
      }
      case 'rename': {
        const category = nth(all, edit.which)
        if (category !== undefined) calls.renameBankCategory(category.id, this.#wording('renamed'), now)
        return
      }
      case 'move': {
        const [category, parent] = [nth(categories, edit.which), nth(parents, edit.parent)]
        if (category !== undefined && parent !== undefined) calls.moveBankCategory(category.id, parent.id, now)
        return
      }
      case 'resolve':
        this.#resolve(edit.keep)
    }
  }

  /** @returns whether there was a conflict */
  #resolve(keep: 'mine' | 'theirs'): boolean {
    const { calls } = this.#database
    const conflict = calls.bankEdits([this.#account.id]).find(({ state }) => state === 'conflict')
    if (conflict === undefined) return false
    if (!conflict.kind.endsWith('-question')) {
      this.#resolveCategory(conflict.subject, keep)
      return true
    }
    calls.resolveBankConflict(conflict.subject, keep, this.#time.clock())
    const wanted = this.#here().find(({ row }) => row === conflict.subject)
    if (keep === 'theirs' && wanted !== undefined)
      wanted.wording = this.#bank.question(Number(wanted.questionId))?.question ?? ''
    return true
  }

  #resolveCategory(id: number, keep: 'mine' | 'theirs'): void {
    const { calls } = this.#database
    const category = calls.bankCategories([this.#account.id]).find((each) => each.id === id)
    expect(category?.atService, 'what a conflict is about').not.toBeNull()
    if (keep === 'mine' && category?.atService?.twin != null)
      calls.renameBankCategory(id, this.#wording('renamed'), this.#time.clock())
    else calls.resolveCategoryConflict(id, keep, this.#time.clock())
  }

  #web(what: OnTheWeb): void {
    const bank = this.#bank
    // Only what is known here: nobody can tell whose a question is that was changed before its own request was answered.
    const known = () => this.#here().filter(({ row, questionId }) => row !== null && questionId !== null)
    switch (what.kind) {
      case 'web add': {
        const { id, question } = bank.addQuestion({ ...typed, question: this.#wording('theirs'), categoryId: 5101 })
        this.#wanted.push({ row: null, questionId: String(id), wording: question, isDeleted: false })
        return
      }
      case 'web change': {
        const wanted = nth(known(), what.which)
        if (wanted === undefined) return
        const { question } = bank.changeQuestion(Number(wanted.questionId), { question: this.#wording('theirs') })
        // While something waits here, both are shown and one is chosen.
        if (!this.#waits(wanted)) wanted.wording = question
        return
      }
      case 'web delete': {
        const wanted = nth(known(), what.which)
        if (wanted === undefined || this.#waits(wanted)) return
        bank.removeQuestion(Number(wanted.questionId))
        wanted.isDeleted = true
        return
      }
      case 'web recategorise': {
        const [wanted, category] = [nth(known(), what.which), nth(bank.categories, what.category)]
        const before = bank.question(Number(wanted?.questionId))
        if (wanted === undefined || category === undefined || before === undefined) return
        const { id, lastUpdated } = before
        bank.addQuestion({ ...before, categoryId: category.id }, lastUpdated)
        this.#note(`question ${id} category`, category.id)
        return
      }
      case 'web rename': {
        const category = nth(bank.categories, what.which)
        if (category === undefined) return
        const { name } = bank.changeCategory(category.id, { name: this.#wording('renamed there') })
        this.#note(`category ${category.id} name`, name)
        return
      }
      case 'web double': {
        const here = this.#database.calls.bankCategories([this.#account.id])
        const parentOf = (own: number | null) => here.find(({ id }) => id === own)?.serviceId ?? null
        const waiting = here.filter(({ serviceId, parent }) => serviceId === null && parentOf(parent) !== null)
        const own = nth(waiting, what.which)
        const parentId = parentOf(own?.parent ?? null)
        if (own === undefined || parentId === null || bank.categories.some(({ name }) => name === own.name)) return
        bank.addCategory(parentId, own.name)
        this.#doubled.add(own.name)
        return
      }
      case 'web move': {
        const [category, parent] = [nth(bank.categories, what.which), nth(bank.parents, what.parent)]
        if (category === undefined || parent === undefined) return
        bank.changeCategory(category.id, { parentId: parent.id })
        this.#note(`category ${category.id} parent`, parent.id)
      }
    }
  }

  /** Notes what was done on the web. What the laptop takes it to be there anyway, nobody can see being done. */
  #note(what: string, value: unknown): void {
    if (this.#known(what) === value) this.#onTheWeb.delete(what)
    else this.#onTheWeb.set(what, value)
  }

  /** What somebody chose here, knowing what was on the web: from now on the web's is not wanted any more. */
  #choose(): void {
    for (const [what, value] of this.#onTheWeb) if (this.#known(what) === value) this.#onTheWeb.delete(what)
  }

  /** What the laptop knows to be at ClassMarker. */
  #known(what: string): unknown {
    const [noun, number, field] = what.split(' ')
    const column = field === 'name' ? 'sent_name' : 'sent_parent'
    const query =
      noun === 'question'
        ? 'SELECT sent_category FROM bank_question WHERE account_id = ? AND question_id = ?'
        : `SELECT ${column} FROM bank_category WHERE account_id = ? AND service_id = ? AND is_parent = 0`
    return this.#database.db
      .prepare<[string, string], unknown>(query)
      .pluck()
      .get(this.#account.id, number ?? '')
  }

  /** Nothing that was done on the web is undone by somebody who did not know of it. */
  #compareWeb(): void {
    for (const [what, value] of this.#onTheWeb) {
      const [noun, number, field] = what.split(' ')
      const category = this.#bank.categories.find(({ id }) => id === Number(number))
      const there =
        noun === 'question'
          ? this.#bank.question(Number(number))?.categoryId
          : field === 'name'
            ? category?.name
            : category?.parentId
      if (there !== undefined) expect(there, what).toBe(value)
    }
  }

  #wording(of: string): string {
    return `${of} ${this.#number++}`
  }

  /** What is wanted and not deleted, with the numbers that both sides know by now. */
  #here(): readonly Wanted[] {
    const rows = this.#database.db
      .prepare<[string], { id: number; questionId: string | null }>(
        'SELECT id, question_id AS questionId FROM bank_question WHERE account_id = ?',
      )
      .all(this.#account.id)
    const numbers = new Map(rows.map(({ id, questionId }) => [id, questionId]))
    const byNumber = new Map(rows.map(({ id, questionId }) => [questionId, id]))
    for (const each of this.#wanted) {
      if (each.row === null && each.questionId !== null) each.row = byNumber.get(each.questionId) ?? null
      if (each.row !== null) each.questionId ??= numbers.get(each.row) ?? null
    }
    return this.#wanted.filter(({ isDeleted }) => !isDeleted)
  }

  #waits({ row }: Wanted): boolean {
    const edits = this.#database.calls.bankEdits([this.#account.id])
    return edits.some(({ kind, subject }) => kind.endsWith('-question') && subject === row)
  }

  /** Reads, sends or syncs as a new process would. @returns null when it crashed */
  async #run(running: BankRunning) {
    if (running.kind === 'sync' && !this.#maySync()) return null
    const { store, alive, isDead } = mortalStore(this.#database, 'Sync', running.crash)
    let request = 0
    const fetch = async (url: string, init: RequestInit) => {
      alive()
      return this.#send(running, request++, url, init)
    }
    const { clock, advance } = this.#time
    const { url, key, secret } = this.#simulator
    const ports = {
      store,
      runner: new ExclusiveRunner(store),
      jobs: new Jobs({ onChange: () => undefined }),
      clock,
      retry: {
        pause: async (length: number) => {
          alive()
          advance(Math.ceil(length / 1000))
        },
        random: () => 0.5,
      },
      onInternalError: (thrown: unknown) => {
        if (!(thrown instanceof Crash)) this.#internalErrors.push(thrown)
      },
      accounts: async () => [this.#account],
      account: async () => this.#account,
      services: classMarkerOnly(store, clock),
      sample: async () => this.#account,
      connectionFor: async () => ({ endpoint: { apiUrl: url, clock, fetch }, credentials: { key, secret } }),
    }
    const context = {
      signal: new AbortController().signal,
      report: () => undefined,
      ...(running.waits && { waiting: () => undefined }),
    }
    const { id } = this.#account
    const before = this.#simulator.requests.length
    try {
      if (running.kind === 'sync') return await this.#sync(new Syncs(ports), running)
      const banks = new Banks({ ...ports, beforeRun: async () => undefined })
      return await (running.kind === 'pull' ? banks.pull(id, context) : banks.push(id, context))
    } catch (thrown) {
      if (isDead() && (thrown instanceof Crash || thrown instanceof AppError)) return null
      throw thrown
    } finally {
      this.#simulator.faults.clear()
      const asked = this.#simulator.requests.slice(before)
      if (running.kind === 'sync') this.#syncRequests.push(...asked.map(({ time }) => time))
      const isOver = asked.some(({ outcome }) => outcome === 'rateLimitExceeded')
      const isMeant = running.troubles.some(
        ({ trouble }) => trouble.kind === 'error' && trouble.code === 'rateLimitExceeded',
      )
      expect(isOver && !isMeant, 'more requests than ClassMarker allows').toBe(false)
      if (isOver) this.#toldToWaitAt = this.#time.clock()
    }
  }

  /** Two syncs an hour, which is what is kept free for them. */
  #maySync(): boolean {
    const now = this.#time.clock()
    return this.#syncRequests.filter((time) => time > now - hour).length <= requestsOfSync
  }

  async #sync(syncs: Syncs, { troubles, crash }: BankRunning) {
    const summary = await syncs.run(this.#account.id, 'when due', {
      signal: new AbortController().signal,
      report: () => undefined,
    })
    const isToldToWait = this.#time.clock() < this.#toldToWaitAt + hour
    if (troubles.length === 0 && crash === null && !isToldToWait)
      expect(summary, 'a sync at any time').toMatchObject({ outcome: 'complete' })
    return summary
  }

  async #send({ events, troubles }: BankRunning, request: number, url: string, init: RequestInit): Promise<Response> {
    const isWrite = init.method === 'PUT' && /questions|categor/.test(url)
    if (!isWrite) for (const event of events) if (event.request === request) this.#happen(event.what)
    const struck = troubles.find((each) => request >= each.request && request < each.request + each.times)
    return this.#through(struck?.trouble, url, init)
  }

  async #through(trouble: BankTrouble | undefined, url: string, init: RequestInit): Promise<Response> {
    if (trouble?.kind === 'offline')
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
    if (trouble !== undefined) this.#simulator.faults.next(trouble)
    const response = await fetch(url, init)
    return new Response(await response.arrayBuffer(), response)
  }
}

const nth = <Item>(items: readonly Item[], which: number): Item | undefined => items[which % items.length]

const typed: Omit<NewQuestion, 'question' | 'categoryId'> = {
  type: 'multiplechoice',
  points: 10,
  randomAnswers: false,
  options: { A: { content: 'Yes' }, B: { content: 'No' } },
  correct: ['A'],
}

function contentOf(question: string, which: number): QuestionContent {
  const type = types[which % types.length] ?? 'essay'
  const [yes, no] = type === 'truefalse' ? ['True', 'False'] : ['Yes', 'No']
  return {
    type,
    question,
    points: 15,
    randomAnswers: type === 'essay' ? null : true,
    options:
      type === 'essay'
        ? []
        : [
            { letter: 'A', content: yes },
            { letter: 'B', content: no },
          ],
    correct: type === 'essay' ? [] : ['B'],
    gradeStyle: type === 'multipleresponse' ? 'partial_with_deduction' : null,
    correctFeedback: 'Well done!',
    incorrectFeedback: null,
  }
}
