import { describe, expect, it } from 'vitest'
import { isResultsCsv, readResultsCsv } from '../../../../electron/connectors/classmarker/results-csv.ts'
import { csvRows } from '../../../../electron/import/csv.ts'
import { answersFile, cellsOf, csvText, type ListedPerson, scoresFile } from '../../support/results-csv-files.ts'

const read = (rows: readonly (readonly string[])[]) =>
  readResultsCsv(csvRows(csvText(rows), 'Results.csv'), 'Results.csv')
const codesOf = ({ problems }: ReturnType<typeof read>) => problems.map(({ found, line }) => [found.code, line])
/** When the only person of a file finished, or the code of what is wrong. */
const finishOf = (finished: string, others: readonly ListedPerson[] = []) => {
  const { attempts, problems } = read(scoresFile([{ started: '', finished }, ...others]))
  return problems[0]?.found.code ?? attempts[0]?.finished
}

describe('a file of scores', () => {
  it('lists attempts with what stands in their columns', () => {
    const { attempts, problems, unfinished } = read(
      scoresFile([{}, { first: 'Zo&euml;', last: 'O&#039;Hara', email: '' }]),
    )
    expect([problems, unfinished]).toEqual([[], 0])
    expect(attempts[0]).toEqual({
      kind: 'listed',
      first: 'Ana',
      last: 'Lima',
      email: 'ana@example.com',
      testName: 'Burns & scalds',
      sourceName: 'Year 9',
      percentage: 75,
      pointsScored: 3,
      pointsAvailable: 4,
      duration: '00:12:05',
      started: '2026-07-10T09:06:00',
      finished: '2026-07-10T09:18:00',
      further: { 'Access code': 'K7-0' },
      answers: null,
      place: { file: 'Results.csv', line: 2 },
    })
    expect(attempts[1]).toMatchObject({ first: 'Zoë', last: "O'Hara", email: null, further: { 'Access code': 'K7-1' } })
  })

  it('counts people who have not finished and takes nothing from them', () => {
    const { attempts, problems, unfinished } = read(scoresFile([{ finished: '', percentage: '', points: '' }, {}]))
    expect([attempts.length, problems, unfinished]).toEqual([1, [], 1])
  })

  it('leaves empty cells open', () => {
    const [attempt] = read(
      scoresFile([{ percentage: '', points: '', available: '', duration: '', started: '' }]),
    ).attempts
    expect(attempt).toMatchObject({
      percentage: null,
      pointsScored: null,
      pointsAvailable: null,
      duration: null,
      started: null,
    })
  })

  it('reads numbers with a percent sign or a decimal comma, and refuses those with two readings', () => {
    expect(read(scoresFile([{ percentage: '87,5 %', points: '3.5' }])).attempts[0]).toMatchObject({
      percentage: 87.5,
      pointsScored: 3.5,
    })
    const refused = read(scoresFile([{ points: '1,234' }, { percentage: 'most' }, {}]))
    expect(refused.attempts).toHaveLength(1)
    expect(refused.problems).toEqual([
      { line: 2, found: { code: 'csv-cell', facts: { column: 'Points received', value: '1,234' } } },
      { line: 3, found: { code: 'csv-cell', facts: { column: 'Percentage', value: 'most' } } },
    ])
  })

  it('names the test and the link above the headings where no column does', () => {
    const [heading = [], ...people] = scoresFile([{}])
    const without = [heading, ...people].map((row) => row.filter((_, at) => at !== 3 && at !== 4))
    const { attempts } = read([['Test name:', 'Maths &lt;2&gt;'], ['Link name:', 'Open'], [], ...without])
    expect(attempts[0]).toMatchObject({ testName: 'Maths <2>', sourceName: 'Open' })
    expect(codesOf(read(without))).toEqual([['csv-no-test', 2]])
  })

  it('of several tests below each other has each under its own name', () => {
    const section = (name: string) => [
      ['Test name:', name],
      ...scoresFile([{ test: '' }, { test: '', last: 'Souza' }]),
      [''],
    ]
    const { attempts } = read([...section('One'), ...section('Two')])
    expect(attempts.map(({ testName, last, place }) => [testName, last, place.line])).toEqual([
      ['One', 'Lima', 3],
      ['One', 'Souza', 4],
      ['Two', 'Lima', 8],
      ['Two', 'Souza', 9],
    ])
  })

  it('without the column of the finish is said to be so, and not read', () => {
    const without = scoresFile([{}]).map((row) => row.filter((_, at) => at !== 10))
    const reading = read(without)
    expect([reading.attempts, codesOf(reading)]).toEqual([[], [['csv-no-finish', 1]]])
  })

  it('keeps both columns of one heading', () => {
    const rows = scoresFile([{}]).map((row, at) => [...row, at === 0 ? 'Access code' : 'second'])
    expect(read(rows).attempts[0]?.further).toEqual({ 'Access code': 'K7-0', 'Access code (2)': 'second' })
  })
})

