import { ChevronLeft, ChevronRight, Eye, EyeOff, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { AnswerKey } from './AnswerKey.tsx'
import { RightMark, Share } from './OptionBars.tsx'
import styles from './Projector.module.css'
import { QuestionText } from './QuestionText.tsx'
import { questionWords, shareWords } from './question-words.ts'
import { inOrder, type QuestionRow } from './questions.ts'

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
 * only when they are asked for. The arrows and a presenter's keys turn the pages, Space shows the answer.
 */
export function Projector({ rows, account, name, onClose }: ProjectorProps) {
  const [isMissedFirst, setMissedFirst] = useState(false)
  const [at, setAt] = useState(0)
  const [isRevealed, setRevealed] = useState(false)
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
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const onButton = event.target instanceof Element && event.target.closest('button') !== null
    if (['ArrowRight', 'ArrowDown', 'PageDown'].includes(event.key)) turn(1)
    else if (['ArrowLeft', 'ArrowUp', 'PageUp'].includes(event.key)) turn(-1)
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
            {row !== undefined && <Page key={row.questionId} row={row} account={account} isRevealed={isRevealed} />}
            <div className={styles.foot}>
              <Button icon={ChevronLeft} isDisabled={at === 0} onPress={() => turn(-1)}>
                {t('questions.projector.previous')}
              </Button>
              <Button
                autoFocus
                look="primary"
                icon={isRevealed ? EyeOff : Eye}
                onPress={() => setRevealed(!isRevealed)}
              >
                {t(isRevealed ? 'questions.projector.hide' : 'questions.projector.reveal')}
              </Button>
              <Button icon={ChevronRight} isDisabled={at >= pages.length - 1} onPress={() => turn(1)}>
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

interface PageProps {
  readonly row: QuestionRow
  readonly account: string
  readonly isRevealed: boolean
}

function Page({ row, account, isRevealed }: PageProps) {
  const share = { share: shareWords(row.facility), n: row.n }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.question} tabIndex={0} aria-live="polite">
      <Heading slot="title" className={styles.number ?? ''}>
        {t('questions.projector.number', { number: row.id })}
      </Heading>
      <div className={styles.asked}>
        {row.question === '' ? questionWords(row) : <QuestionText html={row.question} account={account} />}
      </div>
      <ul className={styles.options}>
        {row.options.map((option) => {
          const isRight = isRevealed && option.correct === true
          return (
            <li
              key={`${option.letter} ${option.content}`}
              className={classNames(styles.option, isRight && styles.right, isRevealed && !isRight && styles.other)}
            >
              <span className={styles.letter}>{option.letter}</span>
              <div className={styles.content}>
                <QuestionText html={option.content} account={account} />
                {isRevealed && <Share share={option.share} isRight={isRight} />}
              </div>
              {isRevealed && (
                <span className={styles.share}>
                  {isRight && <RightMark />}
                  {shareWords(option.share)}
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {isRevealed && <AnswerKey row={row} account={account} />}
      {isRevealed && row.facility !== null && (
        <p className={styles.result}>
          {t(row.options.length > 0 ? 'questions.projector.right' : 'questions.projector.points', share)}
        </p>
      )}
    </section>
  )
}
