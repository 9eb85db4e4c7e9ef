import { useMemo } from 'react'
import type { StartPerson } from '../../../../shared/model/start-link.ts'
import { useStartLinks } from '../../../state/start-links.ts'
import { type GivenCodes, giveCodes } from './give-codes.ts'
import { type PersonWarning, personWarnings } from './person-warnings.ts'

export interface StartPeople {
  readonly people: readonly StartPerson[]
  readonly warnings: readonly PersonWarning[]
  /** What giving codes came to; null where none are given. */
  readonly given: GivenCodes | null
}

/**
 * The people as they are handed out, with codes given to them, and what to look at first.
 * @param accessListId of the link
 */
export function useStartPeople(accessListId: number | null, listId: number): StartPeople {
  const { people, givesCodes, unused } = useStartLinks()
  return useMemo(() => {
    const given = givesCodes && unused !== null && accessListId === listId ? giveCodes(people, unused) : null
    const withCodes = given?.people ?? people
    const asked = accessListId === null ? withCodes.map((person) => ({ ...person, accessCode: null })) : withCodes
    return {
      people: asked,
      warnings: personWarnings(asked),
      given,
    }
  }, [people, givesCodes, unused, accessListId, listId])
}
