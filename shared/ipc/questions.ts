import { z } from 'zod'
import type { AttemptAnswers } from '../model/answers.ts'
import { attemptPolicies } from '../model/attempt-policy.ts'
import { testRef } from '../model/gradebook-zod.ts'
import {
  type CategoriesOfStudent,
  itemPolicies,
  type QuestionsPage,
  type QuestionsQuery,
} from '../model/item-analysis.ts'
import { feeds } from '../model/result-values.ts'
import type { StudentPageQuery } from '../model/student.ts'
import { isCalendarDay } from '../model/zone.ts'
import { type InputsOf, invoke } from './call.ts'
import { id, text } from './shapes.ts'
import { studentKey } from './students.ts'

const calendarDay = () => z.string().refine(isCalendarDay).nullable()
const number = () => z.int().positive()

const pageQuery = () =>
  z.strictObject({
    ...testRef().shape,
    policy: z.enum(itemPolicies),
    period: z.strictObject({ from: calendarDay(), to: calendarDay() }),
    classId: number().nullable(),
    source: z.strictObject({ feed: z.enum(feeds), id: z.int() }).nullable(),
    version: number().nullable(),
  }) satisfies z.ZodType<QuestionsQuery>

export const questionsInputs = () => ({
  page: pageQuery(),
  export: z.strictObject({ query: pageQuery(), title: text(400) }),
  answers: z.strictObject({ id: number() }),
  categories: z.strictObject({
    ...{ account: id(), key: studentKey(), policy: z.enum(attemptPolicies) },
    period: z.strictObject({ from: calendarDay(), to: calendarDay() }),
  }) satisfies z.ZodType<StudentPageQuery>,
  picture: z.strictObject({ account: id(), url: z.string().max(4_000) }),
})
type Questions = InputsOf<typeof questionsInputs>

/** Questions of tests and what was answered, as far as answers came in. */
export const questions = {
  /** How the questions of a test did. */
  page: invoke<Questions['page'], QuestionsPage>(),
  /** Asks where to save them, then starts the job; null when the teacher closed the save dialog. */
  export: invoke<Questions['export'], { jobId: string } | null>(),
  /** What one attempt answered; null where that is not known. */
  answers: invoke<Questions['answers'], AttemptAnswers | null>(),
  /** What a student reached by category, in the attempts that count. */
  categories: invoke<Questions['categories'], CategoriesOfStudent>(),
  /** A picture of a question, fetched from ClassMarker now, as a `data:` address. */
  picture: invoke<Questions['picture'], string>(),
}
