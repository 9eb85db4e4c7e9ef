import { describe, expect, it } from 'vitest'
import { day } from '../../../shared/model/time.ts'
import { draftContent, onPlatform, platformAndLaptop } from '../support/platform.ts'

describe.each(['documented', 'flat'] as const)('a learning platform that says things in the %s way', (dialect) => {
  it('is connected, looked at and collected from', async () => {
    const { core, account, platform, sync, rows } = await onPlatform({ dialect, results: 30 })
    expect(account).toMatchObject({ service: 'assessments', url: platform.url, email: platform.email })
    expect((await rows()).map(({ assessmentId }) => assessmentId).toSorted()).toEqual(
      platform.world.assessments.map(({ id }) => id).toSorted(),
    )
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 30, gaps: [], error: null })
    expect((await rows()).every(({ hasQuestions }) => hasQuestions)).toBe(true)
    expect(await core.store.countResults([])).toBe(30)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 0, requests: 1 })
  })

  it('gets what was written here, once', async () => {
    const { platform, queue, publish, core } = await onPlatform({ dialect, results: 0, assessments: 3 })
    await queue({ title: 'First' })
    await queue({ title: 'Second' })
    expect(await publish()).toMatchObject({ outcome: 'complete', published: 2, pending: 0, rejected: [] })
    expect(platform.world.assessments.slice(3).map(({ title }) => title)).toEqual(['First', 'Second'])
    expect(await core.store.assessmentDrafts()).toEqual([])
  })
})

describe('a sync', () => {
  const oneAssessment = /assessments\/asmnt_[a-z0-9]+$/

  it('asked for what reading again costs, answers with its own requests and limit', async () => {
    const { core, account, platform, sync, advance } = await onPlatform({ assessments: 150, results: 5 })
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    // The list of two pages twice, five submissions, and the questions of all.
    expect(await core.syncs.recheckPrice(account.id)).toMatchObject({
      ...{ requests: 4 + 5 + 150, toGrade: 0, budget: { limit: 100, per: 'minute' } },
    })
    advance(61)
    const budget = { used: 0, limit: 100, per: 'minute' }
    expect(await core.syncs.recheckPrice(account.id)).toMatchObject({ budget })
    await sync()
    const { requests } = await core.syncs.recheckPrice(account.id)
    // As many as the limit left over.
    expect(requests).toBe(4 + 150 - (100 - 4 - 5))
  })

  it('fetches what was asked for first, and goes on past questions that it may not have', async () => {
    const at = await onPlatform({ assessments: 8, results: 5, requestsPerMinute: 8 })
    const { core, account, platform, sync, advance } = at
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    const edit = () => ({ error: { code: 'FORBIDDEN', message: 'Another role is needed' } })
    platform.faults.next({ kind: 'edited', edit }, { path: oneAssessment, times: 1_000 })
    advance(61)
    expect(await sync()).toMatchObject({ outcome: 'rate-limited', added: 5 })
    for (let minute = 0; minute < 2; minute++) {
      advance(61)
      await sync()
    }
    advance(61)
    expect(await sync()).toMatchObject({ outcome: 'complete', requests: 1 })
    advance(day)
    expect((await sync()).requests).toBeGreaterThan(1)
  })

  it('goes on saying that questions cannot be read, and asks for them again a day later', async () => {
    const { platform, sync, advance } = await onPlatform({ assessments: 1, results: 0 })
    const withoutId = ({ id: _, ...question }: Record<string, unknown>) => question
    const edit = (body: unknown) =>
      JSON.parse(JSON.stringify(body), (key, value) =>
        key === 'questions' && Array.isArray(value) ? [withoutId(value[0]), ...value.slice(1)] : value,
      )
    platform.faults.next({ kind: 'edited', edit }, { path: oneAssessment, times: 1 })
    const doubt = { outcome: 'failed', error: { code: 'api/not-understood' } }
    expect(await sync()).toMatchObject({ ...doubt, requests: 2 })
    expect(await sync()).toMatchObject({ ...doubt, requests: 1 })
    advance(day + 1)
    expect(await sync()).toMatchObject({ outcome: 'complete' })
    expect(await sync()).toMatchObject({ outcome: 'complete', requests: 1 })
  })

  it('does not read again what an answer for one assessment leaves out', async () => {
    const { core, platform, sync, rows } = await onPlatform({ assessments: 2, results: 0 })
    const edit = (body: unknown) =>
      JSON.parse(JSON.stringify(body), (key, value) => (key === 'question_count' ? undefined : value))
    platform.faults.next({ kind: 'edited', edit }, { path: oneAssessment, times: 1_000 })
    const before = (await rows()).map(({ questionCount }) => questionCount)
    await sync()
    expect(await sync()).toMatchObject({ outcome: 'complete', requests: 1 })
    expect((await rows()).map(({ questionCount }) => questionCount)).toEqual(before)
    expect(await core.store.assessmentsStatus()).toMatchObject([{ news: null }])
  })

  it('beside a collection fetches each submission once', async () => {
    const { core, account, platform, collect, sync } = await onPlatform({ assessments: 1, results: 6 })
    await sync()
    await core.store.noteSubmissions(account.id, platform.world.submissionIds(), core.clock())
    const [collected, synced] = await Promise.all([collect(), sync()])
    const asked = platform.requests.filter(({ path }) => path.includes('/submissions/'))
    expect(asked).toHaveLength(6)
    expect(collected.added + synced.added).toBe(6)
    expect(collected).toMatchObject({ outcome: 'complete', pending: 0 })
  })
})

