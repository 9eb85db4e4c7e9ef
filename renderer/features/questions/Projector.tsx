import { ChevronLeft, ChevronRight, Eye, EyeOff, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { evidenceOf } from '../../../shared/model/item-analysis.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AnswerKey } from './AnswerKey.tsx'
import { RightMark, Share } from './OptionBars.tsx'
import styles from './Projector.module.css'
import { QuestionText } from './QuestionText.tsx'
import { questionWords, shareWords } from './question-words.ts'
import { inOrder, optionsShown, type QuestionRow } from './questions.ts'

interface ProjectorProps {
  /** In the order of the test. */
  readonly rows: readonly QuestionRow[]
  readonly account: string
  /** Of the test. */
  readonly name: string
  onClose(): void
}

/**
 * The questions of a test over the whole window, one at a time, for going through it with a class: no names, and answers
 * only when they are asked for. The arrows and a presenter's keys turn the pages, Space shows the answer. What comes in
 * meanwhile changes nothing of it.
 */
export function Projector({ rows: current, account, name, onClose }: ProjectorProps) {
  const [rows] = useState(current)
  const [isMissedFirst, setMissedFirst] = useState(false)
  const [at, setAt] = useState(0)
  const [isRevealed, setRevealed] = useState(false)
  const reveal = useRef<HTMLButtonElement>(null)
  const question = useRef<HTMLElement>(null)
  const pages = useMemo(
    () => (isMissedFirst ? inOrder(rows, { field: 'facility', direction: 'asc' }) : rows),
    [rows, isMissedFirst],
  )
  const row = pages[at]
  const turn = (by: number) => {
    const next = Math.min(pages.length - 1, Math.max(0, at + by))
    if (next === at) return
    setAt(next)
    setRevealed(false)
    // At an end the button that was pressed is disabled, and no key would be heard without a focus.
    const isEnd = next === 0 || next === pages.length - 1
    if (isEnd && document.activeElement?.closest('[data-turns]')) reveal.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const onButton = event.target instanceof Element && event.target.closest('button') !== null
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (['ArrowRight', 'PageDown'].includes(event.key)) turn(1)
    else if (['ArrowLeft', 'PageUp'].includes(event.key)) turn(-1)
    else if (event.key === 'ArrowDown') question.current?.scrollBy({ top: scrollStep })
    else if (event.key === 'ArrowUp') question.current?.scrollBy({ top: -scrollStep })
    else if (event.key === 'Home') turn(-at)
    else if (event.key === 'End') turn(pages.length)
    else if (event.key === ' ' && !onButton) setRevealed(!isRevealed)
    else return
    event.preventDefault()
  }
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      data-modal
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={t('questions.projector.label')}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys work wherever the focus is in the dialog */}
          <div className={styles.page} onKeyDown={onKeyDown}>
            <div className={styles.head}>
              <span className={styles.name}>{name}</span>
              <span className={styles.room} />
              <Button
                look="quiet"
                onPress={() => {
                  setMissedFirst(!isMissedFirst)
                  setAt(0)
                  setRevealed(false)
                }}
              >
                {t(isMissedFirst ? 'questions.projector.inTest' : 'questions.projector.missedFirst')}
              </Button>
              <Button look="quiet" icon={X} onPress={onClose}>
                {t('questions.projector.close')}
              </Button>
            </div>
            {row !== undefined && (
              <Page key={row.questionId} ref={question} row={row} account={account} isRevealed={isRevealed} />
            )}
            <div className={styles.foot}>
              <Button data-turns="" icon={ChevronLeft} isDisabled={at === 0} onPress={() => turn(-1)}>
                {t('questions.projector.previous')}
              </Button>
              <Button
                ref={reveal}
                autoFocus
                look="primary"
                icon={isRevealed ? EyeOff : Eye}
                onPress={() => setRevealed(!isRevealed)}
              >
                {t(isRevealed ? 'questions.projector.hide' : 'questions.projector.reveal')}
              </Button>
              <Button data-turns="" icon={ChevronRight} isDisabled={at >= pages.length - 1} onPress={() => turn(1)}>
                {t('questions.projector.next')}
              </Button>
              <span className={styles.place} role="status">
                {t('questions.projector.place', { at: at + 1, of: pages.length })}
              </span>
              <span className={styles.room} />
              <span className={styles.keys}>{t('questions.projector.keys')}</span>
            </div>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Pixels, for one press of an arrow. */
const scrollStep = 80

interface PageProps {
  readonly ref: React.Ref<HTMLElement>
  readonly row: QuestionRow
  readonly account: string
  readonly isRevealed: boolean
}

function Page({ ref, row, account, isRevealed }: PageProps) {
  const options = optionsShown(row)
  const share = { share: shareWords(row.facility), n: row.n }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={ref} className={styles.question} tabIndex={0} aria-live="polite">
      <Heading slot="title" className={styles.number ?? ''}>
        {t('questions.projector.number', { number: row.id })}
      </Heading>
      <div className={styles.asked}>
        {row.question === '' ? questionWords(row) : <QuestionText html={row.question} account={account} />}
      </div>
      <ul className={styles.options}>
        {options.map((option) => {
          // Of few attempts a share tells what somebody chose.
          const isTold = isRevealed && evidenceOf(option.n) !== 'counts'
          const isRight = isRevealed && option.correct === true
          return (
            <li
              key={`${option.letter} ${option.content}`}
              className={classNames(styles.option, isRight && styles.right, isRevealed && !isRight && styles.other)}
            >
              <span className={styles.letter}>{option.letter}</span>
              <div className={styles.content}>
                <QuestionText html={option.content} account={account} />
                {isTold && <Share share={option.share} isRight={isRight} />}
              </div>
              {isRevealed && (
                <span className={styles.share}>
                  {isRight && <RightMark />}
                  {isTold && shareWords(option.share)}
                  {isTold && <small>{t('questions.nOf', { n: option.n })}</small>}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {isRevealed && <AnswerKey row={row} account={account} />}
      {isRevealed && row.facility !== null && (
        <p className={styles.result}>
          {row.evidence === 'counts'
            ? t('questions.projector.few')
            : t(isRightOrWrong(row) ? 'questions.projector.right' : 'questions.projector.points', share)}
        </p>
      )}
    </section>
  )
}

/** Whether its marks are all or nothing, so that their mean is the share of those who were right. */
const isRightOrWrong = ({ type, mixedHighestMarks }: QuestionRow): boolean =>
  (type === 'multiplechoice' || type === 'truefalse') && !mixedHighestMarks
