import { AppError } from '../../../shared/errors.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import type { AssessmentRow } from '../../../shared/model/assessment.ts'
import { accountsAt, accountsToChoose } from '../chosen-accounts.ts'
import { type CommandContext, usage } from '../command.ts'

/** The one account at a learning platform that is meant. @throws AppError `usage/invalid` where there are several */
export async function onePlatform(context: CommandContext): Promise<StoredAccount> {
  const accounts = (await accountsAt('assessments', context)).filter(({ archived }) => !archived)
  const [only, another] = accounts
  if (only === undefined) throw new AppError('account/not-found')
  if (another === undefined) return only
  throw usage(`There are several learning platforms. Choose one with --account ID: ${accountsToChoose(accounts)}.`)
}

/** @throws AppError `assessment/not-found`; `usage/invalid` where several accounts have one of that id */
export async function assessmentNamed(word: string, context: CommandContext): Promise<AssessmentRow> {
  const accounts = await accountsAt('assessments', context)
  const found: AssessmentRow[] = []
  for (const { id } of accounts) found.push(...[(await context.core.store.assessmentWith(id, word)) ?? []].flat())
  const [only, another] = found
  if (only === undefined) throw new AppError('assessment/not-found')
  if (another === undefined) return only
  throw usage(`Several accounts have that assessment. Choose one with --account ID: ${accountsToChoose(accounts)}.`)
}
