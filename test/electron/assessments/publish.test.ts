import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { sentSubmission } from '../store/assessment-rows.ts'
import { onPlatform } from '../support/platform.ts'

const creations = (requests: readonly { readonly method: string; readonly path: string }[]): number =>
  requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/assessments')).length

describe('publishing', () => {
  it('finds what a lost answer created, and creates nothing twice', async () => {
    const { platform, queue, publish, core } = await onPlatform({ assessments: 2, results: 0 })
    await queue()
    // The list of the course comes first.
    let asked = 0
    platform.faults.next({ kind: 'cut-off' }, { path: (path) => path.endsWith('/assessments') && ++asked === 2 })
    expect(await publish()).toMatchObject({ outcome: 'failed', published: 0, pending: 1 })
    expect(platform.world.assessments).toHaveLength(3)
    expect(await publish()).toMatchObject({ outcome: 'complete', published: 1, pending: 0 })
    expect(platform.world.assessments).toHaveLength(3)
    expect(creations(platform.requests)).toBe(1)
    expect(await core.store.assessmentDrafts()).toEqual([])
  })

  it('asks where several look like it', async () => {
    const { platform, queue, publish, core, account, clock } = await onPlatform({ assessments: 0, results: 0 })
    const courseId = platform.world.courses[0]?.id ?? ''
    const id = await queue()
    await core.store.saveAssessments(account.id, { assessments: [], complete: true, at: clock() })
    const claimed = await core.store.claimAssessmentDraft(account.id)
    await core.store.failAssessmentDraft(claimed?.id ?? 0, true)
    const alike = { courseId, title: 'Fractions, second try', passingScore: 60, timeLimitMinutes: 20 }
    const [one] = [platform.world.addAssessment(alike), platform.world.addAssessment(alike)]
    expect(await publish()).toMatchObject({ outcome: 'complete', published: 0, unclear: 1 })
    const [draft] = await core.store.assessmentDrafts()
    expect(draft).toMatchObject({ id, state: 'unclear' })
    expect(draft?.candidates).toHaveLength(2)
    const chosen = draft?.candidates.find(({ assessmentId }) => assessmentId === one.id)
    await core.store.resolveAssessmentDraft(id, chosen?.id ?? 0)
    expect(await core.store.assessmentDrafts()).toEqual([])
    expect(creations(platform.requests)).toBe(0)
  })

  it('asks where a title was taken from a draft that may be there, since it named a student who was erased', async () => {
    const { platform, queue, publish, core, account, clock } = await onPlatform({ assessments: 1, results: 0 })
    const last = 'usr_sentinel7'
    await core.store.keepSubmission(account.id, sentSubmission('1', { learnerId: last }), clock())
    const id = await queue({ title: `Again for ${last}` })
    let asked = 0
    platform.faults.next({ kind: 'cut-off' }, { path: (path) => path.endsWith('/assessments') && ++asked === 2 })
    expect(await publish()).toMatchObject({ published: 0, pending: 1 })
    await core.store.eraseStudent({ account: account.id, key: `user:${last}` }, clock())
    expect(await core.store.assessmentDrafts()).toMatchObject([{ id, state: 'draft' }])
    expect(await publish()).toMatchObject({ published: 0, pending: 0 })
    await core.store.publishAssessment(id, clock())
    expect(await publish()).toMatchObject({ published: 0, unclear: 1 })
    expect((await core.store.assessmentDrafts())[0]?.candidates).toMatchObject([{ title: `Again for ${last}` }])
    expect(creations(platform.requests)).toBe(1)
  })

  it('keeps the order, holds what is refused, and goes on with the rest', async () => {
    const { platform, queue, publish, core } = await onPlatform({ assessments: 0, results: 0 })
    await queue({ title: 'One' })
    await queue({ title: 'Nowhere', courseId: 'crs_none' })
    await queue({ title: 'Two' })
    const summary = await publish()
    expect(summary).toMatchObject({ outcome: 'complete', published: 2, pending: 0, unclear: 0 })
    expect(summary.rejected).toMatchObject([{ title: 'Nowhere' }])
    expect(platform.world.assessments.map(({ title }) => title)).toEqual(['One', 'Two'])
    expect(await core.store.assessmentDrafts()).toMatchObject([{ title: 'Nowhere', state: 'refused' }])
    await publish()
    expect(creations(platform.requests)).toBe(3)
  })

  it('waits at the limit as a job, and ends there without one who waits', async () => {
    const { core, account, queue, publish, clock } = await onPlatform({
      ...{ assessments: 0, results: 0, requestsPerMinute: 4 },
    })
    for (let count = 0; count < 4; count++) await queue({ title: `Draft ${count}` })
    const ended = await publish()
    expect(ended).toMatchObject({ outcome: 'rate-limited', error: { code: 'api/rate-limited' } })
    expect(ended.published + ended.pending).toBe(4)
    expect(ended.nextRequestAfter).toBeGreaterThan(clock())
    expect((await core.syncs.status(account)).nextRequestAfter).toBe(ended.nextRequestAfter)
  })

  it('starts by itself where something waits', async () => {
    const { core, queue, platform } = await onPlatform({ assessments: 0, results: 0 })
    await queue({ title: 'Waits' })
    await core.assessments.startAll()
    const [job] = core.jobs.list()
    expect(job?.kind).toBe('assessments-push')
    expect(await core.jobs.result<'assessments-push'>(job?.id ?? '')).toMatchObject({ published: 1 })
    expect(platform.world.assessments.map(({ title }) => title)).toEqual(['Waits'])
  })
})

