import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { createStoreApi } from '../../../electron/store/store-api.ts'
import { contentOf, pull, sentQuestion, tree } from '../store/bank-rows.ts'
import { noon } from '../store/laptop-database.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { connectedComputer, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const light = {
  question: 'What is light?',
  question_type: 'multiplechoice',
  category_id: 2,
  points: '2.5',
  random_answers: true,
  options: { A: { content: 'A wave' }, B: { content: 'A stone' } },
  correct_options: ['A'],
}

/** A computer whose bank has the questions 7 and 8. */
async function laptop() {
  const own = await syncedComputer(5)
  const db = openDatabase(join(own.dataDir, 'gradekeep.db'))
  const calls = createStoreApi(db)
  const account = calls.listAccounts()[0]?.id ?? ''
  calls.keepBankCategories(account, tree)
  pull(
    calls,
    [
      sentQuestion(7, contentOf('<p>What is <b>heat</b>?</p>')),
      sentQuestion(8, contentOf('Explain.', { type: 'essay', options: [], correct: [], randomAnswers: null }), {
        categoryId: 3,
      }),
    ],
    noon,
    account,
  )
  db.close()
  const ask = (command: string, ...words: string[]) =>
    own.run([...command.split(' '), ...words, '--json', '--data-dir', own.dataDir])
  const say = (command: string, ...words: string[]) =>
    own.run([...command.split(' '), ...words, '--data-dir', own.dataDir])
  const file = (content: unknown) => {
    const path = join(temporaryFolder(), 'questions.json')
    writeFileSync(path, Buffer.isBuffer(content) ? content : JSON.stringify(content))
    return path
  }
  return { ...own, ask, say, file }
}

