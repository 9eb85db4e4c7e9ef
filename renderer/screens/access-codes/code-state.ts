import { rebuildError, type SerialisedError } from '../../../shared/errors.ts'
import type { AccessCodeRow } from '../../../shared/model/access-code.ts'
import { errorWords, needsFacts } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'

interface StateWords {
  /** For the grid; empty for a code that is simply on the list. */
  readonly short: string
  /** Why a change is held back; null for one that is not. */
  readonly more: string | null
}

/** How a code stands, and why where ClassMarker refused its change. @param zone the account's */
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

/** Whether a change of the code can be taken back by itself. */
export const canBeTakenBack = ({ state }: Pick<AccessCodeRow, 'state'>): boolean => state !== 'on-list'

/** Whether the code is on the list, or will be; only such a one can be removed. */
export const canBeRemoved = ({ state }: Pick<AccessCodeRow, 'state'>): boolean =>
  state === 'on-list' || state === 'pending-add'
