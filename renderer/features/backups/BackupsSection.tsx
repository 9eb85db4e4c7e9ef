import { FileDown, FileUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Snapshot } from '../../../shared/model/backup.ts'
import { systemZone } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { sizeWords } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Section } from '../../ui/Screen.tsx'
import styles from './BackupsSection.module.css'
import { useBackups } from './backups.ts'

const shownAtFirst = 5

/** The copies Gradekeep makes by itself, and a button to save everything to one file. */
export function BackupsSection() {
  const { snapshots, error, load, chooseFile } = useBackups()
  const openDialog = useNavigation((state) => state.openDialog)
  useEffect(() => void load(), [load])
  return (
    <Section title={t('backups.title')}>
      <p className={styles.lead}>{t('backups.lead')}</p>
      {error !== null && (
        <ErrorMessage error={error} zone={systemZone} focus>
          {snapshots === null && <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>}
        </ErrorMessage>
      )}
      {snapshots !== null && <Snapshots snapshots={snapshots} />}
      <div className={styles.buttons}>
        <Button icon={FileDown} onPress={() => openDialog({ kind: 'save-backup' })}>
          {t('backups.save')}
        </Button>
        <Button icon={FileUp} onPress={() => void chooseFile()}>
          {t('backups.open')}
        </Button>
      </div>
    </Section>
  )
}

function Snapshots({ snapshots }: { snapshots: readonly Snapshot[] }) {
  const [all, setAll] = useState(false)
  if (snapshots.length === 0) return <p>{t('backups.none')}</p>
  const shown = all ? snapshots : snapshots.slice(0, shownAtFirst)
  return (
    <div>
      <ul className={styles.list} aria-label={t('backups.list')}>
        {shown.map((snapshot) => (
          <Copy key={snapshot.name} snapshot={snapshot} />
        ))}
      </ul>
      {shown.length < snapshots.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {t('backups.showAll', { count: snapshots.length })}
        </Button>
      )}
    </div>
  )
}

function Copy({ snapshot }: { snapshot: Snapshot }) {
  const now = useClock((state) => state.now)
  const openDialog = useNavigation((state) => state.openDialog)
  const kind = t(`backups.kind.${snapshot.kind}`)
  const when = whenWords(snapshot.takenAt, now, systemZone)
  return (
    <li className={styles.copy}>
      <span className={styles.kind}>{kind}</span>
      <span title={exactTime(snapshot.takenAt, systemZone)}>{when}</span>
      <span className={styles.size}>{sizeWords(snapshot.bytes)}</span>
      <Button
        look="quiet"
        aria-label={t('backups.restoreLabel', { kind, when })}
        onPress={() => openDialog({ kind: 'restore', snapshot })}
      >
        {t('backups.restore')}
      </Button>
    </li>
  )
}
