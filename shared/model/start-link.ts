/** A person who is sent to a test. Absent values are null. */
export interface StartPerson {
  readonly first: string | null
  readonly last: string | null
  readonly email: string | null
  readonly userId: string | null
  readonly accessCode: string | null
}

/** A person with the address that starts the test for them. */
export interface StartLink extends StartPerson {
  readonly url: string
}

/** A link, with the facts needed to make addresses for its people. */
export interface StartableLink {
  readonly accountId: string
  readonly linkId: number
  readonly name: string
  readonly testName: string
  /** Null when the API key may not see it; ClassMarker's key settings can allow it. */
  readonly linkUrlId: string | null
  readonly accessListId: number | null
}

const startPage = 'https://www.classmarker.com/online-test/start/'

/** The longest `cm_user_id` that ClassMarker keeps (API page, "cm_user_id"). */
export const longestUserId = 100

/**
 * The address that starts a link's test for one person (API page, "Access Codes to the Quiz Start URLs", and Links note
 * 1 for `quiz`). Empty values and spaces around a value are left out. Reading the address back gives the same values,
 * except that half a surrogate pair, which no address can hold, becomes a replacement character.
 */
export function startUrl(linkUrlId: string, person: StartPerson): string {
  const parameters: readonly (readonly [name: string, value: string | null])[] = [
    ['quiz', linkUrlId],
    ['cm_fn', person.first],
    ['cm_ln', person.last],
    ['cm_e', person.email],
    ['cm_user_id', person.userId],
    ['cm_access_list_item', person.accessCode],
  ]
  const given = parameters.flatMap(([name, value]) => (value?.trim() ? [`${name}=${encoded(value.trim())}`] : []))
  return `${startPage}?${given.join('&')}`
}

// Encodes by RFC 3986: a space is %20, because some mail programs read + as a plus, and the punctuation that
// encodeURIComponent keeps is encoded, too, because mail programs end an address at a bracket or quotation mark.
const encoded = (value: string): string =>
  encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
