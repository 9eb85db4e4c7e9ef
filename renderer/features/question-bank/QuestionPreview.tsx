import { Check } from 'lucide-react'
import type { BankOption, QuestionContent } from '../../../shared/model/bank.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { QuestionText } from '../questions/index.ts'
import styles from './QuestionPreview.module.css'

interface QuestionPreviewProps {
  readonly content: QuestionContent
  readonly account: string
  /** Whether the right answers are marked, and the feedback shown: no taker sees them. */
  readonly withKey?: boolean
}

/** A question as a taker sees it. Nothing in it can be answered. */
export function QuestionPreview({ content, account, withKey = false }: QuestionPreviewProps) {
  return (
    <div className={styles.preview}>
      <div className={styles.asked}>
        {content.question.trim() === '' ? (
          <p className={styles.empty}>{t('bank.preview.noText')}</p>
        ) : (
          <QuestionText html={content.question} account={account} />
        )}
      </div>
      <Answers content={content} account={account} withKey={withKey} />
      {withKey && <Feedback content={content} account={account} />}
    </div>
  )
}

type Part = Required<QuestionPreviewProps>

function Answers({ content, account, withKey }: Part) {
  const { type, options, correct } = content
  if (type === 'essay') return <p className={styles.essay}>{t('bank.preview.essay')}</p>
  if (type === 'matching') return <Pairs content={content} account={account} withKey={withKey} />
  if (options.length === 0)
    return (
      <>
        <p className={styles.line}>{t(type === 'grammar' ? 'bank.preview.grammar' : 'bank.preview.freeText')}</p>
        {withKey && correct.length > 0 && (
          <div className={styles.key}>
            <p className={styles.caption}>
              {t(type === 'grammar' ? 'questions.panel.correction' : 'questions.panel.accepted')}
            </p>
            <ul>
              {correct.map((text, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
                <li key={place}>
                  <QuestionText html={text} account={account} />
                </li>
              ))}
            </ul>
          </div>
        )}
      </>
    )
  return (
    <ul className={styles.options} aria-label={t('bank.preview.options')}>
      {options.map((option, place) => (
        <Option
          // biome-ignore lint/suspicious/noArrayIndexKey: a file may hold a letter twice, and nothing moves
          key={place}
          option={option}
          account={account}
          isMany={type === 'multipleresponse'}
          isRight={withKey && correct.includes(option.letter)}
        />
      ))}
    </ul>
  )
}

interface OptionProps {
  readonly option: BankOption
  readonly account: string
  readonly isMany: boolean
  readonly isRight: boolean
}

const Option = ({ option: { letter, content, weight, feedback }, account, isMany, isRight }: OptionProps) => (
  <li className={classNames(styles.option, isRight && styles.rightOption)}>
    <span className={classNames(styles.mark, isMany && styles.square)} aria-hidden />
    <span className={styles.letter}>{letter}</span>
    <div className={styles.content}>
      {content.trim() === '' ? (
        <span className={styles.empty}>{t('bank.preview.emptyOption')}</span>
      ) : (
        <QuestionText html={content} account={account} />
      )}
      {weight !== undefined && <p className={styles.caption}>{t('bank.preview.weight', { weight })}</p>}
      {feedback !== undefined && feedback !== '' && (
        <div className={styles.caption}>
          <QuestionText html={feedback} account={account} />
        </div>
      )}
    </div>
    {isRight && (
      <span className={styles.right}>
        <Check aria-hidden />
        {t('questions.panel.right')}
      </span>
    )}
  </li>
)

/** Clues with a field for each; with the key, with what belongs to them. */
function Pairs({ content: { options, correct }, account, withKey }: Part) {
  const clues = options.filter(({ clue }) => clue !== undefined)
  const matchOf = (place: number) => options.find(({ letter }) => letter === correct[place])?.content ?? ''
  return (
    <ul className={styles.pairs}>
      {clues.map(({ letter, clue = '' }, place) => (
        <li key={letter} className={styles.pair}>
          <QuestionText html={clue} account={account} />
          <span aria-hidden>→</span>
          {withKey ? (
            <QuestionText html={matchOf(place)} account={account} />
          ) : (
            <span className={styles.line}>{t('bank.preview.choose')}</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function Feedback({ content: { correctFeedback, incorrectFeedback }, account }: Pick<Part, 'content' | 'account'>) {
  const said = [
    ['correctFeedback', correctFeedback],
    ['incorrectFeedback', incorrectFeedback],
  ] as const
  return said.map(
    ([field, html]) =>
      html !== null &&
      html !== '' && (
        <div key={field} className={styles.feedback}>
          <p className={styles.caption}>{t(`bank.fields.${field}`)}</p>
          <QuestionText html={html} account={account} />
        </div>
      ),
  )
}
