import { Radio, RadioGroup } from 'react-aria-components'
import { likelyMatch, type MatchCandidate } from '../../../shared/model/import-outcome.ts'
import type { PreviewRow } from '../../../shared/model/import-preview.ts'
import { useClock } from '../../app/clock.ts'
import { scoreOf, wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import field from '../../ui/Field.module.css'
import styles from './Imports.module.css'
import { confirmedTwice, useImports } from './imports.ts'
import { placeWords, useZone, whoWords } from './PreviewTable.tsx'

interface ConfirmRowsProps {
  readonly rows: readonly PreviewRow[]
  readonly total: number
  /** Rows with one likely match, also of those that are not drawn yet. */
  readonly likely: number
}

const likelyOne = ({ candidates }: PreviewRow): number | null => likelyMatch(candidates)

/** Rows of ClassMarker's list that are not certainly one result, each with the results that it may be. */
export function ConfirmRows({ rows, total, likely }: ConfirmRowsProps) {
  const { decisions, decideAll } = useImports()
  const twice = confirmedTwice({ rows: { 'to-confirm': rows }, decisions })
  const left = likely - rows.filter((row) => decisions.has(row.id) && likelyOne(row) !== null).length
  return (
    <>
      <div className={styles.all}>
        {likely > 0 && (
          <Button onPress={() => void decideAll(likelyOne)}>
            {t('imports.confirm.all', { count: left > 0 ? left : likely })}
          </Button>
        )}
        <Button look="quiet" onPress={() => void decideAll(() => 'none')}>
          {t(decisions.size === 0 ? 'imports.confirm.refuse' : 'imports.confirm.refuseRest')}
        </Button>
        <span className={styles.dim} role="status">
          {t('imports.confirm.open', { done: wholeNumber(decisions.size), total: wholeNumber(total) })}
        </span>
      </div>
      <ul className={styles.matches}>
        {rows.map((row) => (
          <ConfirmRow key={row.id} row={row} before={twice.get(row.id) ?? null} />
        ))}
      </ul>
    </>
  )
}

interface ConfirmRowProps {
  readonly row: PreviewRow
  /** Another row that was confirmed to be the same result. */
  readonly before: PreviewRow | null
}

function ConfirmRow({ row, before }: ConfirmRowProps) {
  const decision = useImports((state) => state.decisions.get(row.id))
  const decide = useImports((state) => state.decide)
  const zone = useZone()
  const now = useClock((state) => state.now)
  const { about } = row
  if (about === null) return null
  const problem = `import-row-${row.id}-problem`
  const title = t('imports.confirm.row', { who: whoWords(about), test: about.testName })
  return (
    <li className={styles.match}>
      <div className={styles.matchRow}>
        <p className={styles.matchTitle}>{title}</p>
        <p className={styles.dim}>
          <span title={exactTime(about.finished, zone)}>{whenWords(about.finished, now, zone)}</span>
          {` · ${scoreOf(about.percentage)} · ${placeWords(row)}`}
        </p>
        {before !== null && (
          <p id={problem} className={field.problem} role="alert">
            {t('imports.confirm.twice', { place: placeWords(before) })}
          </p>
        )}
      </div>
      <RadioGroup
        aria-label={`${title}, ${placeWords(row)}`}
        {...(before === null ? {} : { 'aria-describedby': problem })}
        className={styles.candidates ?? ''}
        isInvalid={before !== null}
        value={decision === undefined ? null : String(decision)}
        onChange={(value) => decide(row.id, value === 'none' ? 'none' : Number(value))}
      >
        {row.candidates.map((candidate) => (
          <Candidate key={candidate.id} candidate={candidate} zone={zone} />
        ))}
        <Radio value="none" className={styles.candidate ?? ''}>
          <span className={styles.dot} aria-hidden />
          {t('imports.confirm.none')}
        </Radio>
      </RadioGroup>
    </li>
  )
}

function Candidate({ candidate, zone }: { readonly candidate: MatchCandidate; readonly zone: string }) {
  const { id, testName, sourceName, timeFinished, percentage, isNamed } = candidate
  const facts = [testName, sourceName, exactTime(timeFinished, zone), scoreOf(percentage)].filter((fact) => fact !== '')
  return (
    <Radio value={String(id)} className={styles.candidate ?? ''}>
      <span className={styles.dot} aria-hidden />
      <span>
        <span className={styles.candidateName}>{whoWords(candidate)}</span>
        {!isNamed && <span className={styles.other}> · {t('imports.confirm.other')}</span>}
        <span className={styles.facts}>{facts.join(' · ')}</span>
      </span>
    </Radio>
  )
}
