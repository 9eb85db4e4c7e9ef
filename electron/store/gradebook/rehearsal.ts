import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import { usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { type GradedAttempts, partsOf } from './attempts.ts'
import { choose, type Member } from './choice.ts'
import { GradebookModel } from './model.ts'

/** Students of a class that is reckoned to no end but to have the code compiled: few cells, with all they hold. */
const students = 24

/** From how many attempts on the first gradebook would be waited for. */
const many = 20_000

const runs = 32

/**
 * Reckons small gradebooks while nothing is asked, one in each slice of 2 to 10 ms. Code that has not run yet takes three
 * times as long, and the first gradebook of a process would wait for all of it. Nothing of them is kept.
 */
export class Rehearsal {
  readonly #attempts: GradedAttempts
  #runs = 0

  constructor(attempts: GradedAttempts) {
    this.#attempts = attempts
  }

  /** Not before the attempts are there. */
  get hasWork(): boolean {
    return this.#runs < runs && this.#attempts.count >= many && this.#attempts.isUpToDate
  }

  work(): void {
    this.#runs++
    const { rules, ...chosen } = usualGradebook
    const policy = attemptPolicies[this.#runs % attemptPolicies.length] ?? rules.policy
    const everybody = this.#runs % 2 === 0
    const { cells } = choose(
      this.#attempts,
      everybody ? chosen : { ...chosen, students: { by: 'class', classId: 0 } },
      { zones: () => new Map(), found: () => [], members: () => this.#members(), nameOf: () => '' },
      // Everybody has many cells, of which few attempts fill few. The first slices are the slowest.
      Math.min(everybody ? 1_000 : this.#runs * many, this.#attempts.count),
    )
    new GradebookModel(this.#attempts.values, cells, { ...usualRules, policy }, new Map()).summary()
  }

  #members(): Member[] {
    const { students: texts } = this.#attempts
    return Array.from({ length: Math.min(students, texts.count) }, (_, number) => {
      const { account, rest: key } = partsOf(texts.text(number))
      return { account, key, first: '', last: '', email: null, external_id: null }
    })
  }
}
