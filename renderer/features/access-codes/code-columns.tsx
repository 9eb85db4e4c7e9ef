import { CircleAlert, Hourglass } from 'lucide-react'
import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { AccessCodeRow, CodesSortField } from '../../../shared/model/access-code.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { countsToTwelve, exactTime, whenWords } from '../../format/time.ts'
import { errorWords, needsFacts, t } from '../../format/words.ts'
import type { GridColumn } from '../../list/grid-column.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './code-columns.module.css'

/** The columns of the grid of codes, in order. Times are written in the account's zone. */
export function codeColumns(now: UnixSeconds, zone: string): readonly GridColumn<AccessCodeRow, CodesSortField>[] {
  return [
    {
      id: 'code',
      header: t('accessCodes.codes.columns.code'),
      width: 150,
      least: 110,
      most: 260,
      grow: 1,
      type: 'mono',
      words: ({ code }) => code,
      leaves: 0,
      sort: 'code',
      firstDirection: 'asc',
      title: ({ code }) => code,
      cell: ({ code, state }) => (
        <span className={classNames(styles.code, state === 'pending-remove' && styles.leaving)}>{code}</span>
      ),
    },
    {
      id: 'name',
      header: t('accessCodes.codes.columns.name'),
      width: 130,
      least: 110,
      most: 240,
      grow: 1.2,
      words: ({ name }) => name ?? '',
      leaves: 0,
      sort: 'name',
      firstDirection: 'asc',
      title: ({ name }) => name ?? undefined,
      cell: ({ name }) => <span className={styles.text}>{name}</span>,
    },
    {
      id: 'uses',
      header: t('accessCodes.codes.columns.uses'),
      width: 84,
      grow: 0,
      type: 'strong',
      words: ({ uses }) => usesWords(uses),
      align: 'end',
      leaves: 1,
      sort: 'uses',
      firstDirection: 'desc',
      title: ({ usedBy }) => (usedBy > 1 ? t('accessCodes.codes.usedByNames', { count: usedBy }) : undefined),
      cell: ({ uses }) => <span className={uses > 0 ? styles.used : styles.dim}>{usesWords(uses)}</span>,
    },
    {
      id: 'lastUsed',
      header: t('accessCodes.codes.columns.lastUsed'),
      width: countsToTwelve ? 148 : 126,
      grow: 0,
      words: ({ lastUsedAt }) => (lastUsedAt === null ? '' : whenWords(lastUsedAt, now, zone)),
      leaves: 2,
      sort: 'lastUsed',
      firstDirection: 'desc',
      title: ({ lastUsedAt }) => (lastUsedAt === null ? undefined : exactTime(lastUsedAt, zone)),
      cell: ({ lastUsedAt }) =>
        lastUsedAt !== null && <span className={styles.dim}>{whenWords(lastUsedAt, now, zone)}</span>,
    },
    {
      id: 'state',
      header: t('accessCodes.codes.columns.state'),
      width: 200,
      grow: 0,
      // Room for the icon.
      beside: 20,
      type: 'strong',
      quiet: true,
      words: (row) => stateWords(row, zone).short,
      leaves: 0,
      sort: null,
      firstDirection: 'asc',
      title: (row) => stateWords(row, zone).more ?? undefined,
      cell: (row) => <State row={row} zone={zone} />,
    },
  ]
}

const usesWords = (uses: number): string =>
  uses > 0 ? t('accessCodes.codes.usedTimes', { count: uses }) : t('accessCodes.codes.unusedWord')

function State({ row, zone }: { row: AccessCodeRow; zone: string }) {
  if (row.state === 'on-list') return null
  const held = row.state === 'held-add' || row.state === 'held-remove'
  return (
    <span className={held ? styles.held : styles.waits}>
      {held ? <CircleAlert aria-hidden /> : <Hourglass aria-hidden />}
      {stateWords(row, zone).short}
    </span>
  )
}

interface StateWords {
  /** For the grid; '' for a code that is simply on the list. */
  readonly short: string
  /** Why a change is held back; null when none is. */
  readonly more: string | null
}

/**
 * The words for a code's state, and for why ClassMarker refused its change.
 * @param zone the account's time zone
 */
export function stateWords({ state, refusal }: Pick<AccessCodeRow, 'state' | 'refusal'>, zone: string): StateWords {
  if (state === 'on-list') return { short: '', more: null }
  if (state !== 'held-add' && state !== 'held-remove')
    return { short: t(`accessCodes.codes.state.${state}`), more: null }
  if (refusal === null) return { short: t(`accessCodes.codes.state.${state}`), more: t('accessCodes.panel.restored') }
  // The code comes from the database, where a newer version may have written one that is not known here.
  const error = rebuildError({ code: refusal, detail: {} } as SerialisedError)
  const short = t(`accessCodes.codes.refused.${state}`)
  if (needsFacts(error.code)) return { short, more: t('accessCodes.panel.refusedHere') }
  const { what, todo } = errorWords(error, zone)
  return { short, more: `${what} ${todo}` }
}

/** Whether the change of this code can be taken back on its own. */
export const canBeTakenBack = ({ state }: Pick<AccessCodeRow, 'state'>): boolean => state !== 'on-list'

/** Whether the code is on the list or will be; only such a code can be removed. */
export const canBeRemoved = ({ state }: Pick<AccessCodeRow, 'state'>): boolean =>
  state === 'on-list' || state === 'pending-add'
