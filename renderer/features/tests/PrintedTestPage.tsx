import type { TestPageQuery } from '../../../shared/model/test-figures.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { useAccounts, useIncompleteWords, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { longDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { periodWords } from '../gradebook/index.ts'
import type { ShownPage } from './page.ts'
import { Compared, Distribution } from './ScoreCharts.tsx'
import { figuresOf } from './TestFigures.tsx'
import styles from './TestPage.module.css'

/** Pixels that a page of A4 or Letter has room for. */
const width = 640

interface Chosen extends Pick<ShownPage, 'classes'> {
  readonly query: Pick<TestPageQuery, 'policy' | 'period' | 'classId'>
}

/** What was chosen on a test's page: which attempts count, when, and of whom. */
export const chosenWords = ({ query, classes }: Chosen, now: UnixSeconds, zone: string): readonly string[] => {
  const name = classes.find(({ id }) => id === query.classId)?.name
  return [
    t(`tests.page.method.${query.policy}`),
    periodWords(query.period, now, zone),
    ...(name === undefined ? [] : [t('tests.chips.ofClass', { name })]),
  ]
}

/** A test on one page: its figures, how the scores are spread, and groups compared. */
export function PrintedTestPage({ shown }: { readonly shown: ShownPage }) {
  const { page } = shown
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, page.account))
  const incomplete = useIncompleteWords()
  const chosen = [
    t('tests.page.students', { count: page.students }),
    t('tests.page.attempts', { count: page.attempts }),
    ...chosenWords(shown, now, zone),
  ]
  return (
    <article className={styles.printed} data-printed="test-page">
      <h1>{page.name}</h1>
      <p>{chosen.join(' · ')}</p>
      <dl className={styles.printedFigures}>
        {figuresOf(shown).map(({ id, value, of, note }) => (
          <div key={id}>
            <dt>{t(`tests.figures.${id}`)}</dt>
            <dd>{[value, of].filter(Boolean).join(' ')}</dd>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <Distribution shown={shown} width={width} />
      {page.compared.length > 0 && <Compared shown={shown} width={width} />}
      {incomplete !== null && <p>{incomplete}</p>}
      <p>{t('gradebookPrint.printed', { date: longDate(now, zone) })}</p>
    </article>
  )
}
