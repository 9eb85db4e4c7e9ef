import { z } from 'zod'
import type { Arrived, Digest, DigestPart, DigestPartResults } from '../model/digest.ts'
import { isCalendarDay } from '../model/zone.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { accounts, id } from './shapes.ts'

const arrived = () => z.strictObject({ result: z.int().min(0), change: z.int().min(0) }) satisfies z.ZodType<Arrived>

const part = () =>
  z.discriminatedUnion('part', [
    z.strictObject({ part: z.literal('test'), account: id(), testId: z.int() }),
    z.strictObject({ part: z.enum(['new', 'changed', 'needs-grading']) }),
  ]) satisfies z.ZodType<DigestPart>

export const digestInputs = () => ({
  get: z.strictObject({ accounts: accounts() }),
  part: z.strictObject({ accounts: accounts(), part: part() }),
  markSeen: z.strictObject({ accounts: accounts(), upTo: arrived() }),
  unmarkSeen: z.strictObject({ accounts: accounts() }),
  look: z.strictObject({
    accounts: accounts(),
    upTo: arrived().nullable(),
    day: z.string().refine(isCalendarDay),
  }),
})
type Calls = InputsOf<typeof digestInputs>

export const digest = {
  /** What is new since it was marked as seen, and what waits for the teacher. */
  get: invoke<Calls['get'], Digest>(),
  /** The results behind one of its lines; null where they are too many to be named one by one. */
  part: invoke<Calls['part'], DigestPartResults>(),
  /** Marks as seen what had arrived. */
  markSeen: invoke<Calls['markSeen'], void>(),
  /** Takes the last marking back. */
  unmarkSeen: invoke<Calls['unmarkSeen'], void>(),
  /**
   * Says that a teacher looks at what had arrived, or at nothing yet: null. What was looked at on another day counts as
   * seen. @returns whether that marked anything
   */
  look: invoke<Calls['look'], boolean>(),
  /** Something was marked as seen, or no longer is. */
  changed: event<undefined>(),
}
