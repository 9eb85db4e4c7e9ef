import { AppError } from '../../shared/errors.ts'
import type { ListRef } from '../../shared/model/access-code.ts'
import type { StoredAccount } from '../store/queries/accounts.ts'
import type { CommandContext } from './context.ts'
import { usage } from './option-values.ts'
import { plainText } from './plain-text.ts'

/**
 * The access list of that number. The links say which of these accounts it belongs to; where there is one account
 * alone and its links were never fetched, it is taken for its.
 * @throws AppError `codes/no-such-list`, `usage/invalid` where several accounts have such a list
 */
export async function chosenList(
  listId: number,
  accounts: readonly StoredAccount[],
  context: CommandContext,
): Promise<ListRef> {
  const known = await context.core.store.accessLists(accounts.map(({ id }) => id))
  const owners = known.filter((list) => list.listId === listId).map(({ accountId }) => accountId)
  const [own, other] = owners
  if (own === undefined) return { accountId: await unseenAmong(accounts, listId, context), listId }
  if (other === undefined) return { accountId: own, listId }
  const named = accounts.filter(({ id }) => owners.includes(id)).map(({ id, name }) => `${id} (${plainText(name)})`)
  throw usage(`Several accounts have an access list ${listId}. Choose one with --account ID: ${named.join(', ')}.`)
}

async function unseenAmong([only, ...others]: readonly StoredAccount[], listId: number, { core }: CommandContext) {
  const isCertain = only !== undefined && others.length === 0
  if (isCertain && (await core.store.syncState(only.id)).discoveredAt === null) return only.id
  throw new AppError('codes/no-such-list', { listId })
}
