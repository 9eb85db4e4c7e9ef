import { evidenceOf, type ItemAnalysis, type OptionFigures } from '../../../shared/model/item-analysis.ts'
import { percentOf, wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { categoriesFinding, categoryName } from './Categories.tsx'
import { fromShare } from './FacilityBar.tsx'
import { commonN, optionsOf } from './OptionBars.tsx'
import styles from './PrintedQuestions.module.css'
import {
  correlationWords,
  optionWords,
  percentWords,
  pointsWords,
  questionWords,
  shareWords,
  unlessFew,
  withInterval,
} from './question-words.ts'
import type { QuestionRow } from './questions.ts'
import { bandWords, totalsFinding } from './Totals.tsx'

const Bar = ({ share }: { readonly share: number | null }) => (
  <span className={styles.track}>
    {share !== null && <span className={styles.fill} style={{ width: fromShare(share) }} />}
  </span>
)

/** How the percentages are spread, and what was reached by category. */
export function PrintedSpread({ analysis }: { readonly analysis: ItemAnalysis }) {
  const { distribution, categories, attempts } = analysis
  const n = distribution.reduce((sum, each) => sum + each, 0)
  const most = Math.max(1, ...distribution)
  return (
    <div className={styles.spread}>
      {n > 0 && (
        <section>
          <h2>{totalsFinding(distribution, n)}</h2>
          <p>{t('questions.totals.counted', { n })}</p>
          <table className={styles.table}>
            <tbody>
              {distribution.map((count, tenth) => (
                <tr key={bandWords(tenth)}>
                  <th scope="row" className={styles.figure}>
                    {bandWords(tenth)}
                  </th>
                  <td className={styles.bar}>
                    <Bar share={count / most} />
                  </td>
                  <td className={styles.figure}>{wholeNumber(count)}</td>
                  <td className={styles.figure}>{percentOf((100 * count) / n)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {categories.length > 0 && (
        <section>
          <h2>{categoriesFinding(categories)}</h2>
          <p>{t('questions.categories.counted', { n: attempts })}</p>
          <table className={styles.table}>
            <thead>
              <tr>
                {(['category', 'share'] as const).map((id) => (
                  <th key={id} scope="col" className={styles.words} colSpan={id === 'share' ? 2 : 1}>
                    {t(`questions.categories.${id}`)}
                  </th>
                ))}
                {(['questions', 'attempts'] as const).map((id) => (
                  <th key={id} scope="col" className={styles.figure}>
                    {t(`questions.categories.${id}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {categories.map((each) => (
                <tr key={each.categoryId ?? ''}>
                  <th scope="row" className={styles.words}>
                    {categoryName(each)}
                  </th>
                  <td className={styles.bar}>
                    <Bar share={each.share} />
                  </td>
                  <td className={styles.figure}>{shareWords(each.share)}</td>
                  <td className={styles.figure}>{wholeNumber(each.questions)}</td>
                  <td className={styles.figure}>{wholeNumber(each.n)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

/** Each question with its intervals, its options and what they say of those who chose them. */
export const PrintedOptions = ({ rows }: { readonly rows: readonly QuestionRow[] }) => (
  <section className={styles.each}>
    <h2>{t('questions.print.each')}</h2>
    <p>{t('questions.print.eachNote')}</p>
    {rows.map((row) => (
      <PrintedQuestion key={row.questionId} row={row} />
    ))}
  </section>
)

function PrintedQuestion({ row }: { readonly row: QuestionRow }) {
  const { evidence, n } = row
  const discrimination = unlessFew(row.discrimination, evidence)
  const facts = [
    ['facility', withInterval(row.facility, row.facilityInterval, evidence, shareWords)],
    ['discrimination', withInterval(discrimination, row.discriminationInterval, evidence, percentWords)],
  ] as const
  const options = optionsOf(row)
  return (
    <section className={styles.question} data-question={row.id}>
      <h3>
        {wholeNumber(row.id)}. {questionWords(row)}
      </h3>
      <p>
        {[
          ...facts.flatMap(([id, words]) => (words === '' ? [] : [`${t(`questions.panel.${id}`)} ${words}`])),
          t('questions.nOf', { n }),
        ].join(' · ')}
      </p>
      {options.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.words} colSpan={2}>
                {t('questions.print.option')}
              </th>
              <th scope="col" className={styles.words} colSpan={3}>
                {t('questions.print.chosen')}
              </th>
              <th scope="col" className={styles.figure}>
                {t('questions.print.correlation')}
              </th>
              <th scope="col" className={styles.figure}>
                {t('questions.print.mean')}
              </th>
              {commonN(row) === null && (
                <th scope="col" className={styles.figure}>
                  {t('questions.columns.n')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {options.map((option) => (
              <PrintedOption key={`${option.letter} ${option.content}`} option={option} row={row} />
            ))}
            {row.unanswered > 0 && (
              <tr>
                <td className={styles.figure}>–</td>
                <td className={styles.words}>{t('questions.panel.leftOut')}</td>
                <td className={styles.bar}>
                  <Bar share={row.unansweredShare} />
                </td>
                <td className={styles.figure}>{wholeNumber(row.unanswered)}</td>
                <td className={styles.figure}>{shareWords(row.unansweredShare)}</td>
                <td />
                <td />
                {commonN(row) === null && <td className={styles.figure}>{wholeNumber(n)}</td>}
              </tr>
            )}
          </tbody>
        </table>
      )}
    </section>
  )
}

function PrintedOption({ option, row }: { readonly option: OptionFigures; readonly row: QuestionRow }) {
  const evidence = evidenceOf(option.n)
  return (
    <tr>
      <td className={styles.figure}>{option.letter}</td>
      <td className={option.correct === true ? styles.rightOne : styles.words}>
        {optionWords(option)}
        {option.correct === true && ` (${t('questions.panel.right')})`}
      </td>
      <td className={styles.bar}>
        <Bar share={option.share} />
      </td>
      <td className={styles.figure}>{wholeNumber(option.chosen)}</td>
      <td className={styles.figure}>{shareWords(option.share)}</td>
      <td className={styles.figure}>{correlationWords(unlessFew(option.pointBiserial, evidence))}</td>
      <td className={styles.figure}>{pointsWords(unlessFew(option.meanTotal, evidence))}</td>
      {commonN(row) === null && <td className={styles.figure}>{wholeNumber(option.n)}</td>}
    </tr>
  )
}
