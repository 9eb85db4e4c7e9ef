import { fold } from '../../../../shared/model/text.ts'

const plain = /^[\x20-\x26\x28-\x5f\x61-\x7e]*$/

/** `fold`, by a shorter way for plain letters: a whole list of 20,000 names is compared at each change. */
export const foldedName = (name: string): string =>
  plain.test(name) ? name.toLowerCase().replace(/ {2,}/g, ' ').trim() : fold(name)
