import { AppError } from '../../shared/errors.ts'
import type { ResultsFilter } from '../../shared/model/query.ts'
import type { StoredAccount } from '../store/api.ts'
import type { CommandContext } from './context.ts'

type Choice = Pick<CommandContext, 'core' | 'account'>

/**
 * The account that is named; else every account at ClassMarker, for the sample's made-up results must not pass for
 * real ones; else the sample, where it is all there is. None of them is looked for in the keychain.
 * @throws AppError `account/not-found` when the named one is not there
 */
export async function chosenAccounts({ core, account }: Choice): Promise<StoredAccount[]> {
  if (account !== undefined) return [await core.accounts.stored(account)]
  const all = await core.store.listAccounts()
  const real = all.filter(({ sample }) => !sample)
  return real.length > 0 ? real : all
}

/** @throws AppError `account/not-found` also when there is no account at all */
export async function someAccounts(choice: Choice): Promise<StoredAccount[]> {
  const accounts = await chosenAccounts(choice)
  if (accounts.length === 0) throw new AppError('account/not-found')
  return accounts
}

/** Those that are still at ClassMarker. @throws AppError `account/not-found` where there is none */
export async function connectedAccounts(choice: Choice): Promise<StoredAccount[]> {
  const connected = (await chosenAccounts(choice)).filter(({ archived }) => !archived)
  if (connected.length === 0) throw new AppError('account/not-found')
  return connected
}

/** The filter, for the chosen accounts. */
export async function ofChosenAccounts(filter: ResultsFilter, choice: Choice): Promise<ResultsFilter> {
  return { ...filter, accounts: (await chosenAccounts(choice)).map(({ id }) => id) }
}
