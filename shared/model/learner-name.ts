/**
 * What a learning platform's learner is called on this computer: the platform tells nothing but an id. Without first and
 * last name a learner is called by that id.
 */
export interface LearnerName {
  /** The platform's own id. */
  readonly learnerId: string
  readonly first: string
  readonly last: string
  readonly email: string | null
}

/** A learner as results, classes and names given here know them. */
export interface KnownLearner extends LearnerName {
  /** The key of the student they are, which is another's where they were merged. */
  readonly student: string
  readonly hasResults: boolean
}

const prefix = 'user:'

/** The key of a learner's results (`studentKey`). */
export const learnerKey = (learnerId: string): string => `${prefix}${learnerId}`

/** Null for a key that is of no learner whose id is known. */
export const learnerIdOf = (key: string): string | null =>
  key.startsWith(prefix) && key.length > prefix.length ? key.slice(prefix.length) : null

export const hasName = ({ first, last }: Pick<LearnerName, 'first' | 'last'>): boolean => first !== '' || last !== ''

/** What a learner without a name is called. */
export const withoutName = (learnerId: string): LearnerName => ({ learnerId, first: '', last: learnerId, email: null })
