import { beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { questionFlaws } from '../../../shared/model/bank.ts'
import type { Job } from '../../../shared/model/job.ts'
import { questionFormats, questionLosses } from '../../../shared/model/question-file.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountSummary } from '../made-accounts.ts'
import { answerBank, bankEdit, bankQuestion, bankRow, bankStatus, bankWaiting, type HeldBank } from '../made-bank.ts'
import { openWindow } from '../open-window.ts'

async function openBankWindow(given: Partial<HeldBank> = {}) {
  const window = await openWindow()
  const held = answerBank(window.fake, given)
  await window.accounts.getState().load()
  const [bank, actions, jobs, words] = await Promise.all([
    import('../../../renderer/features/question-bank/bank.ts'),
    import('../../../renderer/features/question-bank/bank-actions.ts'),
    import('../../../renderer/app/sending-jobs.ts'),
    import('../../../renderer/features/question-bank/bank-words.ts'),
  ])
  return { ...window, ...bank, ...actions, ...jobs, words, held }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

const settle = () => vi.advanceTimersByTimeAsync(1_000)

describe('the list of questions', () => {
  it('asks for the questions of one account, by what the filter asks', async () => {
    const { useBank, useBankPages, fake } = await openBankWindow({
      rows: [bankRow(1), bankRow(2, { archived: true }), bankRow(3, { tests: 2 })],
    })
    await useBank.getState().read()
    expect(useBankPages.getState().shown?.count).toBe(2)
    useBank.getState().setFilter({ used: false, search: '' })
    await settle()
    expect(fake.callsOf('bankList', 'open').at(-1)?.query).toEqual({
      filter: { accounts: ['school'], used: false },
      sort: { field: 'category', direction: 'asc' },
    })
    useBank.getState().setFilter({ used: undefined, archived: true })
    await settle()
    expect(useBankPages.getState().shown?.count).toBe(1)
  })

  it('is read again when the bank changes, and so is the question beside it', async () => {
    const { useBank, useBankPages, useOpenQuestion, fake, held } = await openBankWindow({ rows: [bankRow(1)] })
    await useBank.getState().read()
    useOpenQuestion.getState().open(1)
    await settle()
    held.rows = [bankRow(1, { text: 'Another?' }), bankRow(2)]
    fake.emit('bank', 'changed', undefined)
    await settle()
    expect(useBankPages.getState().shown?.count).toBe(2)
    expect(useOpenQuestion.getState().question?.text).toBe('Another?')
  })

  it('closes the question that was taken back before it was sent', async () => {
    const { useOpenQuestion, fake } = await openBankWindow({ rows: [bankRow(1)] })
    useOpenQuestion.getState().open(1)
    await settle()
    fake.handle('bank', 'question', async () => {
      throw new AppError('result/not-found')
    })
    fake.emit('bank', 'changed', undefined)
    await settle()
    expect(useOpenQuestion.getState().id).toBeNull()
  })

  it('shows the bank of the account that is chosen, and begins anew with another', async () => {
    const { fake, accounts, useBank, useBankFacts, chooseBankAccount, bankAccount, watchBank } = await openBankWindow()
    fake.handle('accounts', 'list', async () => [accountSummary(), accountSummary({ id: 'college', name: 'College' })])
    await accounts.getState().load()
    watchBank()
    await settle()
    useBank.getState().setFilter({ search: 'burn' })
    chooseBankAccount('college')
    await settle()
    expect(bankAccount()?.id).toBe('college')
    expect(useBankFacts.getState().account).toBe('college')
    expect(useBank.getState().filter).toEqual({})
    expect(fake.callsOf('bank', 'status').at(-1)).toEqual({ accounts: ['college'] })
  })

  it('counts questions and everything that is not at ClassMarker for the sidebar', async () => {
    const { useBankBadge } = await openBankWindow({
      status: [bankStatus({ questions: 400 }), bankStatus({ questions: 12 })],
      waiting: bankWaiting({ questions: 2, categories: 1, stopped: 3 }),
    })
    await useBankBadge.getState().load()
    expect(useBankBadge.getState()).toMatchObject({ count: 412, waiting: 6 })
  })
})

describe('what can be done with questions', () => {
  const chosen = (...ids: number[]) => ({ kind: 'some', ids: new Set(ids) }) as const
  const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)

  it('depends on how many there are, on the type and on what waits', async () => {
    const { bankActions, useBankFacts } = await openBankWindow({ edits: [bankEdit(9, { subject: 1 })] })
    await useBankFacts.getState().load()
    const account = accountSummary()
    expect(idsOf(bankActions(account, chosen(1, 2)))).toEqual(['many', 'export', 'archive'])
    expect(idsOf(bankActions(account, chosen(1), bankRow(1)))).toEqual([
      ...['edit', 'duplicate', 'many', 'export', 'take back', 'archive'],
    ])
    const [compare] = bankActions(account, chosen(2), bankRow(2, { state: 'conflict' }))
    expect(compare?.id).toBe('compare')
    const [edit] = bankActions(account, chosen(3), bankRow(3, { type: 'grammar' }))
    expect(edit).toMatchObject({ id: 'edit', isDisabled: true })
    expect(idsOf(bankActions({ ...account, archived: true }, chosen(1), bankRow(1)))).toEqual(['export'])
  })

  it('archives on this computer, and takes that back', async () => {
    const { archiveQuestions, fake, feedback } = await openBankWindow()
    fake.handle('bank', 'archive', async () => undefined)
    await archiveQuestions([1, 2], true)
    const { current } = feedback.getState()
    expect(current?.words).toBe('Archived 2 questions on this computer. At ClassMarker nothing changes.')
    current?.action?.run()
    await settle()
    expect(fake.callsOf('bank', 'archive')).toEqual([
      { ids: [1, 2], archived: true },
      { ids: [1, 2], archived: false },
    ])
  })

  it('says what could not be taken back', async () => {
    const { takeBackEdits, fake, feedback } = await openBankWindow()
    fake.handle('bank', 'takeBack', async () => ({ undone: 1, skipped: 1 }))
    await takeBackEdits([4, 5])
    expect(feedback.getState().current?.words).toBe(
      '1 change was taken back. 1 stays: it may have reached ClassMarker.',
    )
  })

  it('opens a question to be edited beside its row', async () => {
    const { editQuestion, useOpenQuestion } = await openBankWindow({
      questions: new Map([[1, bankQuestion(bankRow(1))]]),
    })
    const { useEditor } = await import('../../../renderer/features/question-bank/editor.ts')
    await editQuestion(1)
    expect(useOpenQuestion.getState().id).toBe(1)
    expect(useEditor.getState().open?.isThere).toBe(true)
  })
})

describe('reading and sending', () => {
  const account = accountSummary()
  const done = (result: object, kind = 'bank-pull'): Job =>
    ({ id: 'job', kind, accountId: 'school', state: 'done', result }) as unknown as Job

  it('say what keeps them', async () => {
    const { sendingState } = await openBankWindow()
    const state = (jobs: readonly Job[], online = true, of = account) =>
      sendingState('bank-pull', of, jobs, undefined, online)
    expect(state([])).toEqual({ kind: 'ready' })
    expect(state([], false)).toEqual({ kind: 'offline', computer: true })
    expect(state([], true, accountSummary({ secret: 'missing' }))).toEqual({ kind: 'secret-missing' })
    expect(state([], false, accountSummary({ sample: true, secret: 'missing' }))).toEqual({ kind: 'ready' })
    expect(state([done({ outcome: 'offline', error: null })])).toEqual({ kind: 'offline', computer: false })
    expect(state([done({ outcome: 'complete', error: null })])).toEqual({ kind: 'ready' })
    expect(state([done({ outcome: 'failed', error: { code: 'api/auth-failed', detail: {} } })])).toMatchObject({
      kind: 'failed',
      error: { code: 'api/auth-failed' },
    })
    const waiting = { id: 'w', kind: 'bank-pull', accountId: 'school', state: 'waiting', until: 5, progress: null }
    expect(state([waiting as unknown as Job])).toMatchObject({ kind: 'waiting', until: 5 })
    // Sending says nothing of reading.
    expect(state([done({ outcome: 'offline', error: null }, 'bank-push')])).toEqual({ kind: 'ready' })
  })

  it('say how they ended', async () => {
    await openBankWindow()
    const { jobEndWords } = await import('../../../renderer/format/job-words.ts')
    const facts = { zone: 'UTC', now: unixSeconds(0), gaps: [] }
    const pulled = { outcome: 'complete', questions: 412, added: 4, changed: 2, gone: 0, unreadable: 1, error: null }
    expect(jobEndWords(done(pulled), facts)).toBe(
      'Read 412 questions. 4 new · 2 changed. 1 could not be read and is kept as it was sent.',
    )
    const pushed = {
      outcome: 'offline',
      sent: 3,
      refused: [{ name: 'a', reason: 'b' }],
      conflicts: 1,
      pending: 2,
      error: null,
    }
    expect(jobEndWords(done(pushed, 'bank-push'), facts)).toBe(
      [
        'ClassMarker took 3 changes of questions. 1 was refused and waits for you.',
        '1 was changed at ClassMarker meanwhile: choose one of the two. ClassMarker could not be reached. 2 still wait.',
      ].join(' '),
    )
  })
})

describe('words', () => {
  it('read points as they are typed', async () => {
    const { words } = await openBankWindow()
    expect(['1', '2.5', '2,5', '0', '1000', '2.50', '3.'].map(words.readPoints)).toEqual(
      [10, 25, 25, 0, 10_000, 25, 30].map((points) => ({ points })),
    )
    for (const text of ['', 'two', '-1', '1e3', '1.2.3'])
      expect(words.readPoints(text)).toEqual({ problem: 'not-a-number' })
    for (const text of ['2.55', '0.01']) expect(words.readPoints(text)).toEqual({ problem: 'one-decimal' })
  })

  it('say how long requests take', async () => {
    const { words } = await openBankWindow()
    expect([1, 8, 30, 100].map(words.timeFor)).toEqual([
      ...['about 2 minutes', 'about 16 minutes', 'about 1 hour', 'about 3 h 20 min'],
    ])
  })

  it('are there for every flaw, loss, format and refusal', async () => {
    const { words } = await openBankWindow()
    const isKey = (text: string) => text.startsWith('bank.') || text === ''
    for (const flaw of questionFlaws) {
      expect(isKey(words.flawWords({ field: 'options', flaw, letter: 'K' }))).toBe(false)
      expect(isKey(words.flawWords({ field: 'gradeStyle', flaw }))).toBe(false)
    }
    for (const code of questionLosses) {
      expect(words.lossWords({ code, subject: 'burn.png' })).toContain('burn.png')
      expect(words.lossWords({ code, subject: '' })).toMatch(/\.$/)
    }
    const { t } = await import('../../../renderer/format/words.ts')
    for (const format of questionFormats) expect(isKey(t(`bank.formats.${format}.loses`))).toBe(false)
    expect(words.refusalWords(null, 'UTC')).toBe('ClassMarker refused it and did not say why.')
    expect(words.refusalWords('a code of tomorrow', 'UTC')).not.toBe('')
  })
})
