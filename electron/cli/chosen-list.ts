import { AppError } from '../../shared/errors.ts'
import type { ListRef } from '../../shared/model/access-code.ts'
import type { StoredAccount } from '../store/api.ts'
import type { CommandContext } from './context.ts'
import { usage } from './option-values.ts'
import { plainText } from './plain-text.ts'

/**
 * The access list of that number. The links say which of these accounts it belongs to.
 * @throws AppError `access-list/not-found`, `usage/invalid` where several accounts have such a list
 */
export async function chosenList(
  listId: number,
  accounts: readonly StoredAccount[],
  context: CommandContext,
): Promise<ListRef> {
  const known = await context.core.store.accessLists(accounts.map(({ id }) => id))
  const owners = known.filter((list) => list.listId === listId).map(({ accountId }) => accountId)
  const [own, other] = owners
  if (own === undefined) throw new AppError('access-list/not-found', { listId })
  if (other === undefined) return { accountId: own, listId }
  const named = accounts.filter(({ id }) => owners.includes(id)).map(({ id, name }) => `${id} (${plainText(name)})`)
  throw usage(`Several accounts have an access list ${listId}. Choose one with --account ID: ${named.join(', ')}.`)
}
