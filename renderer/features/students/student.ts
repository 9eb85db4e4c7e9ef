import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { StudentPage } from '../../../shared/model/student.ts'
import { api, asAppError, coalesced, latestOnly } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { useStudentPages, useStudentRules, useStudentSelection } from './students.ts'

interface StudentState {
  /** Whose page it is; it stays until that of the next one is here. */
  readonly student: StudentRef | null
  readonly page: StudentPage | null
  readonly error: AppError | null
  /** Where they stand in the list; null where they were opened from somewhere else. */
  readonly index: number | null
  /** Who was opened from the list last. */
  readonly listed: StudentRef | null
  /** Reads the page of a student, or again the one that is shown. */
  load(student: StudentRef): Promise<void>
  /** Goes to the student so many rows further down the list, or up. */
  step(by: 1 | -1): Promise<void>
}

const latest = latestOnly()

/** The rules that the figures of the page follow: under others, they would be wrong. */
let readUnder: ReturnType<typeof useStudentRules.getState> | null = null

export const isSame = (a: StudentRef | null, b: StudentRef | null): boolean =>
  a?.account === b?.account && a?.key === b?.key

export const useStudent = create<StudentState>()((set, get) => ({
  student: null,
  page: null,
  error: null,
  index: null,
  listed: null,

  load(student) {
    // Opened from elsewhere, a student has no place in the list.
    const isListed = isSame(get().listed, student)
    set({
      student,
      ...(isSame(get().student, student) ? {} : { error: null }),
      ...(isListed ? {} : { index: null }),
    })
    const rules = useStudentRules.getState()
    return latest(
      () => api.students.page({ ...student, ...rules }),
      (page) => {
        readUnder = rules
        set({ page, error: null })
      },
      (error) => {
        const { page } = get()
        const isOfBefore = page !== null && isSame(page.student, student) && readUnder === rules
        set({ page: isOfBefore && error.code !== 'student/not-found' ? page : null, error })
      },
    )
  },
  async step(by) {
    const { index } = get()
    if (index === null) return
    const row = await useStudentPages.getState().rowAt(index + by)
    if (row === null || get().index !== index) return
    set({ index: index + by, listed: { account: row.accountId, key: row.key } })
    // Not one step back for each student that was leafed through.
    useNavigation.setState({ place: { account: row.accountId, key: row.key } })
  },
}))

/** Opens a student of the list. */
export function openListed(
  { accountId, key }: { readonly accountId: string; readonly key: string },
  index: number,
): void {
  useStudent.setState({ index, listed: { account: accountId, key } })
  useNavigation.getState().go('students', { account: accountId, key })
}

const readAgain = async (): Promise<void> => {
  const { student, load } = useStudent.getState()
  if (student !== null) await load(student)
}
const reload = coalesced(300, readAgain)
api.results.changed(() => reload())
api.gradebooks.changed(() => reload())
api.students.changed(() => reload())
useStudentRules.subscribe(() => void readAgain())

/** Makes one student of several, and offers to take it back. @returns whether it was made */
export async function merge(into: StudentRef, keys: readonly string[], name: string): Promise<boolean> {
  try {
    await api.students.merge({ account: into.account, into: into.key, keys: [...keys] })
  } catch (thrown) {
    sayFailed(asAppError(thrown), { accountId: into.account })
    return false
  }
  useStudentSelection.getState().clear()
  sayWithUndo(t('students.merged', { count: keys.length + 1, name }))
  return true
}

/** Lets a merged key stand alone again; of the student's own key, all of them. */
export async function split({ student, ...person }: StudentPage, key: string): Promise<void> {
  try {
    const apart = await api.students.split({ account: student.account, key })
    sayWithUndo(t('students.split', { count: apart.length, name: fullName(person) || t('students.noName') }))
  } catch (thrown) {
    sayFailed(asAppError(thrown), { accountId: student.account })
  }
}

const sayWithUndo = (words: string): void =>
  void say(words, { action: { words: t('students.undo'), run: () => void takeBack() } })

async function takeBack(): Promise<void> {
  try {
    const undone = await api.local.undo()
    say(t(undone?.outcome === 'done' ? 'students.undone' : 'students.notUndone'))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}
