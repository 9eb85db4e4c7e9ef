import type { AddedStudent } from '../../../shared/model/added-student.ts'
import type { PerhapsHere } from '../../../shared/model/identity.ts'
import type { Store } from '../call-table.ts'

/** Who is here already and may be one of these people. The store reads in slices, and answers others between. */
export async function perhapsHere(
  store: Pick<Store, 'perhapsHere'>,
  account: string,
  people: readonly AddedStudent[],
): Promise<readonly PerhapsHere[]> {
  // Everybody of the account would be read for nothing.
  if (people.length === 0) return []
  for (;;) {
    const found = await store.perhapsHere(account, people)
    if (found !== 'more') return found
  }
}
