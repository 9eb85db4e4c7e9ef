import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { CellRef, Override } from '../../../shared/model/gradebook.ts'
import { api } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { DetailCard, LongText } from '../../ui/LongText.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { excuse, takeBackDecision, useReading } from './annotating.ts'
import styles from './notes.module.css'

const longestReason = 500

interface ExcuseFormProps {
  readonly ids: readonly number[]
  onClose(): void
}

/** Asks why students are excused from the tests of these results. */
export function ExcuseForm({ ids, onClose }: ExcuseFormProps) {
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const send = async () => {
    const why = reason.trim()
    if (why === '') return setProblem(t('notes.excused.reasonNeeded'))
    const failed = await excuse(ids, why)
    if (failed === null) onClose()
    else setError(failed)
  }
  return (
    <Form className={styles.form} onSubmit={() => void send()}>
      <TextField
        label={t('notes.excused.reason')}
        hint={t('notes.excused.reasonHint')}
        value={reason}
        maxLength={longestReason}
        problem={problem}
        autoFocus
        onChange={(next) => {
          setReason(next)
          setProblem(null)
        }}
      />
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      <div className={styles.buttons}>
        <Button type="submit">{t('notes.excused.do')}</Button>
        <Button look="quiet" onPress={onClose}>
          {t('action.cancel')}
        </Button>
      </div>
    </Form>
  )
}

interface ExcusedCardProps {
  readonly cell: CellRef
  readonly resultId: number
}

/** What the teacher decided about a student at the test of a result, and the way to excuse them. */
export function ExcusedCard({ cell, resultId }: ExcusedCardProps) {
  const { account, key, testId } = cell
  const { value: decisions, error } = useReading(account, () => api.overrides.list({ accounts: [account] }))
  const [isAsking, setIsAsking] = useState(false)
  const decision = decisions?.find(({ cell: each }) => each.key === key && each.testId === testId)?.override ?? null
  const foot = useRef<HTMLDivElement>(null)
  const isUsed = useRef(false)
  isUsed.current ||= isAsking
  // What was pressed is gone with what it did: the focus moves to what stands there now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when other buttons stand there
  useEffect(() => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (isUsed.current && isNowhere) foot.current?.querySelector<HTMLElement>('button')?.focus()
  }, [isAsking, decision?.kind])
  const takeBack = async () => {
    isUsed.current = true
    const failed = await takeBackDecision({ account, key, testId })
    if (failed !== null) sayFailed(failed)
  }
  return (
    <DetailCard caption={t('notes.excused.caption')}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      {decisions !== null && <p>{decisionWords(decision, resultId)}</p>}
      {decision !== null && decision.reason !== '' && (
        <p className={styles.hint}>
          <LongText text={decision.reason} />
        </p>
      )}
      <div ref={foot} className={styles.foot}>
        {decision !== null && <Button onPress={() => void takeBack()}>{t('notes.excused.takeBack')}</Button>}
        {decision?.kind !== 'excused' &&
          (isAsking ? (
            <ExcuseForm ids={[resultId]} onClose={() => setIsAsking(false)} />
          ) : (
            <Button onPress={() => setIsAsking(true)}>{t('notes.excused.excuse')}</Button>
          ))}
      </div>
    </DetailCard>
  )
}

function decisionWords(decision: Override | null, resultId: number): string {
  if (decision === null) return t('notes.excused.none')
  if (decision.kind === 'excused') return t('notes.excused.excused')
  return t(decision.resultId === resultId ? 'notes.excused.chosenThis' : 'notes.excused.chosenOther')
}