describe('gradekeep questions', () => {
  it('lists the bank in ClassMarker’s own fields', async () => {
    const { ask } = await laptop()
    const { status, json } = await ask('questions list')
    expect(status).toBe(0)
    expect(json).toEqual({
      questions: [
        {
          ...{ question_id: 7, question: '<p>What is <b>heat</b>?</p>', question_type: 'multiplechoice' },
          ...{ category_id: 2, random_answers: false, options: { A: { content: 'Yes' }, B: { content: 'No' } } },
          ...{ correct_options: ['A'], points: '1.0', correct_feedback: null, incorrect_feedback: null },
          ...{ last_updated_timestamp: 1_700_000_007, status: 'active', state: 'kept' },
        },
        {
          ...{ question_id: 8, question: 'Explain.', question_type: 'essay', category_id: 3, points: '1.0' },
          ...{ correct_feedback: null, incorrect_feedback: null },
          ...{ last_updated_timestamp: 1_700_000_008, status: 'active', state: 'kept' },
        },
      ],
      pending: 0,
      rejected: [],
    })
  })

  it('finds them by words, by category and by parent', async () => {
    const { ask } = await laptop()
    const numbers = async (...words: string[]) =>
      (await ask('questions list', ...words)).json.questions.map((each: { question_id: number }) => each.question_id)
    expect(await numbers('--search', 'HEAT what')).toEqual([7])
    expect(await numbers('--category', '3')).toEqual([8])
    expect(await numbers('--category', 'parent-1')).toEqual([7, 8])
    expect(await ask('questions list', '--category', '99')).toMatchObject({ status: 1, out: '' })
  })

  it('adds questions, which wait, and says why others are not taken', async () => {
    const { ask, file } = await laptop()
    const wrong = { ...light, question: 'Which?', correct_options: ['C'], points: 'many', picture: 'x.png' }
    const added = await ask('questions add', file([light, { question: wrong }]))
    expect(added.status).toBe(0)
    expect(added.json).toMatchObject({
      questions: [{ question_id: null, id: 'new-3', question: 'What is light?', points: '2.5', state: 'waiting-add' }],
      pending: 1,
      rejected: [
        {
          question: 'Which?',
          reason:
            'points: not understood; picture: not a field of a question; correct_options.C: no option has this letter',
        },
      ],
    })
    expect((await ask('questions get', 'new-3')).json.questions).toMatchObject([{ id: 'new-3', random_answers: true }])
  })

  it('fails where it takes none', async () => {
    const { ask, say, file } = await laptop()
    const nowhere = { ...light, category_id: 99 }
    expect(await ask('questions add', file(nowhere))).toMatchObject({
      status: 1,
      json: {
        questions: [],
        pending: 0,
        rejected: [{ reason: 'category_id: there is no such category, or it is a parent' }],
      },
    })
    expect((await say('questions add', file(nowhere))).err).toBe(
      'Not taken: “What is light?”. category_id: there is no such category, or it is a parent.\n',
    )
  })

  it('reads what other programs write: UTF-16, a byte order mark, numbers as text, a list in an object', async () => {
    const { ask, file, run, dataDir } = await laptop()
    const odd = { ...light, question: 'Größe?', points: 2, category_id: '2', random_answers: '0', correct_options: 'A' }
    const utf16 = Buffer.from(`\ufeff${JSON.stringify({ questions: [odd] })}`, 'utf16le')
    expect((await ask('questions add', file(utf16))).json.questions).toMatchObject([
      { question: 'Größe?', points: '2.0', category_id: 2, random_answers: false, correct_options: ['A'] },
    ])
    const marked = `\ufeff${JSON.stringify(light)}`
    const piped = await run(['questions', 'add', '-', '--json', '--data-dir', dataDir], {}, marked)
    expect(piped.json.questions).toMatchObject([{ question: 'What is light?' }])
  })

  it('refuses what is no JSON and no question', async () => {
    const { ask, file } = await laptop()
    for (const content of [Buffer.from('{'), Buffer.from([0x22, 0xe9, 0x22]), [], 'text', 7])
      expect(await ask('questions add', file(content))).toMatchObject({ status: 2, out: '' })
    expect(await ask('questions add', '/nowhere/questions.json')).toMatchObject({ status: 2 })
  })

  it('updates one question, and leaves what is not said', async () => {
    const { ask, file } = await laptop()
    expect((await ask('questions update', '7', file({ points: 3 }))).json).toMatchObject({
      questions: [{ question_id: 7, question: '<p>What is <b>heat</b>?</p>', points: '3.0', state: 'waiting-change' }],
      pending: 1,
    })
    expect(await ask('questions update', '7', file([light, light]))).toMatchObject({ status: 2 })
    expect(await ask('questions update', '99', file(light))).toMatchObject({ status: 1 })
    expect((await ask('questions update', '7', file({ question_type: 'essay' }))).json.rejected).toHaveLength(1)
  })

  it('takes back what it wrote itself', async () => {
    const { ask, file } = await laptop()
    const { json } = await ask('questions list')
    const again = await ask('questions add', file(json), '--again')
    expect(again.json).toMatchObject({ pending: 2, rejected: [] })
  })

  it('adds none that is here already, by its number or by what it says', async () => {
    const { ask, file } = await laptop()
    const { json } = await ask('questions list')
    const unnumbered = { ...json.questions[0], question_id: null }
    const added = await ask('questions add', file([...json.questions, unnumbered, light, light]))
    expect(added).toMatchObject({ status: 0, json: { questions: [{ question: 'What is light?' }], pending: 1 } })
    expect(added.json.rejected.map(({ reason }: { reason: string }) => reason)).toEqual([
      'question_id: 7 is here already; change it with “questions update”, or add it with --again',
      'question_id: 8 is here already; change it with “questions update”, or add it with --again',
      'question: it is here already, as 7; --again adds it all the same',
      'question: it is here already, as one before it; --again adds it all the same',
    ])
    expect(await ask('questions add', file(light))).toMatchObject({ status: 1 })
    expect((await ask('questions add', file(light), '--again')).json).toMatchObject({ pending: 2, rejected: [] })
  })

  it('updates no question from the file of another one', async () => {
    const { ask, file } = await laptop()
    const { json } = await ask('questions list')
    expect(await ask('questions update', '8', file({ ...json.questions[0], question_type: 'essay' }))).toMatchObject({
      status: 1,
      json: { questions: [], pending: 0, rejected: [{ reason: 'question_id: this is the question 7, not 8' }] },
    })
    expect((await ask('questions update', '7', file({ ...json.questions[0], points: 2 }))).json).toMatchObject({
      pending: 1,
      rejected: [],
    })
  })

  it('takes what is empty or null for none', async () => {
    const { ask, file } = await laptop()
    await ask('questions update', '7', file({ correct_feedback: 'Yes.', incorrect_feedback: 'No.' }))
    const emptied = await ask('questions update', '7', file({ correct_feedback: '', incorrect_feedback: null }))
    expect(emptied.json.questions).toMatchObject([{ correct_feedback: null, incorrect_feedback: null, state: 'kept' }])
    expect((await ask('questions update', '7', file({ category_id: null }))).json.rejected).toMatchObject([
      { reason: 'category_id: a category is needed' },
    ])
  })

  it('names what is not sent by itself, and fails where nothing else was', async () => {
    const { ask, file, dataDir } = await laptop()
    await ask('questions update', '7', file({ points: 3 }))
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const calls = createStoreApi(db)
    pull(calls, [sentQuestion(7, contentOf('What is cold?'))], noon, calls.listAccounts()[0]?.id)
    db.close()
    expect(await ask('questions push')).toMatchObject({
      status: 1,
      json: { pending: 0, rejected: [{ reason: expect.stringMatching(/^It was changed at ClassMarker/) }] },
    })
  })

  it('finds a question by a number of any length', async () => {
    const { ask, dataDir } = await laptop()
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const calls = createStoreApi(db)
    const questionId = '90071992547409931'
    pull(calls, [sentQuestion(9, contentOf('Long?'), { questionId })], noon, calls.listAccounts()[0]?.id)
    db.close()
    expect((await ask('questions get', `0${questionId}`)).json.questions).toMatchObject([{ question: 'Long?' }])
  })

  it('says it in words too', async () => {
    const { say } = await laptop()
    expect(await say('questions list')).toMatchObject({
      status: 0,
      out: '7  multiplechoice  Science › Physics  What is heat?\n8  essay  Science › Chemistry  Explain.\n',
      err: '',
    })
    expect(await say('questions')).toMatchObject({ status: 2 })
    expect((await say('questions find')).err).toMatch(/There is no “questions find”/)
  })
})

