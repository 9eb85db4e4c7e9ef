import { AppError } from '../../shared/errors.ts'
import type { QuestionContent } from '../../shared/model/bank.ts'
import { askedKey, saidKey } from '../../shared/model/question-rules.ts'

/** How each account's ClassMarker takes true or false questions, as far as that was found out. */
export type TrueFalseForms = Map<string, 'with options' | 'without options'>

/** Sends a question; a true or false question in the other form where the first is refused, which is then remembered. */
export async function inEitherForm<Answer>(
  forms: TrueFalseForms,
  account: string,
  { type }: Pick<QuestionContent, 'type'>,
  send: (withTrueFalse: boolean) => Promise<Answer>,
): Promise<Answer> {
  const withTrueFalse = forms.get(account) !== 'without options'
  try {
    return await send(withTrueFalse)
  } catch (thrown) {
    const isRefused = thrown instanceof AppError && thrown.code === 'bank/values-refused'
    if (type !== 'truefalse' || !isRefused) throw thrown
    const answer = await send(!withTrueFalse)
    forms.set(account, withTrueFalse ? 'without options' : 'with options')
    return answer
  }
}

/** Whether two questions say the same to ClassMarker and to takers. */
export const saysSame = (one: QuestionContent, other: QuestionContent): boolean => saidKey(one) === saidKey(other)

/** Whether two questions ask the same: what tells whether one at ClassMarker is the one that a request was to create. */
export const asksSame = (one: QuestionContent, other: QuestionContent): boolean => askedKey(one) === askedKey(other)
