import { Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import type { PastImport } from '../../../shared/model/import-preview.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, sentenceWhen, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { Cell, LogTable } from '../../ui/LogTable.tsx'
import { AccountCell, useAccountMarks } from '../accounts/index.ts'
import { useLocalChanges } from '../local-changes/index.ts'
import styles from './Imports.module.css'
import { countWords, nameWords } from './import-words.ts'
import { useImports } from './imports.ts'

/** The imports of before, newest first. */
export function PastImports() {
  const { past, pastError, watchPast, loadPast } = useImports()
  const narrowed = useAccounts((state) => state.filterAccounts())
  const watchChanges = useLocalChanges((state) => state.watch)
  const marks = useAccountMarks()
  // biome-ignore lint/correctness/useExhaustiveDependencies: other accounts have other imports
  useEffect(() => watchPast(), [watchPast, narrowed])
  useEffect(() => watchChanges(), [watchChanges])
  const columns = [
    { words: t('imports.past.files'), wide: true },
    { words: t('imports.past.came') },
    { words: t('imports.past.when') },
    { words: t('imports.past.state'), leaves: true },
    { words: t('imports.past.undoColumn'), hidden: true },
  ]
  return (
    <section className={styles.past} aria-label={t('imports.past.title')}>
      <h2 className={styles.heading}>{t('imports.past.title')}</h2>
      <ListError error={pastError} focus={false} onRetry={() => void loadPast()} />
      {past === null && pastError === null && <p className={styles.dim}>{t('imports.past.loading')}</p>}
      {past !== null && past.length === 0 && <p className={styles.dim}>{t('imports.past.empty')}</p>}
      {past !== null && past.length > 0 && (
        <LogTable label={t('imports.past.label')} columns={columns} marks={marks}>
          {past.map((each) => (
            <PastRow key={each.id} past={each} />
          ))}
        </LogTable>
      )}
    </section>
  )
}

function PastRow({ past }: { readonly past: PastImport }) {
  const { account, files, fileCount, counts, madeAt, undoneAt, change } = past
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, account))
  const undo = useImports((state) => state.undo)
  const newest = useLocalChanges((state) => state.changes?.find((each) => each.undoneAt === null && each.canBeUndone))
  const names = nameWords(files, fileCount)
  const isUndone = undoneAt !== null
  return (
    <tr>
      <AccountCell accountId={account} />
      <Cell wide dim={isUndone} title={files.join('\n')}>
        {isUndone ? <s>{names}</s> : names}
      </Cell>
      <Cell dim={isUndone}>{counts === null ? t('imports.past.partial') : countWords(counts)}</Cell>
      <Cell dim title={exactTime(madeAt, zone)}>
        {whenWords(madeAt, now, zone)}
      </Cell>
      <Cell dim leaves>
        {isUndone ? t('imports.past.undone', { when: sentenceWhen(undoneAt, now, zone) }) : t('imports.past.stands')}
      </Cell>
      <Cell end>
        {change !== null && !isUndone && newest?.id === change && (
          <span className={styles.way}>
            <Button
              look="quiet"
              icon={Undo2}
              aria-label={t('imports.past.undo', { files: names })}
              onPress={() => void undo(change)}
            >
              {t('localChanges.undo')}
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}
