import type { AccessCode } from '../../../shared/model/access-code.ts'
import type { StartPerson } from '../../../shared/model/start-link.ts'
import { foldedName, peopleOfCodes, personLabel } from './people.ts'

export interface GivenCodes {
  readonly people: readonly StartPerson[]
  /** Codes that had no name yet, each with the person it was given to. */
  readonly newlyNamed: readonly { readonly code: string; readonly name: string }[]
  /** How many people still have no code. */
  readonly without: number
  /** How many codes were left alone because they are in somebody else's name. */
  readonly reserved: number
}

/** Codes by the name beside them, so that "Smith, Paul" is found as Paul Smith. */
function codesByName(accessCodes: readonly AccessCode[]): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const [index, person] of peopleOfCodes(accessCodes).entries()) {
    const name = foldedName(personLabel(person))
    const code = accessCodes[index]?.code
    if (name === '' || code === undefined) continue
    const same = byName.get(name)
    if (same === undefined) byName.set(name, [code])
    else same.push(code)
  }
  return byName
}

/**
 * Gives each person without a code an unused one, in the list's order. A code with a name beside it goes only to the
 * person of that name.
 */
export function giveCodes(people: readonly StartPerson[], unused: readonly AccessCode[]): GivenCodes {
  const taken = new Set(people.flatMap(({ accessCode }) => (accessCode === null ? [] : [accessCode])))
  const free = unused.filter(({ code }) => !taken.has(code))
  const named = codesByName(free)
  const nameless = free.filter(({ name }) => name === null || name.trim() === '').map(({ code }) => code)
  const newlyNamed: { code: string; name: string }[] = []
  let next = 0
  let without = 0

  const given = people.map((person) => {
    if (person.accessCode !== null) return person
    const label = personLabel(person)
    const own = named.get(foldedName(label))?.shift()
    if (own !== undefined) return { ...person, accessCode: own }
    const code = nameless[next]
    if (code === undefined) {
      without += 1
      return person
    }
    next += 1
    if (label !== '') newlyNamed.push({ code, name: label })
    return { ...person, accessCode: code }
  })
  const reserved = [...named.values()].reduce((sum, codes) => sum + codes.length, 0)
  return { people: given, newlyNamed, without, reserved }
}
