import { Button } from 'react-aria-components'
import type { TestPart } from '../../../shared/model/test-figures.ts'
import { percentOf, percentShort, wholeNumber } from '../../format/numbers.ts'
import { durationFigure } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { statisticFigure } from '../gradebook/index.ts'
import { openPart, type ShownPage } from './page.ts'
import styles from './TestPage.module.css'
import { percentWords } from './test-columns.tsx'

interface Figure {
  readonly id: 'mean' | 'median' | 'passed' | 'sd' | 'duration' | 'toGrade'
  readonly value: string
  /** Stands small beside the figure. */
  readonly of?: string
  /** Its n and its method. */
  readonly note: string
  readonly part: TestPart
}

/** The figures of a test in words. */
export function figuresOf({ page }: ShownPage): readonly Figure[] {
  const { counted: n, marked, passed, passMark, mixedPassMarks, duration, needsGrading, attempts } = page
  const counted = { part: 'counted' } as const
  const rate = marked === 0 ? '' : percentOf((passed / marked) * 100)
  const mark = passMark === null ? '' : percentShort(passMark)
  return [
    { id: 'mean', value: percentWords(page.mean), note: t('tests.figures.meanNote', { n }), part: counted },
    { id: 'median', value: percentWords(page.median), note: t('tests.figures.medianNote', { n }), part: counted },
    {
      id: 'passed',
      value: marked === 0 ? t('tests.none') : wholeNumber(passed),
      ...(marked === 0 ? {} : { of: t('tests.figures.passedOf', { count: marked }) }),
      note:
        marked === 0
          ? t('tests.figures.noMark')
          : t(mixedPassMarks ? 'tests.figures.ownMarks' : 'tests.figures.passedNote', { mark, rate }),
      part: { part: 'passed' },
    },
    { id: 'sd', value: statisticFigure(page.sd), note: t('tests.figures.sdNote', { n }), part: counted },
    // A platform says only when a submission came in: without one answered here nothing was timed.
    ...(duration === null && page.testId < 0
      ? []
      : [
          {
            id: 'duration',
            value: duration === null ? t('tests.none') : durationFigure(duration.spread.median),
            note: t('tests.figures.durationNote', { n: duration?.spread.n ?? 0 }),
            part: counted,
          } as const,
        ]),
    ...(needsGrading === 0
      ? []
      : [
          {
            id: 'toGrade',
            value: wholeNumber(needsGrading),
            note: t('tests.figures.toGradeNote', { count: attempts }),
            part: { part: 'needs-grading' },
          } as const,
        ]),
  ]
}

/** The large figures, each with its n and method; a press opens the results behind it. */
export function TestFigures({ shown }: { readonly shown: ShownPage }) {
  return (
    <ul className={styles.figures} aria-label={t('tests.figures.label')}>
      {figuresOf(shown).map(({ id, value, of, note, part }) => {
        const name = t(`tests.figures.${id}`)
        return (
          <li key={id}>
            <Button className={styles.figure ?? ''} onPress={() => void openPart(shown.query, part)}>
              <span className={styles.caption}>{name}</span>{' '}
              <span className={styles.value}>
                {value} {of !== undefined && <small>{of}</small>}
              </span>{' '}
              <span className={styles.caption}>{note}</span>
              <span className="visually-hidden">{t('tests.figures.open')}</span>
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
