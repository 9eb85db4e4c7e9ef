import { ClipboardPaste, ListFilter, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { Button } from '../../components/Button.tsx'
import { NothingHere } from '../../components/LogTable.tsx'
import { t } from '../../i18n.ts'
import { refOf } from '../../state/access-lists.ts'
import { useCodeEdit } from '../../state/code-edit.ts'
import { isNarrowed, useCodePages, useCodes } from '../../state/codes.ts'
import styles from './EmptyCodes.module.css'

/** Why no code is shown, and what to do about it. */
export function EmptyCodes({ list, account }: { list: AccessListSummary; account: AccountSummary }) {
  const filter = useCodePages((state) => state.shown?.query.filter ?? {})
  const clearFilter = useCodes((state) => state.clearFilter)
  const start = useCodeEdit((state) => state.start)
  if (isNarrowed(filter)) {
    const { pending, ...others } = filter
    const why = pending === true && !isNarrowed(others) ? 'noneWaits' : 'none'
    return (
      <Empty title={t(`accessCodes.codes.empty.${why}`)} text={t(`accessCodes.codes.empty.${why}Text`)}>
        <Button icon={ListFilter} onPress={clearFilter}>
          {t('accessCodes.codes.empty.clear')}
        </Button>
      </Empty>
    )
  }
  if (account.archived)
    return <Empty title={t('accessCodes.codes.empty.title')} text={t('accessCodes.codes.empty.textArchived')} />
  return (
    <Empty title={t('accessCodes.codes.empty.title')} text={t('accessCodes.codes.empty.text')}>
      <Button icon={ClipboardPaste} onPress={() => start(refOf(list), 'full-list')}>
        {t('accessCodes.numbers.paste')}
      </Button>
      <Button icon={Plus} onPress={() => start(refOf(list), 'add')}>
        {t('accessCodes.edit.open.add')}
      </Button>
    </Empty>
  )
}

function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <NothingHere title={title} text={text} />
      <div className={styles.buttons}>{children}</div>
    </div>
  )
}
