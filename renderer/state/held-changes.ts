import type { ListRef } from '../../shared/model/access-code.ts'
import { api } from '../api/client.ts'
import { useCodeChanges } from './code-changes.ts'

/** Rows asked for at once. */
const rowsAtOnce = 500

/** Takes back every change of a list that is held; those that only wait stay. */
export const takeBackHeld = (list: ListRef): Promise<void> =>
  useCodeChanges.getState().takeBack(list, () => heldCodes(list))

async function heldCodes(list: ListRef): Promise<readonly string[]> {
  const filter = { pending: true }
  const count = await api.codes.count({ list, filter })
  const codes: string[] = []
  for (let offset = 0; offset < count; offset += rowsAtOnce) {
    const sort = { field: 'code', direction: 'asc' } as const
    const rows = await api.codes.page({ list, filter, sort, offset, limit: rowsAtOnce })
    codes.push(...rows.filter(({ state }) => state === 'held-add' || state === 'held-remove').map(({ code }) => code))
  }
  return codes
}