describe('a list that is longer than the limit of a minute', () => {
  const pagesAsked = ({ platform }: Awaited<ReturnType<typeof onPlatform>>, from = 0) =>
    platform.requests
      .slice(from)
      .filter(({ path, outcome }) => path === '/api/v1/assessments' && outcome === 'ok')
      .map(({ query }) => Number(query.page))
  const lookedAt = async ({ core, account }: Awaited<ReturnType<typeof onPlatform>>) =>
    (await core.store.assessmentsStatus([account.id]))[0]?.lookedAt ?? null
  /** Syncs minute by minute until the look is through. @returns how many syncs that took */
  async function look(at: Awaited<ReturnType<typeof onPlatform>>, after: number | null = null) {
    for (let runs = 1; runs <= 10; runs++) {
      at.advance(61)
      await at.sync()
      if ((await lookedAt(at)) !== after) return runs
    }
    throw new Error('The look never ends')
  }

  it('is asked for nothing more in the minute of the sign-in that used it up', async () => {
    const at = await onPlatform({ assessments: 550, results: 0, requestsPerMinute: 4 })
    const before = at.platform.requests.length
    expect(await at.sync()).toMatchObject({ outcome: 'rate-limited' })
    expect(at.platform.requests).toHaveLength(before)
  })

  it('is gone on with where it was cut short, and only then tells what is gone', async () => {
    const at = await onPlatform({ assessments: 550, results: 0, requestsPerMinute: 4 })
    const { platform, rows } = at
    // What arrived was enough to sign in.
    expect(await rows()).toHaveLength(300)
    const before = platform.requests.length
    expect(await look(at)).toBe(3)
    expect(pagesAsked(at, before)).toEqual([4, 5, 6, 1, 2, 3, 4, 5, 6])
    expect(await rows()).toHaveLength(550)
    // The rest of the minute, and the whole next one, are for the questions of all.
    expect((await rows()).filter(({ hasQuestions }) => hasQuestions)).toHaveLength(3)
    at.advance(61)
    expect(await at.sync()).toMatchObject({ outcome: 'rate-limited', requests: 4 })
    expect((await rows()).filter(({ hasQuestions }) => hasQuestions)).toHaveLength(7)
  })

  it('counts as whole only once two readings of it agree, however it moved between its parts', async () => {
    const at = await onPlatform({ assessments: 250, results: 0, requestsPerMinute: 2 })
    const { platform, rows } = at
    const { world } = platform
    const removed = world.assessments[0]?.id ?? ''
    at.advance(61)
    await at.sync()
    expect(await lookedAt(at)).toBeNull()
    // One that was read goes and another comes: the one at the border slides to a page that was read.
    world.removeAssessment(removed)
    const added = world.addAssessment()
    await look(at)
    const here = (await rows()).filter(({ gone }) => !gone).map(({ assessmentId }) => assessmentId)
    expect(here.toSorted()).toEqual(world.assessments.map(({ id }) => id).toSorted())
    expect(here).toContain(added.id)
    expect((await rows()).find(({ assessmentId }) => assessmentId === removed)).toMatchObject({ gone: true })
  })

  it('is begun anew a day later, and what is new in all its parts is told as one', async () => {
    const at = await onPlatform({ assessments: 250, results: 0, requestsPerMinute: null, tokenLifetime: 10 * day })
    const { core, account, platform } = at
    await at.sync()
    const first = await lookedAt(at)
    const { world } = platform
    const cutShort = async (pages: number) => {
      let left = pages
      const path = (asked: string) => asked === '/api/v1/assessments' && left-- <= 0
      platform.faults.next({ kind: 'error', code: 'offlineMaintenance' }, { path, times: Number.POSITIVE_INFINITY })
      at.advance(60)
      expect(await at.sync()).toMatchObject({ outcome: 'failed' })
      platform.faults.clear()
      return platform.requests.length
    }
    await cutShort(1)
    at.advance(day)
    world.addAssessment({}, 'first')
    world.addAssessment()
    const before = await cutShort(1)
    expect(pagesAsked(at, before - 10).at(0)).toBe(1)
    at.advance(60)
    expect(await at.sync()).toMatchObject({ outcome: 'complete' })
    expect(pagesAsked(at, before)).toEqual([2, 3, 1, 2, 3])
    expect(await lookedAt(at)).not.toBe(first)
    expect((await core.store.assessmentsStatus([account.id]))[0]?.news).toMatchObject({ added: 2, changed: 0, gone: 0 })
  })
})

