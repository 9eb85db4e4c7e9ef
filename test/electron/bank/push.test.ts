import { describe, expect, it, vi } from 'vitest'
import type { ExportJobs } from '../../../electron/export/jobs.ts'
import { bankHandlers } from '../../../electron/ipc/bank.ts'
import type { Json, JsonObject } from '../../../electron/simulator/protocol.ts'
import type { Job } from '../../../shared/model/job.ts'
import { trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { day, hour, plusSeconds } from '../../../shared/model/time.ts'
import { laptop, noon } from '../support/laptop.ts'
import { banked, choiceOf } from './banked.ts'

/** A taught question of the sample's bank. */
const burn = 1180216

const burnAs = (question: string) =>
  choiceOf(question, {
    randomAnswers: true,
    options: [
      { letter: 'A', content: 'Butter' },
      { letter: 'B', content: 'Water' },
    ],
    correct: ['B'],
    correctFeedback: 'Well done!',
  })

describe('sending edits of the bank', () => {
  it('creates categories before the questions in them, each with one request', async () => {
    const { store, account, clock, push, save, bank, sentSince, simulator, edits } = await banked()
    const { id: parent } = await store.addBankCategory(account.id, 'History', null, clock())
    const { id: rome } = await store.addBankCategory(account.id, 'Rome', parent, clock())
    const draft = { ...choiceOf('When was Rome founded?'), category: rome }
    await store.saveBankQuestion(account.id, null, draft, clock())
    await save({ ...choiceOf('Describe a burn.'), type: 'essay', options: [], correct: [] })
    const from = simulator.requests.length
    expect(await push()).toEqual({
      outcome: 'complete',
      sent: 4,
      refused: [],
      conflicts: 0,
      pending: 0,
      requests: 4,
      nextRequestAfter: null,
      error: null,
    })
    expect(sentSince(from)).toEqual([
      'POST /v1/categories/parent_category.json',
      'POST /v1/categories/category.json',
      'POST /v1/questions.json',
      'POST /v1/questions.json',
    ])
    const category = bank.categories.find(({ name }) => name === 'Rome')
    expect(bank.parents.find(({ id }) => id === category?.parentId)?.name).toBe('History')
    expect(bank.questions.find(({ question }) => question.startsWith('When'))).toMatchObject({
      categoryId: category?.id,
      points: 10,
      correct: ['A'],
    })
    expect(await edits()).toEqual([])
  })

  it('reads a question before it is changed, and replaces the whole of it', async () => {
    const { push, save, idOf, bank, sentSince, simulator } = await banked()
    await save(burnAs('What helps a burn?'), await idOf(burn))
    const from = simulator.requests.length
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, conflicts: 0, requests: 2 })
    expect(sentSince(from)).toEqual([`GET /v1/questions/${burn}.json`, `PUT /v1/questions/${burn}.json`])
    expect(bank.question(burn)).toMatchObject({ question: 'What helps a burn?', incorrectFeedback: '' })
  })

  it.each(['bare', 'question', 'data'] as const)('understands one question answered %s', async (one) => {
    const { push, save, idOf, bank, edits } = await banked()
    bank.manners.one = one
    bank.changeQuestion(1180206, { status: 'active' })
    await save(burnAs('What helps a burn?'), await idOf(burn))
    await save(choiceOf('Is it new?'))
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 2 })
    expect(await edits()).toEqual([])
  })

  it('overwrites nothing that was edited on the web: it becomes a conflict', async () => {
    const { push, save, idOf, bank, edits, advance, store, clock } = await banked()
    const id = await idOf(burn)
    await save(burnAs('What helps a burn?'), id)
    advance(60)
    bank.changeQuestion(burn, { question: 'What helps against a burn?' })
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 0, conflicts: 1, pending: 0, requests: 1 })
    expect(bank.question(burn)?.question).toBe('What helps against a burn?')
    expect(await edits()).toEqual(['change-question conflict'])
    expect((await store.bankQuestion(id)).atService?.content.question).toBe('What helps against a burn?')
    await store.resolveBankConflict(id, 'mine', clock())
    expect(await push()).toMatchObject({ sent: 1, conflicts: 0 })
    expect(bank.question(burn)?.question).toBe('What helps a burn?')
  })

  it('sees an edit on the web within the same second', async () => {
    const { push, save, idOf, bank, edits } = await banked()
    const id = await idOf(burn)
    await save(burnAs('What helps a burn?'), id)
    await push()
    await save(burnAs('What is good for a burn?'), id)
    const { lastUpdated } = bank.changeQuestion(burn, { question: 'What cools a burn?' })
    expect(lastUpdated).toBe(noon)
    await push()
    expect(await edits()).toEqual(['change-question conflict'])
  })

  it('sees a move to another category on the web within the same second', async () => {
    const { push, save, idOf, bank, edits } = await banked()
    const id = await idOf(burn)
    await save(burnAs('What helps a burn?'), id)
    await push()
    await save(burnAs('What is good for a burn?'), id)
    const other = bank.categories.find(({ id: each }) => each !== bank.question(burn)?.categoryId)?.id ?? 0
    bank.changeQuestion(burn, { categoryId: other })
    expect(await push()).toMatchObject({ sent: 0, conflicts: 1 })
    expect(await edits()).toEqual(['change-question conflict'])
    expect(bank.question(burn)?.categoryId).toBe(other)
  })

  it('takes the same edit on the web for its own', async () => {
    const { push, save, idOf, bank, edits, advance } = await banked()
    await save(burnAs('What helps a burn?'), await idOf(burn))
    advance(60)
    bank.changeQuestion(burn, {
      question: 'What helps a burn?',
      options: { A: { content: 'Butter' }, B: { content: 'Water' } },
      correct: ['B'],
      incorrectFeedback: '',
    })
    expect(await push()).toMatchObject({ sent: 1, conflicts: 0, requests: 1 })
    expect(await edits()).toEqual([])
  })

  it.each(['cut-off', 'reset midway'] as const)('creates nothing twice where the answer is lost (%s)', async (kind) => {
    const { push, save, bank, simulator, edits, sentSince, pauses } = await banked({ questions: 250 })
    await save(choiceOf('Is it there once?'))
    simulator.faults.next({ kind }, { path: '/v1/questions.json' })
    const from = simulator.requests.length
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, requests: 2 })
    // The end of the list tells that it arrived.
    expect(sentSince(from)).toEqual(['POST /v1/questions.json', 'GET /v1/questions.json'])
    expect(simulator.requests.at(-1)?.query.page).toBe('2')
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
    expect(await edits()).toEqual([])
    expect(pauses.length).toBeGreaterThan(0)
  })

  it('creates nothing twice where the answer has a status that nobody documented', async () => {
    const { push, save, bank, simulator, edits } = await banked()
    await save(choiceOf('Is it there once?'))
    const edit = () => ({ status: 'created', server_timestamp: noon })
    simulator.faults.next({ kind: 'edited', edit }, { path: '/v1/questions.json' })
    expect(await push()).toMatchObject({ outcome: 'failed', pending: 1 })
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, requests: 1 })
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
    expect(await edits()).toEqual([])
  })

  it.each(['empty', 'refused'] as const)(
    'sends again what did not arrive where the next page is %s',
    async (manner) => {
      const { push, save, bank, simulator, sentSince, edits } = await banked({ questions: 400 })
      bank.manners.pageBeyond = manner
      await save(choiceOf('Is it there once?'))
      simulator.faults.next({ kind: 'reset' }, { path: '/v1/questions.json' })
      const from = simulator.requests.length
      expect(await push()).toMatchObject({ outcome: 'complete', sent: 1 })
      expect(sentSince(from).map((each) => each.split(' ')[0])).toEqual(['POST', 'GET', 'GET', 'POST'])
      expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
      expect(await edits()).toEqual([])
    },
  )

  it('creates nothing twice where one of a full page cannot be read', async () => {
    const { push, save, bank, simulator } = await banked({ questions: 200 })
    await save(choiceOf('Is it there once?'))
    simulator.faults.next({ kind: 'cut-off' }, { path: '/v1/questions.json' })
    simulator.faults.next(
      { kind: 'edited', edit: (answer) => ({ ...answer, questions: [{}, ...(answer.questions as Json[]).slice(1)] }) },
      { path: '/v1/questions.json' },
    )
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, requests: 3 })
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
  })

  it('goes on hour after hour where what it looks for is further than the requests of one hour', async () => {
    const { push, save, bank, simulator, advance, store, account } = await banked({ questions: 12_000 })
    expect((await store.bankState(account.id)).questions).toBe(4_400)
    advance(hour)
    await save(choiceOf('Is it there once?'))
    simulator.faults.next({ kind: 'cut-off' }, { path: '/v1/questions.json' })
    expect(await push()).toMatchObject({ outcome: 'rate-limited', sent: 0, pending: 1 })
    advance(hour)
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1, pending: 0 })
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
  })

  it('sends again what did not arrive', async () => {
    const { push, save, bank, simulator, sentSince } = await banked()
    await save(choiceOf('Is it there once?'))
    simulator.faults.next({ kind: 'reset' }, { path: '/v1/questions.json' })
    const from = simulator.requests.length
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1 })
    expect(sentSince(from)).toEqual(['POST', 'GET', 'POST'].map((method) => `${method} /v1/questions.json`))
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(1)
  })

  it('takes no question for its own that was here before, or that says something else', async () => {
    const { push, save, bank, simulator, store, idOf, clock, account, sentSince } = await banked()
    // A copy says the same as its original, which is here.
    const original = await store.bankQuestion(await idOf(burn))
    await store.saveBankQuestion(account.id, null, { ...original.content, category: original.category }, clock())
    await save(choiceOf('Is it there once?', { points: 20 }))
    bank.addQuestion({ ...typed, question: 'Is it there once?', categoryId: 5402, points: 10 })
    // The first request for each of the two does not arrive; each is looked for, and then sent again.
    let asked = 0
    const isFirst = (path: string) => path === '/v1/questions.json' && [0, 3].includes(asked++)
    simulator.faults.next({ kind: 'reset' }, { path: isFirst, times: 2 })
    const from = simulator.requests.length
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 2 })
    expect(sentSince(from).map((each) => each.split(' ')[0])).toEqual(['POST', 'GET', 'POST', 'POST', 'GET', 'POST'])
    const alike = bank.questions.filter(({ question }) => question === original.content.question)
    expect(alike).toHaveLength(2)
    expect(bank.questions.filter(({ question }) => question === 'Is it there once?')).toHaveLength(2)
  })

  it.each(['parent', 'category'])('creates no %s twice where the answer is lost', async (noun) => {
    const { store, account, clock, push, bank, simulator, edits } = await banked()
    const { id: parent } = await store.addBankCategory(account.id, 'History', null, clock())
    await store.addBankCategory(account.id, 'Rome', parent, clock())
    const path = noun === 'parent' ? '/v1/categories/parent_category.json' : '/v1/categories/category.json'
    simulator.faults.next({ kind: 'reset midway' }, { path })
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 2, requests: 3 })
    expect(bank.parents.filter(({ name }) => name === 'History')).toHaveLength(1)
    expect(bank.categories.filter(({ name }) => name === 'Rome')).toHaveLength(1)
    expect(await edits()).toEqual([])
  })

  it('holds what ClassMarker refuses, and goes on with the rest', async () => {
    const { push, save, simulator, edits, bank } = await banked()
    await save(choiceOf('Is it refused?'))
    await save(choiceOf('Is it taken?'))
    simulator.faults.next({ kind: 'error', code: 'payloadValidationError' }, { path: '/v1/questions.json' })
    expect(await push()).toMatchObject({
      outcome: 'complete',
      sent: 1,
      refused: [{ name: 'Is it refused?', reason: 'bank/values-refused' }],
      pending: 0,
    })
    expect(await edits()).toEqual(['add-question refused'])
    expect(bank.questions.at(-1)?.question).toBe('Is it taken?')
  })

  it('says of a question that was deleted on the web that it is not there', async () => {
    const { push, save, idOf, bank } = await banked()
    await save(burnAs('What helps a burn?'), await idOf(burn))
    bank.removeQuestion(burn)
    expect((await push()).refused).toEqual([{ name: 'What helps a burn?', reason: 'bank/not-there' }])
  })

  it('sends a true or false question without options where they are refused, and then does so at once', async () => {
    const { push, save, bank, sentSince, simulator } = await banked()
    bank.manners.trueFalse = 'without options'
    const trueOrFalse = (question: string) =>
      choiceOf(question, {
        type: 'truefalse',
        options: [
          { letter: 'A', content: 'True' },
          { letter: 'B', content: 'False' },
        ],
        correct: ['B'],
      })
    await save(trueOrFalse('Is the earth flat?'))
    await save(trueOrFalse('Is the moon flat?'))
    const from = simulator.requests.length
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 2, refused: [] })
    expect(sentSince(from)).toHaveLength(3)
    expect(bank.questions.at(-1)).toMatchObject({ question: 'Is the moon flat?', correct: ['B'] })
  })

  it('knows in which form it sends a true or false question also after the program was started again', async () => {
    const own = await banked()
    const { push, save, bank, simulator, core, dataDir, clock } = own
    bank.manners.trueFalse = 'without options'
    const trueOrFalse = (question: string) =>
      choiceOf(question, { type: 'truefalse', options: trueFalseOptions, correct: ['B'] })
    await save(trueOrFalse('Is the earth flat?'))
    await push()
    await save(trueOrFalse('Is the moon flat?'))
    await core.close()
    const again = await laptop({ apiUrl: simulator.url, secrets: core.secrets, dataDir, clock })
    const from = simulator.requests.length
    const context = { signal: new AbortController().signal, report: () => undefined }
    expect(await again.core.banks.push(own.account.id, context)).toMatchObject({ outcome: 'complete', sent: 1 })
    expect(simulator.requests.slice(from)).toHaveLength(1)
  })

  it('knows a true or false question that is answered without options, and can change it', async () => {
    const { push, save, bank, simulator, store, account, idOf } = await banked()
    bank.manners.trueFalse = 'without options'
    const content = choiceOf('Is the earth flat?', { type: 'truefalse', options: trueFalseOptions, correct: ['B'] })
    await save(content)
    // The first one is refused for its options.
    const isSecond = (() => {
      let asked = 0
      return (path: string) => path === '/v1/questions.json' && asked++ === 1
    })()
    simulator.faults.next({ kind: 'cut-off' }, { path: isSecond })
    expect(await push()).toMatchObject({ outcome: 'complete', sent: 1 })
    const own = bank.questions.filter(({ question }) => question === content.question)
    expect(own).toHaveLength(1)
    const id = await idOf(own[0]?.id ?? 0)
    const { content: read } = await store.bankQuestion(id)
    expect(read).toMatchObject({ options: trueFalseOptions, correct: ['B'] })
    const { category } = await store.bankQuestion(id)
    expect(await store.bankFlaws(account.id, id, { ...read, category })).toEqual([])
  })

  it('stops where ClassMarker is closed, and keeps everything waiting', async () => {
    const { push, save, simulator, edits } = await banked()
    await save(choiceOf('Is it there?'))
    simulator.world.setMaintenance(true)
    expect(await push()).toMatchObject({ outcome: 'failed', pending: 1, error: { code: 'api/maintenance' } })
    expect(await edits()).toEqual(['add-question waiting'])
    simulator.world.setMaintenance(false)
    expect(await push()).toMatchObject({ sent: 1 })
  })

  it('leaves a sync its part of the hour, and says when it goes on', async () => {
    const { push, save, simulator, sync } = await banked()
    for (let number = 0; number < 40; number++) await save(choiceOf(`Question ${number}?`))
    const before = simulator.requests.length
    const summary = await push()
    expect(summary).toMatchObject({ outcome: 'rate-limited', nextRequestAfter: plusSeconds(noon, hour) })
    expect(summary.sent + summary.pending).toBe(40)
    expect(before + summary.requests).toBe(24)
    expect(await sync()).toMatchObject({ outcome: 'complete' })
  })

  it('a sync asked for in the middle of a long push comes at once and finds requests left', async () => {
    const { banks, core, account, save, simulator, advance, emitted, bank } = await banked()
    for (let number = 0; number < 60; number++) await save(choiceOf(`Question ${number}?`))
    const jobs = () => emitted.flatMap(({ channel, payload }) => (channel === 'jobs.changed' ? [payload as Job] : []))
    const held = simulator.faults.next({ kind: 'held' }, { path: '/v1/questions.json' })
    const push = banks.startPush(account.id)
    await held.reached()
    const sync = core.syncs.start(account.id)
    held.release()
    expect(await core.jobs.result<'sync'>(sync)).toMatchObject({ outcome: 'complete', error: null })
    const posts = simulator.requests.filter(({ method }) => method === 'POST').length
    expect(posts, 'edits sent before the sync was done').toBeLessThan(5)
    // The next one is asked for while the push waits for the next hour.
    const isWaiting = () => core.jobs.list().some(({ id, state }) => id === push && state === 'waiting')
    await expect.poll(isWaiting).toBe(true)
    const second = core.syncs.start(account.id)
    expect(await core.jobs.result<'sync'>(second)).toMatchObject({ outcome: 'complete', error: null })
    expect(jobs().some(({ kind, state }) => kind === 'sync' && state === 'waiting')).toBe(false)
    const isRunning = () =>
      core.jobs.list().some(({ id, state }) => id === push && (state === 'running' || state === 'waiting'))
    while (isRunning()) {
      if (isWaiting()) advance(60)
      await new Promise((done) => setImmediate(done))
    }
    expect(await core.jobs.result<'bank-push'>(push)).toMatchObject({ outcome: 'complete', sent: 60, pending: 0 })
    expect(bank.questions.filter(({ question }) => question.startsWith('Question '))).toHaveLength(60)
    expect(simulator.requests.some(({ outcome }) => outcome === 'rateLimitExceeded')).toBe(false)
  })

  it('ends when it is cancelled while it waits', async () => {
    const { banks, core, account, save, edits } = await banked()
    for (let number = 0; number < 40; number++) await save(choiceOf(`Question ${number}?`))
    const push = banks.startPush(account.id)
    await expect.poll(() => core.jobs.list().find(({ id }) => id === push)?.state).toBe('waiting')
    core.jobs.cancel(push)
    expect(await core.jobs.result<'bank-push'>(push)).toMatchObject({
      outcome: 'cancelled',
      error: { code: 'job/cancelled' },
    })
    expect((await edits()).every((edit) => edit === 'add-question waiting')).toBe(true)
  })

  it('every hour sends what waits, and reads a bank again that was read a day ago', async () => {
    const { core, banks, account, save, bank, advance, store, clock } = await banked()
    await save(choiceOf('Is it sent by itself?'))
    await banks.startAll({ alsoPull: true })
    await expect.poll(() => bank.questions.at(-1)?.question).toBe('Is it sent by itself?')
    expect(core.jobs.list().filter(({ kind }) => kind === 'bank-pull')).toEqual([])
    advance(day)
    await banks.startAll({ alsoPull: false })
    expect(core.jobs.list().filter(({ kind }) => kind === 'bank-pull')).toEqual([])
    await banks.startAll({ alsoPull: true })
    await expect.poll(async () => (await store.bankState(account.id)).pulledAt).toBe(clock())
  })

  it('keeps a second decimal of points: it is sent only once the points are set', async () => {
    const { store, account, pull, simulator, idOf, clock, edits } = await banked()
    const path = '/v1/questions.json'
    const edit = (answer: JsonObject) => ({
      ...answer,
      questions: (answer.questions as JsonObject[]).map((each) =>
        each.question_id === burn ? { ...each, points: '2.25' } : each,
      ),
    })
    simulator.faults.next({ kind: 'edited', edit }, { path })
    await pull()
    const id = await idOf(burn)
    const { content, category } = await store.bankQuestion(id)
    expect(content.points).toBe(22.5)
    const save = (points: number | null) =>
      store.saveBankQuestion(account.id, id, { ...content, question: 'What helps?', points, category }, clock())
    expect((await save(content.points)).flaws).toEqual([{ field: 'points', flaw: 'one-decimal' }])
    expect(await edits()).toEqual([])
    expect((await save(30)).flaws).toEqual([])
    expect(await edits()).toEqual(['change-question waiting'])
  })

  it('keeps an edit at once and sends it, while the keychain asks for another account', async () => {
    const { core, account, category, bank } = await banked()
    vi.spyOn(core.accounts, 'list').mockReturnValue(new Promise(() => undefined))
    const handlers = bankHandlers(core, { chooseQuestionFiles: async () => null }, {} as ExportJobs)
    const draft = { ...choiceOf('Is it sent?'), category }
    expect(await handlers.save({ account: account.id, id: null, draft, opened: null })).toMatchObject({ flaws: [] })
    await expect.poll(() => bank.questions.at(-1)?.question).toBe('Is it sent?')
  })

  it('asks with verify_only in the form that ClassMarker takes, and remembers it', async () => {
    const { banks, account, bank, simulator } = await banked()
    bank.manners.trueFalse = 'without options'
    const content = choiceOf('Is the earth flat?', { type: 'truefalse', options: trueFalseOptions, correct: ['B'] })
    const verify = () => banks.verify(account.id, { questionId: null, content, categoryId: 5402 })
    const from = simulator.requests.length
    expect(await verify()).toEqual({ verified: true, refusal: null })
    expect(simulator.requests.slice(from)).toHaveLength(2)
    expect(await verify()).toEqual({ verified: true, refusal: null })
    expect(simulator.requests.slice(from)).toHaveLength(3)
  })

  it('asks with verify_only whether a question would be taken, and creates none', async () => {
    const { banks, account, bank } = await banked()
    const before = bank.questions.length
    const verify = (question: string) =>
      banks.verify(account.id, { questionId: null, content: choiceOf(question), categoryId: 5402 })
    expect(await verify('Is it fine?')).toEqual({ verified: true, refusal: null })
    expect(await verify(' ')).toEqual({ verified: false, refusal: 'bank/values-refused' })
    expect(bank.questions).toHaveLength(before)
  })
})

const typed = {
  type: 'multiplechoice',
  options: { A: { content: 'Yes' }, B: { content: 'No' } },
  correct: ['A'],
  randomAnswers: false,
} as const
