import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { answerBank, bankWaiting, previewRow, questionContent, questionsPreview, readQuestion } from '../made-bank.ts'
import { openWindow } from '../open-window.ts'

const noCategory = { field: 'category', flaw: 'no-category' } as const
const preview = questionsPreview({
  rows: [
    previewRow(0),
    previewRow(1, { read: readQuestion({ categoryPath: [] }), flaws: [noCategory] }),
    previewRow(2, { fate: 'changes', like: 7, likeText: 'Burns?' }),
    previewRow(3, { fate: 'similar', like: 8, likeText: 'Burns?' }),
    previewRow(4, { fate: 'duplicate', like: 9, likeText: 'Burns?' }),
    // Like an earlier one of the file: there is nothing it could replace.
    previewRow(5, { fate: 'duplicate' }),
    previewRow(6, { read: readQuestion({ content: questionContent({ type: 'matching' }) }) }),
  ],
})

async function openImport() {
  const window = await openWindow()
  answerBank(window.fake, { waiting: bankWaiting({ questions: 5, requests: 6 }) })
  window.fake.handle('bank', 'chooseFile', async () => preview)
  await window.accounts.getState().load()
  const { useQuestionImport, sumOf } = await import('../../../renderer/features/question-bank/question-import.ts')
  const state = () => useQuestionImport.getState()
  return { ...window, state, sum: () => sumOf(preview, state()), useQuestionImport }
}

describe('an import of questions', () => {
  it('suggests what to do with each kind, and sends what ClassMarker takes', async () => {
    const { state, sum } = await openImport()
    await state().choose('school')
    expect(sum()).toMatchObject({ add: [0, 1, 3, 6], change: [2], withoutCategory: 1, sent: 3, requests: 4 })
  })

  it('sends those without a category once one is chosen for them', async () => {
    const { state, sum, useQuestionImport } = await openImport()
    await state().choose('school')
    useQuestionImport.setState({ category: 2 })
    expect(sum().sent).toBe(4)
  })

  it('does with all that are like one here what is chosen once, but not what was decided of one', async () => {
    const { state, sum } = await openImport()
    await state().choose('school')
    state().decideAll('skip')
    expect(sum()).toMatchObject({ add: [0, 1, 6], change: [] })
    state().decideAll('change')
    expect(sum()).toMatchObject({ add: [0, 1, 6], change: [2, 3, 4] })
    state().decide(3, 'add')
    state().decide(0, 'skip')
    expect(sum()).toMatchObject({ add: [1, 3, 6], change: [2, 4] })
  })

  it('adds what was decided as one step, and says what waits', async () => {
    const { state, fake, feedback } = await openImport()
    fake.handle('bank', 'addRead', async () => ({ added: 4, changed: 1, waiting: 5 }))
    await state().choose('school')
    expect(await state().add('school')).toBe(true)
    expect(fake.callsOf('bank', 'addRead')).toEqual([
      { account: 'school', add: [0, 1, 3, 6], change: [2], category: null, send: true },
    ])
    expect(feedback.getState().current?.words).toBe(
      'Added 4 questions · changed 1 · 5 waiting to be sent, about 12 minutes',
    )
  })

  it('keeps what was previewed where it could not be added, and where the next dialog is closed', async () => {
    const { state, fake } = await openImport()
    await state().choose('school')
    fake.handle('bank', 'addRead', async () => {
      throw new AppError('store/busy')
    })
    expect(await state().add('school')).toBe(false)
    expect(state().error?.code).toBe('store/busy')
    fake.handle('bank', 'chooseFile', async () => null)
    await state().choose('school')
    expect(state().preview?.rows).toHaveLength(7)
    expect(state().busy).toBeNull()
  })

  it('drops an answer that comes after it was begun anew', async () => {
    const { state, fake } = await openImport()
    const late = Promise.withResolvers<typeof preview>()
    fake.handle('bank', 'chooseFile', () => late.promise)
    const asked = state().choose('school')
    state().start()
    late.resolve(preview)
    await asked
    expect(state().preview).toBeNull()
  })
})
