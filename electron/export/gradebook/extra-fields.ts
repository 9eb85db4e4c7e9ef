import { type DetailedAttempt, extraInfoOf } from '../../store/api.ts'
import type { GradebookPlan } from './plan.ts'

/** A column of answers to questions before a test. */
interface AnswersColumn {
  readonly header: string
  readonly wordsOf: (detail: DetailedAttempt) => string
}

/**
 * A column for each name that the teacher gave to questions which attempts of the file answer, at whatever links, and one
 * for the answers to all others.
 * @param taken headers of other columns: formulas find those by their headers
 */
export function answersColumns(plan: GradebookPlan, taken: readonly string[]): readonly AnswersColumn[] {
  const answersOf = answersIn(plan)
  const answered = new Set<string | null>()
  if (plan.extraFields.length > 0)
    for (const detail of plan.details()) for (const { name } of answersOf(detail)) answered.add(name)
  const names = [...answered].filter((name) => name !== null).toSorted((a, b) => a.localeCompare(b, 'en'))
  const isTaken = (name: string) => [...taken, others].some((header) => header.toLowerCase() === name.toLowerCase())
  const columnOf = (name: string | null, header: string): AnswersColumn => ({
    header,
    wordsOf: (detail) =>
      answersOf(detail)
        .filter((answer) => answer.name === name)
        .map(({ words }) => words)
        .join('; '),
  })
  const hasOthers = names.length === 0 || answered.has(null)
  return [
    ...names.map((name) => columnOf(name, isTaken(name) ? `${name} (extra field)` : name)),
    ...(hasOthers ? [columnOf(null, others)] : []),
  ]
}

/** The header of answers to questions without a name. */
const others = 'Extra fields'

interface Answer {
  /** Null for a question without a name. */
  readonly name: string | null
  readonly words: string
}

/** The answers of an attempt that are not empty. */
function answersIn({ extraFields }: GradebookPlan): (detail: DetailedAttempt) => readonly Answer[] {
  const keyOf = (account: string, link: number, number: number) => `${number} ${link} ${account}`
  const names = new Map(extraFields.map(({ account, link, number, name }) => [keyOf(account, link, number), name]))
  return (detail) =>
    extraInfoOf(detail).flatMap((words, at) => {
      if (!words) return []
      const key = keyOf(detail.account_id, detail.source_id, at + 1)
      return [{ words, name: detail.feed === 'links' ? (names.get(key) ?? null) : null }]
    })
}
