import { AppError } from '../../shared/errors.ts'
import type { QuestionContent } from '../../shared/model/bank.ts'
import { askedKey, saidKey } from '../../shared/model/question-rules.ts'
import type { TrueFalseForm } from '../../shared/model/settings.ts'
import type { Store } from '../store/api.ts'

/**
 * Sends a question; a true or false question in the other form where the first is refused, which is then remembered for
 * its account.
 */
export async function inEitherForm<Answer>(
  store: Pick<Store, 'settings' | 'changeSettings' | 'listAccounts'>,
  account: string,
  { type }: Pick<QuestionContent, 'type'>,
  send: (withTrueFalse: boolean) => Promise<Answer>,
): Promise<Answer> {
  if (type !== 'truefalse') return send(true)
  const withTrueFalse = (await store.settings()).trueFalse[account] !== 'without options'
  try {
    return await send(withTrueFalse)
  } catch (thrown) {
    if (!(thrown instanceof AppError && thrown.code === 'bank/values-refused')) throw thrown
    const answer = await send(!withTrueFalse)
    // What was sent stands, whether or not its form can be kept.
    await keepForm(store, account, withTrueFalse ? 'without options' : 'with options').catch(() => undefined)
    return answer
  }
}

async function keepForm(
  store: Pick<Store, 'settings' | 'changeSettings' | 'listAccounts'>,
  account: string,
  form: TrueFalseForm,
): Promise<void> {
  const [{ trueFalse }, accounts] = await Promise.all([store.settings(), store.listAccounts()])
  const standing = Object.entries(trueFalse).filter(([id]) => accounts.some((each) => each.id === id))
  await store.changeSettings({ trueFalse: { ...Object.fromEntries(standing), [account]: form } })
}

/** Whether two questions say the same to ClassMarker and to takers. */
export const saysSame = (one: QuestionContent, other: QuestionContent): boolean => saidKey(one) === saidKey(other)

/** Whether two questions ask the same: what tells whether one at ClassMarker is the one that a request was to create. */
export const asksSame = (one: QuestionContent, other: QuestionContent): boolean => askedKey(one) === askedKey(other)
