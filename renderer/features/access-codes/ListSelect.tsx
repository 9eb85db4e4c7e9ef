import { Check, ChevronsUpDown } from 'lucide-react'
import { Button, ListBox, ListBoxItem, Select, SelectValue } from 'react-aria-components'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import { useRowAccount } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import menu from '../../ui/Menu.module.css'
import { AccountMark } from '../accounts/index.ts'
import { listKey, useAccessLists } from './access-lists.ts'
import { listName } from './code-words.ts'
import styles from './ListSelect.module.css'

/** Chooses the access list; with a single list it shows only the name. */
export function ListSelect({ list }: { list: AccessListSummary }) {
  const { lists, choose } = useAccessLists()
  const accountOf = useRowAccount()
  const nameOf = (one: AccessListSummary): string => {
    const account = accountOf?.(one.accountId)
    return account ? t('accessCodes.list.ofAccount', { account: account.name, list: listName(one) }) : listName(one)
  }
  if (lists === null || lists.length < 2) return <p className={styles.only}>{nameOf(list)}</p>
  return (
    <Select
      className={styles.select ?? ''}
      aria-label={t('accessCodes.list.label')}
      value={listKey(list)}
      onChange={(key) => {
        if (key !== null) choose(String(key))
      }}
    >
      <Button className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''}>{() => nameOf(list)}</SelectValue>
        <ChevronsUpDown aria-hidden />
      </Button>
      <Popover>
        <ListBox className={menu.list ?? ''} items={lists.map((one) => ({ id: listKey(one), list: one }))}>
          {({ id, list: one }) => {
            const account = accountOf?.(one.accountId) ?? null
            return (
              <ListBoxItem id={id} className={menu.item ?? ''} textValue={nameOf(one)}>
                {({ isSelected }) => (
                  <>
                    <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
                    {account && <AccountMark account={account} size="row" named />}
                    <span className={menu.words}>{listName(one)}</span>
                    <span className={menu.aside}>{wholeNumber(one.knownHere)}</span>
                  </>
                )}
              </ListBoxItem>
            )
          }}
        </ListBox>
      </Popover>
    </Select>
  )
}
