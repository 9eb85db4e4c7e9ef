import { FileInput, List, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ImportSummary } from '../../../shared/model/import-preview.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Buckets } from './Buckets.tsx'
import styles from './Imports.module.css'
import { cameWords, doneWords } from './import-words.ts'
import { useImports } from './imports.ts'
import { PastImports } from './PastImports.tsx'

/** What came of an import, and the way back. */
export function Done({ summary }: { readonly summary: ImportSummary }) {
  const { undo, leave } = useImports()
  const go = useNavigation((state) => state.go)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { change } = summary
  return (
    <div className={styles.page}>
      <section className={styles.done} aria-labelledby="import-done">
        <h2 ref={heading} id="import-done" tabIndex={-1}>
          {t(change === null ? 'imports.done.titleNothing' : 'imports.done.title')}
        </h2>
        <p>{change === null ? doneWords(summary) : cameWords(summary)}</p>
        <div className={styles.buttons}>
          {change !== null && (
            <Button icon={Undo2} onPress={() => void undo(change)}>
              {t('imports.done.undo')}
            </Button>
          )}
          <Button icon={List} onPress={() => go('results')}>
            {t('imports.done.results')}
          </Button>
          <Button look="quiet" icon={FileInput} onPress={leave}>
            {t('imports.done.another')}
          </Button>
        </div>
      </section>
      <Buckets summary={summary} />
      <PastImports />
    </div>
  )
}
