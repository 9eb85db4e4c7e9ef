import { day, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import type { Bank, NewQuestion } from './bank.ts'
import type { JsonObject } from './protocol.ts'
import { type Question, questionsOf } from './questions.ts'

/** Parents with their categories, by the numbers that the sample's questions name. */
const tree: readonly (readonly [
  id: number,
  name: string,
  categories: readonly (readonly [id: number, name: string])[],
])[] = [
  [
    51,
    'Mathematics',
    [
      [5101, 'Fractions'],
      [5102, 'Ratio'],
      [5103, 'Proportion'],
      [5104, 'Quadratics'],
    ],
  ],
  [
    52,
    'English',
    [
      [5201, 'Plot & characters'],
      [5202, 'Language'],
      [5203, 'Writing'],
    ],
  ],
  [53, 'Science', [[5301, 'Acids, bases & salts']]],
  [
    54,
    'Staff training',
    [
      [5401, 'Health & safety'],
      [5402, 'First aid'],
    ],
  ],
]

const lettered = (contents: readonly string[]): JsonObject =>
  Object.fromEntries(contents.map((content, at) => [letterAt(at), { content }]))
const letterAt = (at: number): string => String.fromCharCode(65 + at)

const multipleChoice = { type: 'multiplechoice', points: 10, randomAnswers: true } as const

/** What the sample's tests do not ask, or no longer. */
const further: readonly NewQuestion[] = [
  {
    ...multipleChoice,
    ...{ id: 1180201, categoryId: 5104, points: 20 },
    question: 'What are the solutions of <i>x</i>[sup]2[/sup] − 5<i>x</i> + 6 = 0?',
    options: lettered(['2 and 3', '−2 and −3', '1 and 6', '−1 and 6']),
    correct: ['A'],
    correctFeedback: 'Yes: (<i>x</i> − 2)(<i>x</i> − 3) = 0.',
    incorrectFeedback: 'Find two numbers whose product is 6 and whose sum is 5.',
  },
  {
    ...multipleChoice,
    ...{ id: 1180202, categoryId: 5104, points: 15, randomAnswers: false },
    question: 'What is the discriminant of 2<i>x</i>[sup]2[/sup] + 3<i>x</i> − 1 = 0?',
    options: lettered(['1', '17', '[sqr]17[/sqr]', '−7']),
    correct: ['B'],
  },
  {
    ...{ id: 1180203, categoryId: 5104, type: 'multipleresponse', points: 20, randomAnswers: true },
    question: 'Which of these parabolas open <b>downwards</b>?',
    options: lettered([
      '<i>y</i> = −<i>x</i>[sup]2[/sup] + 4',
      '<i>y</i> = <i>x</i>[sup]2[/sup] − 4',
      '<i>y</i> = 3 − 2<i>x</i>[sup]2[/sup]',
      '<i>y</i> = (<i>x</i> − 1)[sup]2[/sup]',
    ]),
    correct: ['A', 'C'],
    gradeStyle: 'partial_with_deduction',
  },
  {
    ...{ id: 1180204, categoryId: 5104, type: 'truefalse', points: 10, randomAnswers: false },
    question: 'Every quadratic equation has two different real solutions.',
    options: lettered(['True', 'False']),
    correct: ['B'],
  },
  {
    ...{ id: 1180205, categoryId: 5104, type: 'freetext', points: 10 },
    question:
      'Complete the square: <i>x</i>[sup]2[/sup] + 8<i>x</i> + 3 = (<i>x</i> + 4)[sup]2[/sup] − <i>k</i>. What is <i>k</i>?',
    options: { exact_match: [{ content: '13' }, { content: 'k = 13' }] },
  },
  {
    ...multipleChoice,
    ...{ id: 1180206, categoryId: 5101, status: 'archived' },
    question: 'Which fraction is <u>not</u> equal to one half?',
    options: lettered(['2/4', '5/10', '3/5', '50/100']),
    correct: ['C'],
  },
  {
    ...multipleChoice,
    ...{ id: 1180207, categoryId: 5101 },
    question:
      'Which decimal is the shaded part of the bar?<br><img src="https://www.classmarker.com/uploads/bar-of-eight.png" alt="A bar of eight equal parts, three of them shaded">',
    options: lettered(['0.3', '0.375', '0.38', '0.625']),
    correct: ['B'],
    incorrectFeedback: 'Divide 3 by 8.',
  },
  {
    ...multipleChoice,
    ...{ id: 1180208, categoryId: 5301 },
    question: 'Which gas forms when an acid reacts with a carbonate?',
    options: lettered(['Hydrogen', 'Oxygen', 'Carbon dioxide', 'Chlorine']),
    correct: ['C'],
    correctFeedback: 'Right: limewater turns cloudy.',
  },
  {
    ...{ id: 1180209, categoryId: 5301, type: 'multipleresponse', points: 20, randomAnswers: true },
    question: 'Which of these solutions have a pH <b>below 7</b>?',
    options: lettered(['Vinegar', 'Soap', 'Lemon juice', 'Sea water', 'Stomach acid']),
    correct: ['A', 'C', 'E'],
    gradeStyle: 'partial_without_deduction',
  },
  {
    ...{ id: 1180210, categoryId: 5301, type: 'matching', points: 30 },
    question: 'Match each acid with its salts.',
    options: {
      A: { clue: 'Hydrochloric acid', match: 'Chlorides', correct_option: 'A' },
      B: { clue: 'Sulfuric acid', match: 'Sulfates', correct_option: 'B' },
      C: { clue: 'Nitric acid', match: 'Nitrates', correct_option: 'C' },
      D: { match: 'Carbonates' },
    },
  },
  {
    ...{ id: 1180211, categoryId: 5301, type: 'essay', points: 60 },
    question: 'Describe how you would make dry crystals of copper(II) sulfate from copper(II) oxide.',
  },
  {
    ...{ id: 1180212, categoryId: 5202, type: 'grammar', points: 20 },
    question: 'Neither of the letters were wrote by Eva.',
    answer: 'Neither of the letters was written by Eva.',
  },
  {
    ...{ id: 1180213, categoryId: 5203, type: 'essay', points: 100 },
    question: 'Write the diary entry of Sheila Birling on the evening after the Inspector’s visit.',
    correctFeedback: 'Thank you. Your teacher reads it by Friday.',
  },
  {
    ...multipleChoice,
    ...{ id: 1180214, categoryId: 5401 },
    question: 'What do you do <b>first</b> when you find a fire?',
    options: lettered(['Fetch your bag', 'Raise the alarm', 'Open the windows', 'Take a photograph']),
    correct: ['B'],
  },
  {
    ...{ id: 1180215, categoryId: 5401, type: 'truefalse', points: 10, randomAnswers: false },
    question: 'A wet-floor sign may be taken away once the floor <i>looks</i> dry.',
    options: lettered(['True', 'False']),
    correct: ['B'],
  },
  {
    ...multipleChoice,
    ...{ id: 1180216, categoryId: 5402 },
    question: 'What is the first step for treating a skin burn?',
    options: lettered([
      'Apply oil or butter',
      'Nothing should be done',
      'Cool it in water for several minutes',
      'Apply antibiotic ointment',
    ]),
    correct: ['C'],
    correctFeedback: 'Well done!',
    incorrectFeedback: 'Sorry, cold running water comes first.',
  },
]

/** A question of the sample's tests as the bank has it. */
function bankQuestionOf(asked: Question): NewQuestion {
  const shared = {
    id: asked.id,
    categoryId: asked.category.id,
    type: asked.type,
    question: asked.question,
    points: asked.points * 10,
  }
  switch (asked.type) {
    case 'essay':
      return shared
    case 'freetext':
      return { ...shared, options: { exact_match: asked.accepted.map((content) => ({ content })) } }
    case 'grammar':
      return { ...shared, answer: asked.answer }
    case 'matching':
      return { ...shared, options: matchesOf(asked) }
    default:
      return {
        ...shared,
        options: lettered(asked.options),
        correct: [...asked.correct],
        randomAnswers: asked.type !== 'truefalse',
        gradeStyle: asked.type === 'multipleresponse' ? 'partial_without_deduction' : undefined,
      }
  }
}

function matchesOf({ pairs, extra }: Extract<Question, { type: 'matching' }>): JsonObject {
  const withClue = pairs.map(([clue, match], at) => ({ clue, match, correct_option: letterAt(at) }))
  const all: readonly JsonObject[] = [...withClue, ...extra.map((match) => ({ match }))]
  return Object.fromEntries(all.map((option, at) => [letterAt(at), option]))
}

/** How many questions the sample's bank has by itself. */
export const sampleQuestions = [...questionsOf.values()].flat().map(bankQuestionOf).concat(further)

/** The first number of what is made later. */
export const firstNewId = 1_190_001

/**
 * Fills a bank with the sample's categories and `count` questions: the sample's own first, then drill questions, as many
 * as it takes.
 */
export function fillBank(bank: Bank, count: number, madeAt: UnixSeconds): void {
  for (const [parentId, parentName, categories] of tree) {
    bank.addParent(parentName, parentId)
    for (const [id, name] of categories) bank.addCategory(parentId, name, id)
  }
  const writtenAt = (at: number) => plusSeconds(madeAt, -day * (20 + ((at * 7) % 300)))
  for (const [at, question] of sampleQuestions.slice(0, count).entries()) bank.addQuestion(question, writtenAt(at))
  const targets = tree.flatMap(([, , categories]) => categories)
  for (let at = sampleQuestions.length; at < count; at++) {
    const [categoryId] = targets[at % targets.length] ?? [5101]
    bank.addQuestion(drillQuestion(at, categoryId), writtenAt(at))
  }
}

/** A sum of two numbers, which differ for each place up to 9,000. */
function drillQuestion(at: number, categoryId: number): NewQuestion {
  const [one, other] = [11 + (at % 90), 11 + (Math.floor(at / 90) % 100)]
  const sum = one + other
  const wrong = [sum - 10, sum + 1, sum + 10].map(String)
  const right = at % 4
  const options = wrong.toSpliced(right, 0, String(sum))
  return {
    ...multipleChoice,
    question: `Exercise ${at + 1}: work out <b>${one} + ${other}</b>.`,
    categoryId,
    options: lettered(options),
    correct: [letterAt(right)],
  }
}
