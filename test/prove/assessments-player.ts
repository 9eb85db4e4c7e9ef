import { expect } from 'vitest'
import type { PlatformConnection, Tokens } from '../../electron/connectors/assessments/index.ts'
import { Jobs } from '../../electron/jobs/jobs.ts'
import type { AssessmentsSimulator } from '../../electron/simulator/assessments/simulator.ts'
import { Assessments } from '../../electron/sync/assessments.ts'
import { ExclusiveRunner } from '../../electron/sync/exclusive-runner.ts'
import { statusOfPlatform, syncAssessments } from '../../electron/sync/sync-assessments.ts'
import { Syncs } from '../../electron/sync/syncs.ts'
import { AppError } from '../../shared/errors.ts'
import type { AccountSummary } from '../../shared/model/account.ts'
import type { AssessmentDraft, AssessmentDraftContent } from '../../shared/model/assessment.ts'
import type { movableClock } from '../electron/support/laptop.ts'
import { accountNamed, summaryOf } from '../electron/support/made-laptop.ts'
import { classMarkerOnly } from '../electron/support/sync-services.ts'
import type { Alike, AssessmentsHistory, Elsewhere, Running, Trouble, Writing } from './assessments-history.ts'
import { Crash, type ModelDatabase, mortalStore } from './model-laptop.ts'

const healthy: Omit<Running, 'work'> = { kind: 'run', waits: true, events: [], troubles: [], crash: null }

/** What two assessments that look alike share. */
const lookOf = (it: Pick<AssessmentDraftContent, 'courseId' | 'title' | 'passingScore' | 'timeLimitMinutes'>): string =>
  `${it.courseId} ${it.title} ${it.passingScore} ${it.timeLimitMinutes}`

/** A laptop that writes assessments, and the platform that has to get each of them once. */
export class AssessmentsPlayer {
  readonly #database: ModelDatabase
  readonly #platform: AssessmentsSimulator
  readonly #time: ReturnType<typeof movableClock>
  readonly #account: AccountSummary
  readonly #internalErrors: unknown[] = []
  /** Ids of what is at the platform without us. */
  readonly #theirs: Set<string>
  /** How those look that were meant to be published, by the draft they were written as. */
  readonly #meant = new Map<number, string>()
  readonly #noted = new Set<string>()
  readonly #firstSubmissions: number
  #tokens: Tokens
  #number = 0

