import type { SentQuestion } from '../../shared/model/bank-sent.ts'
import { bankPageSize } from '../connectors/classmarker/index.ts'

/**
 * Looks for the question that a request created whose answer was lost. ClassMarker numbers questions in the order in which
 * they are created, and new ones are at the end of its list: the end is read, and back from there until a page begins with
 * a question that is known here, which is older. Where the newest ones come first, the beginning is read as well.
 * @param owned numbers of the questions that are known here
 * @returns null where it was not created
 */
export async function createdBefore(
  page: (number: number) => Promise<readonly SentQuestion[]>,
  owned: ReadonlySet<string>,
  isIt: (question: SentQuestion) => boolean,
): Promise<SentQuestion | null> {
  const foundIn = (questions: readonly SentQuestion[]) =>
    questions.find((question) => !owned.has(question.questionId) && isIt(question))
  const isKnown = (question: SentQuestion | undefined) => question !== undefined && owned.has(question.questionId)
  const start = Math.max(1, Math.ceil(owned.size / bankPageSize))
  let isNewestFirst = false
  const look = async (number: number) => {
    const questions = await page(number)
    isNewestFirst ||= Number(questions[0]?.questionId) > Number(questions.at(-1)?.questionId)
    return { questions, found: foundIn(questions) }
  }
  let { questions, found } = await look(start)
  let earliest = questions
  for (let number = start + 1; found === undefined && questions.length === bankPageSize; number++) {
    ;({ questions, found } = await look(number))
  }
  for (let number = start - 1; found === undefined && number > 0 && !isKnown(earliest[0]); number--) {
    ;({ questions: earliest, found } = await look(number))
  }
  for (let number = 1; found === undefined && isNewestFirst && number < start; number++) {
    ;({ questions, found } = await look(number))
    if (isKnown(questions.at(-1))) break
  }
  return found ?? null
}
