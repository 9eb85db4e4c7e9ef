import { describe, expect, it } from 'vitest'
import { createHandlers, type DesktopPorts } from '../../../electron/ipc/handlers.ts'
import { draftContent, onPlatform } from '../support/platform.ts'

/** What the window calls, on the real services, with a learning platform over HTTP. */
async function atWindow(options: Parameters<typeof onPlatform>[0] = {}) {
  const at = await onPlatform({ assessments: 2, results: 0, ...options })
  const { assessments } = createHandlers(at.core, {} as DesktopPorts)
  await at.sync()
  const status = async () => (await assessments.status({ accounts: [at.account.id] }))[0]
  /** Until no job of it runs any more. */
  const settled = async () => {
    for (const { id } of at.core.jobs.list()) await at.core.jobs.result(id)
  }
  return { ...at, assessments, status, settled }
}

/** One that is answered, with an answer kept. */
async function answered(at: Awaited<ReturnType<typeof atWindow>>) {
  const [row] = await at.rows()
  const attempt = await at.assessments.begin({ assessment: row?.id ?? 0 })
  const { questions } = await at.assessments.get({ id: attempt.assessment })
  const answers = [{ questionId: questions?.[0]?.id ?? '', answer: 'A' }]
  await at.assessments.keepAnswers({ attempt: attempt.id, answers })
  const made = at.platform.world.assessment(row?.assessmentId ?? '')
  if (made === undefined) throw new Error('There is no assessment')
  return { attempt: attempt.id, assessment: attempt.assessment, answers, made }
}

describe('a submission whose answer was lost', () => {
  it('is unclear with its answers, never sent again by itself, and had by its id', async () => {
    const at = await atWindow()
    const { attempt, assessment, answers } = await answered(at)
    at.platform.faults.next({ kind: 'reset midway' }, { path: /submissions$/ })
    expect(await at.assessments.submit({ attempt, again: false })).toMatchObject({ state: 'unclear', answers })
    expect(await at.status()).toMatchObject({ toDecide: 1, toCollect: 0 })
    await at.sync()
    await at.core.assessments.startAll()
    await at.settled()
    expect(at.platform.world.submissions).toHaveLength(1)
    await expect(at.assessments.submit({ attempt, again: false })).rejects.toMatchObject({
      code: 'assessments/unclear',
    })
    expect(await at.assessments.begin({ assessment })).toMatchObject({ id: attempt, state: 'unclear', answers })
    // The teacher finds its id at the platform.
    const submissions = at.platform.world.submissionIds()
    const { jobId } = await at.assessments.collect({ account: at.account.id, submissions })
    expect(await at.core.jobs.result<'assessments-collect'>(jobId)).toMatchObject({ added: 1, pending: 0 })
    await at.assessments.giveUp({ attempt })
    expect(await at.status()).toMatchObject({ toDecide: 0 })
    expect(await at.core.store.countResults([])).toBe(1)
    expect(at.platform.world.submissions).toHaveLength(1)
  })

  it('is had by itself where the answer still named it', async () => {
    const at = await atWindow()
    const { attempt } = await answered(at)
    at.platform.faults.next({ kind: 'cut-off' }, { path: /submissions$/ })
    const ended = await at.assessments.submit({ attempt, again: false })
    expect(ended).toMatchObject({ state: 'unclear', refusal: 'assessments/taken' })
    await at.settled()
    const { attempts } = await at.assessments.get({ id: ended.assessment })
    expect(attempts).toMatchObject([{ id: attempt, state: 'submitted', refusal: null }])
    expect(await at.status()).toMatchObject({ toDecide: 0, toCollect: 0 })
    expect(at.platform.world.submissions).toHaveLength(1)
  })
})

it('answers for which there are no attempts left stay, and are sent once the teacher allows another', async () => {
  const at = await atWindow()
  const { attempt, assessment, answers, made } = await answered(at)
  at.platform.world.changeAssessment(made.id, { attempts: 0 })
  const refused = { state: 'refused', refusal: 'assessments/no-attempts-left', answers }
  expect(await at.assessments.submit({ attempt, again: false })).toMatchObject(refused)
  await at.sync()
  await at.core.assessments.startAll()
  await at.settled()
  expect((await at.assessments.get({ id: assessment })).attempts).toMatchObject([refused])
  expect(at.platform.requests.filter(({ path }) => path.endsWith('/submissions'))).toHaveLength(1)
  at.platform.world.changeAssessment(made.id, { attempts: 1 })
  expect(await at.assessments.submit({ attempt, again: false })).toMatchObject({ state: 'submitted', answers })
  expect(at.platform.world.submissions).toHaveLength(1)
  expect(await at.core.store.countResults([])).toBe(1)
})

describe('a draft whose answer was lost, beside one that looks like it', () => {
  const title = 'Mock exam'

  async function unclear() {
    const at = await atWindow({ assessments: 1 })
    const courseId = at.platform.world.courses[0]?.id ?? ''
    const draft = { ...draftContent(courseId), title }
    const { id } = await at.assessments.saveDraft({ account: at.account.id, id: null, draft })
    const path = '/api/v1/assessments'
    at.platform.faults.next({ kind: 'edited', edit: (list) => list }, { path })
    at.platform.faults.next({ kind: 'reset midway' }, { path })
    await at.assessments.publish({ id })
    await at.settled()
    // Somebody makes the same there meanwhile.
    const { passingScore, timeLimitMinutes } = draft
    const twin = at.platform.world.addAssessment({
      ...{ courseId, title, timeLimitMinutes },
      passingScore: passingScore ?? 0,
    })
    const { jobId } = await at.assessments.push({ account: at.account.id })
    expect(await at.core.jobs.result<'assessments-push'>(jobId)).toMatchObject({ published: 0, unclear: 1 })
    const [asked] = await at.assessments.drafts({ accounts: [at.account.id] })
    expect(asked).toMatchObject({ id, state: 'unclear', candidates: [{ title }, { title }] })
    expect(await at.status()).toMatchObject({ toDecide: 1, waiting: 0 })
    return { ...at, id, candidates: asked?.candidates ?? [], twin }
  }
  const titled = ({ platform }: Awaited<ReturnType<typeof unclear>>) =>
    platform.world.assessments.filter((each) => each.title === title)

  it('is asked about and, once the teacher says which one it is, not made again', async () => {
    const at = await unclear()
    const own = at.candidates.find(({ assessmentId }) => assessmentId !== at.twin.id)
    await at.assessments.resolve({ id: at.id, isIt: own?.id ?? 0 })
    await at.settled()
    expect(await at.assessments.drafts({ accounts: [at.account.id] })).toEqual([])
    expect(titled(at)).toHaveLength(2)
  })

  it('is made once more where the teacher says that it is none of them', async () => {
    const at = await unclear()
    await at.assessments.resolve({ id: at.id, isIt: null })
    await at.settled()
    expect(await at.assessments.drafts({ accounts: [at.account.id] })).toEqual([])
    expect(titled(at)).toHaveLength(3)
  })
})
