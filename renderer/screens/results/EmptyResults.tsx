import { Download, ListFilter, SearchX } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n.ts'
import { currentAccount, syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { useResultCount } from '../../state/result-count.ts'
import { isNarrowed, useResultPages, useResults } from '../../state/results.ts'
import { anyRunning } from '../../state/sync-pill.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'

/** Why there are no rows, and the one thing to do about it. */
export function EmptyResults() {
  const accounts = useAccounts()
  const { jobs, startSync } = useJobs()
  const shown = useResultPages((state) => state.shown)
  const clearFilter = useResults((state) => state.clearFilter)
  const total = useResultCount()
  const synced = syncedAccounts(accounts)
  const current = currentAccount(accounts)

  if (shown !== null && isNarrowed(shown.query.filter)) {
    const { search, accounts: _, ...others } = shown.query.filter
    const why = search !== undefined && Object.keys(others).length === 0 ? 'search' : 'filters'
    return (
      <NothingHere
        title={t(`results.empty.${why}.title`)}
        text={t(`results.empty.${why}.text`)}
        more={t(`results.empty.${why}.without`, { count: total })}
      >
        <Button icon={why === 'search' ? SearchX : ListFilter} onPress={clearFilter}>
          {t(`results.empty.${why}.clear`)}
        </Button>
      </NothingHere>
    )
  }
  if (anyRunning(jobs, current ? [current.id] : (accounts.accounts ?? []).map(({ id }) => id))) {
    return <NothingHere title={t('results.arriving.title')} text={t('results.arriving.text')} />
  }
  if (synced.length > 0 && synced.every(({ lastSync }) => lastSync?.outcome !== 'complete')) {
    return (
      <NothingHere title={t('results.neverSynced.title')} text={t('results.neverSynced.text')}>
        <Button look="primary" icon={Download} onPress={() => synced.forEach(({ id }) => void startSync(id))}>
          {t('results.neverSynced.button')}
        </Button>
      </NothingHere>
    )
  }
  return <NothingHere title={t('results.nothingYet.title')} text={t('results.nothingYet.text')} />
}