  constructor(
    database: ModelDatabase,
    platform: AssessmentsSimulator,
    time: ReturnType<typeof movableClock>,
    number: number,
    { atFirst }: AssessmentsHistory,
  ) {
    this.#database = database
    this.#platform = platform
    this.#time = time
    const id = `platform ${number}`
    const account = { ...accountNamed(id), name: id, key: id, service: 'assessments', url: platform.url } as const
    this.#account = summaryOf({ ...account, createdAt: time.clock() })
    database.calls.addAccount(this.#account)
    this.#theirs = new Set(platform.world.assessments.map((each) => each.id))
    for (let count = 0; count < atFirst; count++) this.#elsewhere({ kind: 'web add', course: 0, first: false })
    this.#firstSubmissions = platform.world.submissions.length
    this.#tokens = this.#signedIn()
  }

  async play({ steps }: AssessmentsHistory): Promise<void> {
    await this.#run({ ...healthy, work: 'sync' })
    for (const step of steps) {
      if (step.kind === 'pass') this.#time.advance(60 * step.minutes)
      else if (step.kind === 'run') await this.#run(step)
      else if (step.kind === 'web alike') this.#alike(step)
      else this.#happen(step)
    }
  }

  /** Everything works again: sends until nothing waits, then compares the platform, the laptop and what was meant. */
  async settle(): Promise<void> {
    const { calls } = this.#database
    const id = this.#account.id
    this.#tokens = this.#signedIn()
    for (let rounds = 0; rounds === 0 || this.#drafts().some(isMeant); rounds++) {
      expect(rounds, 'rounds until nothing waits').toBeLessThan(6)
      for (const draft of this.#drafts()) if (draft.state === 'unclear') this.#resolve(draft)
      expect(await this.#run({ ...healthy, work: 'publish' })).toMatchObject({ outcome: 'complete', error: null })
    }
    expect(await this.#run({ ...healthy, work: 'collect' })).toMatchObject({ outcome: 'complete', error: null })
    expect(await this.#run({ ...healthy, work: 'sync' })).toMatchObject({ outcome: 'complete', error: null })
    expect(this.#internalErrors, 'what nobody foresaw').toEqual([])
    const ours = this.#platform.world.assessments.filter((each) => !this.#theirs.has(each.id))
    expect(ours.map(lookOf).toSorted(), 'published').toEqual([...this.#meant.values()].toSorted())
    const here = calls.assessmentRows([id]).filter(({ gone }) => !gone)
    expect(here.map(({ assessmentId }) => assessmentId).toSorted(), 'assessments here').toEqual(
      this.#platform.world.assessments.map((each) => each.id).toSorted(),
    )
    this.#compareSubmissions()
  }

  forget(): void {
    this.#database.calls.removeAccount(this.#account.id)
  }

  /** Each that was noted is a result, once; each attempt was handed in at most once. */
  #compareSubmissions(): void {
    const { db, calls } = this.#database
    const results = db
      .prepare<[string], string>('SELECT natural_key FROM result WHERE account_id = ?')
      .pluck()
      .all(this.#account.id)
    const own = this.#platform.world.submissions.slice()
    const submitted = own.filter(({ learnerId }) => learnerId === this.#platform.world.userId)
    const attempts = calls.assessmentRows([this.#account.id]).flatMap((row) => calls.assessment(row.id).attempts)
    const finished = attempts.flatMap(({ submission }) => submission?.submissionId ?? [])
    expect(submitted.length, 'submissions of this user').toBeLessThanOrEqual(attempts.length)
    expect(own.length, 'submissions in all').toBe(this.#firstSubmissions + submitted.length)
    const kept = new Set([...this.#noted, ...finished].map((each) => `s:${each}`))
    expect(results.toSorted(), 'results').toEqual([...kept].toSorted())
  }

  #drafts(): AssessmentDraft[] {
    return this.#database.calls.assessmentDrafts([this.#account.id])
  }

  #happen(what: Writing | Elsewhere): void {
    if (what.kind === 'web add' || what.kind === 'web remove' || what.kind === 'tokens run out') this.#elsewhere(what)
    else this.#write(what)
  }

  #write(what: Writing): void {
    const { calls } = this.#database
    const now = this.#time.clock()
    if (what.kind === 'note') {
      this.#note(what)
      return
    }
    if (what.kind === 'write') {
      const content = this.#content(what)
      const { id } = calls.saveAssessmentDraft(this.#account.id, null, content, now)
      if (what.publish) this.#publish(id)
      return
    }
    const draft = nth(this.#drafts(), what.which)
    if (draft === undefined) return
    if (what.kind === 'publish') this.#publish(draft.id)
    else if (what.kind === 'take back') {
      if (calls.takeBackAssessment(draft.id).undone) this.#meant.delete(draft.id)
    } else if (what.kind === 'resolve') this.#resolve(draft)
    else if (what.kind === 'remove') {
      calls.removeAssessmentDraft(draft.id)
      if (!this.#drafts().some(({ id }) => id === draft.id)) this.#meant.delete(draft.id)
    } else if (what.kind === 'change') this.#change(draft, what.looks)
  }

  #publish(id: number): void {
    this.#database.calls.publishAssessment(id, this.#time.clock())
    const draft = this.#drafts().find((each) => each.id === id)
    if (draft !== undefined && isMeant(draft)) this.#meant.set(id, lookOf(draft))
  }

  #change(draft: AssessmentDraft, looks: number): void {
    const content = { ...this.#content({ course: 0, looks }), courseId: draft.courseId }
    try {
      this.#database.calls.saveAssessmentDraft(this.#account.id, draft.id, content, this.#time.clock())
    } catch (thrown) {
      if (!(thrown instanceof AppError && thrown.code === 'assessments/may-be-there')) throw thrown
    }
    const after = this.#drafts().find(({ id }) => id === draft.id)
    // What is changed is a draft again.
    if (after !== undefined && isMeant(after)) this.#meant.set(draft.id, lookOf(after))
    else this.#meant.delete(draft.id)
  }

  /** The teacher looks at the platform and knows which one is new. */
  #resolve(draft: AssessmentDraft): void {
    if (draft.state !== 'unclear') return
    const { calls, db } = this.#database
    const matched = new Set(
      db
        .prepare<[string], string>('SELECT assessment_id FROM assessment WHERE account_id = ? AND published = 1')
        .pluck()
        .all(this.#account.id),
    )
    const made = draft.candidates.find(
      (each) => !this.#theirs.has(each.assessmentId) && !matched.has(each.assessmentId),
    )
    calls.resolveAssessmentDraft(draft.id, made?.id ?? null)
  }

  #note({ from, count, named }: Extract<Writing, { kind: 'note' }>): void {
    const all = this.#platform.world.submissionIds().slice(0, this.#firstSubmissions)
    const refs = all.slice(from % all.length, (from % all.length) + count)
    for (const { submissionId } of refs) this.#noted.add(submissionId)
    // Without its assessment it is looked for at twenty at most.
    const isFew = this.#platform.world.assessments.length <= 10
    const said = refs.map((ref) => ({ ...ref, assessmentId: named || !isFew ? ref.assessmentId : null }))
    this.#database.calls.noteSubmissions(this.#account.id, said, this.#time.clock())
  }

  #content({ course, looks }: { readonly course: number; readonly looks: number }): AssessmentDraftContent {
    const courseId = this.#platform.world.courses[course]?.id ?? ''
    return { courseId, title: `Draft ${looks}`, passingScore: 50 + looks, timeLimitMinutes: 10, questions: [] }
  }

  #elsewhere(what: Elsewhere): void {
    const { world, sessions } = this.#platform
    if (what.kind === 'tokens run out') sessions.revokeAccess()
    else if (what.kind === 'web add') {
      const courseId = world.courses[what.course]?.id ?? ''
      const added = { courseId, title: `Theirs ${this.#number++}` }
      this.#theirs.add(world.addAssessment(added, what.first ? 'first' : 'last').id)
    } else {
      const own = world.assessments.filter(({ id, title }) => this.#theirs.has(id) && title.startsWith('Theirs'))
      const removed = nth(own, what.which)
      if (removed !== undefined) world.removeAssessment(removed.id)
    }
  }

  #alike({ course, looks }: Alike): void {
    const content = this.#content({ course, looks })
    const inDoubt = this.#database.db
      .prepare<[string], string>(
        `SELECT course_id || ' ' || title FROM assessment_draft
         WHERE account_id = ? AND (in_doubt = 1 OR state IN ('sending', 'unclear'))`,
      )
      .pluck()
      .all(this.#account.id)
    if (inDoubt.includes(`${content.courseId} ${content.title}`)) return
    const { courseId, title, passingScore, timeLimitMinutes } = content
    const said = { courseId, title, passingScore: passingScore ?? 50, timeLimitMinutes }
    this.#theirs.add(this.#platform.world.addAssessment(said).id)
  }

  #signedIn(): Tokens {
    const { email, password, sessions } = this.#platform
    const issued = sessions.signIn(email, password, this.#time.clock())
    if (issued === null) throw new Error('The platform does not know its own password')
    return { access: issued.access, refresh: issued.refresh, expiresAt: null }
  }

  /** Publishes, fetches, syncs or hands in as a new process would. @returns null when it crashed */
  async #run(running: Running) {
    const { store, alive, isDead } = mortalStore(this.#database, 'Sync', running.crash)
    let request = 0
    const fetch = async (url: string, init: RequestInit) => {
      alive()
      return this.#send(running, request++, url, init)
    }
    const { clock, advance } = this.#time
    const connection = async (): Promise<PlatformConnection> => ({
      endpoint: { url: this.#platform.url, fetch, clock },
      tokens: this.#tokens,
      onTokens: async (tokens) => {
        alive()
        this.#tokens = tokens
      },
    })
    const noKey = async (): Promise<never> => {
      throw new Error('There is no ClassMarker')
    }
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
      connectionFor: noKey,
      platformFor: connection,
    }
    const context = {
      signal: new AbortController().signal,
      report: () => undefined,
      ...(running.waits && { waiting: () => undefined }),
    }
    const assessments = new Assessments(ports)
    const { id } = this.#account
    try {
      if (running.work === 'publish') return await assessments.publish(id, context)
      if (running.work === 'collect') return await assessments.collect(id, context)
      if (running.work === 'submit') return await this.#submit(assessments)
      const services = {
        ...classMarkerOnly(store, clock),
        assessments: {
          sync: (run: Parameters<typeof syncAssessments>[0]) => syncAssessments({ ...run, platformFor: connection }),
          status: (account: Parameters<typeof statusOfPlatform>[0]) => statusOfPlatform(account, { store, clock }),
        },
      }
      const sample = async () => this.#account
      return await new Syncs({ ...ports, services: services as never, sample }).run(id, 'when due', context)
    } catch (thrown) {
      if (isDead() && (thrown instanceof Crash || thrown instanceof AppError)) return null
      throw thrown
    } finally {
      this.#platform.faults.clear()
    }
  }

  /** Answers the first assessment and hands it in; where that was done before and is unclear, not again. */
  async #submit(assessments: Assessments) {
    const { calls } = this.#database
    const row = calls.assessmentRows([this.#account.id]).find(({ hasQuestions, gone }) => hasQuestions && !gone)
    if (row === undefined) return null
    const before = calls.assessment(row.id).attempts.find(({ state }) => state !== 'submitted')
    const { id } = before ?? calls.beginAttempt(row.id, this.#time.clock())
    try {
      return await assessments.submit(id, { again: false })
    } catch (thrown) {
      if (thrown instanceof AppError) return null
      throw thrown
    }
  }

  async #send({ events, troubles }: Running, request: number, url: string, init: RequestInit): Promise<Response> {
    for (const event of events) if (event.request === request) this.#happen(event.what)
    const struck = troubles.find((each) => request >= each.request && request < each.request + each.times)
    return this.#through(struck?.trouble, url, init)
  }

  async #through(trouble: Trouble | undefined, url: string, init: RequestInit): Promise<Response> {
    if (trouble?.kind === 'offline')
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) })
    if (trouble !== undefined) this.#platform.faults.next(trouble)
    const response = await fetch(url, init)
    return new Response(await response.arrayBuffer(), response)
  }
}

const isMeant = ({ state }: AssessmentDraft): boolean =>
  state === 'waiting' || state === 'sending' || state === 'unclear'

const nth = <Item>(items: readonly Item[], which: number): Item | undefined => items[which % items.length]
