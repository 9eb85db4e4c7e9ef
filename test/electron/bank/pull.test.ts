import { describe, expect, it } from 'vitest'
import { day, hour, plusSeconds } from '../../../shared/model/time.ts'
import { laptop, noon } from '../support/laptop.ts'
import { banked } from './banked.ts'

describe('reading the bank', () => {
  it('brings all categories, and questions of every type, in two requests', async () => {
    const { pull, store, account, bank, sentSince, simulator } = await banked({}, { pulled: false })
    const from = simulator.requests.length
    expect(await pull()).toMatchObject({
      outcome: 'complete',
      questions: bank.questions.length,
      added: bank.questions.length,
      changed: 0,
      gone: 0,
      unreadable: 0,
      requests: 2,
      error: null,
    })
    expect(sentSince(from)).toEqual(['GET /v1/categories.json', 'GET /v1/questions.json'])
    expect(await store.bankState(account.id)).toEqual({
      pulledAt: noon,
      isPartial: false,
      categories: bank.categories.length,
      questions: bank.questions.length,
    })
    const matching = bank.questions.find(({ type }) => type === 'matching')
    const kept = (await store.bankKeys(account.id)).find(({ questionId }) => questionId === String(matching?.id))
    expect((await store.bankQuestion(kept?.id ?? 0)).content).toMatchObject({
      type: 'matching',
      points: 40,
      correct: ['A', 'B', 'C', 'D'],
    })
  })

  it('a second time adds nothing, and tells what was changed and deleted on the web', async () => {
    const { pull, bank, advance } = await banked()
    advance(day)
    expect(await pull()).toMatchObject({ added: 0, changed: 0, gone: 0 })
    advance(day)
    bank.changeQuestion(1180201, { question: 'What are the roots?' })
    bank.removeQuestion(1180202)
    bank.addQuestion({ type: 'essay', question: 'Why?', categoryId: 5402, points: 10 })
    expect(await pull()).toMatchObject({ added: 1, changed: 1, gone: 1 })
  })

  it('keeps pages of 200', async () => {
    const { pull } = await banked({ questions: 400 }, { pulled: false })
    // Two full pages, and one that says there are no more.
    expect(await pull()).toMatchObject({ outcome: 'complete', questions: 400, added: 400, requests: 4 })
  })

  it('calls nothing gone that slid between two pages while they were read', async () => {
    const { pull, bank, simulator, advance } = await banked({ questions: 600 })
    advance(day)
    const [first, second] = bank.questions
    let pages = 0
    simulator.faults.next(
      {
        kind: 'edited',
        edit: (answer) => {
          // Behind the first page, so that two questions of the second one move up to it.
          if (pages++ === 0)
            for (const { id } of [first, second].filter((each) => each !== undefined)) bank.removeQuestion(id)
          return answer
        },
      },
      { path: '/v1/questions.json' },
    )
    const summary = await pull()
    // The tree, three pages, and the two that slid by themselves.
    expect(summary).toMatchObject({ outcome: 'complete', added: 0, gone: 0, requests: 6 })
    advance(day)
    expect(await pull()).toMatchObject({ gone: 2 })
  })

  it('reads all pages once more where too many are missing to be asked for', async () => {
    const { pull, bank, simulator, advance } = await banked({ questions: 600 })
    advance(day)
    const deleted = bank.questions.slice(0, 30).map(({ id }) => id)
    simulator.faults.next(
      {
        kind: 'edited',
        edit: (answer) => {
          for (const id of deleted) bank.removeQuestion(id)
          return answer
        },
      },
      { path: '/v1/questions.json' },
    )
    // The tree, and three pages twice.
    expect(await pull()).toMatchObject({ outcome: 'complete', added: 0, gone: 0, requests: 7 })
    advance(day)
    expect(await pull()).toMatchObject({ outcome: 'complete', gone: 30 })
  })

  it('a page that is cut short loses nothing: what came is kept, and it is called partial', async () => {
    const { pull, simulator, store, account } = await banked({ questions: 500 }, { pulled: false })
    const path = (asked: string) => asked === '/v1/questions.json'
    let asked = 0
    simulator.faults.next({ kind: 'http', status: 500 }, { path: (each) => path(each) && ++asked > 1, times: 3 })
    expect(await pull()).toMatchObject({ outcome: 'failed', questions: 200, error: { code: 'network/server-error' } })
    expect(await store.bankState(account.id)).toMatchObject({ pulledAt: null, isPartial: true, questions: 200 })
    expect(await pull()).toMatchObject({ outcome: 'complete', questions: 500, added: 300 })
  })

  it('stops where the rest of the hour belongs to a sync, and says when it can go on', async () => {
    const { pull, sync, simulator } = await banked({ questions: 6_000 }, { pulled: false })
    const before = simulator.requests.length
    const summary = await pull()
    expect(summary).toMatchObject({ outcome: 'rate-limited', nextRequestAfter: plusSeconds(noon, hour) })
    expect(before + summary.requests).toBe(24)
    expect(await sync()).toMatchObject({ outcome: 'complete' })
  })

  describe('that was cut short', () => {
    /** A bank of 31 pages, of which an hour has brought a part; then the program is started again. */
    async function cutShort(meanwhile: (bank: Awaited<ReturnType<typeof banked>>['bank']) => void = () => undefined) {
      const own = await banked({ questions: 6_000 }, { pulled: false })
      expect(await own.pull()).toMatchObject({ outcome: 'rate-limited' })
      await own.core.close()
      meanwhile(own.bank)
      own.advance(hour)
      const { simulator, clock, dataDir, account } = own
      const again = await laptop({ apiUrl: simulator.url, secrets: own.core.secrets, dataDir, clock })
      const { store, banks } = again.core
      const context = { signal: new AbortController().signal, report: () => undefined }
      const pull = () => banks.pull(account.id, context)
      const gone = async () => 6_000 - (await store.bankState(account.id)).questions
      return { ...own, ...{ store, banks, jobs: again.core.jobs, pull, gone } }
    }

    it('goes on where it was, and begins anew a day later', async () => {
      const { pull, store, account, advance } = await cutShort()
      const summary = await pull()
      expect(summary).toMatchObject({ outcome: 'complete', questions: 6_000, gone: 0 })
      // The tree, the last page again, the others, an empty one and the first.
      expect(summary.requests).toBeLessThan(15)
      expect(await store.bankState(account.id)).toMatchObject({ isPartial: false, questions: 6_000 })
      advance(day)
      expect(await pull()).toMatchObject({ outcome: 'rate-limited' })
      advance(2 * day)
      expect(await pull()).toMatchObject({ outcome: 'rate-limited' })
    })

    it('misses nothing that slid up behind what was read, also where more than a page was deleted', async () => {
      const { pull, store, account, bank, advance, gone } = await cutShort((there) => {
        for (const { id } of there.questions.slice(100, 550)) there.removeQuestion(id)
      })
      expect(await pull()).toMatchObject({ outcome: 'complete' })
      const here = new Set((await store.bankKeys(account.id)).map(({ questionId }) => questionId))
      expect(bank.questions.filter(({ id }) => !here.has(String(id)))).toEqual([])
      // They were there when this look began; the next one asks for each of them, for some hours.
      expect(await gone()).toBe(0)
      advance(day)
      let summary = await pull()
      for (let hours = 0; summary.outcome === 'rate-limited' && hours < 24; hours++) {
        advance(hour)
        summary = await pull()
      }
      expect(summary).toMatchObject({ outcome: 'complete' })
      expect(await gone()).toBe(450)
      const [status] = await store.bankStatus([account.id])
      expect(status).toMatchObject({ gone: 450, isPartial: false })
    })

    it('brings what is new at the beginning of the list', async () => {
      const { pull, store, account, bank } = await cutShort((there) => {
        // The list is in the order of numbers.
        for (let id = 1; id <= 210; id++)
          there.addQuestion({ id, type: 'essay', question: `New ${id}`, categoryId: 5402, points: 10 })
      })
      expect(await pull()).toMatchObject({ outcome: 'complete', gone: 0 })
      const here = new Set((await store.bankKeys(account.id)).map(({ questionId }) => questionId))
      expect(bank.questions.filter(({ id }) => !here.has(String(id)))).toEqual([])
    })

    it('calls nothing gone before it is whole', async () => {
      const { pull, bank, advance, store, account } = await cutShort()
      await pull()
      advance(day)
      for (const { id } of bank.questions.slice(0, 3)) bank.removeQuestion(id)
      expect(await pull()).toMatchObject({ outcome: 'rate-limited', gone: 0 })
      expect(await store.bankState(account.id)).toMatchObject({ isPartial: true, questions: 6_000 })
      advance(hour)
      expect(await pull()).toMatchObject({ outcome: 'complete', gone: 3 })
    })

    it('is begun by itself a day later, though an hour is not enough for it', async () => {
      const { pull, banks, jobs, advance } = await cutShort()
      await pull()
      await banks.startAll({ alsoPull: true })
      expect(jobs.list()).toEqual([])
      advance(day)
      await banks.startAll({ alsoPull: true })
      expect(jobs.list()).toMatchObject([{ kind: 'bank-pull' }])
    })
  })

  it('waits for the rest of the hour as a job, and goes on by itself', async () => {
    const { banks, account, core, emitted, advance, simulator } = await banked({ questions: 6_000 }, { pulled: false })
    // The time passes only while something waits.
    const states = () => emitted.flatMap(({ channel, payload }) => (channel === 'jobs.changed' ? [payload] : []))
    const waits = () => states().some((job) => (job as { state: string }).state === 'waiting')
    const id = banks.startPull(account.id)
    while (core.jobs.list().some((job) => job.id === id && (job.state === 'running' || job.state === 'waiting'))) {
      if (waits()) advance(60)
      await new Promise((done) => setImmediate(done))
    }
    expect(await core.jobs.result<'bank-pull'>(id)).toMatchObject({ outcome: 'complete', questions: 6_000 })
    expect(simulator.requests.every(({ outcome }) => outcome === 'ok')).toBe(true)
  })

  it('reads the odd shapes that were seen', async () => {
    const { pull, simulator, store, account } = await banked({ questions: 0 }, { pulled: false })
    const question = {
      question_id: '77',
      question: 'Is it?',
      question_type: 'MultipleChoice',
      category_id: '5402',
      random_answers: '1',
      points: 2.5,
      options: { A: 'Yes', B: { content: 'No' } },
      correct_options: 'B',
      last_updated_timestamp: '1700000000',
      status: 'archived',
    }
    simulator.faults.next(
      { kind: 'edited', edit: (answer) => ({ ...answer, questions: { 0: { question }, 1: { question: 'none' } } }) },
      { path: '/v1/questions.json' },
    )
    simulator.faults.next(
      {
        kind: 'edited',
        edit: (answer) => ({
          status: 'ok',
          server_timestamp: answer.server_timestamp,
          parent_categories: [{ parent_category_id: '54', parent_category_name: 'Staff &amp; more' }],
          categories: { 0: { category: { category_id: 5402, category_name: 'First aid', parent_category_id: '54' } } },
        }),
      },
      { path: '/v1/categories.json' },
    )
    expect(await pull()).toMatchObject({ questions: 2, added: 1, unreadable: 1 })
    expect((await store.bankCategories([account.id])).map(({ name, serviceId }) => [name, serviceId])).toEqual([
      ['Staff & more', 54],
      ['First aid', 5402],
    ])
    const [only] = await store.bankKeys(account.id)
    expect(await store.bankQuestion(only?.id ?? 0)).toMatchObject({
      questionId: '77',
      archived: true,
      changedAt: 1_700_000_000,
      content: {
        type: 'multiplechoice',
        points: 25,
        randomAnswers: true,
        options: [
          { letter: 'A', content: 'Yes' },
          { letter: 'B', content: 'No' },
        ],
        correct: ['B'],
      },
    })
  })
})
