import { ClipboardPaste, ListFilter, Plus, RefreshCw } from 'lucide-react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { syncedAccounts, useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { anyRunning, usePill } from '../sync/index.ts'
import { refOf } from './access-lists.ts'
import { useCodeEdit } from './code-edit.ts'
import { isNarrowed, useCodePages, useCodes } from './codes.ts'

/** Explains where access lists come from, while there is none. */
export function NoLists() {
  const jobs = useJobs((state) => state.jobs)
  const ids = syncedAccounts(useAccounts())
    .filter(({ secret }) => secret !== 'missing')
    .map(({ id }) => id)
  const { sync } = usePill()
  return (
    <NothingHere title={t('accessCodes.none.title')} text={t('accessCodes.none.text')}>
      {ids.length > 0 && (
        <Button icon={RefreshCw} isDisabled={anyRunning(jobs, ids)} onPress={sync}>
          {t('accessCodes.none.sync')}
        </Button>
      )}
    </NothingHere>
  )
}

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
