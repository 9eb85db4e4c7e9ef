import type { QuestionContent } from '../../shared/model/bank.ts'
import { askedKey, saidKey } from '../../shared/model/question-rules.ts'

/** Whether two questions say the same to ClassMarker and to takers. */
export const saysSame = (one: QuestionContent, other: QuestionContent): boolean => saidKey(one) === saidKey(other)

/** Whether two questions ask the same: what tells whether one at ClassMarker is the one that a request was to create. */
export const asksSame = (one: QuestionContent, other: QuestionContent): boolean => askedKey(one) === askedKey(other)
