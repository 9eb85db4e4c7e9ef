import { join } from 'node:path'
import { openStore, type Store } from '../../electron/store/api.ts'
import { type BankFilter, bankSortFields, type QuestionContent } from '../../shared/model/bank.ts'
import type { SentCategory, SentQuestion } from '../../shared/model/bank-sent.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { fillDatabase } from './fill.ts'
import { answerAll, firstTest } from './items.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { costOf, figure, firstPage, median, milliseconds, percentile, timed, timedRuns } from './measure.ts'

const runs = 25
const pageRows = 100
const perPage = 200
/** Attempts at the test that has the first questions of the bank, and those at the others. */
const atFirstTest = 20_000
const results = atFirstTest + 10_000
const otherTests = 9
const parents = 10
const perParent = 12
const at = unixSeconds(1_795_176_000)
const listGoal = 'goal p95 ≤ 16 ms'
const pageGoal = 'goal p95 ≤ 16 ms'

const words =
  'the which following best describes reaction of cell force energy law market patient first safe pressure employee must when current river treaty algorithm memory fire exit hazard rule acid base wave light protein bond'.split(
    ' ',
  )

/** Words in an order that a number decides. */
const sentence = (seed: number, length: number): string =>
  Array.from({ length }, (_, at) => words[(seed * 7_919 + at * (seed % 97) * 31 + at) % words.length]).join(' ')

function madeQuestion(number: number): SentQuestion {
  const type = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay', 'freetext'][number % 5] as string
  const content: QuestionContent = {
    type,
    question: `<p>${sentence(number, 14)} ${number}? H<sub>2</sub>O &amp; more</p>`,
    points: 5 + (number % 40),
    randomAnswers: number % 2 === 0,
    options: ['A', 'B', 'C', 'D'].map((letter, place) => ({
      letter,
      content: `${sentence(number + place * 13, 7)} Größe ${place}`,
    })),
    correct: ['A'],
    gradeStyle: null,
    correctFeedback: sentence(number + 3, 12),
    incorrectFeedback: `<b>${sentence(number + 5, 12)}</b>`,
  }
  const raw = JSON.stringify({ question_id: number, ...content })
  const categoryId = 1 + (number % (parents * perParent))
  return {
    questionId: String(number),
    content,
    categoryId,
    lastUpdated: unixSeconds(at - number),
    status: 'active',
    raw,
  }
}

const tree: readonly SentCategory[] = [
  ...Array.from({ length: parents }, (_, place) => ({ parentId: null, id: place + 1, name: `Subject ${place}` })),
  ...Array.from({ length: parents * perParent }, (_, place) => ({
    ...{ parentId: 1 + (place % parents), id: place + 1, name: `Chapter ${place}` },
  })),
]

