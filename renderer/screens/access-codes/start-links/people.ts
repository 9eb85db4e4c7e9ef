import { type AccessCode, validCode } from '../../../../shared/model/access-code.ts'
import type { StartPerson } from '../../../../shared/model/start-link.ts'
import { fullName } from '../../../format/names.ts'
import { splitName } from './split-name.ts'

/** What a table may say about a person; `name` is a whole name, used where neither part is given. */
export const personParts = ['first', 'last', 'name', 'email', 'userId', 'accessCode'] as const
export type PersonPart = (typeof personParts)[number]

const orNull = (text: string): string | null => text.trim() || null

/** Rows of a table as people, in order. */
export const peopleOfRows = (rows: readonly Readonly<Record<PersonPart, string>>[]): readonly StartPerson[] =>
  rows.map(({ first, last, name, email, userId, accessCode }) => ({
    ...(orNull(first) === null && orNull(last) === null
      ? splitName(name)
      : { first: orNull(first), last: orNull(last) }),
    email: orNull(email),
    userId: orNull(userId),
    accessCode: orNull(validCode(accessCode).code),
  }))

/** The codes of a list as the people they are for; a code without a name is for whoever gets it. */
export const peopleOfCodes = (entries: readonly AccessCode[]): readonly StartPerson[] =>
  entries.map(({ code, name }) => ({
    ...(name === null ? { first: null, last: null } : splitName(name)),
    email: null,
    userId: null,
    accessCode: code,
  }))

/** A person as a list calls them: by name, else by e-mail address, else by user ID; '' for a code alone. */
export const personLabel = ({ first, last, email, userId }: StartPerson): string =>
  fullName({ first: first ?? '', last: last ?? '' }) || email || userId || ''
