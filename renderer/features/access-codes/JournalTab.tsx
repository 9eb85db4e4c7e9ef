import { Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { AccessListSummary, CodeAction, CodeCall } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useClock } from '../../app/clock.ts'
import { exactTime, sentenceWhen, whenWords } from '../../format/time.ts'
import { errorWords, needsFacts, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Cell, type LogColumn, LogTable } from '../../ui/LogTable.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { refOf } from './access-lists.ts'
import { useCodeChanges } from './code-changes.ts'
import { useCodesJournal } from './code-log.ts'
import { actionWords, type CallKind, callKind, callsWords, callWords, isUnexpected } from './code-words.ts'
import styles from './JournalTab.module.css'

interface JournalTabProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/** The changes of a list, newest first, each with its undo; and the requests that did not go well. */
export function JournalTab({ list, account }: JournalTabProps) {
  const { value: journal, error, load, watch } = useCodesJournal()
  const { accountId, listId } = list
  useEffect(() => watch({ accountId, listId }), [watch, accountId, listId])
  if (error !== null && journal === null) {
    return (
      <div className={styles.error}>
        <ErrorMessage error={error} zone={account.timeZone} focus>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      </div>
    )
  }
  if (journal === null) return <p className={styles.loading}>{t('accessCodes.codes.loading')}</p>
  const callsByKind = Map.groupBy(journal.calls, callKind)
  if (journal.actions.length === 0 && kinds.every((kind) => !callsByKind.has(kind))) {
    return <NothingHere title={t('accessCodes.journal.empty')} text={t('accessCodes.journal.emptyText')} />
  }
  return (
    <div className={styles.page}>
      {kinds.map((kind) => (
        <Calls key={kind} kind={kind} calls={callsByKind.get(kind) ?? []} list={list} zone={account.timeZone} />
      ))}
      <Actions actions={journal.actions} list={list} account={account} />
    </div>
  )
}

function Actions({ actions, list, account }: { actions: readonly CodeAction[] } & JournalTabProps) {
  const columns: readonly LogColumn[] = [
    { words: t('accessCodes.journal.when') },
    { words: t('accessCodes.journal.what') },
    { words: t('accessCodes.journal.from'), leaves: true },
    { words: t('accessCodes.journal.codes'), wide: true, leaves: 'last' },
    { words: t('accessCodes.journal.state') },
    { words: t('accessCodes.journal.undoHead'), hidden: true },
  ]
  return (
    <LogTable label={t('accessCodes.journal.actions')} columns={columns}>
      {actions.map((action) => (
        <Action key={action.id} action={action} list={list} account={account} />
      ))}
    </LogTable>
  )
}

function Action({ action, list, account }: { action: CodeAction } & JournalTabProps) {
  const now = useClock((state) => state.now)
  const { undo, busy } = useCodeChanges()
  const zone = account.timeZone
  const what = actionWords(action)
  return (
    <tr>
      <Cell title={exactTime(action.at, zone)}>{whenWords(action.at, now, zone)}</Cell>
      <Cell>{what}</Cell>
      <Cell leaves dim>
        {t(`accessCodes.journal.origin.${action.origin}`)}
      </Cell>
      <Cell wide leaves="last">
        <Sample action={action} />
      </Cell>
      <Cell dim>{stateOf(action, sentenceWhen, now, zone)}</Cell>
      <Cell end>
        {action.undoneAt === null && action.added + action.removed > 0 && !account.archived && (
          <span className={styles.undo}>
            <Button
              look="quiet"
              icon={Undo2}
              isDisabled={busy}
              aria-label={t('accessCodes.journal.undoLabel', { what, when: whenWords(action.at, now, zone) })}
              onPress={() => undo(refOf(list), action)}
            >
              {t('accessCodes.journal.undoButton')}
            </Button>
          </span>
        )}
      </Cell>
    </tr>
  )
}

function Sample({ action: { sample, added, removed } }: { action: CodeAction }) {
  const rest = added + removed - sample.length
  return (
    <span className={styles.sample}>
      <span className={styles.codes}>{sample.join(', ')}</span>
      {rest > 0 && <span className={styles.rest}>{t('accessCodes.journal.more', { count: rest })}</span>}
    </span>
  )
}

function stateOf(
  { undoneAt, pending, held, change }: CodeAction,
  when: typeof sentenceWhen,
  now: Parameters<typeof sentenceWhen>[1],
  zone: string,
): string {
  if (undoneAt !== null) return t('accessCodes.journal.undone', { when: when(undoneAt, now, zone) })
  if (pending > 0) return t('accessCodes.journal.waits', { count: pending })
  if (held > 0) return t('accessCodes.journal.held', { count: held })
  return t(change === 'full-list' ? 'accessCodes.journal.here' : 'accessCodes.journal.sent')
}

const kinds = ['unsent', 'failed', 'refused', 'differed'] as const satisfies readonly CallKind[]

interface CallsProps {
  readonly kind: CallKind
  /** Newest first. */
  readonly calls: readonly CodeCall[]
  readonly list: AccessListSummary
  readonly zone: string
}

/** The requests of one kind that did not go well. Of attempts without a network only the last one is shown. */
function Calls({ kind, calls, list, zone }: CallsProps) {
  const now = useClock((state) => state.now)
  if (calls.length === 0) return null
  const shown = kind === 'unsent' ? calls.slice(0, 1) : calls
  const { title, text } = callsWords(kind, calls[0], list)
  return (
    <section className={styles.calls}>
      <h2>{title}</h2>
      <p className={styles.lead}>{text}</p>
      <ul>
        {shown.map((call) => (
          <li key={call.id}>
            <span className={styles.when} title={exactTime(call.at, zone)}>
              {whenWords(call.at, now, zone)}
            </span>
            <span>
              {call.outcome === 'ok' ? callWords(call) : failureWords(call, zone)}
              {call.total !== null && ` ${t('accessCodes.journal.total', { count: call.total })}`}
              {call.outcome === 'ok' && isUnexpected(call) && (
                <span className={styles.unexpected}> {t('accessCodes.journal.unexpected')}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {calls.length > shown.length && (
        <p className={styles.lead}>{t('accessCodes.journal.earlier', { count: calls.length - shown.length })}</p>
      )}
    </section>
  )
}

/** Why a request got no answer that counts. */
function failureWords(call: CodeCall, zone: string): string {
  const { sent, outcome } = call
  // The code comes from the database, where a newer version may have written one that is not known here.
  const error = rebuildError({ code: outcome, detail: {} } as SerialisedError)
  const refused = error.code === 'api/bad-request' || error.code === 'api/rejected'
  const plain = t(refused ? 'accessCodes.journal.refusedCall' : 'accessCodes.journal.errorCall')
  // The heading already says that there was no network.
  if (error.code === 'network/offline') return t('accessCodes.journal.tried', { sent })
  const what = needsFacts(error.code) ? plain : errorWords(error, zone).what
  return t(callKind(call) === 'unsent' ? 'accessCodes.journal.triedWhy' : 'accessCodes.journal.failed', { sent, what })
}
