import { CircleAlert, CircleHelp, Hourglass, type LucideIcon, PenLine, Send, Trash2 } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { AssessmentDraft } from '../../../shared/model/assessment.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Cell, type LogColumn, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { AccountCell, useAccountMarks } from '../accounts/index.ts'
import styles from './Assessments.module.css'
import { openAssessmentDialog, takeBackDraft } from './assessment-actions.ts'
import { draftRefusal, draftTitle, limitWords, passWords } from './assessment-words.ts'
import { useAssessmentFacts } from './assessments.ts'
import { useDrafting } from './drafting.ts'

interface DraftsTabProps {
  readonly accounts: readonly AccountSummary[]
  onNew(): void
}

/** What was written here: drafts, what waits, what was refused, and what may have arrived. */
export function DraftsTab({ accounts, onNew }: DraftsTabProps) {
  const drafts = useAssessmentFacts((state) => state.drafts)
  const marks = useAccountMarks()
  if (drafts.length === 0)
    return (
      <NothingHere title={t('assessments.drafts.empty')} text={t('assessments.drafts.emptyText')}>
        {accounts.some(({ archived }) => !archived) && <Button onPress={onNew}>{t('assessments.drafts.new')}</Button>}
      </NothingHere>
    )
  const columns: readonly LogColumn[] = [
    { words: t('assessments.drafts.title'), wide: true },
    { words: t('assessments.drafts.course'), leaves: true },
    { words: t('assessments.drafts.facts'), leaves: true },
    { words: t('assessments.drafts.changed'), leaves: true },
    { words: t('assessments.drafts.state') },
    { words: t('assessments.drafts.actions'), hidden: true },
  ]
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t('assessments.drafts.lead')}</p>
      <LogTable label={t('assessments.tabs.drafts')} columns={columns} marks={marks}>
        {drafts.map((draft) => (
          <Row key={draft.id} draft={draft} account={accounts.find(({ id }) => id === draft.account) ?? null} />
        ))}
      </LogTable>
    </div>
  )
}

const icons: Readonly<Record<AssessmentDraft['state'], LucideIcon>> = {
  draft: PenLine,
  waiting: Hourglass,
  sending: Send,
  refused: CircleAlert,
  unclear: CircleHelp,
}

const looks: Readonly<Record<AssessmentDraft['state'], string | undefined>> = {
  draft: styles.still,
  waiting: styles.waits,
  sending: styles.waits,
  refused: styles.stopped,
  unclear: styles.stopped,
}

interface RowProps {
  readonly draft: AssessmentDraft
  readonly account: AccountSummary | null
}

function Row({ draft, account: of }: RowProps) {
  const zone = of?.timeZone ?? 'UTC'
  const now = useClock((clock) => clock.now)
  const { account, courseId, passingScore, timeLimitMinutes, changedAt, state, flaws } = draft
  const Icon = icons[state]
  const isReady = state === 'draft' && flaws.length === 0
  const why =
    state === 'refused'
      ? draftRefusal(draft, zone)
      : state === 'unclear'
        ? draft.candidates.length > 0
          ? t('assessments.drafts.unclearWhy', { count: draft.candidates.length })
          : t('assessments.drafts.unclearNone')
        : state === 'draft' && flaws.length > 0
          ? t('assessments.drafts.flawed', { count: flaws.length })
          : ''
  const course = courseId.trim() === '' ? t('assessments.drafts.noCourse') : courseId
  const facts = [...(passingScore === null ? [] : [passWords(passingScore)]), limitWords(timeLimitMinutes)].join(', ')
  return (
    <tr className={styles.draft}>
      <AccountCell accountId={account} />
      <Cell wide title={draftTitle(draft)}>
        {draftTitle(draft)}
        {/* Where their columns have left: two drafts may have one title. */}
        <span className={styles.narrowFacts}>{[course, facts].join(' · ')}</span>
        {why !== '' && <span className={styles.why}>{why}</span>}
      </Cell>
      <Cell dim leaves>
        {course}
      </Cell>
      <Cell dim leaves>
        {facts}
      </Cell>
      <Cell dim leaves title={exactTime(changedAt, zone)}>
        {whenWords(changedAt, now, zone)}
      </Cell>
      <Cell>
        <span className={looks[state]}>
          <Icon aria-hidden />
          {t(isReady ? 'assessments.drafts.states.ready' : `assessments.drafts.states.${state}`)}
        </span>
      </Cell>
      <Cell end>{of?.archived ? <ConnectAgain account={of} /> : <RowButtons draft={draft} />}</Cell>
    </tr>
  )
}

/** Nothing can be sent from a disconnected account, so nothing is changed or published there. */
function ConnectAgain({ account }: { readonly account: AccountSummary }) {
  const openDialog = useNavigation((store) => store.openDialog)
  return (
    <Button onPress={() => openDialog({ kind: 'connect', accountId: account.id })}>
      {t('assessments.connectAgain')}
    </Button>
  )
}

function RowButtons({ draft }: Pick<RowProps, 'draft'>) {
  const { state, flaws } = draft
  const edit = useDrafting((drafting) => drafting.edit)
  const named = (what: string) => ({ 'aria-label': t('assessments.drafts.of', { what, name: draftTitle(draft) }) })
  const isEditable = state === 'draft' || state === 'refused'
  const publish = t(state === 'refused' ? 'assessments.drafts.publishAgain' : 'assessments.drafts.publish')
  return (
    <div className={styles.rowButtons}>
      {state === 'unclear' && (
        <Button
          onPress={() => openAssessmentDialog({ kind: 'resolve', draft })}
          {...named(t('assessments.drafts.choose'))}
        >
          {t('assessments.drafts.choose')}
        </Button>
      )}
      {isEditable && flaws.length === 0 && (
        <Button onPress={() => openAssessmentDialog({ kind: 'publish', draft })} {...named(publish)}>
          {publish}
        </Button>
      )}
      {isEditable && (
        <IconButton
          icon={PenLine}
          label={t('assessments.drafts.of', { what: t('assessments.drafts.edit'), name: draftTitle(draft) })}
          onPress={() => edit(draft)}
        />
      )}
      {state === 'waiting' && (
        <Button look="quiet" onPress={() => void takeBackDraft(draft)} {...named(t('assessments.drafts.takeBack'))}>
          {t('assessments.drafts.takeBack')}
        </Button>
      )}
      {(isEditable || state === 'unclear') && (
        <IconButton
          icon={Trash2}
          label={t('assessments.drafts.of', { what: t('assessments.drafts.remove'), name: draftTitle(draft) })}
          onPress={() => openAssessmentDialog({ kind: 'remove-draft', draft })}
        />
      )}
    </div>
  )
}