it('the sample has its own server and its submissions', async () => {
  const { core } = await platformAndLaptop()
  const summary = await core.jobs.result<'sample'>(core.syncs.startSample('assessments'))
  expect(summary).toMatchObject({ outcome: 'complete', added: 200 })
  expect(await core.accounts.list()).toMatchObject([
    { id: 'sample-assessments', name: 'Harbour College', sample: true },
  ])
})

describe('a draft that may be there already', () => {
  const titled = (platform: { readonly world: { readonly assessments: readonly { title: string }[] } }) =>
    platform.world.assessments.map(({ title }) => title).filter((title) => title.startsWith('Mock'))

  it('is not made twice where its refusal is in doubt', async () => {
    const { core, platform, queue, publish } = await onPlatform({ results: 0, assessments: 1 })
    const id = await queue({ title: 'Mock exam' })
    const path = '/api/v1/assessments'
    platform.faults.next({ kind: 'edited', edit: (list) => list }, { path })
    const body = JSON.stringify({ code: 'CONFLICT', message: 'Being made', status: 409 })
    platform.faults.next({ kind: 'body', status: 409, body, contentType: 'application/json' }, { path })
    expect(await publish()).toMatchObject({ published: 0, rejected: [{ title: 'Mock exam', reason: 'api/rejected' }] })
    // It was made all the same.
    const { courseId } = draftContent(platform.world.courses[0]?.id ?? '')
    platform.world.addAssessment({ courseId, title: 'Mock exam', passingScore: 60, timeLimitMinutes: 20 })
    await core.store.publishAssessment(id, core.clock())
    expect(await publish()).toMatchObject({ published: 1, unclear: 0 })
    expect(titled(platform)).toEqual(['Mock exam'])
  })

  it('is asked about where it was changed since', async () => {
    const { core, account, platform, queue, publish } = await onPlatform({ results: 0, assessments: 1 })
    const id = await queue({ title: 'Mock exam' })
    await core.snapshots.take('daily-2026-12-01.db')
    expect(await publish()).toMatchObject({ published: 1 })
    await core.snapshots.restore((await core.snapshots.list())[0]?.name ?? '')
    const [kept] = await core.store.assessmentDrafts([account.id])
    if (kept === undefined) throw new Error('The copy has no draft')
    const { courseId, passingScore, timeLimitMinutes, questions } = kept
    const changed = { courseId, passingScore, timeLimitMinutes, questions, title: 'Mock exam, changed' }
    await core.store.saveAssessmentDraft(account.id, id, changed, core.clock())
    await core.store.publishAssessment(id, core.clock())
    expect(await publish()).toMatchObject({ published: 0, unclear: 1 })
    expect(await core.store.assessmentDrafts()).toMatchObject([
      { state: 'unclear', candidates: [{ title: 'Mock exam' }] },
    ])
    expect(titled(platform)).toEqual(['Mock exam'])
  })
})

