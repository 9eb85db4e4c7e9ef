import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import {
  answerAssessments,
  assessmentRow,
  draft,
  type HeldAssessments,
  platformAccount,
  seenAt,
} from '../made-assessments.ts'
import { openWindow } from '../open-window.ts'

async function openAssessmentsWindow(given: Partial<HeldAssessments> = {}) {
  const window = await openWindow()
  const held = answerAssessments(window.fake, given)
  window.fake.handle('accounts', 'list', async () => [accountSummary(), platformAccount()])
  await window.accounts.getState().load()
  window.accounts.getState().look('college')
  const [assessments, actions, screens] = await Promise.all([
    import('../../../renderer/features/assessments/assessments.ts'),
    import('../../../renderer/features/assessments/assessment-actions.ts'),
    import('../../../renderer/shell/screens.tsx'),
  ])
  return { ...window, ...assessments, ...actions, screens, held }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(1_000)

describe('the list of assessments', () => {
  const rows = [
    assessmentRow(1, { title: 'Shock', courseId: 'crs_b', submissions: 3, passingScore: null, changedAt: null }),
    assessmentRow(2, { title: 'Burns', courseId: 'crs_b', submissions: 12, timeLimitMinutes: null }),
    assessmentRow(3, { title: 'Lifting', courseId: 'crs_a', changedAt: unixSeconds(seenAt + 60) }),
  ]
  const titlesOf = (pages: ReadonlyMap<number, readonly (undefined | { readonly title: string })[]> | undefined) =>
    pages?.get(0)?.map((row) => row?.title)

  it('stands by course and title, and in any other order that is asked for', async () => {
    const { useAssessments, useAssessmentPages } = await openAssessmentsWindow({ rows })
    const titles = () => titlesOf(useAssessmentPages.getState().shown?.pages)
    await useAssessments.getState().read()
    expect(titles()).toEqual(['Lifting', 'Burns', 'Shock'])
    const by = async (field: 'submissions' | 'timeLimit' | 'passingScore' | 'changed', direction: 'asc' | 'desc') => {
      useAssessments.getState().setSort({ field, direction })
      await settle()
      return titles()
    }
    expect(await by('submissions', 'desc')).toEqual(['Burns', 'Shock', 'Lifting'])
    // No limit is the longest, an unknown pass mark the lowest.
    expect(await by('timeLimit', 'desc')).toEqual(['Burns', 'Lifting', 'Shock'])
    expect(await by('passingScore', 'asc')).toEqual(['Shock', 'Lifting', 'Burns'])
    expect(await by('changed', 'desc')).toEqual(['Lifting', 'Burns', 'Shock'])
  })

  it('is narrowed by course, by words and by what the last look found', async () => {
    const news = { at: unixSeconds(seenAt + 60), added: 1, changed: 0, gone: 0 }
    const { useAssessments, useAssessmentPages, useAssessmentFacts } = await openAssessmentsWindow({
      rows,
      status: { news },
    })
    await useAssessmentFacts.getState().load()
    await useAssessments.getState().read()
    const narrowed = async (filter: Parameters<ReturnType<typeof useAssessments.getState>['setFilter']>[0]) => {
      useAssessments.getState().clearFilter()
      useAssessments.getState().setFilter(filter)
      await settle()
      return titlesOf(useAssessmentPages.getState().shown?.pages)
    }
    expect(await narrowed({ courses: ['crs_b'] })).toEqual(['Burns', 'Shock'])
    expect(await narrowed({ search: 'shoc crs_B' })).toEqual(['Shock'])
    expect(await narrowed({ search: 'asmnt_2a' })).toEqual(['Burns'])
    expect(await narrowed({ search: "'" })).toEqual([])
    expect(await narrowed({ news: true })).toEqual(['Lifting'])
    expect(await narrowed({ courses: ['crs_b'], news: true })).toEqual([])
  })

  it('leaves out what is gone there, but for its chip and for news of it, and counts it nowhere else', async () => {
    const seen = unixSeconds(seenAt + 60)
    const { useAssessments, useAssessmentPages, useAssessmentFacts, useAssessmentsBadge } = await openAssessmentsWindow(
      {
        rows: [...rows, assessmentRow(4, { title: 'Ladders', gone: true, changedAt: seen })],
        status: { news: { at: seen, added: 0, changed: 0, gone: 1 } },
      },
    )
    await useAssessmentFacts.getState().load()
    await useAssessmentsBadge.getState().load()
    await useAssessments.getState().read()
    const shown = () => titlesOf(useAssessmentPages.getState().shown?.pages)
    expect(shown()).toEqual(['Lifting', 'Burns', 'Shock'])
    expect(useAssessmentsBadge.getState().count).toBe(3)
    expect(useAssessmentFacts.getState().statuses).toMatchObject([{ assessments: 3, gone: 1 }])
    useAssessments.getState().setFilter({ gone: true })
    await settle()
    expect(shown()).toEqual(['Ladders'])
    useAssessments.getState().setFilter({ gone: undefined, news: true })
    await settle()
    expect(shown()).toContain('Ladders')
  })

  it('asks for the platform’s accounts alone, and begins anew with another account', async () => {
    const { useAssessments, useAssessmentPages, useOpenAssessment, useAssessmentFacts, watchAssessments, ...window } =
      await openAssessmentsWindow({ rows })
    watchAssessments()
    await useAssessments.getState().read()
    useOpenAssessment.getState().open(-2)
    useAssessments.getState().setFilter({ search: 'burns' })
    await settle()
    expect(window.fake.callsOf('assessments', 'list').at(-1)).toEqual({ accounts: ['college'] })
    expect(useOpenAssessment.getState().assessment?.title).toBe('Burns')
    window.accounts.getState().look('school')
    await settle()
    expect(useAssessmentPages.getState().shown).toBeNull()
    expect(useOpenAssessment.getState().id).toBeNull()
    expect(useAssessments.getState().filter).toEqual({})
    expect(useAssessmentFacts.getState().statuses).toBeNull()
    expect(window.fake.callsOf('assessments', 'status').every(({ accounts }) => accounts?.join() === 'college')).toBe(
      true,
    )
  })

  it('is read again when something changed, with what stands beside it', async () => {
    const { useAssessments, useAssessmentPages, useOpenAssessment, fake, held } = await openAssessmentsWindow({ rows })
    await useAssessments.getState().read()
    useOpenAssessment.getState().open(-1)
    await settle()
    held.rows = [...rows.slice(1), assessmentRow(1, { title: 'Shock, revised' })]
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(titlesOf(useAssessmentPages.getState().shown?.pages)).toContain('Shock, revised')
    expect(useOpenAssessment.getState().assessment?.title).toBe('Shock, revised')
    fake.handle('assessments', 'get', async () => {
      throw new AppError('assessments/not-found')
    })
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(useOpenAssessment.getState().id).toBeNull()
  })

  it('leads to the results of one assessment', async () => {
    const { showResultsOf, results, navigation } = await openAssessmentsWindow({ rows })
    showResultsOf(assessmentRow(2))
    expect(results.getState().filter).toEqual([
      { field: 'account', op: 'in', value: ['college'] },
      { field: 'test', op: 'in', value: [-2] },
    ])
    expect(navigation.getState().screen).toBe('results')
  })
})

describe('the sidebar', () => {
  it('counts assessments, and tells what waits for the platform from what waits for the teacher', async () => {
    const { useAssessmentsBadge } = await openAssessmentsWindow({
      rows: [assessmentRow(1), assessmentRow(2, { own: 'unclear' })],
      drafts: [draft(1), draft(2, { state: 'waiting' }), draft(3, { state: 'refused' })],
      status: { toCollect: 4 },
    })
    await useAssessmentsBadge.getState().load()
    expect(useAssessmentsBadge.getState()).toMatchObject({ count: 2, waiting: 5, toPublish: 1, drafts: 1, lost: [-2] })
  })

  it('offers a screen about one service only to who has an account there', async () => {
    const { accounts, fake, screens } = await openAssessmentsWindow()
    const offered = () => screens.offeredScreens().map(({ id }) => id)
    expect(offered()).toEqual(expect.arrayContaining(['assessments', 'questions', 'certificates', 'access-codes']))
    fake.handle('accounts', 'list', async () => [accountSummary()])
    await accounts.getState().load()
    expect(offered()).not.toContain('assessments')
    fake.handle('accounts', 'list', async () => [platformAccount()])
    await accounts.getState().load()
    expect(offered()).toContain('assessments')
    expect(offered().filter((id) => ['questions', 'certificates', 'access-codes'].includes(id))).toEqual([])
    // Before the first account it is ClassMarker's.
    fake.handle('accounts', 'list', async () => [])
    await accounts.getState().load()
    expect(offered()).not.toContain('assessments')
    expect(offered()).toContain('certificates')
  })
})

describe('publishing', () => {
  it('says what waits until it was sent', async () => {
    const { publishDraft, useAssessmentsBadge, feedback, fake, held } = await openAssessmentsWindow({
      drafts: [draft(1, { state: 'waiting' })],
    })
    await useAssessmentsBadge.getState().load()
    fake.handle('assessments', 'publish', async () => undefined)
    expect(await publishDraft(draft(1))).toBe(true)
    await settle()
    expect(feedback.getState().current).toMatchObject({ words: 'Waiting to be published: Draft 1', waits: true })
    held.drafts = []
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(feedback.getState().current).toBeNull()
  })

  it('says why a draft could not be queued', async () => {
    const { publishDraft, feedback, fake } = await openAssessmentsWindow()
    fake.handle('assessments', 'publish', async () => {
      throw new AppError('store/full')
    })
    expect(await publishDraft(draft(1))).toBe(false)
    expect(feedback.getState().current?.error?.code).toBe('store/full')
  })
})