describe('a file of selected answers', () => {
  const answersOf = (person: ListedPerson) => {
    const { attempts, problems } = read(answersFile([person]))
    expect(problems).toEqual([])
    return attempts[0]?.answers?.answers.map(({ version, pointsScored, marking, response }) => [
      version.questionId,
      pointsScored,
      marking,
      response,
    ])
  }

  it('has the points of each question under its number', () => {
    expect(answersOf({})).toEqual([
      ['542', 1, null, []],
      ['543', 0.5, null, []],
      ['544', 0, 'unanswered', []],
    ])
  })

  it('has what was chosen, as letters or as text', () => {
    expect(answersOf({ chosen: ['C', 'B, D', 'No answer'] })).toEqual([
      ['542', 1, null, ['C']],
      ['543', 0.5, null, ['B', 'D']],
      ['544', 0, 'unanswered', []],
    ])
    expect(answersOf({ chosen: ['Water, cold\nand time', '', ''] })?.[0]).toEqual([
      '542',
      1,
      null,
      ['Water, cold\nand time'],
    ])
  })

  it('keeps its points where what was chosen says “No answer”', () => {
    expect(answersOf({ marks: ['1', '0', '-0.5'], chosen: ['No answer', 'No answer', 'Unanswered'] })).toEqual([
      ['542', 1, null, []],
      ['543', 0, 'unanswered', []],
      ['544', -0.5, 'unanswered', []],
    ])
  })

  it('has no answer where an attempt did not have the question', () => {
    expect(answersOf({ marks: ['1', '', '0'] })?.map(([id]) => id)).toEqual(['542', '544'])
    expect(answersOf({ marks: ['', '', ''] })).toBeUndefined()
  })

  it('knows an answer that waits for a person', () => {
    expect(answersOf({ marks: ['1', 'Requires grading', '0'] })?.[1]).toEqual(['543', null, 'to-grade', []])
  })

  it('takes nothing from the questions below, and counts the people without a finish', () => {
    const { attempts, problems, unfinished } = read(
      answersFile([{}, { last: 'Souza', finished: '', marks: [] }, { last: 'Reis' }]),
    )
    expect([attempts.map(({ last }) => last), problems, unfinished]).toEqual([['Lima', 'Reis'], [], 1])
  })

  it('counts lines of the file where a field has several', () => {
    const { attempts } = read(answersFile([{ chosen: ['a\nb\nc', '', ''] }, { last: 'Reis' }]))
    expect(attempts.map(({ place }) => place.line)).toEqual([5, 9])
  })

  it('with a mark that is no number comes without its answers, and with the rest', () => {
    const reading = read(answersFile([{ marks: ['1', 'lots', '0'] }, {}]))
    expect(reading.attempts.map(({ answers }) => answers === null)).toEqual([true, false])
    expect(reading.problems).toEqual([{ line: 5, found: { code: 'csv-answers', facts: { question: 'Q543' } } }])
  })

  it('whose columns only count the questions comes without answers, and says why', () => {
    for (const questions of [
      ['1', '2', '3'],
      ['542', '543', '542'],
    ]) {
      const reading = read(answersFile([{}], questions))
      expect(reading.attempts[0]?.answers).toBeNull()
      expect(codesOf(reading)).toEqual([['csv-question-numbers', 4]])
    }
  })

  it('whose columns are the texts of the questions does not take them for facts of a person', () => {
    const rows = answersFile([{}]).map((row) => row.map((cell) => cell.replace(/^Q(\d+)$/, 'What is $1?')))
    const reading = read(rows)
    expect(reading.attempts[0]).toMatchObject({ answers: null, further: {} })
    expect(codesOf(reading)).toEqual([['csv-question-numbers', 4]])
  })

  it('whose row does not say what it is keeps the result, and says so', () => {
    const rows = answersFile([{}]).map((row) => row.map((cell) => cell.replace('Points scored:', '')))
    const reading = read(rows)
    expect(reading.attempts.map(({ answers, percentage }) => [answers, percentage])).toEqual([[null, 75]])
    expect(codesOf(reading)).toEqual([['csv-no-marks', 5]])
  })

  it('with points of nobody says so', () => {
    const rows = answersFile([{}])
    rows.splice(4, 0, [...cellsOf({}).map(() => ''), 'Points scored:', '1', '1', '1'])
    expect(codesOf(read(rows))).toEqual([['csv-nobody', 5]])
  })

  it('reads two attempts of one person one below the other as two', () => {
    const again = { started: 'Sat 11th Jul 2026 9:06am', finished: 'Sat 11th Jul 2026 9:18am', chosen: ['A', 'A', 'A'] }
    const { attempts } = read(answersFile([{ chosen: ['B', 'B', 'B'] }, again]))
    expect(attempts.map(({ answers }) => answers?.answers[0]?.response)).toEqual([['B'], ['A']])
  })
})

