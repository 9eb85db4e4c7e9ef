import type { LucideIcon } from 'lucide-react'
import { CircleAlert, History, ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppError } from '../../../shared/errors.ts'
import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import type { GradebookFileChoice } from '../../../shared/model/gradebook-file.ts'
import { columnsWithoutTest } from '../../../shared/model/sis-columns.ts'
import { systemZone, useAccounts, useIncompleteWords, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { sentenceWhen } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { useChecks } from './checks.ts'
import styles from './ExportDialog.module.css'
import { type SinceHandIn, useSinceHandIn } from './gradebook-export.ts'

interface ExportFactsProps {
  readonly tests: readonly GradebookColumn[]
  readonly choice: GradebookFileChoice
  /** Called before another place opens. */
  onLeave(): void
}

/** What to know before a gradebook leaves the house; nothing here keeps it from leaving. */
export function ExportFacts({ choice, tests, onLeave }: ExportFactsProps) {
  const incomplete = useIncompleteWords()
  const since = useSinceHandIn()
  const words = useSinceWords(since)
  const checks = useChecks((state) => state.checks)
  const empty = choice.file === 'sis' ? columnsWithoutTest(choice.sisColumns, tests) : []
  const isListed =
    choice.file === 'workbook' &&
    since !== null &&
    typeof since === 'object' &&
    'changes' in since &&
    since.changes.length > 0
  return (
    <ul className={styles.facts}>
      {incomplete !== null && <Fact icon={CircleAlert}>{incomplete}</Fact>}
      {empty.length > 0 && (
        <Fact icon={CircleAlert}>
          {t('gradebookExport.emptyColumns', {
            count: empty.length,
            columns: empty.map(({ header }) => `“${header}”`).join(', '),
          })}
        </Fact>
      )}
      <Fact icon={ListChecks}>
        {checks === null || checks.length === 0 ? (
          checks !== null && t('gradebookExport.noChecks')
        ) : (
          <Button
            look="quiet"
            onPress={() => {
              onLeave()
              useChecks.getState().open()
            }}
          >
            {t('gradebookExport.checks', { count: checks.length })}
          </Button>
        )}
      </Fact>
      {words !== '' && (
        <Fact icon={History}>
          {words} {isListed && t('gradebookExport.handIn.listed')}
        </Fact>
      )}
    </ul>
  )
}

const Fact = ({ icon: Icon, children }: { readonly icon: LucideIcon; readonly children: ReactNode }) =>
  children !== false && (
    <li className={styles.fact}>
      <Icon aria-hidden />
      <span>{children}</span>
    </li>
  )

/** What changed since the last time, in a sentence; '' while it is not known. */
function useSinceWords(since: SinceHandIn | null): string {
  const accounts = useAccounts((state) => state.accounts)
  const now = useClock((state) => state.now)
  if (since === null) return ''
  if (since === 'never' || since === 'unsaved') return t(`gradebookExport.handIn.${since}`)
  if (since instanceof AppError) return errorWords(since, systemZone).what
  const { handedInAt, changes } = since
  const when = sentenceWhen(handedInAt, now, zoneOf(accounts, null))
  return changes.length === 0
    ? t('gradebookExport.handIn.same', { when })
    : t('gradebookExport.handIn.changed', { count: changes.length, when })
}
