import { FileDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { systemZone } from '../../app/accounts.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { Done } from './Done.tsx'
import styles from './Imports.module.css'
import { nameWords } from './import-words.ts'
import { type Stage, useImports } from './imports.ts'
import { PastImports } from './PastImports.tsx'
import { Preview } from './Preview.tsx'

/** What is done with files at the moment; where there are none, how to bring some, and what was imported so far. */
export function FilesTab() {
  const stage = useImports((state) => state.stage)
  if (stage.at === 'preview') return <Preview summary={stage.summary} />
  if (stage.at === 'done') return <Done summary={stage.summary} />
  return (
    <div className={styles.page}>
      {stage.at === 'reading' || stage.at === 'importing' ? <UnderWay stage={stage} /> : <Invitation stage={stage} />}
      <PastImports />
    </div>
  )
}

function Invitation({ stage }: { readonly stage: Stage }) {
  const { again, choose, opened } = useImports()
  return (
    <>
      {stage.at === 'failed' && (
        <ErrorMessage error={stage.error} zone={systemZone} data={t(`imports.failed.${stage.during}`)} focus>
          {opened !== null && stage.during === 'preview' && (
            <Button onPress={() => void again()}>{t('imports.failed.again')}</Button>
          )}
          <Button look="quiet" onPress={() => void choose('files')}>
            {t('imports.failed.other')}
          </Button>
        </ErrorMessage>
      )}
      <div className={styles.drop}>
        <FileDown aria-hidden />
        <h2>{t(stage.at === 'choosing' ? 'imports.choosing' : 'imports.drop.title')}</h2>
        <p>{t('imports.drop.text')}</p>
      </div>
    </>
  )
}

function UnderWay({ stage }: { readonly stage: Extract<Stage, { at: 'reading' | 'importing' }> }) {
  const { cancel, opened, attempts: total } = useImports()
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone.
  useEffect(() => heading.current?.focus(), [])
  const names = opened?.names ?? []
  const attempts = stage.progress?.attempts ?? 0
  const isImport = stage.at === 'importing'
  const words =
    stage.progress === null
      ? t('imports.beginning')
      : isImport && total !== null
        ? t('imports.progressOf', { shown: wholeNumber(attempts), total: wholeNumber(total) })
        : t('imports.progress', { count: attempts, shown: wholeNumber(attempts) })
  const title = t(`imports.${stage.at}`, { names: nameWords(names) })
  return (
    <section className={styles.underWay} aria-label={title}>
      <div className={styles.underWayHead}>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button isDisabled={stage.jobId === null} onPress={cancel}>
          {t('action.cancel')}
        </Button>
      </div>
      <ProgressBar label={title} value={attempts} total={isImport ? total : null} />
      <p className={styles.dim}>{isImport ? `${words}. ${t('imports.cancelImport')}` : words}</p>
    </section>
  )
}
