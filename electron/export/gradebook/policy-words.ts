import type { DataValidation } from 'exceljs'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'

const words: Readonly<Record<AttemptPolicy, string>> = {
  best: 'Best',
  first: 'First',
  last: 'Last',
  average: 'Average',
}

/** A policy as it stands in a cell. */
export const policyWord = (policy: AttemptPolicy): string => words[policy]

export const policyChoices: DataValidation = {
  type: 'list',
  allowBlank: false,
  formulae: [`"${Object.values(words).join(',')}"`],
  showErrorMessage: true,
  errorTitle: 'Attempt policy',
  error: 'Choose Best, First, Last or Average.',
}

/**
 * Whether an attempt counts, 1 or 0, as a formula.
 * @param policy the address of the policy's word
 */
export const countsBy = (policy: string, first: string, last: string, best: string): string =>
  `CHOOSE(MATCH(${policy},{"Best","First","Last","Average"},0),${best},${first},${last},1)`
