import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { ReadIds } from '../../../shared/ipc/assessments.ts'
import type { SubmissionRef } from '../../../shared/model/assessment.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { collectNow } from './assessment-jobs.ts'

interface Collecting {
  readonly text: string
  /** What the text, or the file that was chosen, holds; null while nothing was read. */
  readonly read: ReadIds | null
  readonly isReading: boolean
  readonly error: AppError | null
  /** Begins anew. */
  start(): void
  type(account: string, text: string): void
  chooseFile(account: string): Promise<void>
}

const fresh = { text: '', read: null, isReading: false, error: null } as const

/** Milliseconds after a letter until what is typed is read. */
const afterTyping = 250

const latest = latestOnly()
/** Lets an answer that still comes be of nothing. */
const drop = () =>
  void latest(
    async () => undefined,
    () => undefined,
  )
let timer: ReturnType<typeof setTimeout> | undefined

/** What is to be collected, before anything is asked for. */
export const useCollecting = create<Collecting>()((set) => {
  const read = async (ask: () => Promise<ReadIds | null>) => {
    set({ isReading: true, error: null })
    await latest(
      ask,
      // A dialog that was closed leaves what is there.
      (found) => set(found === null ? { isReading: false } : { read: found, isReading: false }),
      (error) => set({ error, isReading: false }),
    )
  }
  return {
    ...fresh,
    start() {
      clearTimeout(timer)
      // An answer that still comes is of the dialog before.
      drop()
      set(fresh)
    },
    type(account, text) {
      clearTimeout(timer)
      // What was read before, or still comes, is not what stands there now.
      drop()
      set({ text, read: null, isReading: false, error: null })
      if (text.trim() !== '')
        timer = setTimeout(() => void read(() => api.assessments.readIds({ account, text })), afterTyping)
    },
    async chooseFile(account) {
      clearTimeout(timer)
      set({ text: '' })
      await read(() => api.assessments.chooseIdFile({ account }))
    },
  }
})

/** The ids, where those without an assessment are of the one that was looked at. */
export const withAssessment = (
  { submissions }: Pick<ReadIds, 'submissions'>,
  assessmentId: string | null,
): readonly SubmissionRef[] => submissions.map((each) => ({ ...each, assessmentId: each.assessmentId ?? assessmentId }))

/** Starts to fetch them. @returns whether there was something */
export function collect(account: string, read: ReadIds, assessmentId: string | null): boolean {
  if (read.submissions.length === 0) return false
  void collectNow(account, withAssessment(read, assessmentId)).catch((thrown) =>
    useCollecting.setState({ error: asAppError(thrown) }),
  )
  return true
}
