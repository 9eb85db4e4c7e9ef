import { useState } from 'react'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { GradebookCell } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { AttemptRow } from '../../../shared/model/results-view.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { scoreOf } from '../../format/numbers.ts'
import { calendarDayOf, exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { DetailCard } from '../../ui/LongText.tsx'
import { shortcutName } from '../../ui/shortcuts.ts'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './CellPanel.module.css'
import { type Asking, canDecide, decide, type OpenCell, useCell } from './cell.ts'
import type { ShownGradebook } from './gradebook.ts'
import { listedName, passMarkWords } from './gradebook-columns.tsx'
import { scoreFigure, toGradeWords } from './gradebook-words.ts'

interface CellDetailsProps {
  readonly open: OpenCell & { readonly test: NonNullable<OpenCell['test']> }
  readonly shown: ShownGradebook
}

/** A student at a test: the score and why it is that, every attempt, and what the teacher can decide about it. */
export function CellDetails({ open, shown: { definition, summary } }: CellDetailsProps) {
  const { attempts, asking, ask } = useCell()
  const key = testKeyOf(open.test)
  const place = summary.tests.findIndex((test) => testKeyOf(test) === key)
  const test = summary.tests[place]
  const cell = open.row.cells[place] ?? null
  const policy = definition.rules.tests[key]?.policy ?? definition.rules.policy
  const words = { student: listedName(open.row), test: open.test.name }
  const isDecided = cell !== null && (cell.excused || cell.reason !== null)

  return (
    <>
      <DetailCard caption={open.test.name}>
        <p
          className={classNames(
            cell === null || cell.excused ? styles.words : styles.figure,
            notPassed(cell) && styles.notPassed,
          )}
        >
          {figureOf(cell)}
        </p>
        {cell !== null && <p className={styles.hint}>{whyWords(cell, policy)}</p>}
        {cell !== null && !cell.excused && cell.provisional && (
          <p className={styles.toGrade}>{toGradeWords(open.row.dropped.includes(place))}</p>
        )}
        {test !== undefined && <p className={styles.hint}>{passMarkWords(test)}</p>}
        {cell !== null && cell.reason !== null && cell.reason !== '' && (
          <p className={styles.hint}>{t('gradebook.panel.reasonIs', { reason: cell.reason })}</p>
        )}
        <div className={styles.actions}>
          {isDecided ? (
            <Button onPress={() => void decide(open, null, words)}>{t('gradebook.panel.takeBack')}</Button>
          ) : null}
          {canDecide(open) && !(cell?.excused ?? false) && (
            <Button onPress={() => ask({ kind: 'excused' })} aria-keyshortcuts={shortcutName('excuse')}>
              {t('gradebook.panel.excuse')}
            </Button>
          )}
        </div>
      </DetailCard>
      {asking !== null && <ReasonCard key={JSON.stringify(asking)} open={open} asking={asking} words={words} />}
      <DetailCard caption={t('gradebook.panel.attempts')}>
        {attempts?.length === 0 && <p className={styles.hint}>{t('gradebook.panel.noAttempts')}</p>}
        <ul className={styles.attempts}>
          {attempts?.map((attempt) => (
            <Attempt
              key={attempt.id}
              attempt={attempt}
              account={open.row.student.account}
              isIn={isIn(attempt, definition.period, open.row.student.account)}
              counts={countsIn(cell, attempt)}
              onlyOne={attempts.length === 1}
            />
          ))}
        </ul>
      </DetailCard>
    </>
  )
}

const notPassed = (cell: GradebookCell): boolean => cell !== null && !cell.excused && cell.passed === false

function figureOf(cell: GradebookCell): string {
  if (cell === null) return t('gradebook.panel.notTaken')
  if (cell.excused) return t('gradebook.panel.excused')
  return cell.score === null ? t('gradebook.cell.unknown') : `${scoreFigure(cell.score)}%`
}

function whyWords(cell: NonNullable<GradebookCell>, policy: AttemptPolicy): string {
  if (cell.excused) return t('gradebook.panel.excusedBecause')
  if (cell.reason !== null) return t('gradebook.panel.why.chosen')
  return cell.attempts === 1 ? t('gradebook.panel.why.only') : t(`gradebook.panel.why.${policy}`)
}

const countsIn = (cell: GradebookCell, { id, finished }: AttemptRow): boolean =>
  cell !== null && !cell.excused && (cell.countedId === null ? finished : cell.countedId === id)

function isIn(
  { timeFinished, finished }: AttemptRow,
  { from, to }: ShownGradebook['definition']['period'],
  account: string,
): boolean {
  const day = calendarDayOf(timeFinished, zoneOf(useAccounts.getState().accounts, account))
  return finished && (from === null || day >= from) && (to === null || day <= to)
}

interface AttemptProps {
  readonly attempt: AttemptRow
  readonly account: string
  /** Whether it is finished, and within the gradebook's period. */
  readonly isIn: boolean
  readonly counts: boolean
  readonly onlyOne: boolean
}

function Attempt({ attempt, account, isIn: within, counts, onlyOne }: AttemptProps) {
  const now = useClock((state) => state.now)
  const accounts = useAccounts((state) => state.accounts)
  const ask = useCell((state) => state.ask)
  const zone = zoneOf(accounts, account)
  const said = [
    within && counts && t('gradebook.panel.counted'),
    attempt.requiresGrading === true && t('results.outcome.toGrade').toLowerCase(),
    !within && t('gradebook.panel.outside'),
  ].filter((words) => words !== false)
  return (
    <li className={classNames(styles.attempt, within && counts && styles.counts)}>
      <span className={styles.when} title={exactTime(attempt.timeFinished, zone)}>
        {whenWords(attempt.timeFinished, now, zone)}
      </span>
      <span className={styles.said}>{said.join(', ')}</span>
      {within && !counts && !onlyOne && (
        <Button look="quiet" onPress={() => ask({ kind: 'attempt', attempt })}>
          {t('gradebook.panel.countThis')}
        </Button>
      )}
      <span className={styles.score}>{scoreOf(attempt.percentage)}</span>
    </li>
  )
}

interface ReasonCardProps {
  readonly open: OpenCell
  readonly asking: Asking
  readonly words: { readonly student: string; readonly test: string }
}

const longestReason = 500

/** Asks why a cell is decided otherwise than by the rule. */
function ReasonCard({ open, asking, words }: ReasonCardProps) {
  const now = useClock((state) => state.now)
  const accounts = useAccounts((state) => state.accounts)
  const ask = useCell((state) => state.ask)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const zone = zoneOf(accounts, open.row.student.account)
  const title =
    asking.kind === 'excused'
      ? t('gradebook.panel.excuseTitle')
      : t('gradebook.panel.chooseTitle', { when: whenWords(asking.attempt.timeFinished, now, zone) })
  const send = () => {
    const why = reason.trim()
    if (why === '') return setProblem(t('gradebook.panel.reasonNeeded'))
    const override =
      asking.kind === 'excused'
        ? ({ kind: 'excused', reason: why } as const)
        : ({ kind: 'attempt', resultId: asking.attempt.id, reason: why } as const)
    void decide(open, override, words)
  }
  return (
    <DetailCard caption={title}>
      <Form className={styles.form} onSubmit={send}>
        <TextField
          label={t('gradebook.panel.reason')}
          hint={t('gradebook.panel.reasonHint')}
          problem={problem}
          value={reason}
          maxLength={longestReason}
          autoFocus
          onChange={(next) => {
            setReason(next)
            setProblem(null)
          }}
        />
        <div className={styles.actions}>
          <Button look="primary" type="submit">
            {t(asking.kind === 'excused' ? 'gradebook.panel.excuseDo' : 'gradebook.panel.chooseDo')}
          </Button>
          <Button onPress={() => ask(null)}>{t('action.cancel')}</Button>
        </div>
      </Form>
    </DetailCard>
  )
}
