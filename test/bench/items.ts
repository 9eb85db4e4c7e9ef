import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { analyseItems } from '../../electron/analysis/analyse-items.ts'
import { type AnswerColumns, cell } from '../../electron/analysis/answer-columns.ts'
import { packAttempt } from '../../electron/store/answers/packed-marks.ts'
import { versionQueries, versionToStore } from '../../electron/store/answers/versions.ts'
import { openReadOnly } from '../../electron/store/open.ts'
import { storeOn } from '../../electron/store/store-api.ts'
import type { QuestionVersion } from '../../shared/model/answers.ts'
import { fillDatabase } from './fill.ts'
import { benchAccount, inTemporaryFolder } from './laptop.ts'
import { costOf, figure, milliseconds } from './measure.ts'

const [attempts, questions, runs] = [20_000, 40, 8]
const letters = ['A', 'B', 'C', 'D']

/** Numbers from 0 to 1, the same in each run. */
function drawing(): () => number {
  let last = 1
  return () => {
    last = (last * 1_103_515_245 + 12_345) % 2 ** 31
    return last / 2 ** 31
  }
}

/** Students of all abilities at questions with four options, some of which give part of the marks. */
function madeColumns(): AnswerColumns {
  const draw = drawing()
  const ability = Float64Array.from({ length: attempts }, draw)
  const totals = new Float64Array(attempts)
  const columns = Array.from({ length: questions }, (_, id) => {
    const points = 1 + (id % 3)
    const [cells, marks] = [new Uint8Array(attempts), new Float64Array(attempts)]
    const choices = new Int32Array(attempts)
    for (let at = 0; at < attempts; at++) {
      cells[at] = draw() < 0.03 ? cell.unanswered : cell.marked
      if (cells[at] === cell.unanswered) continue
      const isRight = draw() < (ability[at] as number)
      choices[at] = isRight ? 1 : 2 << Math.floor(draw() * 3)
      marks[at] = isRight ? points * 1_000 : id % 5 === 0 ? Math.floor(draw() * 4) * 250 : 0
      totals[at] = (totals[at] as number) + (marks[at] as number)
    }
    const version = {
      questionId: `${id}`,
      type: 'multiplechoice',
      categoryId: `${id % 4}`,
      question: '',
      pointsAvailable: points,
      options: letters.map((letter) => ({ letter, content: letter })),
      correct: ['A'],
    }
    return { versions: [version], version: null, cells, marks, choices }
  })
  const available = columns.reduce((sum, { versions }) => sum + (versions[0]?.pointsAvailable ?? 0), 0)
  return {
    policy: 'first',
    unitsPerPoint: 1_000,
    totals,
    available: new Float64Array(attempts).fill(available * 1_000),
    percentages: totals.map((total) => Math.round(total / available)),
    questions: columns,
    categoryNames: new Map(),
    leftOut: { surveys: 0, samples: 0, noAnswers: 0, otherVersion: 0 },
  }
}

const tests = 10
export const firstTest = 64_770

/** Answers for every result: 40 questions of its test, with a text to each tenth of them. */
export function answerAll(db: Database): void {
  const { keepVersion } = versionQueries(db)
  const questionsOf = Array.from({ length: tests }, (_, test) =>
    Array.from(
      { length: questions },
      (_, at): QuestionVersion => ({
        ...{
          questionId: `${test * 100 + at}`,
          type: 'multiplechoice',
          categoryId: `${at % 4}`,
          question: `Question ${at}`,
        },
        ...{ pointsAvailable: 1 + (at % 3), correct: ['A'] },
        options: letters.map((letter) => ({ letter, content: `Option ${letter}` })),
      }),
    ),
  )
  const ids = new Map(
    questionsOf.flat().map((version) => [version, keepVersion(benchAccount.id, versionToStore(version))]),
  )
  const draw = drawing()
  const insert = db.prepare(
    'INSERT INTO attempt_answers (result_id, finished, to_grade, listed, marks) VALUES (?, 0, 0, 0, ?)',
  )
  const insertText = db.prepare('INSERT INTO attempt_text (result_id, texts) VALUES (?, ?)')
  const results = db.prepare<[], [id: number, test: number]>('SELECT id, test_id FROM result').raw().all()
  db.transaction(() => {
    for (const [id, test] of results) {
      const versions = questionsOf[test - firstTest] ?? []
      const answers = versions.map((version, at) => {
        const isRight = draw() < 0.6
        const marking =
          draw() < 0.03 ? ('unanswered' as const) : isRight ? ('correct' as const) : ('incorrect' as const)
        const response = marking === 'unanswered' ? [] : [isRight ? 'A' : (letters[1 + Math.floor(draw() * 3)] ?? 'B')]
        const pointsScored = marking === 'correct' ? version.pointsAvailable : 0
        return { version, pointsScored, marking, response, feedback: at % 10 === 0 ? 'Look it up once more.' : null }
      })
      const packed = packAttempt({ answers, categories: [] }, (version) => ids.get(version) ?? 0)
      insert.run(id, packed.marks)
      if (packed.texts !== null) insertText.run(id, packed.texts)
    }
  })()
}

const everything = { period: { from: null, to: null }, classId: null, source: null } as const

/** The analysis of one of ten tests, from the database in the thread that reads. */
const benchStored = (): Promise<void> =>
  inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    fillDatabase(file, attempts * tests, {
      change: (received, number) => ({
        ...received,
        result: { ...received.result, status: 'f', testType: 'Test', testId: firstTest + (number % tests) },
      }),
      beside: answerAll,
    })
    const db = openReadOnly(file)
    const { calls } = storeOn(db)
    const cpu: number[] = []
    let analysed = 0
    for (let run = 0; run < runs; run++) {
      const query = { testId: firstTest + (run % tests), policy: 'all', filter: [] } as const
      cpu.push((await costOf(() => (analysed = calls.itemAnalysis(query).attempts))).cpu)
    }
    const page = async (query: { readonly test: number; readonly version: number | null }) => {
      const asked = {
        account: benchAccount.id,
        testId: firstTest + query.test,
        policy: 'all',
        version: query.version,
      } as const
      return (await costOf(() => calls.questionsPage({ ...asked, ...everything }))).cpu
    }
    const pages: number[] = []
    const versions: number[] = []
    for (let run = 0; run < runs; run++) {
      pages.push(await page({ test: run % tests, version: null }))
      // The first version of the test's questions, as of a page that is here already.
      versions.push(await page({ test: run % tests, version: 1 + (run % tests) * questions }))
    }
    db.close()
    const what = `${analysed.toLocaleString('en')} of 200,000 attempts read and analysed`
    figure(what, milliseconds(Math.min(...cpu)), 'goal ≤ 300 ms')
    figure('  the first time', milliseconds(cpu[0] as number))
    figure('the whole page of its questions', milliseconds(Math.min(...pages)), 'goal ≤ 300 ms')
    figure('  then those who saw one version', milliseconds(Math.min(...versions)), 'goal ≤ 300 ms')
  })

/** The analysis of a test, without reading its answers and with it. */
export async function benchItems(): Promise<void> {
  const columns = madeColumns()
  const cpu: number[] = []
  for (let run = 0; run < runs; run++) cpu.push((await costOf(() => analyseItems(columns))).cpu)
  figure('20,000 attempts × 40 questions analysed, processor time', milliseconds(Math.min(...cpu)), 'goal ≤ 100 ms')
  figure('  the first time', milliseconds(cpu[0] as number))
  await benchStored()
}