describe('gradekeep categories', () => {
  it('lists parents with their categories', async () => {
    const { ask } = await laptop()
    expect((await ask('categories list')).json).toEqual({
      categories: [
        {
          ...{ parent_category_id: 1, parent_category_name: 'Science' },
          categories: [
            { category_id: 3, category_name: 'Chemistry' },
            { category_id: 2, category_name: 'Physics' },
          ],
        },
      ],
      pending: 0,
    })
  })

  it('adds, renames and moves them, and all of that waits', async () => {
    const { ask, say } = await laptop()
    expect((await ask('categories add', 'Arts')).json).toMatchObject({ pending: 1 })
    const added = await ask('categories add', 'Music', '--parent', 'new-4')
    expect(added.json.categories[0]).toMatchObject({
      parent_category_id: null,
      id: 'new-4',
      parent_category_name: 'Arts',
      categories: [{ category_id: null, id: 'new-5', category_name: 'Music' }],
    })
    expect((await ask('categories rename', '2', 'Mechanics')).json).toMatchObject({ pending: 3 })
    expect((await ask('categories move', '3', '--parent', 'new-4')).json).toMatchObject({ pending: 4 })
    expect((await say('categories list')).out).toBe(
      'new-4  Arts (waiting-add)\n  3  Chemistry: 1 question (waiting-change)\n  new-5  Music: no questions (waiting-add)\n' +
        '1  Science\n  2  Mechanics: 1 question (waiting-change)\n',
    )
  })

  it('asks which one is meant where a parent and a category have the same number', async () => {
    const { ask } = await laptop()
    const both = await ask('categories add', 'Science', '--parent', '1')
    expect(both).toMatchObject({ status: 0 })
    expect(await ask('categories rename', 'parent-1', 'Sciences')).toMatchObject({ status: 0 })
    expect(await ask('categories rename', 'category-1', 'Sciences')).toMatchObject({ status: 1 })
    expect(await ask('categories add', 'Physics', '--parent', '1')).toMatchObject({ status: 1 })
    expect(await ask('categories rename', '2', ' ')).toMatchObject({ status: 2 })
  })
})

