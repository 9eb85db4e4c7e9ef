import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { createStoreApi } from '../../../electron/store/store-api.ts'
import { contentOf, pull, sentQuestion, tree } from '../store/bank-rows.ts'
import { noon } from '../store/laptop-database.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { linkPayload } from '../support/webhook-payloads.ts'
import { syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

/** A computer whose bank has the question 7, "What is heat?" with Yes and No, in category 2. */
async function laptop() {
  const own = await syncedComputer(5)
  const calls = <Value>(work: (api: ReturnType<typeof createStoreApi>, account: string) => Value): Value => {
    const db = openDatabase(join(own.dataDir, 'gradekeep.db'))
    const api = createStoreApi(db)
    try {
      return work(api, api.listAccounts()[0]?.id ?? '')
    } finally {
      db.close()
    }
  }
  calls((api, account) => {
    api.keepBankCategories(account, tree)
    pull(api, [sentQuestion(7, contentOf('What is heat?'))], noon, account)
  })
  const ask = (...words: string[]) => own.run([...words, '--json', '--data-dir', own.dataDir])
  const say = (...words: string[]) => own.run([...words, '--data-dir', own.dataDir])
  const folder = temporaryFolder()
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  return { ...own, ask, say, file, folder, calls }
}

const none = { added: 0, updated: 0, unchanged: 0, duplicates: 0, similar: 0 }

const gift = `$CATEGORY: $course$/top/Physics/Waves

::Q1::What is light? {=A wave ~A stone}

What is heat? {=Yes ~No}

What is heat? {=Motion ~No}

What is light? {~A stone =A wave}

Half {~%50%a ~%50%b ~%-25%c}
`

describe('gradekeep import of questions', () => {
  it('finds what a file is, counts what came of it, and keeps nothing of a dry run', async () => {
    const { ask, file } = await laptop()
    const path = file('physics.txt', gift)
    const dry = await ask('import', path, '--dry-run')
    expect(dry.status).toBe(0)
    expect(dry.json).toMatchObject({
      files: 1,
      results: { added: 0, updated: 0, unchanged: 0 },
      questions: { ...none, added: 3, duplicates: 2, similar: 1 },
      problems: [{ file: 'physics.txt', line: 11, problem: expect.stringMatching(/weight.*\(C: -25 %\)/) }],
    })
    expect((await ask('questions', 'list')).json.questions).toHaveLength(1)
    expect((await ask('import', path)).json).toEqual(dry.json)
    const { json } = await ask('questions', 'list')
    expect(json.questions).toHaveLength(4)
    // The one whose weights ClassMarker cannot keep waits for nobody.
    expect(json.pending).toBe(2)
    expect((await ask('import', path)).json.questions).toEqual({ ...none, duplicates: 5 })
  })

  it('sums up in words what each question lost, and counts titles once', async () => {
    const { say, file } = await laptop()
    const titled =
      '::Light::What is light? {=A wave ~A stone}\n\n::Heat::What is warmth? {=Motion ~No}\n\nOdd {~%50%a ~}'
    const { err } = await say('import', file('physics.gift', titled))
    expect(err).toContain('Titles are left out of 2 questions.\n')
    expect(err).not.toMatch(/Light|Heat/)
  })

  it('is one step of undo', async () => {
    const { ask, file, calls } = await laptop()
    await ask('import', file('physics.gift', gift), '--kind', 'gift')
    const [change] = calls((api) => api.localChanges())
    expect(change?.kind).toBe('questions-imported')
    calls((api) => api.undoLocalChange(noon))
    expect((await ask('questions', 'list')).json).toMatchObject({ questions: [{ question_id: 7 }], pending: 0 })
  })

  it('reads results and questions of one folder, and tells what is neither', async () => {
    const { ask, file, folder } = await laptop()
    file('one.json', JSON.stringify(linkPayload()))
    file('two.gift', 'Is water wet? {T}')
    file('three.pdf', '%PDF-1.7')
    const { json, status } = await ask('import', folder)
    expect(status).toBe(0)
    expect(json).toMatchObject({ files: 2, results: { added: 1 }, questions: { ...none, added: 1 } })
    expect(json.problems).toEqual([
      { file: expect.stringMatching(/three\.pdf$/), line: null, problem: expect.any(String) },
    ])
  })

  it('puts questions without a category where it is said', async () => {
    const { ask, file } = await laptop()
    await ask('import', file('a.txt', 'Is water wet?\nA. Yes\nB. Now and then\nANSWER: A\n'), '--category', '2')
    const { json } = await ask('questions', 'list', '--search', 'wet')
    expect(json.questions).toMatchObject([{ category_id: 2, question: 'Is water wet?', state: 'waiting-add' }])
  })

  it('is named among what waits', async () => {
    const { ask, file } = await laptop()
    await ask('import', file('a.txt', 'Is water wet?\nA. Yes\nB. Now and then\nANSWER: A\n'), '--category', '2')
    const bank = { questions: 1, categories: 0, held: 0, minutes: 2 }
    expect((await ask('status')).json.accounts[0].outbox).toEqual({ pending: 0, held: 0, bank })
    expect((await ask('digest')).json).toMatchObject({ codes_waiting: 0, questions_waiting: 1 })
  })

  it('changes the question of the same number, and leaves one that is the same', async () => {
    const { ask, folder, file } = await laptop()
    const csv = join(folder, 'bank.csv')
    expect((await ask('questions', 'export', csv)).json).toMatchObject({
      questions: [{ question_id: 7 }],
      rejected: [],
    })
    expect((await ask('import', csv)).json.questions).toEqual({ ...none, unchanged: 1 })
    const changed = file('changed.csv', readFileSync(csv, 'utf8').replace('What is heat?', 'What is warmth?'))
    expect((await ask('import', changed)).json.questions).toEqual({ ...none, updated: 1 })
    expect((await ask('questions', 'list')).json.questions).toMatchObject([
      { question_id: 7, question: 'What is warmth?', state: 'waiting-change' },
    ])
  })

  it('asks which column of a table is which, with what the headings propose, and reads them once they are named', async () => {
    const { ask, say, file } = await laptop()
    const rows =
      'Physics 10B;;;;\nThe question asked;First answer;Second answer;Right one;Unit\nWhat is light?;A wave;12;A;Optics\nWhat is 1/2 + 1/2?;1;00:30;1;Sums\n'
    const path = file('own.csv', rows)
    const { status, err } = await say('import', path, '--kind', 'table')
    expect(status).toBe(2)
    expect(err).toMatch(/“The question asked” \(A\)/)
    expect(err).toMatch(/--column question=A --column option=B --column option=C --column correct=D/)
    expect((await ask('questions', 'list')).json.questions).toHaveLength(1)
    const named = ['question=A', 'option=First answer', 'option=C', 'correct=D', 'category=E']
    const columns = named.flatMap((each) => ['--column', each])
    const { json } = await ask('import', path, '--kind', 'table', ...columns)
    expect(json.questions).toEqual({ ...none, added: 2 })
    const { questions } = (await ask('questions', 'list', '--search', '1/2')).json
    expect(questions).toMatchObject([
      {
        question: 'What is 1/2 + 1/2?',
        options: { A: { content: '1' }, B: { content: '00:30' } },
        correct_options: ['A'],
      },
    ])
    const wrong = await say('import', path, '--kind', 'table', '--column', 'question=Z', '--column', 'option=B')
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringMatching(/no column “Z”/)])
    expect((await say('import', path, '--column', 'question=A')).status).toBe(2)
  })

  it('refuses a file that is no such file in a sentence', async () => {
    const { ask, say, file } = await laptop()
    const path = file('bomb.xml', '<!DOCTYPE q [<!ENTITY a "b">]><quiz><question type="essay"/></quiz>')
    const { json, status } = await ask('import', path, '--kind', 'moodle-xml')
    expect(status).toBe(1)
    expect(json.problems).toEqual([
      { file: 'bomb.xml', line: null, problem: expect.stringMatching(/^“bomb\.xml” would/) },
    ])
    expect((await say('import', path, '--kind', 'gift')).status).toBe(1)
  })
})

