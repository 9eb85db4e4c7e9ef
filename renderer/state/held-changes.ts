import type { ListRef } from '../../shared/model/access-code.ts'
import { api } from '../api/client.ts'
import { readAll } from '../list/answers.ts'
import { useCodeChanges } from './code-changes.ts'

/** Takes back every change of a list that is held; those that only wait stay. */
export const takeBackHeld = (list: ListRef): Promise<void> =>
  useCodeChanges.getState().takeBack(list, () => heldCodes(list))

async function heldCodes(list: ListRef): Promise<readonly string[]> {
  const query = { list, filter: { pending: true }, sort: { field: 'code', direction: 'asc' } } as const
  const rows = await readAll(api.codeList, query)
  return rows.filter(({ state }) => state === 'held-add' || state === 'held-remove').map(({ code }) => code)
}
