import { useMemo } from 'react'
import { type AccessCode, normalisedAccessCode } from '../../../shared/model/access-code.ts'
import { addressIn } from '../../../shared/model/email-address.ts'
import type { StartPerson } from '../../../shared/model/start-link.ts'
import { fold } from '../../../shared/model/text.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import type { WantedColumn } from '../tables/index.ts'

/** The columns a table of people may have; `name` is a whole name, used when both parts are missing. */
const personParts = ['first', 'last', 'name', 'email', 'userId', 'accessCode'] as const
export type PersonPart = (typeof personParts)[number]

const orNull = (text: string): string | null => text.trim() || null

/** Turns rows of a table into people, in the same order. */
export const peopleOfRows = (rows: readonly Readonly<Record<PersonPart, string>>[]): readonly StartPerson[] =>
  rows.map(({ first, last, name, email, userId, accessCode }) => ({
    ...(orNull(first) === null && orNull(last) === null
      ? splitName(name)
      : { first: orNull(first), last: orNull(last) }),
    email: orNull(addressIn(email)),
    userId: orNull(userId),
    accessCode: orNull(normalisedAccessCode(accessCode).code),
  }))

/** Turns the codes of a list into the people they are for; a code without a name gives a person without one. */
export const peopleOfCodes = (accessCodes: readonly AccessCode[]): readonly StartPerson[] =>
  accessCodes.map(({ code, name }) => ({
    ...(name === null ? { first: null, last: null } : splitName(name)),
    email: null,
    userId: null,
    accessCode: code,
  }))

/** A label for a person: the name, else the e-mail address, else the user ID; '' for somebody with only a code. */
export const personLabel = ({ first, last, email, userId }: StartPerson): string =>
  fullName({ first: first ?? '', last: last ?? '' }) || email || userId || ''

/** Words that may begin a surname: "Ludwig van Beethoven", "Maria de la Cruz". */
const particles = new Set(
  ['van', 'von', 'vom', 'zu', 'zum', 'zur', 'de', 'der', 'den', 'del', 'della', 'dem', 'di', 'da', 'das', 'do', 'dos']
    .concat(['du', 'des', 'la', 'le', 'las', 'los', 'ter', 'ten', 'te', 'al', 'el', 'bin', 'bint', 'ibn', 'af', 'av'])
    .concat(['st', 'st.']),
)

export interface SplitName {
  readonly first: string | null
  readonly last: string | null
}

const nonEmpty = (text: string): string | null => (text === '' ? null : text)

/**
 * Splits a whole name into first and last name. In "Smith, Paul" the comma separates them; in "Paul Smith" the surname
 * is the last word with the particles before it. A single word is a first name.
 */
export function splitName(name: string): SplitName {
  const clean = name.replace(/\s+/g, ' ').trim()
  const comma = clean.indexOf(',')
  if (comma >= 0)
    return { first: nonEmpty(clean.slice(comma + 1).trim()), last: nonEmpty(clean.slice(0, comma).trim()) }
  const words = clean.split(' ')
  if (words.length === 1) return { first: nonEmpty(clean), last: null }
  let surname = words.length - 1
  while (surname > 1 && particles.has((words[surname - 1] ?? '').toLowerCase())) surname--
  return { first: words.slice(0, surname).join(' '), last: words.slice(surname).join(' ') }
}

const plain = /^[\x20-\x26\x28-\x5f\x61-\x7e]*$/

/** `fold` with a faster path for plain letters, since a whole list of 20,000 names is compared at each change. */
export const foldedName = (name: string): string =>
  plain.test(name) ? name.toLowerCase().replace(/ {2,}/g, ' ').trim() : fold(name)

/** The columns to look for in a table of people, none of them required. Returns the same array at each render. */
export const useWantedParts = (): readonly WantedColumn<PersonPart>[] =>
  useMemo(() => personParts.map((id) => ({ id, label: t(`startLinks.part.${id}`), required: false })), [])
