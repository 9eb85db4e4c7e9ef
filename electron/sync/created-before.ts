import type { SentQuestion } from '../../shared/model/bank-sent.ts'
import { bankPageSize } from '../connectors/classmarker/index.ts'
import type { BankPage } from './bank-page.ts'

interface Search {
  readonly page: (number: number) => Promise<BankPage>
  /** Numbers of the questions that are known here. */
  readonly owned: ReadonlySet<string>
  readonly isIt: (question: SentQuestion) => boolean
  /** Makes the questions of a page known here, so that a search that is cut short goes on where it was. */
  readonly keep: (questions: readonly SentQuestion[]) => Promise<void>
}

/**
 * Looks for the question that a request created whose answer was lost. ClassMarker numbers questions in the order in which
 * they are created, and new ones are at the end of its list: from where the end was, it is read back until a page begins
 * with a question that is known here, which is older, and then on to the end. Where the newest ones come first, the
 * beginning is read as well.
 * @returns null where it was not created
 */
export async function createdBefore({ page, owned, isIt, keep }: Search): Promise<SentQuestion | null> {
  const isKnown = (question: SentQuestion | undefined) => question !== undefined && owned.has(question.questionId)
  const start = Math.max(1, Math.ceil(owned.size / bankPageSize))
  let isNewestFirst = false
  const look = async (number: number) => {
    const { questions, isLast } = await page(number)
    isNewestFirst ||= Number(questions[0]?.questionId) > Number(questions.at(-1)?.questionId)
    return { questions, isLast, found: questions.find((question) => !isKnown(question) && isIt(question)) }
  }
  let { questions, isLast, found } = await look(start)
  let earliest = questions
  for (let number = start - 1; found === undefined && number > 0 && !isKnown(earliest[0]); number--) {
    ;({ questions: earliest, found } = await look(number))
  }
  // Only now: a question that is kept before stands for one behind which nothing has to be looked for.
  for (let number = start + 1; found === undefined && !isLast; number++) {
    await keep(questions)
    ;({ questions, isLast, found } = await look(number))
  }
  for (let number = 1; found === undefined && isNewestFirst && number < start; number++) {
    ;({ questions, found } = await look(number))
    if (isKnown(questions.at(-1))) break
  }
  return found ?? null
}
