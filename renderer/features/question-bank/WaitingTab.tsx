import { CircleAlert, GitCompareArrows, Hourglass, type LucideIcon, PauseCircle, Send } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankEdit } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { useClock } from '../../app/clock.ts'
import { sayFailed } from '../../app/feedback.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Cell, type LogColumn, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import styles from './Bank.module.css'
import { useBankFacts, useBankTab, useOpenQuestion } from './bank.ts'
import { editQuestion, openBankDialog, sendAgain, takeBackEdits } from './bank-actions.ts'
import { editKindWords, refusalWords, timeFor } from './bank-words.ts'
import { canEdit } from './editor.ts'

/** Everything that is not yet at ClassMarker, in the order of sending. */
export function WaitingTab({ account }: { readonly account: AccountSummary }) {
  const edits = useBankFacts((state) => state.edits)
  if (edits.length === 0) return <NothingHere title={t('bank.waiting.empty')} text={t('bank.waiting.emptyText')} />
  const columns: readonly LogColumn[] = [
    { words: t('bank.waiting.what'), wide: true },
    { words: t('bank.waiting.kind'), leaves: true },
    { words: t('bank.waiting.since'), leaves: true },
    { words: t('bank.waiting.state') },
    { words: t('bank.waiting.time'), leaves: true },
    { words: t('bank.waiting.actions'), hidden: true },
  ]
  return (
    <div className={styles.page}>
      <p className={styles.lead}>{t('bank.waiting.lead')}</p>
      <LogTable label={t('bank.tabs.waiting')} columns={columns}>
        {edits.map((edit) => (
          <Row key={edit.id} edit={edit} account={account} />
        ))}
      </LogTable>
      <p className={styles.lead}>{t('bank.waiting.nothingDeleted')}</p>
    </div>
  )
}

const icons: Readonly<Record<BankEdit['state'], LucideIcon>> = {
  waiting: Hourglass,
  sending: Send,
  refused: CircleAlert,
  conflict: GitCompareArrows,
  held: PauseCircle,
}

interface RowProps {
  readonly edit: BankEdit
  readonly account: AccountSummary
}

function Row({ edit, account }: RowProps) {
  const now = useClock((state) => state.now)
  const { name, kind, at, state, refusal, requests } = edit
  const Icon = icons[state]
  const why =
    state === 'refused'
      ? refusalWords(refusal, account.timeZone)
      : state === 'waiting'
        ? ''
        : t(`bank.waiting.why.${state === 'conflict' && kind.startsWith('add-') ? 'twin' : state}`)
  return (
    <tr>
      <Cell wide title={name}>
        {name || t('bank.waiting.unnamed')}
      </Cell>
      <Cell dim leaves>
        {editKindWords(kind)}
      </Cell>
      <Cell dim leaves title={exactTime(at, account.timeZone)}>
        {whenWords(at, now, account.timeZone)}
      </Cell>
      <Cell>
        <span className={state === 'waiting' || state === 'sending' ? styles.stateWaits : styles.stateStopped}>
          <Icon aria-hidden />
          {t(`bank.waiting.states.${state}`)}
        </span>
        {why !== '' && <p className={styles.why}>{why}</p>}
      </Cell>
      <Cell dim leaves>
        {state === 'waiting' || state === 'sending' ? timeFor(requests) : ''}
      </Cell>
      <Cell end>{canEdit(account) && <RowButtons edit={edit} />}</Cell>
    </tr>
  )
}

const isOfQuestion = ({ kind }: BankEdit): boolean => kind.endsWith('-question')

async function openConflict(edit: BankEdit): Promise<void> {
  const { subject: id, account } = edit
  try {
    if (isOfQuestion(edit)) openBankDialog({ kind: 'compare', question: await api.bank.question({ id }) })
    else {
      const category = (await api.bank.categories({ accounts: [account] })).find((each) => each.id === id)
      if (category !== undefined) openBankDialog({ kind: 'compare-category', category })
    }
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

function RowButtons({ edit }: Pick<RowProps, 'edit'>) {
  const { id, name, subject, state } = edit
  const show = () => {
    useOpenQuestion.getState().open(subject)
    useBankTab.setState({ tab: 'questions' })
  }
  return (
    <div className={styles.rowButtons}>
      {state === 'conflict' && (
        <Button
          onPress={() => void openConflict(edit)}
          aria-label={t('bank.waiting.of', { what: t('bank.panel.resolve'), name })}
        >
          {t('bank.panel.resolve')}
        </Button>
      )}
      {(state === 'refused' || state === 'held') && (
        <Button
          onPress={() => void sendAgain([id])}
          aria-label={t('bank.waiting.of', { what: t('bank.waiting.again'), name })}
        >
          {t('bank.waiting.again')}
        </Button>
      )}
      {isOfQuestion(edit) && state === 'refused' && (
        <Button
          look="quiet"
          onPress={() => void editQuestion(subject)}
          aria-label={t('bank.waiting.of', { what: t('bank.actions.edit'), name })}
        >
          {t('bank.actions.edit')}
        </Button>
      )}
      {isOfQuestion(edit) && state !== 'refused' && state !== 'conflict' && (
        <Button look="quiet" onPress={show} aria-label={t('bank.waiting.of', { what: t('bank.waiting.show'), name })}>
          {t('bank.waiting.show')}
        </Button>
      )}
      {state !== 'sending' && state !== 'conflict' && (
        <Button
          look="quiet"
          onPress={() => void takeBackEdits([id])}
          aria-label={t('bank.waiting.of', { what: t('bank.waiting.takeBack'), name })}
        >
          {t('bank.waiting.takeBack')}
        </Button>
      )}
    </div>
  )
}
