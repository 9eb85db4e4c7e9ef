import type { CategoryFigures, ItemAnalysis } from '../../../shared/model/item-analysis.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { ChartFigure } from '../../ui/charts/ChartFigure.tsx'
import { fromShare } from './FacilityBar.tsx'
import styles from './Questions.module.css'
import { shareWords } from './question-words.ts'

export const categoryName = ({ categoryId, name }: Pick<CategoryFigures, 'categoryId' | 'name'>): string =>
  name ||
  (categoryId === null ? t('questions.categories.without') : t('questions.categories.unnamed', { id: categoryId }))

/** What was reached by category of question. */
export function Categories({ analysis: { categories, attempts } }: { readonly analysis: ItemAnalysis }) {
  return (
    <ChartFigure
      finding={categoriesFinding(categories)}
      counted={t('questions.categories.counted', { n: attempts })}
      table={{
        columns: (['category', 'questions', 'attempts', 'share'] as const).map((id) => t(`questions.categories.${id}`)),
        rows: categories.map((each) => [
          categoryName(each),
          wholeNumber(each.questions),
          wholeNumber(each.n),
          shareWords(each.share),
        ]),
      }}
    >
      <ul className={styles.bars}>
        {categories.map((each) => (
          <li key={each.categoryId ?? ''} className={styles.barLine}>
            <span className={styles.barName} title={categoryName(each)}>
              {categoryName(each)}
            </span>
            <span className={styles.track}>
              {each.share !== null && <span className={styles.fill} style={{ width: fromShare(each.share) }} />}
            </span>
            <span className={styles.barValue}>{shareWords(each.share)}</span>
          </li>
        ))}
      </ul>
    </ChartFigure>
  )
}

/** What the shares of categories come to, in a sentence. */
export function categoriesFinding(categories: readonly CategoryFigures[]): string {
  const [only, ...others] = categories
  if (only !== undefined && others.length === 0)
    return only.categoryId === null
      ? t('questions.categories.none')
      : t('questions.categories.one', { name: categoryName(only) })
  const known = categories.filter(({ share }) => share !== null).toSorted((a, b) => (a.share ?? 0) - (b.share ?? 0))
  const [low, high] = [known[0], known.at(-1)]
  if (low === undefined || high === undefined || shareWords(low.share) === shareWords(high.share))
    return t('questions.categories.level')
  return t('questions.categories.finding', { low: categoryName(low), high: categoryName(high) })
}
