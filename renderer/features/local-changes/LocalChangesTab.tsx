import { Redo2, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import type { LocalChange } from '../../../shared/model/local-change.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { systemZone } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, sentenceWhen, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere, ScreenLoading } from '../../ui/Screen.tsx'
import styles from './LocalChangesTab.module.css'
import { changeWords, redo, undo, useLocalChanges } from './local-changes.ts'

/** What the teacher changed on this computer, newest first; the newest that stands can be undone, the last undone made again. */
export function LocalChangesTab() {
  const { changes, error, load, watch } = useLocalChanges()
  useEffect(() => watch(), [watch])
  if (changes === null) {
    return (
      <>
        <ListError error={error} focus={false} onRetry={() => void load()} />
        {error === null && <ScreenLoading>{t('activity.loading')}</ScreenLoading>}
      </>
    )
  }
  if (changes.length === 0) {
    return <NothingHere title={t('localChanges.empty')} text={t('localChanges.emptyText')} />
  }
  const newest = changes.find(({ undoneAt, canBeUndone }) => undoneAt === null && canBeUndone)
  const lastUndone = changes.findLast(({ undoneAt, canBeUndone }) => undoneAt !== null && canBeUndone)
  const columns = [
    { words: t('localChanges.what'), wide: true },
    { words: t('localChanges.when') },
    { words: t('localChanges.state') },
    { words: t('localChanges.undo'), hidden: true },
  ]
  return (
    <>
      <p className={styles.lead}>{t('localChanges.lead')}</p>
      <LogTable label={t('localChanges.tab')} columns={columns}>
        {changes.map((change) => (
          <Change key={change.id} change={change} way={wayOf(change, newest, lastUndone)} />
        ))}
      </LogTable>
    </>
  )
}

const wayOf = (change: LocalChange, newest: LocalChange | undefined, lastUndone: LocalChange | undefined) => {
  if (change === newest) return 'undo'
  return change === lastUndone ? 'redo' : null
}

function Change({ change, way }: { change: LocalChange; way: 'undo' | 'redo' | null }) {
  const now = useClock((state) => state.now)
  const what = changeWords(change)
  const { undoneAt, madeAt } = change
  const sentence = what.slice(0, 1).toUpperCase() + what.slice(1)
  return (
    <tr>
      <Cell wide dim={undoneAt !== null}>
        {undoneAt === null ? sentence : <s>{sentence}</s>}
      </Cell>
      <Cell dim title={exactTime(madeAt, systemZone)}>
        {whenWords(madeAt, now, systemZone)}
      </Cell>
      <Cell dim>{stateWords(change, now)}</Cell>
      <Cell end>
        {way !== null && (
          <span className={styles.way}>
            <Button
              look="quiet"
              icon={way === 'undo' ? Undo2 : Redo2}
              aria-label={t(way === 'undo' ? 'localChanges.undoThis' : 'localChanges.redoThis', { what })}
              onPress={() => void (way === 'undo' ? undo() : redo())}
            >
              {t(`localChanges.${way}`)}
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}

function stateWords({ undoneAt, canBeUndone }: LocalChange, now: UnixSeconds): string {
  if (undoneAt !== null) return t('localChanges.undone', { when: sentenceWhen(undoneAt, now, systemZone) })
  return t(canBeUndone ? 'localChanges.stands' : 'localChanges.past')
}
