import { describe, expect, it } from 'vitest'
import { readQuestions } from '../../../electron/questions/formats/read.ts'
import { type WrittenQuestion, writeQuestions } from '../../../electron/questions/formats/write.ts'
import type { QuestionContent } from '../../../shared/model/bank.ts'
import { type QuestionLoss, questionLosses, writtenQuestionFormats } from '../../../shared/model/question-file.ts'
import { isInFile } from '../../../shared/model/question-losses.ts'
import { optionLetter, trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { lossLines, notWrittenWords } from '../../../shared/question-losses.ts'
import { contentOf } from '../store/bank-rows.ts'

const optionsOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ letter: optionLetter(at), content: `Answer ${at + 1}` }))

/** Questions that some kind of file has no place for, each with a wording of its own. */
const odd: readonly Partial<QuestionContent>[] = [
  { options: optionsOf(3), correct: ['B'] },
  { options: optionsOf(3), correct: [] },
  { options: optionsOf(5), correct: ['A'] },
  { options: optionsOf(7), correct: ['A'] },
  { type: 'multipleresponse', options: optionsOf(4), correct: ['A', 'C'], gradeStyle: 'off' },
  { type: 'multipleresponse', options: optionsOf(3), correct: [], gradeStyle: 'partial_with_deduction' },
  { type: 'truefalse', options: trueFalseOptions, correct: ['A'] },
  { type: 'truefalse', options: trueFalseOptions, correct: [] },
  { type: 'essay', options: [], correct: [] },
  { type: 'freetext', options: [], correct: ['blue'] },
  { type: 'freetext', options: [], correct: ['a -> b'] },
  { type: 'grammar', options: [], correct: ['He goes.'] },
  { type: 'hotspot', options: [], correct: [] },
  { options: optionsOf(2), correct: ['A'], question: 'ANSWER: A' },
]

const bank: readonly WrittenQuestion[] = odd.map((change, at) => ({
  content: { ...contentOf(`What is number ${at}?`), gradeStyle: null, ...change },
  categoryPath: ['Physics', 'Waves'],
  questionId: null,
}))

describe('whether a question is in a file', () => {
  it.each(writtenQuestionFormats)('is told as it is read back from %s', async (format) => {
    for (const question of bank) {
      const { bytes, losses } = await writeQuestions([question], format)
      const { type } = question.content
      const isThere = await readQuestions(Buffer.from(bytes), 'bank', {
        format: format === 'qti-1.2' ? 'qti' : format,
      }).then(
        ({ questions, problems }) => questions.length + problems.length > 0,
        () => false,
      )
      expect([type, isInFile(format, type, losses[0]?.losses ?? [])]).toEqual([type, isThere])
    }
  })
})

describe('the words of losses', () => {
  const told = (...losses: QuestionLoss[]) => ({ losses })

  it('say each kind once, with how many questions it is about', () => {
    expect(
      lossLines(
        [
          told({ code: 'part-left-out', subject: 'formatting' }, { code: 'part-left-out', subject: 'formatting' }),
          told({ code: 'part-left-out', subject: 'formatting' }, { code: 'part-left-out', subject: 'points: 2.5' }),
          told({ code: 'part-left-out', subject: 'points: 3.0' }, { code: 'weight', subject: 'A: 33.3 %' }),
          told({ code: 'part-left-out', subject: 'points: 4.0' }, { code: 'part-left-out', subject: 'odd: thing' }),
        ],
        'out',
      ),
    ).toEqual([
      'Points are left out of 3 questions.',
      'Formatting is left out of 2 questions.',
      'Weights of single options are left out of 1 question.',
      '“odd” is left out of 1 question.',
    ])
  })

  it('are there for every loss, both ways, with one full stop', () => {
    for (const code of questionLosses) {
      for (const way of ['in', 'out'] as const) {
        const [line] = lossLines([told({ code, subject: 'tag: x' })], way)
        expect(line).toMatch(/^\S.* .*1 question[^.]*\.$/)
      }
      expect(notWrittenWords([{ code, subject: 'x' }])).toMatch(/^[a-z].*[^.]$/)
    }
  })
})
