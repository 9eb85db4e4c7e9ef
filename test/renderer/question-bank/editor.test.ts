import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { QuestionDraft } from '../../../shared/model/bank.ts'
import { flawsOf } from '../../../shared/model/question-rules.ts'
import { answerBank, bankCategories, bankQuestion, bankRow, bankWaiting, questionContent } from '../made-bank.ts'
import { openWindow } from '../open-window.ts'

async function openEditor() {
  const window = await openWindow()
  const held = answerBank(window.fake, { waiting: bankWaiting({ questions: 8, requests: 8 }) })
  await window.accounts.getState().load()
  const [editor, bank] = await Promise.all([
    import('../../../renderer/features/question-bank/editor.ts'),
    import('../../../renderer/features/question-bank/bank.ts'),
  ])
  return { ...window, ...editor, bank, held, state: () => editor.useEditor.getState() }
}

beforeEach(() => {
  vi.useRealTimers()
})

describe('the options of a question', () => {
  it('keep what is right of them through every move, and their letters in order', async () => {
    const { withOption, withoutOption, withOptionMoved } = await openEditor()
    const step = fc.record({ what: fc.constantFrom('add', 'remove', 'up', 'down'), at: fc.nat(9) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let answers = { options: questionContent().options, correct: ['B', 'C'] as readonly string[] }
        let right = answers.options
          .filter(({ letter }) => answers.correct.includes(letter))
          .map(({ content }) => content)
        for (const { what, at } of steps) {
          const place = at % Math.max(1, answers.options.length)
          const gone = answers.options[place]?.content
          if (what === 'add') answers = { ...answers, ...withOption(answers) }
          else if (what === 'remove') {
            answers = { ...answers, ...withoutOption(answers, place) }
            right = right.filter((content) => content !== gone)
          } else answers = { ...answers, ...withOptionMoved(answers, place, what === 'up' ? -1 : 1) }
          const { options, correct } = answers
          expect(options.map(({ letter }) => letter)).toEqual([...'ABCDEFGHIJ'].slice(0, options.length))
          const now = options.filter(({ letter }) => correct.includes(letter)).map(({ content }) => content)
          expect([...now].sort()).toEqual([...right].sort())
        }
      }),
    )
  })

  it('are one right one, or any number of them', async () => {
    const { withRight } = await openEditor()
    expect(withRight({ type: 'multiplechoice', correct: ['A'] }, 'C', true)).toEqual(['C'])
    expect(withRight({ type: 'multipleresponse', correct: ['C'] }, 'A', true)).toEqual(['A', 'C'])
    expect(withRight({ type: 'multipleresponse', correct: ['A', 'C'] }, 'A', false)).toEqual(['C'])
  })
})

describe('another type', () => {
  it('has nothing that ClassMarker would refuse for the type alone', async () => {
    const { asType } = await openEditor()
    const draft: QuestionDraft = { ...questionContent({ correct: ['A'] }), category: 2 }
    for (const from of ['multiplechoice', 'multipleresponse', 'truefalse', 'essay'] as const)
      for (const to of ['multiplechoice', 'multipleresponse', 'truefalse', 'essay'] as const) {
        const flaws = flawsOf(asType(asType(draft, from), to), bankCategories).map(({ flaw }) => flaw)
        expect(flaws.filter((flaw) => !['empty', 'one-correct', 'some-correct'].includes(flaw))).toEqual([])
      }
  })
})

