import type {
  BankCategory,
  BankEdit,
  BankQuestion,
  BankRow,
  BankStatus,
  BankWaiting,
  QuestionContent,
} from '../../shared/model/bank.ts'
import type { QuestionPreviewRow, QuestionsPreview, ReadQuestion } from '../../shared/model/question-file.ts'
import { flawsOf } from '../../shared/model/question-rules.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { answerList } from './answer-list.ts'
import type { FakeBridge } from './fake-bridge.ts'

const school = 'school'
export const changedAt = unixSeconds(1_764_000_000)

export const bankCategory = (id: number, given: Partial<BankCategory> = {}): BankCategory => ({
  ...{ id, account: school, serviceId: id, parent: null, name: `Category ${id}`, questions: 0 },
  ...{ state: 'kept', refusal: null, atService: null },
  ...given,
})

/** Two parents with two categories each. */
export const bankCategories: readonly BankCategory[] = [
  bankCategory(1, { name: 'First aid', questions: 9 }),
  bankCategory(2, { name: 'Burns', parent: 1, questions: 4 }),
  bankCategory(3, { name: 'Choking', parent: 1, questions: 5 }),
  bankCategory(4, { name: 'Mathematics', questions: 12 }),
  bankCategory(5, { name: 'Fractions', parent: 4, questions: 8 }),
  bankCategory(6, { name: 'Powers', parent: 4, questions: 4, state: 'waiting-add', serviceId: null }),
]

export const questionContent = (given: Partial<QuestionContent> = {}): QuestionContent => ({
  type: 'multiplechoice',
  question: 'What is the first step for treating a skin burn?',
  points: 20,
  randomAnswers: false,
  options: [
    { letter: 'A', content: 'Apply oil or butter' },
    { letter: 'B', content: 'Nothing should be done' },
    { letter: 'C', content: 'Soak in water for five minutes' },
    { letter: 'D', content: 'Apply antibiotic ointment' },
  ],
  correct: ['C'],
  gradeStyle: null,
  correctFeedback: 'Well done!',
  incorrectFeedback: null,
  ...given,
})

export const bankRow = (id: number, given: Partial<BankRow> = {}): BankRow => ({
  ...{ id, account: school, questionId: String(1_000 + id), type: 'multiplechoice', text: `Question ${id}` },
  ...{ category: 2, categoryName: 'Burns', parentName: 'First aid', points: 10, archived: false },
  ...{ state: 'kept', refusal: null, changedAt, tests: 0, n: 0, facility: null },
  ...given,
})

export const bankQuestion = (row: BankRow, given: Partial<BankQuestion> = {}): BankQuestion => {
  const content = given.content ?? questionContent({ question: row.text, type: row.type, points: row.points })
  return {
    ...row,
    content,
    flaws: flawsOf({ ...content, category: row.category }, bankCategories),
    ...{ atService: null, opened: `opened-${row.id}`, versions: [], inTests: [] },
    ...given,
  }
}

export const bankStatus = (given: Partial<BankStatus> = {}): BankStatus => ({
  ...{ account: school, questions: 412, pulledAt: changedAt, isPartial: false, added: 4, changed: 2, gone: 1 },
  ...given,
})

export const bankWaiting = (given: Partial<BankWaiting> = {}): BankWaiting => ({
  ...{ questions: 0, categories: 0, stopped: 0, requests: 0, minutes: 0 },
  ...given,
})

export const bankEdit = (id: number, given: Partial<BankEdit> = {}): BankEdit => ({
  ...{ id, account: school, kind: 'change-question', subject: id, name: `Question ${id}`, at: changedAt },
  ...{ state: 'waiting', refusal: null, requests: 2 },
  ...given,
})

export const readQuestion = (given: Partial<ReadQuestion> = {}): ReadQuestion => ({
  ...{ content: questionContent(), categoryPath: ['First aid', 'Burns'], questionId: null, line: 1, file: null },
  losses: [],
  ...given,
})

export const previewRow = (index: number, given: Partial<QuestionPreviewRow> = {}): QuestionPreviewRow => ({
  ...{ index, read: readQuestion({ line: 1 + 12 * index }), fate: 'new', like: null, likeText: null, flaws: [] },
  ...given,
})

export const questionsPreview = (given: Partial<QuestionsPreview> = {}): QuestionsPreview => ({
  ...{ fileNames: ['first-aid.xml'], format: 'moodle-xml', rows: [], problems: [], newCategories: [] },
  ...given,
})

/** What a main process knows of a bank; a test may change it while the window is open. */
export interface HeldBank {
  status: readonly BankStatus[]
  categories: readonly BankCategory[]
  waiting: BankWaiting
  edits: readonly BankEdit[]
  rows: readonly BankRow[]
  questions: ReadonlyMap<number, BankQuestion>
}

/** Answers the bank's questions from what is held; what changes it, each test answers itself. */
export function answerBank(fake: FakeBridge, given: Partial<HeldBank> = {}): HeldBank {
  const held: HeldBank = {
    ...{ status: [bankStatus()], categories: bankCategories, waiting: bankWaiting(), edits: [], rows: [] },
    questions: new Map(),
    ...given,
  }
  fake.handle('bank', 'status', async () => held.status)
  fake.handle('bank', 'categories', async () => held.categories)
  fake.handle('bank', 'waiting', async () => held.waiting)
  fake.handle('bank', 'edits', async () => held.edits)
  fake.handle('bank', 'question', async ({ id }) => {
    const row = held.rows.find((each) => each.id === id) ?? bankRow(id)
    return held.questions.get(id) ?? bankQuestion(row)
  })
  answerList(fake, 'bankList', ({ filter }) =>
    held.rows.filter(
      ({ archived, text, type, category, state, tests }) =>
        archived === (filter.archived ?? false) &&
        (filter.search === undefined || text.toLowerCase().includes(filter.search.toLowerCase())) &&
        (filter.types === undefined || filter.types.includes(type)) &&
        (filter.categories === undefined || (category !== null && filter.categories.includes(category))) &&
        (filter.waiting !== true || (state !== 'kept' && state !== 'gone')) &&
        (filter.used === undefined || filter.used === tests > 0),
    ),
  )
  return held
}
