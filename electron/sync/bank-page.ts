import { AppError } from '../../shared/errors.ts'
import type { SentQuestion } from '../../shared/model/bank-sent.ts'
import { type AccountClient, bankPageSize } from '../connectors/classmarker/index.ts'

/** A page of the bank. */
export interface BankPage {
  readonly questions: readonly SentQuestion[]
  /** Questions that cannot be kept. */
  readonly unreadable: number
  /** Questions sent, readable or not. */
  readonly returned: number
  readonly isLast: boolean
}

/**
 * Reads a page of the bank. After a full page there may be none, and nobody says how that is answered: a page that is
 * refused is an empty one.
 * @throws AppError as `AccountClient.questions`
 */
export async function bankPage(client: AccountClient, number: number, signal: AbortSignal): Promise<BankPage> {
  try {
    const { questions, unreadable, returned } = await client.questions(number, signal)
    return { questions, unreadable, returned, isLast: returned < bankPageSize }
  } catch (thrown) {
    const isBeyond = thrown instanceof AppError && thrown.detail.apiCode === 'requestParamValidationError'
    if (number === 1 || !isBeyond) throw thrown
    return { questions: [], unreadable: 0, returned: 0, isLast: true }
  }
}
