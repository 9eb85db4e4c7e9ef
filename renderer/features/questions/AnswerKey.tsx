import { t } from '../../format/words.ts'
import styles from './AnswerKey.module.css'
import { QuestionText } from './QuestionText.tsx'
import { optionsShown, type QuestionRow } from './questions.ts'

interface AnswerKeyProps {
  readonly row: QuestionRow
  readonly account: string
}

/** What is right where there are no options to mark: accepted texts, the corrected sentence, pairs. */
export function AnswerKey({ row, account }: AnswerKeyProps) {
  const { correct, options } = row.key
  if (optionsShown(row).length > 0 || correct.length === 0) return null
  if (row.type === 'matching') {
    const clues = options.filter(({ clue }) => clue !== undefined)
    return (
      <Frame caption={t('questions.panel.pairs')}>
        <ul className={styles.pairs}>
          {clues.map(({ letter, clue = '' }, at) => (
            <li key={letter} className={styles.pair}>
              <QuestionText html={clue} account={account} />
              <span aria-hidden>→</span>
              <QuestionText
                html={options.find((option) => option.letter === correct[at])?.content ?? ''}
                account={account}
              />
            </li>
          ))}
        </ul>
      </Frame>
    )
  }
  return (
    <Frame caption={t(row.type === 'grammar' ? 'questions.panel.correction' : 'questions.panel.accepted')}>
      <ul>
        {correct.map((text, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike
          <li key={place}>
            <QuestionText html={text} account={account} />
          </li>
        ))}
      </ul>
    </Frame>
  )
}

const Frame = ({ caption, children }: { readonly caption: string; readonly children: React.ReactNode }) => (
  <div className={styles.key}>
    <p className={styles.caption}>{caption}</p>
    {children}
  </div>
)
