import {
  checkPlaces,
  checkSentence,
  furtherPlaces,
  severityWords,
  unlistedOf,
} from '../../../shared/gradebook-checks.ts'
import { type GradebookCheck, listed } from '../../../shared/model/gradebook-check.ts'
import type { Reading } from '../../store/api.ts'
import { accountNames, keyShown } from './content.ts'
import type { CheckLine } from './list-sheets.ts'
import type { GradebookRequest } from './request.ts'
import { testTitles } from './titles.ts'

/** A check with its places in the order of their students as they are shown. */
function inOrderOf(check: GradebookCheck, shown: (account: string, key: string) => string): GradebookCheck {
  const nameOf = (place: GradebookCheck['places'][number]): string => {
    const students = 'students' in place ? place.students : 'student' in place ? [place.student] : []
    return students.map(({ account, key }) => shown(account, key)).sort()[0] ?? ''
  }
  const named = check.places.map((place) => ({ place, name: nameOf(place) }))
  named.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  return { ...check, places: named.map(({ place }) => place) } as GradebookCheck
}

/** What to look at before the gradebook leaves the house: one line for each place, whom or what it is about. */
export function checksOf(reading: Reading, request: GradebookRequest): readonly CheckLine[] {
  const { definition, identity, savedId } = request
  const isPersonal = identity === 'names'
  const shown = keyShown(request)
  const accountName = accountNames(reading)
  return reading.allGradebookChecks(definition, savedId ?? null).flatMap((found): CheckLine[] => {
    // Where not all places are listed, the order of names would tell who is behind a pseudonym.
    const check = listed(isPersonal ? found : inOrderOf(found, shown))
    const line = { severity: severityWords(check), what: checkSentence(check) }
    const places = checkPlaces(check, {
      student: ({ account, key, first, last }) =>
        isPersonal ? `${last} ${first} (${shown(account, key)})`.trim() : shown(account, key),
      test: (test) => testTitles([test], accountName, reading.outwardId).join(''),
      isPersonal,
    }).filter((place) => place !== '')
    // The order of names would tell who is behind a pseudonym.
    const inOrder = isPersonal ? places : places.toSorted()
    const unlisted = unlistedOf(check)
    const all = unlisted > 0 ? [...inOrder, furtherPlaces(unlisted)] : inOrder
    return (all.length > 0 ? all : ['']).map((where) => ({ ...line, where }))
  })
}
