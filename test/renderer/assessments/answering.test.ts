import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import {
  answerAssessments,
  assessmentOf,
  assessmentQuestions,
  assessmentRow,
  attempt,
  platformAccount,
  submission,
} from '../made-assessments.ts'
import { openWindow } from '../open-window.ts'

async function openAnswering() {
  const window = await openWindow()
  const held = answerAssessments(window.fake, { rows: [assessmentRow(1)] })
  window.fake.handle('accounts', 'list', async () => [platformAccount()])
  await window.accounts.getState().load()
  window.fake.handle('assessments', 'begin', async () => attempt(7))
  window.fake.handle('assessments', 'keepAnswers', async () => undefined)
  const answering = await import('../../../renderer/features/assessments/answering.ts')
  return { ...window, ...answering, held }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(1_000)
const [one, many, line] = assessmentQuestions
if (one === undefined || many === undefined || line === undefined) throw new Error('There are three questions')

describe('answering', () => {
  it('keeps a choice at once and a text once nobody types, one keeping after the other', async () => {
    const { useAnswering, fake } = await openAnswering()
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_1', 'b')
    await vi.advanceTimersByTimeAsync(5)
    const kept = () => fake.callsOf('assessments', 'keepAnswers').map(({ answers }) => answers)
    expect(kept()).toEqual([[{ questionId: 'q_1', answer: 'b' }]])
    for (const text of ['T', 'Th', 'The', 'The 112']) useAnswering.getState().give('q_3', text, true)
    expect(useAnswering.getState().isKept).toBe(false)
    await settle()
    expect(kept()).toHaveLength(2)
    expect(kept().at(-1)).toContainEqual({ questionId: 'q_3', answer: 'The 112' })
    expect(useAnswering.getState().isKept).toBe(true)
  })

  it('keeps the text of somebody who types on and on, and what is typed when the window closes', async () => {
    const { useAnswering, fake } = await openAnswering()
    fake.handle('app', 'kept', async () => undefined)
    await useAnswering.getState().begin(-1)
    const kept = () => fake.callsOf('assessments', 'keepAnswers').at(-1)?.answers
    for (let letter = 1; letter <= 40; letter++) {
      useAnswering.getState().give('q_3', 'a'.repeat(letter), true)
      await vi.advanceTimersByTimeAsync(60)
    }
    const [answer] = kept() ?? []
    expect(answer?.answer.length).toBeGreaterThan(20)
    expect(useAnswering.getState().isKept).toBe(false)
    fake.emit('app', 'closing', undefined)
    await vi.advanceTimersByTimeAsync(1)
    expect(kept()).toEqual([{ questionId: 'q_3', answer: 'a'.repeat(40) }])
    expect(fake.callsOf('app', 'kept')).toHaveLength(1)
  })

  it('lets the window close where nothing can be kept', async () => {
    const { useAnswering, fake } = await openAnswering()
    fake.handle('app', 'kept', async () => undefined)
    fake.handle('assessments', 'keepAnswers', async () => {
      throw new AppError('store/full')
    })
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_3', 'An ambulance', true)
    fake.emit('app', 'closing', undefined)
    await vi.advanceTimersByTimeAsync(1)
    expect(fake.callsOf('app', 'kept')).toHaveLength(1)
  })

  it('goes on with what was given before, at the first question without an answer', async () => {
    const { useAnswering, fake } = await openAnswering()
    fake.handle('assessments', 'begin', async () =>
      attempt(7, {
        answers: [
          { questionId: 'q_1', answer: 'b' },
          { questionId: 'q_2', answer: ['a', 'c'] },
        ],
      }),
    )
    await useAnswering.getState().begin(-1)
    expect(useAnswering.getState().place).toBe(2)
    expect([...useAnswering.getState().answers]).toEqual([
      ['q_1', 'b'],
      ['q_2', ['a', 'c']],
    ])
  })

  it('keeps what is typed when it is left, and stays where it could not', async () => {
    const { useAnswering, fake } = await openAnswering()
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_3', 'An ambulance', true)
    useAnswering.getState().leave()
    await settle()
    expect(fake.callsOf('assessments', 'keepAnswers').at(-1)?.answers).toEqual([
      { questionId: 'q_3', answer: 'An ambulance' },
    ])
    fake.handle('assessments', 'keepAnswers', async () => {
      throw new AppError('store/full')
    })
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_3', 'A doctor', true)
    await settle()
    expect(useAnswering.getState().unkept?.error.code).toBe('store/full')
    expect(useAnswering.getState().answers.get('q_3')).toBe('A doctor')
    // What could not be kept stays on the page, until it is left once more.
    await useAnswering.getState().leave()
    expect(useAnswering.getState().unkept?.isLeaving).toBe(true)
    expect(useAnswering.getState().answers.get('q_3')).toBe('A doctor')
    await useAnswering.getState().leave()
    expect(useAnswering.getState().open).toBeNull()
  })

  it('submits another attempt although one before it could not be kept', async () => {
    const { useAnswering, fake } = await openAnswering()
    fake.handle('assessments', 'keepAnswers', async () => {
      throw new AppError('store/full')
    })
    fake.handle('assessments', 'submit', async () => attempt(8, { state: 'submitted', submission: submission() }))
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_3', 'A doctor', true)
    await settle()
    useAnswering.getState().show(assessmentOf(assessmentRow(1)), attempt(8))
    await useAnswering.getState().submit(false)
    expect(useAnswering.getState().open?.attempt.state).toBe('submitted')
  })

  it('submits once, after the last answer is kept', async () => {
    const { useAnswering, fake } = await openAnswering()
    const order: string[] = []
    fake.handle('assessments', 'keepAnswers', async () => void order.push('kept'))
    fake.handle('assessments', 'submit', async () => {
      order.push('submitted')
      return attempt(7, { state: 'submitted', submission: submission() })
    })
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_3', 'An ambulance', true)
    const both = [useAnswering.getState().submit(false), useAnswering.getState().submit(false)]
    await settle()
    await Promise.all(both)
    expect(order).toEqual(['kept', 'submitted'])
    expect(useAnswering.getState().open?.attempt.submission?.score).toBe(66.7)
  })

  it('never sends a lost one again by itself, and keeps the answers of a refused one', async () => {
    const { useAnswering, fake, held } = await openAnswering()
    fake.handle('assessments', 'submit', async ({ again }) =>
      again
        ? attempt(7, { state: 'refused', refusal: 'assessments/no-attempts-left' })
        : attempt(7, { state: 'unclear' }),
    )
    await useAnswering.getState().begin(-1)
    await useAnswering.getState().submit(false)
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(useAnswering.getState().open?.attempt.state).toBe('unclear')
    expect(fake.callsOf('assessments', 'submit')).toHaveLength(1)
    await useAnswering.getState().submit(true)
    expect(useAnswering.getState().open?.attempt.refusal).toBe('assessments/no-attempts-left')
    // It was collected meanwhile: the page shows what came of it.
    held.assessments = new Map([
      [
        -1,
        assessmentOf(assessmentRow(1), { attempts: [attempt(7, { state: 'submitted', submission: submission() })] }),
      ],
    ])
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(useAnswering.getState().open?.attempt.state).toBe('submitted')
  })

  it('lets nothing more be given to one that was submitted elsewhere, and asks no more about it', async () => {
    const { useAnswering, fake, held } = await openAnswering()
    await useAnswering.getState().begin(-1)
    useAnswering.getState().ask('submit')
    held.assessments = new Map([
      [
        -1,
        assessmentOf(assessmentRow(1), { attempts: [attempt(7, { state: 'submitted', submission: submission() })] }),
      ],
    ])
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(useAnswering.getState()).toMatchObject({ asking: null, open: { attempt: { state: 'submitted' } } })
  })

  it('takes over what was left out of its answers elsewhere, but for what is typed meanwhile', async () => {
    const { useAnswering, fake, held } = await openAnswering()
    const given = [
      { questionId: 'q_1', answer: 'b' },
      { questionId: 'q_3', answer: 'Ask Ada Byron' },
    ]
    fake.handle('assessments', 'begin', async () => attempt(7, { answers: given }))
    await useAnswering.getState().begin(-1)
    const erased = attempt(7, {
      answers: [given[0] ?? { questionId: '', answer: '' }, { questionId: 'q_3', answer: 'Ask …' }],
    })
    held.assessments = new Map([[-1, assessmentOf(assessmentRow(1), { attempts: [erased] })]])
    useAnswering.getState().give('q_1', 'c')
    fake.emit('assessments', 'changed', undefined)
    await settle()
    expect(Object.fromEntries(useAnswering.getState().answers)).toEqual({ q_1: 'c', q_3: 'Ask …' })
    useAnswering.getState().give('q_1', 'a')
    await settle()
    expect(fake.callsOf('assessments', 'keepAnswers').at(-1)?.answers).toEqual([
      { questionId: 'q_1', answer: 'a' },
      { questionId: 'q_3', answer: 'Ask …' },
    ])
    expect(useAnswering.getState().isKept).toBe(true)
  })

  it('says why nothing was sent, and goes on', async () => {
    const { useAnswering, fake } = await openAnswering()
    fake.handle('assessments', 'submit', async () => {
      throw new AppError('network/offline')
    })
    await useAnswering.getState().begin(-1)
    useAnswering.getState().ask('submit')
    await useAnswering.getState().submit(false)
    expect(useAnswering.getState()).toMatchObject({ busy: null, asking: null })
    expect(useAnswering.getState().error?.code).toBe('network/offline')
    expect(useAnswering.getState().open?.attempt.state).toBe('open')
  })

  it('changes nothing while it is submitted, and says what came of it to whoever has left', async () => {
    const { useAnswering, fake, feedback } = await openAnswering()
    const sent = Promise.withResolvers<ReturnType<typeof attempt>>()
    fake.handle('assessments', 'submit', async () => sent.promise)
    await useAnswering.getState().begin(-1)
    const first = useAnswering.getState().submit(false)
    useAnswering.getState().give('q_1', 'c')
    expect(useAnswering.getState().answers.size).toBe(0)
    useAnswering.getState().leave()
    sent.resolve(attempt(7, { state: 'unclear' }))
    await first
    expect(feedback.getState().current?.words).toBe('The answer was lost: Check 1')
    fake.handle('assessments', 'submit', async () => {
      throw new AppError('network/offline')
    })
    await useAnswering.getState().begin(-1)
    const second = useAnswering.getState().submit(false)
    useAnswering.getState().leave()
    await second
    expect(useAnswering.getState().error).toBeNull()
    expect(feedback.getState().current?.error?.code).toBe('network/offline')
  })

  it('goes on with what is under way, asks before a clock begins, and tells what answering comes to', async () => {
    const { useAnswering, fake, held } = await openAnswering()
    const { answerChoice, answerIt, useAssessmentDialog } = await import(
      '../../../renderer/features/assessments/assessment-actions.ts'
    )
    await answerIt(-1)
    expect(useAssessmentDialog.getState().dialog).toMatchObject({ kind: 'begin' })
    expect(fake.callsOf('assessments', 'begin')).toEqual([])
    const lost = attempt(3, { state: 'unclear' })
    held.assessments = new Map([[-1, assessmentOf(assessmentRow(1), { attempts: [lost] })]])
    await answerIt(-1)
    expect(useAnswering.getState().open?.attempt.id).toBe(3)
    expect(fake.callsOf('assessments', 'begin')).toEqual([])
    const at = unixSeconds(1_000)
    const kindOf = (given: Parameters<typeof attempt>[1]) => answerChoice([attempt(1, given)], at).kind
    expect(answerChoice([], at).kind).toBe('answer')
    expect(kindOf({})).toBe('goOn')
    expect(kindOf({ endsAt: at })).toBe('over')
    expect(kindOf({ state: 'unclear' })).toBe('decide')
    expect(kindOf({ state: 'submitting' })).toBe('look')
    expect(kindOf({ state: 'refused' })).toBe('anew')
    expect(kindOf({ state: 'submitted' })).toBe('answer')
    expect(kindOf({ fromFile: true })).toBe('answer')
  })

  it('is asked before an attempt is thrown away', async () => {
    const { useAnswering, fake, feedback } = await openAnswering()
    fake.handle('assessments', 'giveUp', async () => undefined)
    await useAnswering.getState().begin(-1)
    await useAnswering.getState().giveUp()
    expect(fake.callsOf('assessments', 'giveUp')).toEqual([{ attempt: 7 }])
    expect(useAnswering.getState().open).toBeNull()
    expect(feedback.getState().current?.words).toBe('The attempt is removed.')
  })

  it('is there with what was given where no other attempt can begin in its place', async () => {
    const { useAnswering, fake } = await openAnswering()
    await useAnswering.getState().begin(-1)
    useAnswering.getState().give('q_1', 'b')
    await settle()
    fake.handle('assessments', 'begin', async () => {
      throw new AppError('account/not-found')
    })
    useAnswering.getState().ask('anew')
    await useAnswering.getState().beginAnew()
    expect(fake.callsOf('assessments', 'begin').at(-1)).toEqual({ assessment: -1, instead: 7 })
    expect(useAnswering.getState()).toMatchObject({ asking: null, error: { code: 'account/not-found' } })
    expect(useAnswering.getState().answers.get('q_1')).toBe('b')
    fake.handle('assessments', 'begin', async () => attempt(9))
    await useAnswering.getState().beginAnew()
    expect(useAnswering.getState()).toMatchObject({ open: { attempt: { id: 9 } }, answers: new Map() })
    expect(fake.callsOf('assessments', 'giveUp')).toEqual([])
  })

  it('takes a question by its word for the type, and by its options', async () => {
    const { answerKind, optionsOf, unansweredOf } = await openAnswering()
    expect([one, many, line].map(answerKind)).toEqual(['one', 'many', 'line'])
    expect(answerKind({ type: 'essay', options: [] })).toBe('text')
    expect(answerKind({ type: '', options: one.options })).toBe('one')
    expect(answerKind({ type: 'checkbox', options: one.options })).toBe('many')
    expect(answerKind({ type: 'true_false', options: [] })).toBe('one')
    expect(optionsOf({ ...line, type: 'true_false' }).map(({ id }) => id)).toEqual(['true', 'false'])
    const given = new Map<string, string | readonly string[]>([
      ['q_1', 'b'],
      ['q_2', []],
      ['q_3', '  '],
    ])
    expect(unansweredOf({ questions: assessmentQuestions }, given)).toEqual([2, 3])
  })
})

describe('the clock', () => {
  it('shows minutes, and seconds in the last five', async () => {
    await openAnswering()
    const { leftWords } = await import('../../../renderer/features/assessments/assessment-words.ts')
    expect([1_500, 301, 300, 59, 0, -5].map(leftWords)).toEqual([
      ...['25 min left', '6 min left', '5:00 left', '0:59 left', 'The time is over', 'The time is over'],
    ])
  })

  it('is said aloud at five, one and no minutes, once each', async () => {
    await openAnswering()
    const { timeCall } = await import('../../../renderer/features/assessments/assessment-words.ts')
    const calls = Array.from({ length: 400 }, (_, passed) => timeCall(400 - passed, 399 - passed)).filter(
      (call) => call !== null,
    )
    expect(calls).toEqual(['announceFive', 'announceOne', 'announceOver'])
    // A computer that slept says the last of them.
    expect(timeCall(400, -3)).toBe('announceOver')
    expect(timeCall(200, 100)).toBeNull()
  })
})
