import Papa from 'papaparse'

/** ClassMarker's export “test scores & selected answers”, with invented people. */

const headings = [
  'First name',
  'Last name',
  'Email',
  'Group name',
  'Test name',
  'Percentage',
  'Points received',
].concat(['Points available', 'Duration', 'Date started', 'Date finished'])

export interface ListedPerson {
  readonly first?: string
  readonly last?: string
  readonly email?: string
  readonly group?: string
  readonly test?: string
  readonly percentage?: string
  readonly points?: string
  readonly available?: string
  readonly duration?: string
  readonly started?: string
  readonly finished?: string
  /** What stands in the columns of the questions. */
  readonly marks?: readonly string[]
  readonly chosen?: readonly string[]
}

export const cellsOf = (person: ListedPerson): string[] => [
  person.first ?? 'Ana',
  person.last ?? 'Lima',
  person.email ?? 'ana@example.com',
  person.group ?? 'Year 9',
  person.test ?? 'Burns &amp; scalds',
  person.percentage ?? '75%',
  person.points ?? '3',
  person.available ?? '4',
  person.duration ?? '00:12:05',
  person.started ?? 'Fri 10th Jul 2026 9:06am',
  person.finished ?? 'Fri 10th Jul 2026 9:18am',
]

export const ids = ['542', '543', '544'] as const

/** The rows of a file with answers: what stands above, headings, people, and the dump of questions below. */
export function answersFile(people: readonly ListedPerson[], questions: readonly string[] = ids): string[][] {
  return [
    ['Test name:', 'Burns &amp; scalds'],
    ['Link name:', 'Year 9'],
    [''],
    [...headings, '', ...questions.map((id) => `Q${id}`)],
    ...people.flatMap((person) => [
      [...cellsOf(person), 'Points scored:', ...(person.marks ?? ['1', '0.5', 'No answer'])],
      ...(person.chosen === undefined ? [] : [[...headings.map(() => ''), 'Selected answers:', ...person.chosen]]),
    ]),
    [''],
    ['Questions'],
    ['Q542', 'First step for a burn?\nChoose one.', 'multiplechoice'],
    ['Q543', 'Which "two", of these?', 'multipleresponse'],
    ['Q544', 'Water is wet.', 'truefalse'],
  ]
}

/** The rows of a file of scores alone. */
export const scoresFile = (people: readonly ListedPerson[]): string[][] => [
  [...headings, 'Access code', 'Student number'],
  ...people.map((person, at) => [...cellsOf(person), `K7-${at}`, '']),
]

export const csvText = (rows: readonly (readonly string[])[]): string =>
  Papa.unparse(rows as string[][], { newline: '\r\n' })