/** How long the list of a whole bank takes under each order and filter, and keeping a page of a pull. */
export async function benchBank(size: number): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, 'gradekeep.db')
    fillDatabase(file, results, {
      change: (received, number) => ({
        ...received,
        result: { ...received.result, status: 'f', testType: 'Test', testId: firstTest + testOf(number) },
      }),
      beside: answerAll,
    })
    const store = await openStore(file, workers)
    console.log(`\n${size.toLocaleString('en')} questions, ${results.toLocaleString('en')} results with answers`)
    await pullAll(store, size)
    const account = benchAccount.id
    const categories = await store.bankCategories([account])
    const parent = categories.find((each) => each.parent === null)
    const chapter = categories.find((each) => each.parent !== null)
    if (parent === undefined || chapter === undefined) throw new Error('The tree was kept')
    await store.changeBankQuestions(
      Array.from({ length: 200 }, (_, place) => 1 + place * 5),
      { points: 33 },
      at,
    )
    const byText = { field: 'text', direction: 'asc' } as const
    const first = await timed(() => firstPage(store, 'bank', { filter: {}, sort: byText }, pageRows))
    figure('  first time: all is read, and every figure reckoned', milliseconds(first))
    const filters: Readonly<Record<string, BankFilter>> = {
      all: {},
      'a parent category': { categories: [parent.id] },
      'a category': { categories: [chapter.id] },
      'a type': { types: ['essay'] },
      'a common word': { search: 'energy' },
      'one letter': { search: 'e' },
      'a word nowhere': { search: 'photosynthesis' },
      'two words and a number': { search: 'grosse law 4711' },
      'waiting ones': { waiting: true },
      'used ones': { used: true },
      'archived ones': { archived: true },
    }
    for (const [name, filter] of Object.entries(filters)) {
      const taken: number[] = []
      let cpu = 0
      for (const field of bankSortFields) {
        for (const direction of ['asc', 'desc'] as const) {
          const query = { filter, sort: { field, direction } }
          const cost = await costOf(async () => {
            taken.push(...(await timedRuns(runs, () => firstPage(store, 'bank', query, pageRows))))
          })
          cpu += cost.cpu
        }
      }
      const each = cpu / (bankSortFields.length * 2 * runs)
      const told = `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}`
      figure(`  first page in every order, ${name} (${milliseconds(each)} of processors)`, told, listGoal)
    }
    const edited: number[] = []
    for (let run = 0; run < runs; run++) {
      await store.changeBankQuestions([1 + run * 5], { points: 100 + run }, at)
      edited.push(await timed(() => firstPage(store, 'bank', { filter: {}, sort: byText }, pageRows)))
    }
    figure(
      '  first page after an edit',
      `${milliseconds(median(edited))}, p95 ${milliseconds(percentile(edited, 0.95))}`,
      listGoal,
    )
    await benchPages(store)
    await store.close()
  })
}

const testOf = (number: number): number => (number < atFirstTest ? 0 : 1 + (number % otherTests))

/** How long everything that is known of one question takes, and the questions of its test. */
async function benchPages(store: Store): Promise<void> {
  const questions = Array.from({ length: runs }, (_, place) => 1 + place)
  const page = (id: number) => store.bankQuestion(id)
  const told = (taken: readonly number[]) =>
    `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}`
  const first = await timed(() => page(questions.at(-1) as number))
  const pages = await timedRuns(runs, (run) => page(questions[run] as number))
  const what = `the page of a question with the figures of ${atFirstTest.toLocaleString('en')} attempts`
  figure(`  ${what}`, told(pages), pageGoal)
  figure('    the first time', milliseconds(first))
  const edited: number[] = []
  for (const id of questions) {
    await store.changeBankQuestions([id], { points: 200 + id }, at)
    edited.push(await timed(() => page(id)))
  }
  figure('    after an edit', told(edited), pageGoal)
  const asked = { account: benchAccount.id, testId: firstTest, policy: 'first', version: null } as const
  const everything = { period: { from: null, to: null }, classId: null, source: null } as const
  const ofTest = () => store.questionsPage({ ...asked, ...everything })
  const firstOfTest = await costOf(ofTest)
  figure(
    '  the page of the questions of its test, the first time, processor time',
    milliseconds(firstOfTest.cpu),
    'goal ≤ 300 ms',
  )
  figure('    again', told(await timedRuns(runs, ofTest)), pageGoal)
}

async function pullAll(store: Store, size: number): Promise<void> {
  const account = benchAccount.id
  await store.keepBankCategories(account, tree)
  for (const what of ['new', 'unchanged'] as const) {
    const pull = await store.beginBankPull(account, at)
    const taken: number[] = []
    let cpu = 0
    for (let from = 0; from < size; from += perPage) {
      const page = Array.from({ length: Math.min(perPage, size - from) }, (_, place) => madeQuestion(from + place + 1))
      const cost = await costOf(() => store.keepBankPage(account, pull, page, at))
      taken.push(cost.taken)
      cpu += cost.cpu
    }
    await store.endBankPull(account, pull, at)
    const each = cpu / taken.length
    figure(
      `  a page of ${perPage} ${what} questions kept (${milliseconds(each)} of processors)`,
      `${milliseconds(median(taken))}, p95 ${milliseconds(percentile(taken, 0.95))}`,
      'goal ≤ 20 ms',
    )
  }
}

if (import.meta.main) await benchBank(20_000)
