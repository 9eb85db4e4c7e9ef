import { AppError } from '../../shared/errors.ts'
import { type Account, areAtSeveralPlaces } from '../../shared/model/account.ts'
import type { Store } from '../store/api.ts'
import type { SecretStore } from './secrets.ts'

/**
 * The secret of an account, null when there is none. A secret of the environment does not say whose it is: where it may be
 * of another place than this account's, it is sent nowhere.
 * @throws AppError `keychain/whose` there, `keychain/locked`, `keychain/failed`
 */
export async function ownSecret(
  { id }: Pick<Account, 'id'>,
  { secrets, store }: { readonly secrets: SecretStore; readonly store: Pick<Store, 'listAccounts'> },
): Promise<string | null> {
  const secret = await secrets.get(id)
  if (secret === null || !(await secrets.isOfAnybody?.(id))) return secret
  if (areAtSeveralPlaces(await store.listAccounts())) throw new AppError('keychain/whose')
  return secret
}
