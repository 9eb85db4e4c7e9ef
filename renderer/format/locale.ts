/**
 * The locale for numbers and dates: the teacher's own kind of English, as the words are English too
 * ("12 Oct" in Leeds, "Oct 12" in Boston); British where the system speaks another language.
 */
export const localeFor = (languages: readonly string[]): string =>
  languages.find((language) => /^en\b/i.test(language)) ?? 'en-GB'

export const locale = localeFor(globalThis.navigator?.languages ?? [])
