import { Button } from 'react-aria-components'
import type { ResultChange } from '../../../shared/model/sync.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountCell, useAccountMarks } from '../accounts/index.ts'
import { ChangeLine, inOrder } from '../results/index.ts'
import styles from './ChangesTab.module.css'

interface ChangesTabProps {
  readonly changes: readonly ResultChange[]
  onOpen(resultId: number): void
}

/** What ClassMarker changed in results already here; changes made together stand together. */
export function ChangesTab({ changes, onOpen }: ChangesTabProps) {
  const marks = useAccountMarks()
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
    <LogTable label={t('activity.tabs.changes')} columns={columns} marks={marks}>
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
