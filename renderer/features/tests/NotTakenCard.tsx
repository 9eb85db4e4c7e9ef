import type { NotTaken } from '../../../shared/model/test-figures.ts'
import { t } from '../../format/words.ts'
import { Fold } from '../../ui/Fold.tsx'
import type { ShownPage } from './page.ts'
import styles from './TestPage.module.css'

/** Who of a class, or which codes of an access list, have not taken the test. */
export function NotTakenCard({ shown: { page } }: { readonly shown: ShownPage }) {
  const { notTaken } = page
  return (
    <section className={styles.card} aria-label={t('tests.notTaken.title')}>
      <h2 className={styles.cardTitle}>{findingOf(notTaken)}</h2>
      <p className={styles.note}>{t(notTaken.length === 0 ? 'tests.notTaken.nobody' : 'tests.notTaken.note')}</p>
      {notTaken.map((each) => (
        <Fold
          key={`${each.by} ${each.id}`}
          title={t(`tests.notTaken.${each.by}`, { name: each.name, missing: each.missing, of: each.of })}
        >
          <Missing missing={each} />
        </Fold>
      ))}
    </section>
  )
}

function findingOf(notTaken: readonly NotTaken[]): string {
  const [first, second] = notTaken
  if (first === undefined) return t('tests.notTaken.title')
  if (notTaken.every(({ missing }) => missing === 0)) return t('tests.notTaken.allTook')
  // Somebody may be in two classes, so that a sum would count them twice.
  return second === undefined ? t('tests.notTaken.missing', { count: first.missing }) : t('tests.notTaken.title')
}

function Missing({ missing: { missing, excused, shown } }: { readonly missing: NotTaken }) {
  const besides = excused > 0 && <p className={styles.note}>{t('tests.notTaken.excused', { excused })}</p>
  if (missing === 0)
    return (
      <>
        <p className={styles.note}>{t(excused > 0 ? 'tests.notTaken.othersComplete' : 'tests.notTaken.complete')}</p>
        {besides}
      </>
    )
  const more = missing - shown.length
  return (
    <>
      <ul className={styles.people}>
        {shown.map(({ key, name }) => (
          <li key={key}>{name === '' ? key : name}</li>
        ))}
      </ul>
      {more > 0 && <p className={styles.note}>{t('tests.notTaken.more', { count: more })}</p>}
      {besides}
    </>
  )
}
