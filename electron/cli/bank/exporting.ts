import { extname, resolve } from 'node:path'
import type { WrittenQuestionFormat } from '../../../shared/model/question-file.ts'
import { lossLines, lossSentence, notWrittenWords } from '../../../shared/question-losses.ts'
import { plainHtml } from '../../plain-html.ts'
import { type CommandContext, usage } from '../command.ts'
import { plainText } from '../terminal.ts'
import { type RejectedQuestion, shortWording } from './documents.ts'

const formats: Readonly<Record<string, WrittenQuestionFormat>> = {
  '.gift': 'gift',
  '.xml': 'moodle-xml',
  '.txt': 'text',
  '.csv': 'classmarker-questions',
  '.zip': 'qti',
  '.xlsx': 'table',
}

/** The kind of file that a name or `--format` asks for. @throws AppError `usage/invalid` */
export function exportFormat(
  file: string,
  given: string | undefined,
  known: readonly WrittenQuestionFormat[],
): WrittenQuestionFormat {
  if (given !== undefined) {
    const format = known.find((each) => each === given)
    if (format !== undefined) return format
    throw usage(`--format is one of ${known.join(', ')}, not “${plainText(given)}”.`)
  }
  const format = formats[extname(file).toLowerCase()]
  if (format !== undefined) return format
  throw usage(`A file of questions ends in ${Object.keys(formats).join(', ')}; or say --format.`)
}

export interface WrittenLines {
  /** How many questions the file holds; where it is none, there is no file. */
  readonly questions: number
  /** Everything that the file does not say, question by question. */
  readonly rejected: readonly RejectedQuestion[]
  /** The same in a few lines: one for each kind of loss, and one for each question that is not in the file. */
  readonly lines: string
}

/** Writes questions to a file. */
export async function writeQuestionFile(
  file: string,
  ids: readonly number[],
  format: WrittenQuestionFormat,
  { core, stopped }: CommandContext,
): Promise<WrittenLines> {
  const { questions, losses } = await core.questionsDesk.write(resolve(file), ids, format, {
    signal: stopped,
    onProgress: () => undefined,
  })
  const left = losses.filter(({ isWritten }) => !isWritten)
  const lines = [
    ...lossLines(
      losses.filter(({ isWritten }) => isWritten),
      'out',
    ),
    ...left.map(
      ({ text, losses: told }) => `Not in the file: “${shortWording(text)}”, because ${notWrittenWords(told)}.`,
    ),
  ]
  return {
    questions,
    rejected: losses.map(({ text, losses: told, isWritten }) => ({
      question: plainHtml(text),
      reason: isWritten
        ? `It is in the file, but not wholly. ${told.map((loss) => lossSentence(loss, plainText)).join(' ')}`
        : `It is not in the file: ${notWrittenWords(told)}.`,
    })),
    lines: lines.map((line) => `${plainText(line)}\n`).join(''),
  }
}
