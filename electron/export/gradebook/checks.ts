import {
  checkPlaces,
  checkSentence,
  furtherPlaces,
  severityWords,
  unlistedOf,
} from '../../../shared/gradebook-checks.ts'
import type { Reading } from '../../store/api.ts'
import { accountNames, keyShown } from './content.ts'
import type { CheckLine } from './list-sheets.ts'
import type { GradebookRequest } from './request.ts'
import { testTitles } from './titles.ts'

/** What to look at before the gradebook leaves the house: one line for each place, whom or what it is about. */
export function checksOf(reading: Reading, request: GradebookRequest): readonly CheckLine[] {
  const { definition, identity, savedId } = request
  const isPersonal = identity === 'names'
  const shown = keyShown(request)
  const accountName = accountNames(reading)
  return reading.gradebookChecks(definition, savedId ?? null).flatMap((check): CheckLine[] => {
    const line = { severity: severityWords(check), what: checkSentence(check) }
    const places = checkPlaces(check, {
      student: ({ account, key, first, last }) =>
        isPersonal ? `${last} ${first} (${shown(account, key)})`.trim() : shown(account, key),
      test: (test) => testTitles([test], accountName).join(''),
      isPersonal,
    }).filter((place) => place !== '')
    // The order of names would tell who is behind a pseudonym.
    const inOrder = isPersonal ? places : places.toSorted()
    const unlisted = unlistedOf(check)
    const all = unlisted > 0 ? [...inOrder, furtherPlaces(unlisted)] : inOrder
    return (all.length > 0 ? all : ['']).map((where) => ({ ...line, where }))
  })
}
