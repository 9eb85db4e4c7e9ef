import { asyncProperty, assert as holds } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withSharedFeedback } from '../../../../electron/questions/formats/question-parts.ts'
import { kindOf, readQuestions } from '../../../../electron/questions/formats/read.ts'
import { type WrittenQuestion, writeQuestions } from '../../../../electron/questions/formats/write.ts'
import type { QuestionContent } from '../../../../shared/model/bank.ts'
import { type WrittenQuestionFormat, writtenQuestionFormats } from '../../../../shared/model/question-file.ts'
import { plainWeight } from '../../../../shared/model/question-rules.ts'
import { normalisedText } from '../../../../shared/model/question-text.ts'
import { banks } from './made-banks.ts'

/** What a format has a place for; what it has none for and what is as if nothing were said is not told as a loss. */
const keeps: Readonly<Record<WrittenQuestionFormat, { numbers?: true; random?: true; html?: 'as-xml' }>> = {
  'classmarker-questions': { numbers: true, random: true },
  ...{ aiken: {}, gift: {}, 'moodle-xml': { random: true }, kahoot: {}, quizizz: {}, text: {} },
  table: { numbers: true, random: true },
  qti: { random: true, html: 'as-xml' },
  'qti-1.2': { random: true },
}

const place = ({ content }: { readonly content: QuestionContent }): number =>
  Number(/no(\d+)(?:<\/p>)?$/.exec(content.question)?.[1] ?? Number.NaN)

/** What a question says, in the one form of several that mean the same. */
function said({ content: whole, categoryPath, questionId }: WrittenQuestion, format: WrittenQuestionFormat) {
  const { numbers, random, html } = keeps[format]
  // The same feedback for all wrong options is feedback of the question.
  const { content } = withSharedFeedback({ content: whole, losses: [] })
  const text = (html === 'as-xml' ? normalisedText : (same: string) => same) satisfies (text: string) => string
  const { type, options, correct, points, randomAnswers, gradeStyle, correctFeedback, incorrectFeedback } = content
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse'
  const hasWrong = options.some(({ letter }) => !correct.includes(letter))
  return {
    type,
    question: text(content.question),
    points: points ?? 10,
    options: options.map(({ letter, content: each, weight, feedback, clue }) => ({
      ...{ letter, content: text(each), clue: clue && text(clue), feedback: feedback && text(feedback) },
      weight: weight === undefined || Number(weight) === Number(plainWeight(content, letter)) ? undefined : weight,
    })),
    correct: isChoice ? correct.toSorted() : correct,
    randomAnswers: random && isChoice ? randomAnswers : null,
    // Nothing is deducted where nothing is wrong.
    gradeStyle: gradeStyle === 'partial_with_deduction' && !hasWrong ? 'partial_without_deduction' : gradeStyle,
    feedback: [correctFeedback, incorrectFeedback].map((each) => each && text(each)),
    categoryPath: html === undefined && ['aiken', 'text', 'kahoot', 'quizizz'].includes(format) ? [] : categoryPath,
    questionId: numbers ? questionId : null,
  }
}

describe.each(writtenQuestionFormats)('questions written as %s', (format) => {
  // A workbook takes a hundred times as long as a text.
  const runs = ['kahoot', 'quizizz', 'table'].includes(format) ? 20 : 150

  it('come back as they were, but for what is told', { timeout: 60_000 }, async () => {
    await holds(
      asyncProperty(banks, async (questions) => {
        const { bytes, losses } = await writeQuestions(questions, format)
        const told = new Map(losses.map(({ index, losses }) => [index, losses]))
        if (questions.every((_, at) => told.has(at)) && questions.length === told.size) return
        const asked = format === 'qti-1.2' ? 'qti' : format
        // Numbered lines without any option or answer may be anything: they are questions where somebody says so.
        const isBare = format === 'text' && !/^[ *]a\)/m.test(bytes.toString())
        if (!isBare) expect(await kindOf(bytes, 'file'), bytes.toString().slice(0, 500)).toBe(asked)
        const read = await readQuestions(bytes, 'file', isBare ? { format: 'text' } : {})
        expect(read.problems, bytes.toString()).toEqual([])
        const found = new Map(read.questions.map((question) => [place(question), question]))
        expect(found.size).toBe(read.questions.length)
        for (const [at, question] of questions.entries()) {
          if (told.has(at)) continue
          const back = found.get(at)
          expect(back, `question ${at} of\n${bytes.toString()}`).toBeDefined()
          if (back !== undefined) expect(said(back, format)).toEqual(said(question, format))
        }
      }),
      { numRuns: runs },
    )
  })
})
