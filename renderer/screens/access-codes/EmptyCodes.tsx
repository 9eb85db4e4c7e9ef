import { ClipboardPaste, ListFilter, Plus } from 'lucide-react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n.ts'
import { refOf } from '../../state/access-lists.ts'
import { useCodeEdit } from '../../state/code-edit.ts'
import { isNarrowed, useCodePages, useCodes } from '../../state/codes.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'

/** Why no code is shown, and what to do about it. */
export function EmptyCodes({ list, account }: { list: AccessListSummary; account: AccountSummary }) {
  const filter = useCodePages((state) => state.shown?.query.filter ?? {})
  const clearFilter = useCodes((state) => state.clearFilter)
  const start = useCodeEdit((state) => state.start)
  if (isNarrowed(filter)) {
    const { pending, ...others } = filter
    const why = pending === true && !isNarrowed(others) ? 'noneWaits' : 'none'
    return (
      <NothingHere title={t(`accessCodes.codes.empty.${why}`)} text={t(`accessCodes.codes.empty.${why}Text`)}>
        <Button icon={ListFilter} onPress={clearFilter}>
          {t('accessCodes.codes.empty.clear')}
        </Button>
      </NothingHere>
    )
  }
  if (account.archived)
    return <NothingHere title={t('accessCodes.codes.empty.title')} text={t('accessCodes.codes.empty.textArchived')} />
  return (
    <NothingHere title={t('accessCodes.codes.empty.title')} text={t('accessCodes.codes.empty.text')}>
      <Button icon={ClipboardPaste} onPress={() => start(refOf(list), 'full-list')}>
        {t('accessCodes.numbers.paste')}
      </Button>
      <Button icon={Plus} onPress={() => start(refOf(list), 'add')}>
        {t('accessCodes.edit.open.add')}
      </Button>
    </NothingHere>
  )
}
