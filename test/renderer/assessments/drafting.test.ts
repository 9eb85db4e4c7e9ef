import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { answerAssessments, draft, platformAccount, seenAt } from '../made-assessments.ts'
import { answerBank, bankRow } from '../made-bank.ts'
import { openWindow } from '../open-window.ts'

async function openDrafting() {
  const window = await openWindow()
  answerAssessments(window.fake)
  answerBank(window.fake, { rows: [bankRow(1), bankRow(2)] })
  window.fake.handle('accounts', 'list', async () => [platformAccount()])
  await window.accounts.getState().load()
  window.fake.handle('assessments', 'saveDraft', async ({ id }) => ({ id: id ?? 31, flaws: [] }))
  const drafting = await import('../../../renderer/features/assessments/drafting.ts')
  return { ...window, ...drafting }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(1_000)

describe('a draft', () => {
  it('is kept as it is typed, as one, and only once something was typed', async () => {
    const { useDrafting, fake } = await openDrafting()
    useDrafting.getState().startNew('college')
    await settle()
    const saved = () => fake.callsOf('assessments', 'saveDraft')
    expect(saved()).toEqual([])
    useDrafting.getState().change({ title: 'Ladd' })
    useDrafting.getState().change({ title: 'Ladders' })
    await settle()
    useDrafting.getState().typePassing('75')
    useDrafting.getState().limit(true)
    useDrafting.getState().typeMinutes('40')
    await settle()
    expect(saved().map(({ id }) => id)).toEqual([null, 31])
    expect(saved().at(-1)?.draft).toEqual({
      ...{ courseId: '', title: 'Ladders', passingScore: 75, timeLimitMinutes: 40, questions: [] },
    })
    expect(useDrafting.getState().isKept).toBe(true)
  })

  it('stays one draft where it is closed before its number is known', async () => {
    const { useDrafting, fake } = await openDrafting()
    let answer: (of: { id: number; flaws: [] }) => void = () => undefined
    fake.handle('assessments', 'saveDraft', ({ id }) =>
      id === null
        ? new Promise((resolve) => {
            answer = resolve
          })
        : Promise.resolve({ id, flaws: [] }),
    )
    useDrafting.getState().startNew('college')
    useDrafting.getState().change({ title: 'One' })
    await settle()
    useDrafting.getState().change({ title: 'One more' })
    useDrafting.getState().leave()
    await settle()
    answer({ id: 31, flaws: [] })
    await settle()
    expect(fake.callsOf('assessments', 'saveDraft').map(({ id, draft: { title } }) => [id, title])).toEqual([
      [null, 'One'],
      [31, 'One more'],
    ])
  })

  it('says what the service would refuse beside each field, and what is empty once it is to be published', async () => {
    const { useDrafting, shownProblem } = await openDrafting()
    const problems = () => {
      const { open } = useDrafting.getState()
      if (open === null) throw new Error('The draft is closed')
      return (['course', 'title', 'passingScore', 'timeLimit'] as const).map((field) => shownProblem(open, field))
    }
    useDrafting.getState().startNew('college')
    useDrafting.getState().limit(true)
    expect(problems()).toEqual([null, null, null, null])
    useDrafting.getState().change({ title: 'Go' })
    useDrafting.getState().typePassing('0')
    useDrafting.getState().typeMinutes('1.5')
    expect(problems()).toEqual([
      null,
      'At least 3 characters are needed.',
      'It goes from 1 to 100.',
      'Only whole numbers are taken.',
    ])
    useDrafting.getState().change({ title: 'x'.repeat(201) })
    useDrafting.getState().typePassing('seventy')
    useDrafting.getState().typeMinutes('0')
    expect(problems()).toEqual([
      null,
      'The platform takes 200 characters at most.',
      'Type a number.',
      'At least one minute.',
    ])
    useDrafting.getState().change({ title: '' })
    useDrafting.getState().typePassing('')
    useDrafting.getState().typeMinutes('')
    expect(await useDrafting.getState().ready()).toBeNull()
    expect(problems()).toEqual(['Choose a course, or type its ID.', ...Array(3).fill('This is needed.')])
  })

  it('is published only as it was kept', async () => {
    const { useDrafting, fake } = await openDrafting()
    useDrafting.getState().edit(draft(5, { title: 'Ladders' }))
    useDrafting.getState().change({ title: 'Ladders and scaffolds' })
    expect(await useDrafting.getState().ready()).toMatchObject({ id: 5, title: 'Ladders and scaffolds' })
    expect(fake.callsOf('assessments', 'saveDraft')).toHaveLength(1)
    fake.handle('assessments', 'saveDraft', async () => {
      throw new AppError('store/full')
    })
    useDrafting.getState().change({ title: 'Ladders only' })
    expect(await useDrafting.getState().ready()).toBeNull()
    expect(useDrafting.getState().error?.code).toBe('store/full')
    // Another draft has nothing to do with it.
    useDrafting.getState().edit(draft(6, { title: 'Scaffolds' }))
    expect(await useDrafting.getState().ready()).toMatchObject({ id: 6 })
  })

  it('stays where it could not be kept, until it is left once more', async () => {
    const { useDrafting, fake } = await openDrafting()
    fake.handle('assessments', 'saveDraft', async () => {
      throw new AppError('store/full')
    })
    useDrafting.getState().edit(draft(5, { title: 'Ladders' }))
    useDrafting.getState().change({ title: 'Ladders only' })
    await useDrafting.getState().leave()
    expect(useDrafting.getState().open?.content.title).toBe('Ladders only')
    expect(useDrafting.getState().unkept?.error.code).toBe('store/full')
    await useDrafting.getState().leave()
    expect(useDrafting.getState().open).toBeNull()
  })

  it('is not without a limit while its minutes are missing or wrong', async () => {
    const { useDrafting, fake } = await openDrafting()
    useDrafting.getState().edit(draft(5, { timeLimitMinutes: null }))
    useDrafting.getState().limit(true)
    useDrafting.getState().typeMinutes('1h')
    await useDrafting.getState().leave()
    const kept = fake.callsOf('assessments', 'saveDraft').at(-1)?.draft
    expect(kept?.timeLimitMinutes).toBe(0)
    useDrafting.getState().edit(draft(5, { timeLimitMinutes: 0 }))
    expect(useDrafting.getState().open).toMatchObject({ isTimed: true, minutes: '' })
  })

  it('knows its questions, and the one that is gone from the bank', async () => {
    const { useDrafting, fake } = await openDrafting()
    fake.handle('bank', 'question', async ({ id }) => {
      if (id === 2) throw new AppError('question/not-found')
      return { ...bankRow(id), content: {} } as never
    })
    useDrafting.getState().edit(draft(5, { questions: [1, 2] }))
    await settle()
    expect(useDrafting.getState().questions.get(1)?.text).toBe('Question 1')
    expect(useDrafting.getState().questions.get(2)).toBeNull()
    // One that could not be read is not called gone.
    fake.handle('bank', 'question', async () => {
      throw new AppError('store/unreadable')
    })
    useDrafting.getState().edit(draft(6, { questions: [1] }))
    await settle()
    expect(useDrafting.getState().questions.has(1)).toBe(false)
  })
})

describe('words of drafts', () => {
  it('say why one was refused, with what was said of which field', async () => {
    await openDrafting()
    const { draftRefusal, changeWords } = await import('../../../renderer/features/assessments/assessment-words.ts')
    const refused = (refusal: string, refusalDetail: string | null) =>
      draftRefusal(draft(1, { state: 'refused', refusal, refusalDetail }), 'UTC')
    expect(refused('assessments/invalid', 'course_id: no such course')).toContain('(course_id: no such course)')
    expect(refused('assessments/forbidden', null)).toMatch(/^The learning platform does not allow this to you/)
    expect(refused('a code of tomorrow', 'Closed')).toBe('The platform did not take it Closed')
    const change = { seenAt, field: 'passingScore', before: '50', after: null } as const
    expect(changeWords(change)).toBe('Pass mark: 50% → none')
    expect(changeWords({ ...change, field: 'timeLimit', before: null, after: '15' })).toBe('Time: none → 15 min')
    expect(changeWords({ ...change, field: 'gone', before: null, after: null })).toBe('Gone at the platform')
  })
})