describe('gradekeep questions export', () => {
  it.each(['gift', 'xml', 'txt', 'csv', 'zip', 'xlsx'])('writes .%s, which is read back', async (ending) => {
    const { ask, folder } = await laptop()
    const path = join(folder, `bank.${ending}`)
    expect((await ask('questions', 'export', path)).status).toBe(0)
    const { json } = await ask('import', path, '--dry-run')
    expect(json).toMatchObject({ files: 1, problems: [] })
    expect(json.questions.unchanged + json.questions.duplicates).toBe(1)
  })

  it('tells what a file cannot say', async () => {
    const { ask, folder, file } = await laptop()
    await ask('import', file('essay.gift', 'Explain. {}'))
    const { json } = await ask('questions', 'export', join(folder, 'bank'), '--format', 'aiken')
    expect(json.rejected).toContainEqual({ question: 'Explain.', reason: expect.stringMatching(/type.*essay/) })
    const { status, err } = await ask('questions', 'export', join(folder, 'bank.pdf'))
    expect(status).toBe(2)
    expect(err).toMatch(/ends in \.gift/)
  })

  it('sums up in words what a file leaves out, and names each question that is not in it', async () => {
    const { say, folder, file } = await laptop()
    await say(
      'import',
      file('odd.gift', 'Explain. {}\n\nWhat is <b>2</b>? {=Two#right ~Three}\n\nIs it? {=Yes#right ~No}\n'),
    )
    const { out, err } = await say('questions', 'export', join(folder, 'bank'), '--format', 'aiken')
    expect(out).toBe('3 questions written.\n')
    expect(err).toContain('Feedback is left out of 2 questions.\n')
    expect(err).toContain(
      'Not in the file: “Explain.”, because this kind of file has no place for questions of type essay.\n',
    )
    expect(err).not.toMatch(/Not taken|\.\./)
  })

  it('writes no file where none of the questions has a place in it', async () => {
    const { ask, say, folder, file } = await laptop()
    await ask('import', file('essay.gift', 'Explain. {}'))
    const path = join(folder, 'bank.txt')
    const words = ['questions', 'export', path, '--format', 'aiken', '--search', 'Explain'] as const
    const { status, err } = await say(...words)
    expect([status, existsSync(path)]).toEqual([1, false])
    expect(err).toMatch(/No file was written\./)
    expect((await ask(...words)).json.rejected).toHaveLength(1)
  })

  it('says that there is no question, and blames no kind of file, where none was found', async () => {
    const { say, folder } = await laptop()
    const path = join(folder, 'bank.gift')
    const { status, err } = await say('questions', 'export', path, '--search', 'nowhere')
    expect([status, existsSync(path)]).toEqual([1, false])
    expect(err).toMatch(/^There is no such question here/)
  })
})
