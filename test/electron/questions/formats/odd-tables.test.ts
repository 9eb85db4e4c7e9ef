import { describe, expect, it } from 'vitest'
import { blankContent } from '../../../../electron/questions/formats/question-parts.ts'
import { kindOf, readQuestions } from '../../../../electron/questions/formats/read.ts'
import { writeQuestions } from '../../../../electron/questions/formats/write.ts'
import type { QuestionContent } from '../../../../shared/model/bank.ts'
import { optionLetter } from '../../../../shared/model/question-rules.ts'
import { row, workbookOf } from '../../import/made-workbook.ts'

const lost = (losses: readonly { readonly code: string; readonly subject: string }[]) =>
  losses.map(({ code, subject }) => `${code}: ${subject}`)

/** Each question's options, with a star before the right ones, and what is told of it. */
async function read(bytes: string | Buffer) {
  const { format, questions, problems } = await readQuestions(Buffer.from(bytes as string), 'file')
  return {
    format,
    problems,
    all: questions,
    questions: questions.map(({ content: { options, correct }, losses }) =>
      [
        ...options.map(({ letter, content }) => `${correct.includes(letter) ? '*' : ''}${content}`),
        ...lost(losses),
      ].join(' | '),
    ),
  }
}
const csv = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n`

describe('a table', () => {
  it.each([
    ['Question,Answer 1,Answer 2,Answer 3,Correct answer', 'Q,2,1,3,1', '2 | 1 | 3 | no-right-option: '],
    ['Question,Answer 1,Answer 2,Correct answer', 'Q,Rome,Paris,Paris', 'Rome | *Paris'],
    ['Question,Answer 1,Answer 2,Correct answer', 'Q,Rome,Paris,B', 'Rome | *Paris'],
    ['Question,Option B,Option A,Correct', 'Q,Rome,Paris,A', 'Rome | *Paris'],
    ['Question,Option B,Option A,Correct', 'Q,Rome,Paris,1', 'Rome | Paris | no-right-option: '],
    ['Question,Option 0,Option 1,Option 2,Correct', 'Q,x,y,z,1', 'x | *y | z'],
    ['Question,Option 0,Option 1,Option 2,Correct', 'Q,x,y,z,B', 'x | y | z | no-right-option: '],
    ['Question,A,B,C,Correct,Correct', 'Q,x,y,z,A,C', '*x | y | *z'],
    ['Question,A,B,C,Correct 1,Correct 2', 'Q,x,y,z,A,', '*x | y | z'],
    ['Question,A,B,Answer,Correct', 'Q,x,y,A,B', 'x | y | no-right-option: '],
    ['Question,A,B,Correct', 'Q,CO,Co,Co', 'CO | *Co'],
    ['Question,Correct answer,Wrong 1,Wrong 2', 'Q,Paris,Rome,Oslo', '*Paris | Rome | Oslo'],
    ['Question,Wrong 1,Wrong 2,Correct answer', 'Q,Rome,Oslo,rome', 'Rome | Oslo | rome | no-right-option: '],
    ['Question,A,B,Correct,Difficulty,No', 'Q,x,y,A,hard,7', '*x | y | part-left-out: difficulty: hard'],
  ])('with %s finds the right ones', async (heading, row, question) => {
    expect(await read(csv(heading, row))).toMatchObject({ format: 'table', questions: [question], problems: [] })
  })

  it('shows an explanation with every answer', async () => {
    const { all } = await read(csv('Question,A,B,Correct,Explanation,Points', 'Q,x,y,A,Because,2'))
    expect(all).toMatchObject([{ content: { correctFeedback: 'Because', incorrectFeedback: 'Because', points: 20 } }])
  })

  it('takes a number for ClassMarker’s only where it wrote it', async () => {
    expect((await read(csv('Number,Question,A,B,Correct', '7,Q,x,y,A'))).all).toMatchObject([{ questionId: null }])
    expect((await read(csv('Question Id,Question,A,B,Correct', '7,Q,x,y,A'))).all).toMatchObject([{ questionId: '7' }])
  })

  it('of Kahoot or Quizizz tells what it has no place for', async () => {
    const kahoot =
      'Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,Time limit (sec),Correct answer(s),Topic'
    expect(await read(csv(kahoot, 'Q,x,y,20,2,Cells'))).toMatchObject({
      ...{ format: 'kahoot', questions: ['x | *y | part-left-out: time limit: 20 s | part-left-out: topic: Cells'] },
    })
    const quizizz = 'Question Text,Question Type,Option 1,Option 2,Correct Answer,Topic'
    expect(await read(csv(quizizz, 'Q,Multiple Choice,x,y,2,Cells'))).toMatchObject({
      ...{ format: 'quizizz', questions: ['x | *y | part-left-out: topic: Cells'] },
    })
  })
})

describe('a file that was written', () => {
  const choice = (texts: readonly string[], right: readonly number[]): QuestionContent => ({
    ...{ ...blankContent, question: 'Q', correct: right.map(optionLetter) },
    options: texts.map((content, at) => ({ letter: optionLetter(at), content })),
  })
  const written = async (
    content: QuestionContent,
    format: 'table' | 'classmarker-questions' | 'quizizz' | 'kahoot',
  ) => {
    const { bytes, losses } = await writeQuestions([{ content, categoryPath: [], questionId: '77' }], format)
    return { bytes, losses: losses.flatMap((each) => lost(each.losses)) }
  }

  it.each([
    ['O, A, B, AB', choice(['O', 'A', 'B', 'AB'], [0]), '*O | A | B | AB'],
    ['b, a', choice(['b', 'a'], [0]), '*b | a'],
  ])('as a workbook keeps which of %s is right, and its number', async (_, content, question) => {
    const { bytes, losses } = await written(content, 'table')
    expect(losses).toEqual([])
    expect(await read(bytes)).toMatchObject({ questions: [question], all: [{ questionId: '77' }] })
  })

  it('tells where no way of naming the right option is clear', async () => {
    expect((await written(choice(['2', 'A', 'B', '1'], [0]), 'table')).losses).toEqual(['no-right-option: A'])
  })

  it('tells what a cell cannot hold', async () => {
    const long = { ...blankContent, type: 'essay', question: 'x'.repeat(40_000) }
    expect((await written(long, 'table')).losses).toEqual(['part-left-out: more than 32767 characters'])
    expect((await written(long, 'quizizz')).losses).toContain('part-left-out: more than 32767 characters')
  })

  it('makes no text right that is right in part', async () => {
    const content: QuestionContent = {
      ...{ ...blankContent, type: 'freetext', question: 'Q', correct: ['x'] },
      options: [
        { letter: 'A', content: 'x' },
        { letter: 'B', content: 'y', weight: '50' },
      ],
    }
    for (const format of ['table', 'classmarker-questions', 'quizizz'] as const) {
      const { bytes, losses } = await written(content, format)
      expect(losses, format).toContain('part-left-out: y')
      expect((await read(bytes)).all, format).toMatchObject([{ content: { correct: ['x'] } }])
    }
  })

  it('has room for all matches that belong to no clue', async () => {
    const options = Array.from({ length: 9 }, (_, at) => ({
      ...{ letter: optionLetter(at), content: `m${at}` },
      ...(at < 2 && { clue: `c${at}` }),
    }))
    const content = { ...blankContent, type: 'matching', question: 'Q', options, correct: ['A', 'B'] }
    const { bytes, losses } = await written(content, 'classmarker-questions')
    expect(losses).toEqual([])
    expect((await read(bytes)).all).toMatchObject([{ content: { options } }])
  })
})

describe('a workbook of several sheets', () => {
  const sheet = (name: string, ...rows: readonly (readonly string[])[]) => ({
    name,
    rows: rows.map((cells) => row(...cells)).join(''),
  })
  const headings = ['Question', 'Option A', 'Option B', 'Correct']

  it('is read on each of them, whatever stands in front', async () => {
    const bytes = workbookOf({
      sheets: [
        sheet('Instructions', ['Fill in the next sheet.'], ['Thank you.']),
        sheet('Questions', headings, ['Q1', 'x', 'y', 'A']),
        sheet('More', headings, ['Q2', 'x', 'y', 'B'], ['', 'x', 'y', 'B']),
        { ...sheet('Old', headings, ['Q3', 'x', 'y', 'B']), state: 'hidden' as const },
      ],
    })
    expect(await kindOf(bytes, 'file')).toBe('table')
    const { all, questions, problems } = await read(bytes)
    expect(questions).toEqual(['*x | y', 'x | *y'])
    expect(all.map(({ file, line }) => [file, line])).toEqual([
      ['Questions', 2],
      ['More', 2],
    ])
    expect(problems).toMatchObject([
      { file: 'Instructions', loss: { code: 'part-left-out', subject: 'Instructions' } },
      { file: 'More', line: 3 },
    ])
  })
})

it('gives each match of ClassMarker’s CSV a letter of its own, also where a pair before it is empty', async () => {
  const { all } = await read(
    csv(
      'Question Type: matching,Question,A Clue,A Match,B Clue,B Match,C Clue,C Match,A Incorrect,B Incorrect',
      'matching,Where?,Rome,Italy,,,Oslo,Norway,Spain,Chile',
    ),
  )
  const [options] = all.map(({ content }) => content.options.map(({ letter, content: text }) => `${letter} ${text}`))
  expect(options).toEqual(['A Italy', 'C Norway', 'B Spain', 'D Chile'])
  expect(all[0]?.content.correct).toEqual(['A', 'C'])
})
