import { Button } from 'react-aria-components'
import type { ResultChange } from '../../../shared/model/activity.ts'
import { ChangeLine } from '../../components/ChangeLine.tsx'
import { AccountCell, Cell, LogTable } from '../../components/LogTable.tsx'
import { inOrder } from '../../format/change-words.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'
import styles from './ChangesTab.module.css'

interface ChangesTabProps {
  readonly changes: readonly ResultChange[]
  onOpen(resultId: number): void
}

/** What ClassMarker changed in results that were here already; what changed together stands together. */
export function ChangesTab({ changes, onOpen }: ChangesTabProps) {
  if (changes.length === 0) {
    return <NothingHere title={t('activity.changes.empty')} text={t('activity.changes.emptyText')} />
  }
  const columns = [
    { words: t('activity.changes.student') },
    { words: t('activity.changes.test') },
    { words: t('activity.changes.what'), wide: true },
    { words: t('activity.changes.seen') },
  ]
  const together = Map.groupBy(changes, ({ resultId, seenAt }) => `${resultId} ${seenAt}`)
  return (
    <LogTable label={t('activity.tabs.changes')} columns={columns}>
      {[...together].map(([key, same]) => (
        <ChangedResult key={key} changes={same} onOpen={onOpen} />
      ))}
    </LogTable>
  )
}

function ChangedResult({ changes, onOpen }: ChangesTabProps) {
  const [first] = changes
  const accounts = useAccounts((state) => state.accounts)
  const now = useClock((state) => state.now)
  if (first === undefined) return null
  const zone = zoneOf(accounts, first.accountId)
  const name = first.student || t('results.noName')
  return (
    <tr className={styles.row}>
      <AccountCell accountId={first.accountId} />
      <Cell>
        <Button
          className={styles.name ?? ''}
          aria-label={t('activity.changes.open', { name, test: first.testName })}
          onPress={() => onOpen(first.resultId)}
        >
          {name}
        </Button>
      </Cell>
      <Cell title={first.testName}>
        <span className={styles.test}>{first.testName}</span>
      </Cell>
      <Cell wide>
        <ul>
          {inOrder(changes).map((change) => (
            <li key={change.id}>
              <ChangeLine change={change} zone={zone} />
            </li>
          ))}
        </ul>
      </Cell>
      <Cell dim title={exactTime(first.seenAt, zone)}>
        {whenWords(first.seenAt, now, zone)}
      </Cell>
    </tr>
  )
}