describe('a date', () => {
  it.each([
    ['Fri 10th Jul 2026 9:18am', '2026-07-10T09:18:00'],
    ['Fri 10th Jul 2026 12:00am', '2026-07-10T00:00:00'],
    ['Fri 10th Jul 2026 12:30pm', '2026-07-10T12:30:00'],
    ['Friday, 10 July 2026 21:18:09', '2026-07-10T21:18:09'],
    ['1st Sept 2026 9:18 PM', '2026-09-01T21:18:00'],
    ['Jul 10, 2026 9:18 a.m.', '2026-07-10T09:18:00'],
    ['July 10th 2026 at 09:18', '2026-07-10T09:18:00'],
    ['10-Jul-2026 09:18', '2026-07-10T09:18:00'],
    ['2026-07-10 09:18', '2026-07-10T09:18:00'],
    ['2026-07-10T09:18:30', '2026-07-10T09:18:30'],
    ['29/02/2028 9:18', '2028-02-29T09:18:00'],
    ['07/31/2026 9:18am', '2026-07-31T09:18:00'],
    ['07.07.2026 9:18', '2026-07-07T09:18:00'],
    ['Tue 07/04/2026 9:18', '2026-04-07T09:18:00'],
  ])('%s is %s', (written, clock) => {
    expect(finishOf(written)).toBe(clock)
  })

  it.each([
    'Fri 11th Jul 2026 9:18am',
    'Fri 10th Jul 2026',
    'Fri 10th Jul 2026 9:18am EST',
    '2026-07-10T09:18:00Z',
    '2026-07-10T09:18:00+02:00',
    '31st Jun 2026 9:18am',
    '29 Feb 2026 9:18am',
    '10 Quintilis 2026 9:18am',
    '10 Jul 2026 14:18am',
    '10 Jul 2026 24:00',
    '10 Jul 2026 9:60',
    '10 Jul 26 9:18',
    '31/31/2026 9:18',
    'yesterday',
    '46213.3875',
    `${' '.repeat(3)}1${' 1'.repeat(5_000)}`,
  ])('%s is refused', (written) => {
    expect(finishOf(written)).toBe('csv-cell')
  })

  it('that can be of two months is refused, for all rows at once', () => {
    const reading = read(
      scoresFile([{ started: '', finished: '05/06/2026 9:18' }, { started: '', finished: '07/06/2026 9:18' }, {}]),
    )
    expect(reading.attempts).toHaveLength(1)
    expect(reading.problems).toEqual([
      { line: 2, found: { code: 'csv-date-order', facts: { value: '05/06/2026 9:18', count: 2 } } },
    ])
  })

  it('takes the order that another date of the file must have', () => {
    expect(finishOf('05/06/2026 9:18', [{ started: '', finished: '13/06/2026 9:18' }])).toBe('2026-06-05T09:18:00')
    expect(finishOf('05/06/2026 9:18', [{ started: '', finished: '06/13/2026 9:18' }])).toBe('2026-05-06T09:18:00')
    expect(finishOf('05/06/2026 9:18', [{ started: '31/01/2026 9:00', finished: '' }])).toBe('2026-06-05T09:18:00')
  })

  it('takes no order from dates that contradict each other', () => {
    const others = ['13/06/2026 9:18', '06/13/2026 9:18'].map((finished) => ({ started: '', finished }))
    expect(finishOf('05/06/2026 9:18', others)).toBe('csv-date-order')
  })
})

describe('a list', () => {
  it('is one of results by its headings, wherever they stand', () => {
    const rows = (text: string) => csvRows(text, 'x.csv')
    expect(isResultsCsv(rows(csvText(answersFile([{}]))))).toBe(true)
    expect(isResultsCsv(rows(csvText(scoresFile([]))))).toBe(true)
    expect(isResultsCsv(rows('First name,Last name,Email,Access code\nAna,Lima,a@example.com,K7'))).toBe(false)
    expect(isResultsCsv(rows('a,b\n1,2'))).toBe(false)
  })
})
