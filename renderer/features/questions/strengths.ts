import type { CategoriesOfStudent, CategoryAttempt } from '../../../shared/model/item-analysis.ts'

/** What an attempt reached in one category, as a share of the points to score. */
export interface CategoryStep {
  readonly attempt: CategoryAttempt
  readonly share: number
}

/** A category over the attempts of a student. */
export interface Strength {
  readonly categoryId: string | null
  /** As the newest attempt has it. */
  readonly name: string
  readonly scored: number
  /** That it is over. */
  readonly answers: number
  readonly available: number
  /** Of all points to score in it; beyond 1 with extra credit. */
  readonly share: number
  /** The earliest first. */
  readonly steps: readonly CategoryStep[]
}

/** Points by category, the strongest first; what has no points to score is left out. */
export function strengthsOf({ attempts }: Pick<CategoriesOfStudent, 'attempts'>): readonly Strength[] {
  const found = new Map<string, Omit<Strength, 'share'>>()
  for (const attempt of attempts) {
    for (const { categoryId, name, pointsScored, pointsAvailable, answers } of attempt.categories) {
      if (pointsScored === null || pointsAvailable === null || pointsAvailable <= 0) continue
      const key = categoryId ?? `named ${name}`
      const before = found.get(key) ?? { categoryId, name: '', answers: 0, scored: 0, available: 0, steps: [] }
      found.set(key, {
        categoryId,
        name: name || before.name,
        answers: before.answers + answers,
        scored: before.scored + pointsScored,
        available: before.available + pointsAvailable,
        steps: [...before.steps, { attempt, share: pointsScored / pointsAvailable }],
      })
    }
  }
  return Array.from(found.values(), (each) => ({ ...each, share: each.scored / each.available })).toSorted(
    (one, other) => other.share - one.share,
  )
}
