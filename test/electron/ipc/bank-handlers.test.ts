import { expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import type { ExportJobs } from '../../../electron/export/jobs.ts'
import { bankHandlers } from '../../../electron/ipc/bank.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { callsOn } from '../imports/importing.ts'
import { contentOf, draftOf, pull, sentQuestion, tree } from '../store/bank-rows.ts'
import { accountNamed, database, noon } from '../store/laptop-database.ts'

/** Calls on a real database, and what sending would be asked for. */
function built() {
  const { db } = database([accountNamed('a')])
  const calls = callsOn(db)
  calls.keepBankCategories('a', tree)
  pull(calls, [sentQuestion(7, contentOf('What is heat?'))])
  const banks = {
    startBeside: vi.fn((_: () => Promise<readonly string[]>) => undefined),
    startPull: vi.fn(() => 'pulling'),
    startPush: vi.fn(() => 'pushing'),
    verify: vi.fn(async (..._: unknown[]) => ({ verified: true, refusal: null })),
  }
  const accounts = { connectedTo: async () => accountNamed('a'), stored: async () => accountNamed('a') }
  // Each question is answered at once, where the real store asks another thread.
  const core = { store: calls, banks, accounts, clock: () => noon } as unknown as Core
  const handlers = bankHandlers(core, { chooseQuestionFiles: async () => null }, {} as ExportJobs)
  const categories = calls.bankCategories(['a'])
  const named = (name: string): number => categories.find((each) => each.name === name)?.id ?? 0
  return { calls, banks, handlers, named, id: calls.bankQuestionsNumbered(['a'], '7')[0]?.id ?? 0 }
}

it('every call of the contract is answered', () => {
  const asked = Object.entries(contract.bank).flatMap(([name, { kind }]) => (kind === 'invoke' ? [name] : []))
  expect(Object.keys(built().handlers).toSorted()).toEqual(asked.toSorted())
})

it('an edit is kept first, and then sending begins', async () => {
  const { handlers, banks, named, id } = built()
  const draft = draftOf(contentOf('What is warmth?'), named('Physics'))
  expect(await handlers.save({ account: 'a', id, draft, opened: null })).toEqual({ id, flaws: [] })
  expect(await banks.startBeside.mock.lastCall?.[0]()).toEqual(['a'])
  expect(await handlers.question({ id })).toMatchObject({
    state: 'waiting-change',
    content: { question: 'What is warmth?' },
    atService: { content: { question: 'What is heat?' }, category: named('Physics') },
  })
  expect(await handlers.waiting({})).toEqual({ questions: 1, categories: 0, stopped: 0, requests: 2, minutes: 4 })
  const [edit] = await handlers.edits({})
  expect(await handlers.takeBack({ edits: [edit?.id ?? 0] })).toEqual({ undone: 1, skipped: 0 })
  expect(await handlers.question({ id })).toMatchObject({ state: 'kept', atService: null })
})

it('several are changed at once, and those that ClassMarker would refuse are told and stay', async () => {
  const { handlers, id } = built()
  const { id: copy } = await handlers.duplicate({ id })
  expect(await handlers.changeMany({ ids: [id, copy], change: { points: -1 } })).toEqual({
    changed: 1,
    flawed: [{ id, flaws: [{ field: 'points', flaw: 'out-of-range' }] }],
  })
  expect(await handlers.question({ id: copy })).toMatchObject({ state: 'here-only', points: -1 })
  expect(await handlers.changeMany({ ids: [id], change: { points: 25 } })).toEqual({ changed: 1, flawed: [] })
  expect(await handlers.question({ id })).toMatchObject({ state: 'waiting-change', points: 25 })
})

it('a question is archived here alone', async () => {
  const { handlers, banks, id } = built()
  await handlers.archive({ ids: [id], archived: true })
  expect(await handlers.question({ id })).toMatchObject({ archived: true, state: 'kept' })
  expect((await handlers.categories({})).find(({ name }) => name === 'Physics')?.questions).toBe(0)
  await handlers.archive({ ids: [id], archived: false })
  expect(await handlers.question({ id })).toMatchObject({ archived: false })
  expect(banks.startBeside).not.toHaveBeenCalled()
})

it('categories are added, renamed and moved, and reading and sending are jobs', async () => {
  const { handlers, named } = built()
  const { id: arts } = await handlers.addCategory({ account: 'a', name: 'Arts', parent: null })
  await handlers.renameCategory({ id: named('Physics'), name: 'Mechanics' })
  await handlers.moveCategory({ id: named('Chemistry'), parent: arts })
  expect((await handlers.categories({})).map(({ name, parent, state }) => [name, parent, state])).toEqual([
    ['Arts', null, 'waiting-add'],
    ['Chemistry', arts, 'waiting-change'],
    ['Science', null, 'kept'],
    ['Mechanics', named('Science'), 'waiting-change'],
  ])
  expect(await handlers.pull({ account: 'a' })).toEqual({ jobId: 'pulling' })
  expect(await handlers.push({ account: 'a' })).toEqual({ jobId: 'pushing' })
})

it('a question is verified with ClassMarker’s numbers, once its category has one', async () => {
  const { handlers, banks, named, id } = built()
  const content = contentOf('What is warmth?')
  const verified = await handlers.verify({ account: 'a', id, draft: draftOf(content, named('Physics')) })
  expect(verified).toEqual({ verified: true, refusal: null })
  expect(banks.verify).toHaveBeenCalledWith('a', { questionId: '7', content, categoryId: 2 })
  const { id: optics } = await handlers.addCategory({ account: 'a', name: 'Optics', parent: named('Science') })
  await expect(handlers.verify({ account: 'a', id: null, draft: draftOf(content, optics) })).rejects.toThrow(
    'category/not-sent',
  )
})

it('a conflict is resolved either way', async () => {
  const { calls, handlers, named, id } = built()
  const { opened } = await handlers.question({ id })
  pull(calls, [sentQuestion(7, contentOf('What is temperature?'))])
  // Edited upon what was there before.
  await handlers.save({ account: 'a', id, draft: draftOf(contentOf('What is warmth?'), named('Physics')), opened })
  expect(await handlers.question({ id })).toMatchObject({ state: 'conflict' })
  await expect(async () => handlers.resolve({ of: 'question', id, keep: 'theirs', shown: 'another' })).rejects.toThrow(
    'question/changed',
  )
  const { atService } = await handlers.question({ id })
  await handlers.resolve({ of: 'question', id, keep: 'theirs', shown: atService?.version ?? '' })
  expect(await handlers.question({ id })).toMatchObject({
    state: 'kept',
    content: { question: 'What is temperature?' },
    versions: [{ content: { question: 'What is heat?' }, until: noon, attempts: 0 }],
  })
})
