import { extname, resolve } from 'node:path'
import type { WrittenQuestionFormat } from '../../../shared/model/bank.ts'
import { plainHtml } from '../../plain-html.ts'
import { type CommandContext, usage } from '../command.ts'
import { plainText } from '../terminal.ts'
import type { RejectedQuestion } from './documents.ts'
import { lossSentence } from './losses.ts'

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

/** Writes questions to a file. @returns what the file cannot say of each */
export async function writeQuestionFile(
  file: string,
  ids: readonly number[],
  format: WrittenQuestionFormat,
  { core, stopped }: CommandContext,
): Promise<readonly RejectedQuestion[]> {
  const written = await core.questionsDesk.write(resolve(file), ids, format, {
    signal: stopped,
    onProgress: () => undefined,
  })
  return written.losses.map(({ text, losses }) => ({
    question: plainHtml(text),
    reason: losses.map(lossSentence).join(' '),
  }))
}
