import type { WrittenQuestionFormat } from '../../../shared/model/question-file.ts'
import { writeAiken } from './aiken.ts'
import { writeQuestionCsv } from './classmarker-csv.ts'
import { writeGift } from './gift.ts'
import { writeMoodleXml } from './moodle-xml.ts'
import { writePlainText } from './plain-text.ts'
import { writeQti1, writeQti2 } from './qti.ts'
import type { WrittenQuestion, WrittenQuestions } from './question-parts.ts'
import { writeKahoot, writeQuizizz } from './quiz-sheets.ts'
import { writeTable } from './table.ts'

export type { WrittenLosses, WrittenQuestion, WrittenQuestions } from './question-parts.ts'

type Writer = (questions: readonly WrittenQuestion[]) => WrittenQuestions | Promise<WrittenQuestions>

const writers: Readonly<Record<WrittenQuestionFormat, Writer>> = {
  'classmarker-questions': writeQuestionCsv,
  aiken: writeAiken,
  gift: writeGift,
  'moodle-xml': writeMoodleXml,
  qti: writeQti2,
  'qti-1.2': writeQti1,
  kahoot: writeKahoot,
  quizizz: writeQuizizz,
  text: writePlainText,
  table: writeTable,
}

/** Questions as a file of some kind, and what that kind cannot say of each. */
export const writeQuestions = async (
  questions: readonly WrittenQuestion[],
  format: WrittenQuestionFormat,
): Promise<WrittenQuestions> => writers[format](questions)
