import { type ErrorCode, errorCodes } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { ActivityRequest } from '../../../shared/model/sync.ts'
import { lookedAt, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountCell, AccountMark, useAccountMarks } from '../accounts/index.ts'
import styles from './RequestsTab.module.css'

/** Every request to a service, newest first, with a meter of each account's last hour above. */
export function RequestsTab({ requests }: { requests: readonly ActivityRequest[] }) {
  const looked = lookedAt(useAccounts())
  const marks = useAccountMarks()
  const columns = [
    { words: t('activity.when') },
    { words: t('activity.requests.path'), wide: true },
    { words: t('activity.requests.outcome') },
    { words: t('activity.requests.time'), end: true },
  ]
  return (
    <>
      <ul className={styles.meters}>
        {looked.map((account) => (
          <Meter key={account.id} account={account} named={looked.length > 1} />
        ))}
      </ul>
      {requests.length === 0 ? (
        <NothingHere title={t('activity.requests.empty')} text={t('activity.requests.emptyText')} />
      ) : (
        <LogTable label={t('activity.tabs.requests')} columns={columns} marks={marks}>
          {requests.map((request) => (
            <Request key={request.id} request={request} />
          ))}
        </LogTable>
      )}
    </>
  )
}

function Meter({ account, named }: { account: AccountSummary; named: boolean }) {
  const budget = useAccounts((state) => state.statuses.find(({ id }) => id === account.id)?.budget)
  // A minute passes while one looks.
  if (budget === undefined || budget.per === 'minute') return null
  const words = t('activity.requests.meter', { ...budget })
  return (
    <li className={styles.meter}>
      {named && <AccountMark account={account} size="row" named />}
      <span className={styles.hour}>{t('activity.requests.lastHour')}</span>
      <span className={styles.bar}>
        <ProgressBar label={`${t('activity.requests.lastHour')}: ${words}`} value={budget.used} total={budget.limit} />
      </span>
      <span>{words}</span>
    </li>
  )
}

function Request({ request }: { request: ActivityRequest }) {
  const zone = useAccounts((state) => zoneOf(state.accounts, request.accountId))
  const now = useClock((state) => state.now)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === request.accountId))
  const outcome = outcomeWords(request.outcome, zone, account)
  return (
    <tr>
      <AccountCell accountId={request.accountId} />
      <Cell title={exactTime(request.sentAt, zone)}>{whenWords(request.sentAt, now, zone)}</Cell>
      <Cell wide>
        <span className={styles.path}>{request.path}</span>
      </Cell>
      <Cell dim={request.outcome === 'ok'}>
        <span className={styles.outcome} title={outcome}>
          {outcome}
        </span>
      </Cell>
      <Cell end dim>
        {request.milliseconds !== null &&
          t('activity.requests.milliseconds', { count: Math.round(request.milliseconds) })}
      </Cell>
    </tr>
  )
}

const isErrorCode = (code: string): code is ErrorCode => errorCodes.some((known) => known === code)

/** How a request ended, in words; an outcome this version does not know is shown unchanged. */
function outcomeWords(outcome: string | null, zone: string, account: AccountSummary | undefined): string {
  if (outcome === null) return t('activity.requests.unknown')
  if (outcome === 'ok') return t('activity.requests.ok')
  if (!isErrorCode(outcome)) return outcome
  // As its connector says it: a platform goes by its address.
  const platform = account?.url ?? null
  const detail = platform === null ? {} : { service: new URL(platform).hostname }
  return errorWords({ code: outcome, detail }, zone).what
}
