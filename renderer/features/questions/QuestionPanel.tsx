import { ArrowDown, ArrowLeft, ArrowUp, X } from 'lucide-react'
import { Fragment, useRef } from 'react'
import { t } from '../../format/words.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useKey } from '../../ui/keyboard.ts'
import { DetailCard, type Fact, Facts } from '../../ui/LongText.tsx'
import panel from '../../ui/SidePanel.module.css'
import { shortcutName } from '../../ui/shortcuts.ts'
import { AnswerKey } from './AnswerKey.tsx'
import { categoryName } from './Categories.tsx'
import { commonN, OptionBars, optionsOf } from './OptionBars.tsx'
import styles from './Questions.module.css'
import { QuestionText } from './QuestionText.tsx'
import {
  percentWords,
  pointsWords,
  questionWords,
  shareWords,
  typeWords,
  unlessFew,
  withInterval,
} from './question-words.ts'
import { type QuestionRow, type ShownQuestions, useQuestions } from './questions.ts'

interface QuestionPanelProps {
  readonly row: QuestionRow
  readonly shown: ShownQuestions
  /** Its place in the list. */
  readonly index: number
  readonly count: number
  rowAt(index: number): QuestionRow | undefined
}

/** One question beside the list: its text, what was chosen, its figures. Esc closes it and returns the focus. */
export function QuestionPanel({ row, shown, index, count, rowAt }: QuestionPanelProps) {
  const aside = useRef<HTMLElement>(null)
  const asPage = useAsPage(aside)
  const openedFrom = useRef(document.activeElement instanceof HTMLElement ? document.activeElement : null)
  const step = (by: number) => {
    const next = rowAt(index + by)
    if (next !== undefined) useQuestions.setState({ openId: next.questionId })
  }
  const close = () => {
    useQuestions.setState({ openId: null })
    requestAnimationFrame(() => {
      const back = openedFrom.current
      const isThere = back !== null && back !== document.body && back.isConnected
      const cell = document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')
      if (isThere) back.focus()
      else cell?.focus()
    })
  }
  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || event.metaKey || isForOverlay(event)) return
    if (event.ctrlKey && !event.getModifierState('AltGraph')) return
    if (event.key === 'Escape') close()
    else if (stepBy(event, aside.current) !== 0) step(stepBy(event, aside.current))
    else return
    event.preventDefault()
  })
  const options = optionsOf(row)
  const title = t('questions.panel.label', { number: row.id })
  return (
    <aside ref={aside} className={panel.panel} aria-label={title} data-region="panel">
      <div className={panel.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={close} />}
        <h2 className={panel.name} data-detail-title="" tabIndex={-1}>
          {title}
        </h2>
        <div className={panel.steps}>
          <IconButton
            icon={ArrowUp}
            label={t('questions.panel.previous')}
            aria-keyshortcuts={shortcutName('previous')}
            isDisabled={index <= 0}
            onPress={() => step(-1)}
          />
          <IconButton
            icon={ArrowDown}
            label={t('questions.panel.next')}
            aria-keyshortcuts={shortcutName('next')}
            isDisabled={index >= count - 1}
            onPress={() => step(1)}
          />
          {!asPage && <IconButton icon={X} label={t('questions.panel.close')} onPress={close} />}
        </div>
      </div>
      {/* The head stays, and with it the focus; nothing of one question stays for the next. */}
      <Fragment key={row.questionId}>
        <div className={styles.asked}>
          {row.question === '' ? (
            questionWords(row)
          ) : (
            <QuestionText html={row.question} account={shown.query.account} />
          )}
        </div>
        {options.length > 0 && (
          <DetailCard caption={t('questions.panel.options')}>
            <OptionBars row={row} account={shown.query.account} />
            <p className={styles.caption}>{optionsNote(row)}</p>
            {options.every(({ correct }) => correct === null) && (
              <p className={styles.caption}>{t('questions.panel.keyUnknown')}</p>
            )}
          </DetailCard>
        )}
        <AnswerKey row={row} account={shown.query.account} />
        <DetailCard caption={t('questions.panel.facts')}>
          <Facts facts={figureFacts(row, shown)} />
        </DetailCard>
        {remarks(row).map((remark) => (
          <p key={remark} className={styles.note}>
            {remark}
          </p>
        ))}
      </Fragment>
    </aside>
  )
}

function optionsNote(row: QuestionRow): string {
  if (row.options.length === 0) return t('questions.panel.optionsUnknown')
  const n = commonN(row)
  return n === null ? t('questions.panel.optionsOfSeveral') : t('questions.panel.optionsNote', { n })
}

function figureFacts(row: QuestionRow, { page }: ShownQuestions): readonly Fact[] {
  const { evidence } = row
  const category = page.analysis.categories.find(({ categoryId }) => categoryId === row.categoryId)
  return [
    [t('questions.panel.counted'), t('questions.panel.countedOf', { n: row.n })],
    [
      t('questions.panel.facility'),
      evidence === 'counts'
        ? shareWords(row.facility)
        : withInterval(row.facility, row.facilityInterval, evidence, shareWords),
    ],
    [
      t('questions.panel.discrimination'),
      withInterval(unlessFew(row.discrimination, evidence), row.discriminationInterval, evidence, percentWords),
    ],
    [t('questions.panel.efficiency'), percentWords(unlessFew(row.discriminativeEfficiency, evidence))],
    [t('questions.panel.weight'), percentWords(unlessFew(row.effectiveWeight, evidence))],
    [t('questions.panel.sd'), shareWords(unlessFew(row.sd, evidence))],
    [t('questions.panel.unanswered'), t('questions.panel.leftOutOf', { count: row.unanswered, n: row.n })],
    [t('questions.panel.points'), pointsWords(row.highestMark)],
    [t('questions.panel.type'), typeWords(row.type)],
    [t('questions.panel.category'), category === undefined || row.categoryId === null ? null : categoryName(category)],
  ]
}

/** What to know before the figures are believed. */
const remarks = ({ versions, random, mixedHighestMarks, needsGrading, noMark }: QuestionRow): readonly string[] => [
  ...(versions > 1 ? [t('questions.panel.versions', { count: versions })] : []),
  ...(random ? [t('questions.panel.random')] : []),
  ...(mixedHighestMarks ? [t('questions.panel.mixed')] : []),
  ...(needsGrading > 0 ? [t('questions.panel.toGrade', { count: needsGrading })] : []),
  ...(noMark > 0 ? [t('questions.panel.noMark', { count: noMark })] : []),
]