describe('what is written', () => {
  it('is kept, and says when it is sent', async () => {
    const { fake, state, feedback, bank } = await openEditor()
    fake.handle('bank', 'save', async () => ({ id: 7, flaws: [] }))
    state().startNew('school', 2)
    state().change({ question: 'Why?' })
    state().typePoints('2,5')
    await state().save()
    expect(fake.callsOf('bank', 'save')[0]).toMatchObject({
      ...{ account: 'school', id: null },
      draft: { question: 'Why?', points: 25, category: 2 },
    })
    expect(state().open).toBeNull()
    expect(bank.useOpenQuestion.getState().id).toBe(7)
    expect(feedback.getState().current?.words).toBe('Waiting to be sent · 8 questions, about 16 minutes')
  })

  it('says no more that it waits once nothing does, also where it was sent before that was said', async () => {
    const { fake, state, feedback, held } = await openEditor()
    fake.handle('bank', 'save', async () => ({ id: 7, flaws: [] }))
    // Read as waiting for the words, and sent by the time that the sidebar asks.
    let asked = 0
    fake.handle('bank', 'waiting', async () => (asked++ === 0 ? held.waiting : bankWaiting()))
    state().startNew('school', 2)
    state().change({ question: 'Why?' })
    await state().save()
    await vi.waitFor(() => expect(asked).toBeGreaterThan(1))
    await vi.waitFor(() => expect(feedback.getState().current).toBeNull())
  })

  it('says that it stays here where something is wrong with it', async () => {
    const { fake, state, feedback } = await openEditor()
    fake.handle('bank', 'save', async () => ({ id: 7, flaws: [{ field: 'category', flaw: 'no-category' }] }))
    state().startNew('school', null)
    await state().save()
    expect(feedback.getState().current?.words).toBe(
      'Kept on this computer only: one thing to mend before it can be sent.',
    )
  })

  it('stays in the editor where it could not be kept', async () => {
    const { state } = await openEditor()
    state().startNew('school', 2)
    state().change({ question: 'Why?' })
    await state().save()
    expect(state().open?.draft.question).toBe('Why?')
    expect(state().error?.code).toBe('internal')
    expect(state().busy).toBeNull()
  })

  it('asks before it goes, wherever the teacher goes, and goes there then', async () => {
    const { state, navigation } = await openEditor()
    navigation.getState().go('questions')
    state().startNew('school', 2)
    state().change({ question: 'Why?' })
    navigation.getState().go('home')
    expect(navigation.getState().screen).toBe('questions')
    expect(state().leaving).not.toBeNull()
    state().stay()
    expect(state().open?.draft.question).toBe('Why?')
    navigation.getState().go('home')
    state().discard()
    expect(navigation.getState().screen).toBe('home')
    expect(state().open).toBeNull()
  })

  it('outlives the window until it is saved or discarded', async () => {
    const kept = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => void kept.set(name, text),
      removeItem: (name: string) => void kept.delete(name),
    })
    const { state, useEditor, reopenUnsaved, accounts: useAccounts } = await openEditor()
    state().startNew('school', 2)
    expect(kept.size).toBe(0)
    state().change({ question: 'What burns?' })
    const [text = ''] = kept.values()
    // A window that closes says nothing to its editor; the next one begins without.
    useEditor.setState({ open: null })
    kept.set('unsaved-question', text)
    expect(reopenUnsaved('another')).toBe(false)
    expect(reopenUnsaved('school')).toBe(true)
    expect(state().open?.draft.question).toBe('What burns?')
    state().leave()
    expect(state().leaving).not.toBeNull()
    state().discard()
    expect([kept.size, reopenUnsaved('school')]).toEqual([0, false])
    kept.set('unsaved-question', '{"draft":1}')
    expect(reopenUnsaved('school')).toBe(false)
    // Where its account was removed, nothing of it is left.
    kept.set('unsaved-question', text)
    const { accounts } = useAccounts.getState()
    useAccounts.setState({ accounts: [...(accounts ?? [])] })
    expect(kept.size).toBe(1)
    useAccounts.setState({ accounts: [] })
    expect(kept.size).toBe(0)
    vi.unstubAllGlobals()
  })

  it('closes without a question where nothing was changed', async () => {
    const { state, navigation } = await openEditor()
    navigation.getState().go('questions')
    state().edit(bankQuestion(bankRow(1)))
    navigation.getState().go('home')
    expect(navigation.getState().screen).toBe('home')
    expect(state().open).toBeNull()
  })

  it('is saved with what was shown when the editor was opened', async () => {
    const { fake, state } = await openEditor()
    fake.handle('bank', 'save', async () => ({ id: 1, flaws: [] }))
    state().edit(bankQuestion(bankRow(1), { opened: 'first' }))
    state().change({ question: 'Another?' })
    await state().save()
    state().startNew('school', 2)
    await state().save()
    expect(fake.callsOf('bank', 'save')).toMatchObject([
      { id: 1, opened: 'first' },
      { id: null, opened: null },
    ])
  })

  it('is not what ClassMarker was asked about once more is typed', async () => {
    const { fake, state } = await openEditor()
    fake.handle('bank', 'verify', async () => ({ verified: true, refusal: null }))
    state().edit(bankQuestion(bankRow(1)))
    await state().verify()
    expect(state().open?.verified?.isTaken).toBe(true)
    state().change({ question: 'Another?' })
    expect(state().open?.verified).toBeNull()
  })

  it('is not called wrong while it is still empty, until the teacher asks to keep it', async () => {
    const { state, shownFlaws } = await openEditor()
    state().startNew('school', null)
    const flaws = () => shownFlaws(state().open ?? fail(), bankCategories)
    expect(flaws().all.length).toBeGreaterThan(3)
    expect(flaws().shown).toEqual([])
    state().typePoints('1.25')
    expect(flaws().shown).toEqual([{ field: 'points', flaw: 'one-decimal' }])
    await state().save()
    expect(flaws().shown.length).toBeGreaterThan(3)
  })
})

const fail = (): never => {
  throw new Error('There is no open question.')
}