describe('gradekeep questions and ClassMarker', () => {
  const firstAid = { ...light, category_id: 5402 }

  async function connected() {
    const own = await connectedComputer(5)
    const ask = (command: string, ...words: string[]) =>
      own.run([...command.split(' '), ...words, '--json', '--data-dir', own.dataDir])
    const file = (content: unknown) => {
      const path = join(temporaryFolder(), 'questions.json')
      writeFileSync(path, JSON.stringify(content))
      return path
    }
    return { ...own, ask, file }
  }

  it('pulls the whole bank', async () => {
    const { ask, simulator } = await connected()
    const { status, json } = await ask('questions pull')
    expect(status).toBe(0)
    expect(json.questions.map((each: { question_id: number }) => each.question_id).toSorted()).toEqual(
      simulator.world.bank.questions.map(({ id }) => id).toSorted(),
    )
    expect((await ask('categories list')).json.categories).toHaveLength(4)
  })

  it('pushes what waits in its order: a new category before its question', async () => {
    const { ask, file, simulator } = await connected()
    await ask('questions pull')
    await ask('categories add', 'Optics', '--parent', '53')
    const { json: added } = await ask('questions add', file({ ...firstAid, category_id: 'new-15' }))
    const category = (await ask('categories list')).json.categories
      .flatMap((parent: { categories: unknown[] }) => parent.categories)
      .find((each: { category_name: string }) => each.category_name === 'Optics')
    expect(added).toMatchObject({ rejected: [], questions: [{ category: category.id }], pending: 1 })
    const { status, json } = await ask('questions push')
    expect(status).toBe(0)
    const created = simulator.world.bank.questions.at(-1)
    expect(json).toMatchObject({
      questions: [
        { question_id: created?.id, category_id: created?.categoryId, question: 'What is light?', state: 'kept' },
      ],
      pending: 0,
      rejected: [],
    })
    await ask('categories rename', 'parent-53', 'Sciences')
    expect(await ask('categories push')).toMatchObject({ status: 0, json: { pending: 0 } })
    expect(JSON.stringify((await ask('categories list')).json)).toContain('Sciences')
  })

  it('shows a category that was renamed on the web, too, beside what it is there, and sends neither', async () => {
    const { ask, simulator } = await connected()
    await ask('questions pull')
    await ask('categories rename', '5402', 'First aid at work')
    simulator.world.bank.changeCategory(5402, { name: 'First aid at school' })
    const { status, json, err } = await ask('categories push')
    expect(status).toBe(1)
    expect(err).toContain('“First aid at work”. At ClassMarker it is “Staff training › First aid at school” by now.')
    const own = json.categories
      .flatMap((parent: { categories: unknown[] }) => parent.categories)
      .find((each: { category_id: number }) => each.category_id === 5402)
    expect(own).toMatchObject({
      ...{ category_name: 'First aid at work', state: 'conflict' },
      at_classmarker: { category_name: 'First aid at school', parent_category_id: expect.any(Number) },
    })
    expect(simulator.world.bank.categories.find(({ id }) => id === 5402)?.name).toBe('First aid at school')
  })

  it('asks whether a question would be taken, and keeps nothing', async () => {
    const { ask, file, simulator } = await connected()
    await ask('questions pull')
    const before = simulator.world.bank.questions.length
    const wrong = { ...firstAid, correct_options: [] }
    expect(await ask('questions verify', file([firstAid, wrong]))).toMatchObject({
      status: 0,
      json: {
        questions: [{ question_id: null, question: 'What is light?', state: 'verified' }],
        pending: 0,
        rejected: [{ reason: 'correct_options: exactly one right option is needed' }],
      },
    })
    expect(simulator.world.bank.questions).toHaveLength(before)
    expect((await ask('questions list', '--search', 'what is light')).json.questions).toEqual([])
  })

  it('asks no more once it is stopped', async () => {
    const { ask, file, run, dataDir } = await connected()
    await ask('questions pull')
    const stop = new AbortController()
    stop.abort()
    const words = ['questions', 'verify', file([firstAid, firstAid]), '--json', '--data-dir', dataDir]
    const stopped = await run(words, {}, '', false, stop.signal)
    expect(stopped.status).not.toBe(0)
    expect(stopped.json).toMatchObject({ questions: [], rejected: [] })
  })

  it('is offline with status 4, and what waits goes on waiting', async () => {
    const { ask, file, simulator } = await connected()
    await ask('questions pull')
    await ask('questions add', file(firstAid))
    await simulator.close()
    const pushed = await ask('questions push')
    expect(pushed).toMatchObject({ status: 4, json: { pending: 1 } })
    expect(pushed.err).not.toBe('')
  })
})
