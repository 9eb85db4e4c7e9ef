/** The numbers of a link's questions before the test, in order. */
export const extraFieldNumbers = [1, 2, 3, 4, 5] as const
export type ExtraFieldNumber = (typeof extraFieldNumbers)[number]

/** In letters. */
export const longestExtraField = 60

/** One of a link's questions before the test. */
export interface ExtraFieldRef {
  readonly account: string
  /** The id of the link. */
  readonly link: number
  readonly number: ExtraFieldNumber
}

/** What the teacher calls one of a link's questions: the same number means another question at another link. */
export interface ExtraField extends ExtraFieldRef {
  readonly name: string
  readonly linkName: string
}

/** Whether two names are one to a reader: in a form or a heading nobody tells "Ward" from "ward". */
export const isSameExtraField = (one: string, other: string): boolean => readAs(one) === readAs(other)

const readAs = (name: string): string => name.normalize('NFKC').toLowerCase()