describe('handing answers in', () => {
  it('is done once; a lost answer is told and not repeated', async () => {
    const { core, platform, rows, sync, clock } = await onPlatform({ assessments: 1, results: 0 })
    await sync()
    const [row] = await rows()
    const attempt = await core.store.beginAttempt(row?.id ?? 0, clock())
    platform.faults.next({ kind: 'cut-off' }, { path: /submissions$/ })
    expect(await core.assessments.submit(attempt.id, { again: false })).toMatchObject({ state: 'unclear' })
    const before = platform.requests.length
    await expect(core.assessments.submit(attempt.id, { again: false })).rejects.toMatchObject({
      code: 'assessments/unclear',
    })
    expect(platform.requests).toHaveLength(before)
    expect(await core.assessments.submit(attempt.id, { again: true })).toMatchObject({ state: 'submitted' })
    expect(await core.store.countResults([])).toBe(1)
  })

  const withoutScore = (body: unknown) =>
    JSON.parse(JSON.stringify(body), (key, value) => (key === 'score' ? undefined : value))

  it.each([
    ['cannot be read', { kind: 'edited', edit: withoutScore }],
    ['is cut off', { kind: 'cut-off' }],
  ] as const)('keeps the id of a submission whose answer %s, and fetches it by that', async (_, fault) => {
    const { core, account, platform, rows, sync, collect, advance, clock } = await onPlatform({
      ...{ assessments: 1, results: 0 },
    })
    await sync()
    const assessment = (await rows())[0]?.id ?? 0
    const { id } = await core.store.beginAttempt(assessment, clock())
    advance(60)
    platform.faults.next(fault, { path: /submissions$/ })
    const attempt = await core.assessments.submit(id, { again: false })
    const [made] = platform.world.submissionIds()
    const taken = { refusal: 'assessments/taken', refusalDetail: made?.submissionId }
    expect(attempt).toMatchObject({ state: 'unclear', ...taken })
    expect(await core.store.submissionsToCollect(account.id)).toEqual([made])
    expect(await collect()).toMatchObject({ added: 1, pending: 0 })
    expect(await core.store.assessmentAttempt(id)).toMatchObject({
      ...{ state: 'submitted', refusal: null, refusalDetail: null },
      submission: { submissionId: made?.submissionId },
    })
    // Its start is known here alone.
    expect((await core.store.assessment(assessment)).attempts).toHaveLength(1)
    const [result] = await core.store.submissionsToCollect(account.id)
    expect(result).toBeUndefined()
    expect(platform.world.submissions).toHaveLength(1)
  })

  it('says under which id it counts where nothing can be kept of it', async () => {
    const { core, platform, rows, sync, clock } = await onPlatform({ assessments: 1, results: 0 })
    await sync()
    const { id } = await core.store.beginAttempt((await rows())[0]?.id ?? 0, clock())
    const full = async () => {
      throw new AppError('store/full')
    }
    const writes = [vi.spyOn(core.store, 'finishAttempt'), vi.spyOn(core.store, 'failAttempt')] as const
    for (const write of writes) write.mockImplementation(full)
    const attempt = await core.assessments.submit(id, { again: false })
    for (const write of writes) write.mockRestore()
    const refusalDetail = platform.world.submissionIds()[0]?.submissionId
    expect(attempt).toMatchObject({ state: 'unclear', refusal: 'assessments/taken', refusalDetail })
    // Whoever asks next is not left with one that is on its way for ever.
    expect(await core.assessments.begin(attempt.assessment)).toMatchObject({ id, state: 'unclear' })
  })

  it('of a learner who was erased keeps nothing here, and says so; the same of fetching', async () => {
    const { core, account, platform, rows, sync, collect, clock } = await onPlatform({ assessments: 1, results: 0 })
    await sync()
    const assessment = (await rows())[0]?.id ?? 0
    const first = await core.store.beginAttempt(assessment, clock())
    const { submission } = await core.assessments.submit(first.id, { again: false })
    if (submission === null) throw new Error('The platform scored nothing')
    await core.store.eraseStudent({ account: account.id, key: `user:${submission.learnerId}` }, clock())
    const second = await core.store.beginAttempt(assessment, clock())
    await expect(core.assessments.submit(second.id, { again: false })).rejects.toMatchObject({
      code: 'assessments/erased',
    })
    expect((await core.store.assessment(assessment)).attempts).toEqual([])
    await core.store.noteSubmissions(account.id, [submission], clock())
    const rejected = [{ submission: submission.submissionId, reason: 'assessments/erased' }]
    expect(await collect()).toMatchObject({ added: 0, unchanged: 0, pending: 0, rejected })
    expect(await core.store.countResults([])).toBe(0)
    expect(platform.requests.filter(({ path }) => path.endsWith('/submissions'))).toHaveLength(2)
  })

  it('leaves an attempt open where nothing was sent', async () => {
    const { core, platform, rows, sync, clock } = await onPlatform({ assessments: 1, results: 0 })
    await sync()
    const attempt = await core.store.beginAttempt((await rows())[0]?.id ?? 0, clock())
    await platform.close()
    await expect(core.assessments.submit(attempt.id, { again: false })).rejects.toMatchObject({
      code: 'network/offline',
    })
    expect(await core.store.assessmentAttempt(attempt.id)).toMatchObject({ state: 'open' })
  })
})
