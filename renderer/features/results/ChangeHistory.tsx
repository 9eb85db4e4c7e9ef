import type { ResultDetail } from '../../../shared/model/results-view.ts'
import type { ChangedValue, FieldValue, ResultChange } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { useClock } from '../../app/clock.ts'
import { percentOf, pointsFigure } from '../../format/numbers.ts'
import { exactTime, sentenceWhen } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { DetailCard } from '../../ui/LongText.tsx'
import styles from './ChangeHistory.module.css'
import { useDetail } from './detail.ts'
import { change as changeWordings } from './words.en.ts'

/**
 * What ClassMarker changed in this result since it was fetched, newest first; renders nothing when it changed nothing.
 */
export function ChangeHistory({ detail }: { detail: ResultDetail }) {
  const changes = useDetail((state) => state.changes).filter(({ resultId }) => resultId === detail.id)
  const now = useClock((state) => state.now)
  if (changes.length === 0) return null
  const together = [...Map.groupBy(changes, ({ seenAt }) => seenAt)]
  return (
    <DetailCard caption={t('change.history')}>
      <ul className={styles.moments}>
        {together.map(([seenAt, same]) => (
          <li key={seenAt}>
            <ul>
              {inOrder(same).map((change) => (
                <li key={change.id} className={styles.change}>
                  <ChangeLine change={change} zone={detail.timeZone} />
                </li>
              ))}
            </ul>
            <p className={styles.seen} title={exactTime(seenAt, detail.timeZone)}>
              {t('change.seen', { when: sentenceWhen(seenAt, now, detail.timeZone) })}
            </p>
          </li>
        ))}
      </ul>
    </DetailCard>
  )
}

/** "Score 62.0% → 71.5%", with the new value emphasised. */
export function ChangeLine({ change, zone }: { change: ChangedValue; zone: string }) {
  const { field, before, after } = changeWords(change, zone)
  if (before === null || after === null) return <>{t('change.linkChanged', { field })}</>
  return (
    <>
      <span className={styles.field}>{field}</span> {before} <span aria-hidden>→</span>{' '}
      <span className="visually-hidden">{t('change.to')} </span>
      <span className={styles.after}>{after}</span>
    </>
  )
}

/** A changed value in the teacher's words. Without `before` and `after`, only the fact that it changed is shown. */
export interface ChangeWords {
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

type KnownField = keyof typeof changeWordings.fields

const isKnown = (field: string): field is KnownField => field in changeWordings.fields

/**
 * "Score", "62.0%", "71.5%". Times are written in `zone`; a field this version does not know keeps ClassMarker's name.
 */
export function changeWords({ field, before, after }: ChangedValue, zone: string): ChangeWords {
  if (field === 'certificate_url' || field === 'view_results_url') {
    return { field: fieldName(field), before: null, after: null }
  }
  return { field: fieldName(field), before: valueWords(field, before, zone), after: valueWords(field, after, zone) }
}

/** Changes made together, in a fixed order: the score before the fields that depend on it. */
export const inOrder = (changes: readonly ResultChange[]): readonly ResultChange[] =>
  changes.toSorted((a, b) => a.id - b.id)

const fieldName = (field: string): string => (isKnown(field) ? t(`change.fields.${field}`) : field)

function valueWords(field: string, value: FieldValue, zone: string): string {
  if (value === null || value === '') return t('change.none')
  switch (field) {
    case 'percentage':
    case 'percentage_passmark':
      return typeof value === 'number' ? percentOf(value) : String(value)
    case 'points_scored':
    case 'points_available':
      return typeof value === 'number' ? pointsFigure(value) : String(value)
    case 'passed':
      return t(value === true ? 'results.outcome.passed' : 'results.outcome.not-passed')
    case 'requires_grading':
      return t(value === 'Yes' ? 'change.toGrade' : 'change.graded')
    case 'time_started':
    case 'time_finished':
      return typeof value === 'number' ? exactTime(unixSeconds(value), zone) : String(value)
    default:
      return plainWords(value)
  }
}

function plainWords(value: Exclude<FieldValue, null>): string {
  if (typeof value === 'boolean') return t(value ? 'change.yes' : 'change.no')
  if (typeof value === 'object') return value.map((part) => part || t('change.none')).join(', ')
  return String(value)
}
