import type { PreviewBucket, PreviewRow, PreviewSubject } from '../../../shared/model/import-preview.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { scoreOf } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Cell, type LogColumn, LogTable } from '../../ui/LogTable.tsx'
import { ChangeLine } from '../results/index.ts'
import styles from './Imports.module.css'
import { useImports } from './imports.ts'

const place = (): LogColumn => ({ words: t('imports.column.place'), leaves: 'last' })
const who = (): LogColumn[] => [{ words: t('imports.column.student') }, { words: t('imports.column.test') }]

/** The columns of each bucket. */
const columnsOf = (bucket: PreviewBucket): LogColumn[] => {
  const finished = { words: t('imports.column.finished') }
  switch (bucket) {
    case 'samples':
      return [{ words: t('imports.column.place'), wide: true }]
    case 'to-confirm':
      return [{ words: t('imports.column.student'), wide: true }, { words: t('imports.column.place') }]
    case 'left-out':
      return [{ words: t('imports.column.why'), wide: true }, { words: t('imports.column.place') }]
    case 'changed':
      return [...who(), { words: t('imports.column.what'), wide: true }, { ...finished, leaves: true }, place()]
    default:
      return [
        ...who(),
        { ...finished, leaves: true },
        { words: t('imports.column.score'), end: true },
        { ...place(), wide: true },
      ]
  }
}

interface PreviewTableProps {
  readonly bucket: PreviewBucket
  readonly rows: readonly PreviewRow[]
}

/** The rows of a bucket, each with its place in the file. */
export const PreviewTable = ({ bucket, rows }: PreviewTableProps) => (
  <div className={styles.table}>
    <LogTable label={t(`imports.buckets.${bucket}`)} columns={columnsOf(bucket)}>
      {rows.map((row) => (
        <tr key={row.id}>
          <Cells bucket={bucket} row={row} />
        </tr>
      ))}
    </LogTable>
  </div>
)

function Cells({ bucket, row }: { readonly bucket: PreviewBucket; readonly row: PreviewRow }) {
  if (bucket === 'samples') return <Cell wide>{placeWords(row)}</Cell>
  if (bucket === 'left-out' || bucket === 'to-confirm' || row.about === null) {
    return (
      <>
        <Cell wide>{row.problem ?? whoWords(row.about)}</Cell>
        <PlaceCell row={row} leaves={false} />
      </>
    )
  }
  const { about } = row
  return (
    <>
      <Cell title={whoWords(about)}>
        <span className={styles.name}>{whoWords(about)}</span>
      </Cell>
      <Cell title={about.testName}>
        <span className={styles.name}>{about.testName}</span>
      </Cell>
      {bucket === 'changed' ? (
        <>
          <Cell wide>
            <Changes row={row} />
          </Cell>
          <When about={about} leaves />
          <PlaceCell row={row} />
        </>
      ) : (
        <>
          <When about={about} leaves />
          <Cell end>{scoreOf(about.percentage)}</Cell>
          <PlaceCell row={row} wide />
        </>
      )}
    </>
  )
}

/** "Score 62.0% → 71.5%", and that answers come. */
function Changes({ row: { changes, answers } }: { readonly row: PreviewRow }) {
  const zone = useZone()
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.field}>
          <ChangeLine change={change} zone={zone} />
        </li>
      ))}
      {answers !== null && <li>{t(answers === 'new' ? 'imports.answersNew' : 'imports.answersReplaced')}</li>}
      {changes.length === 0 && answers === null && <li>{t('imports.sameValues')}</li>}
    </ul>
  )
}

function When({ about, leaves = false }: { readonly about: PreviewSubject; readonly leaves?: boolean }) {
  const zone = useZone()
  const now = useClock((state) => state.now)
  return (
    <Cell dim leaves={leaves} title={exactTime(about.finished, zone)}>
      {whenWords(about.finished, now, zone)}
    </Cell>
  )
}

interface PlaceCellProps {
  readonly row: PreviewRow
  readonly wide?: boolean
  readonly leaves?: boolean
}

const PlaceCell = ({ row, wide = false, leaves = true }: PlaceCellProps) => (
  <Cell dim leaves={leaves ? 'last' : false} wide={wide} title={placeWords(row)}>
    <span className={styles.place}>{placeWords(row)}</span>
  </Cell>
)

/** The zone in which times of the files are shown. */
export const useZone = (): string => {
  const account = useImports((state) => state.account)
  return useAccounts((state) => zoneOf(state.accounts, account))
}

/** "march.zip/17.json, line 3". */
export const placeWords = ({ place: { file, line } }: Pick<PreviewRow, 'place'>): string =>
  line === null ? file : t('imports.line', { file, line })

/** A student's name as a file has it. */
export const whoWords = (about: Pick<PreviewSubject, 'first' | 'last'> | null): string =>
  `${about?.first ?? ''} ${about?.last ?? ''}`.trim() || t('imports.noName')
