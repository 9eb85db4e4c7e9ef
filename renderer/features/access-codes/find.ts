import { KeyRound } from 'lucide-react'
import type { ListRef } from '../../../shared/model/access-code.ts'
import type { FoundCode, FoundInList } from '../../../shared/model/found.ts'
import { rowAccount, useAccounts } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import type { FindEntry, FindSource } from '../find/index.ts'
import { listKey, refOf, useAccessLists } from './access-lists.ts'
import { openCodes, useCodes, useCodesAsked } from './codes.ts'

/** Shows the codes of a list that a text finds. */
function openList(list: ListRef, search: string): void {
  useAccessLists.getState().choose(listKey(list))
  openCodes(refOf(list))
  useCodes.getState().setFilter({ search, use: undefined, pending: undefined })
  useCodesAsked.setState(({ turn }) => ({ turn: turn + 1 }))
  useNavigation.getState().go('access-codes')
}

const nameOf = ({ listId, listName }: Pick<FoundInList, 'listId' | 'listName'>): string =>
  t('accessCodes.list.named', { name: listName || t('accessCodes.list.unnamed'), id: listId })

function entryOf(found: FoundCode): FindEntry {
  const account = rowAccount(useAccounts.getState())?.(found.accountId)
  return {
    id: `${listKey(found)} ${found.code}`,
    words: found.code,
    aside: [...(found.name ? [found.name] : []), nameOf(found), ...(account ? [account.name] : [])].join(' · '),
    icon: KeyRound,
    open: () => openList(found, found.code),
  }
}

/** Access codes for Find. */
export const codeFinds: FindSource = {
  id: 'codes',
  title: () => t('accessCodes.title'),
  entries({ text, found }) {
    if (found === null) return []
    const { entries, total, lists } = found.codes
    if (total <= entries.length) return entries.map(entryOf)
    const all = lists.map(
      (list): FindEntry => ({
        id: `all ${listKey(list)}`,
        words: t('find.all.codes', { count: list.count, list: nameOf(list) }),
        icon: KeyRound,
        open: () => openList(list, text.trim()),
      }),
    )
    return [...entries.map(entryOf), ...all]
  },
}
