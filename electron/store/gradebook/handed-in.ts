import { z } from 'zod'
import type { Known } from './checks/checked.ts'
import type { GradebookModel } from './model.ts'

/** The sum of one percentage in tenths, or a sum and of how many; else why there is none. */
export type KeptCell = null | 'excused' | 'no percentage' | number | readonly [sum: number, of: number]

// By hand: zod takes half a second for the cells of 2,000 students at 60 tests.
const isCell = (value: unknown): value is KeptCell =>
  value === null ||
  value === 'excused' ||
  value === 'no percentage' ||
  Number.isInteger(value) ||
  (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger) && value[1] > 0)

/** What was handed in, as JSON. */
const kept = () =>
  z.strictObject({
    form: z.literal(1),
    places: z.int().min(0),
    tests: z.array(z.strictObject({ account: z.string(), testId: z.int(), name: z.string() })),
    rows: z.array(
      z.strictObject({
        account: z.string(),
        key: z.string(),
        newestId: z.int().nullable(),
        first: z.string(),
        last: z.string(),
        rounded: z.int().nullable(),
        grade: z.string(),
        cells: z.custom<readonly KeptCell[]>((value) => Array.isArray(value) && value.every(isCell)),
      }),
    ),
  })
// Made with the first question: a thread's start does not need it.
let readable: ReturnType<typeof kept> | null = null
export type Kept = z.infer<ReturnType<typeof kept>>
export type KeptRow = Kept['rows'][number]

/** Reads what was handed in; null for a text that another version wrote. */
export function parsedHandIn(text: string): Kept | null {
  try {
    readable ??= kept()
    return readable.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What a gradebook holds now, its students by name. */
export const heldIn = ({ model, definition, students, order }: Known): Kept => ({
  form: 1,
  places: definition.rules.places,
  tests: model.tests.map(({ account, testId, name }) => ({ account, testId, name })),
  rows: order.map((place) => {
    const { student, newestId } = students[place] as (typeof students)[number]
    const { account, key, first, last } = student
    const { rounded } = model.shownAverage(place)
    const cells = model.tests.map((_, test) => cellOf(model, place, test))
    return { account, key, newestId, first, last, rounded, grade: model.gradeOf(place), cells }
  }),
})

function cellOf(model: GradebookModel, student: number, test: number): KeptCell {
  if (model.isExcused(student, test)) return 'excused'
  const score = model.scoreOf(student, test)
  if (score === null) return model.hasAttempts(student, test) ? 'no percentage' : null
  return score.of === 1 ? score.sum : [score.sum, score.of]
}