describe('a draft whose answer was lost', () => {
  const cutOff = async ({ platform, publish }: Awaited<ReturnType<typeof onPlatform>>) => {
    const path = '/api/v1/assessments'
    platform.faults.next({ kind: 'edited', edit: (list) => list }, { path })
    platform.faults.next({ kind: 'reset midway' }, { path })
    expect(await publish()).toMatchObject({ published: 0, pending: 1 })
  }

  it('is found though the platform tidied up its title', async () => {
    const at = await onPlatform({ results: 0, assessments: 1 })
    const { platform, queue, publish } = at
    await queue({ title: 'A  mock \t exam' })
    await cutOff(at)
    const made = platform.world.assessments[1]
    expect(made?.title).toBe('A mock exam')
    expect(await publish()).toMatchObject({ published: 1, unclear: 0 })
    expect(platform.world.assessments).toHaveLength(2)
  })

  it('keeps no others from being published where its course cannot be read any more', async () => {
    const at = await onPlatform({ results: 0, assessments: 1 })
    const { core, platform, queue, publish } = at
    await queue({ title: 'Mock exam' })
    await cutOff(at)
    await queue({ title: 'Another', courseId: platform.world.courses[1]?.id ?? '' })
    platform.faults.next(
      { kind: 'body', status: 404, body: '{"error":{"code":"NOT_FOUND"}}', contentType: 'application/json' },
      { path: '/api/v1/assessments', times: 2 },
    )
    expect(await publish()).toMatchObject({ published: 1, pending: 0, rejected: [{ title: 'Mock exam' }] })
    // Asked for again, it is looked for once more.
    const [refused] = await core.store.assessmentDrafts()
    await core.store.publishAssessment(refused?.id ?? 0, core.clock())
    expect(await publish()).toMatchObject({ published: 1, pending: 0 })
    expect(platform.world.assessments.filter(({ title }) => title === 'Mock exam')).toHaveLength(1)
  })
})

describe('a submission that cannot be had', () => {
  it('is kept with its reason, told by the sync, and had once it is asked for again', async () => {
    const { core, account, platform, sync, collect } = await onPlatform({ results: 3, assessments: 2 })
    await sync()
    const all = platform.world.submissionIds()
    await core.store.noteSubmissions(account.id, all, core.clock())
    platform.faults.next(
      { kind: 'body', status: 403, body: '{"error":{"code":"FORBIDDEN_ROLE"}}', contentType: 'application/json' },
      { path: /submissions/ },
    )
    expect(await sync()).toMatchObject({ outcome: 'failed', added: 2, error: { code: 'assessments/forbidden' } })
    const status = async () => (await core.store.assessmentsStatus([account.id]))[0]
    const notCollected = [{ ...all[0], reason: 'assessments/forbidden' }]
    expect(await status()).toMatchObject({ toCollect: 0, notCollected })
    await core.store.noteSubmissions(account.id, all.slice(0, 1), core.clock())
    expect(await collect()).toMatchObject({ added: 1, pending: 0, rejected: [] })
    expect(await status()).toMatchObject({ toCollect: 0, notCollected: [] })
  })

  it('at one assessment is looked for at the others', async () => {
    const { core, account, platform, sync, collect } = await onPlatform({ results: 3, assessments: 2 })
    await sync()
    const [one] = platform.world.submissionIds()
    if (one === undefined) throw new Error('There is no submission')
    const others = (path: string) => path.includes('/submissions/') && !path.includes(one.assessmentId)
    platform.faults.next(
      { kind: 'body', status: 403, body: '{"error":{"code":"FORBIDDEN_ROLE"}}', contentType: 'application/json' },
      { path: others, times: Number.POSITIVE_INFINITY },
    )
    await core.store.noteSubmissions(account.id, [{ ...one, assessmentId: null }], core.clock())
    expect(await collect()).toMatchObject({ added: 1, rejected: [] })
  })
})
