import { create } from 'zustand'
import type { ClassSummary } from '../../../shared/model/class.ts'
import type { ShownLabel } from '../../../shared/model/student.ts'
import { api, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

interface Choices {
  /** Of the accounts looked at; null until the first answer. */
  readonly classes: readonly ClassSummary[] | null
  /** Of other accounts: a filter may go on asking for them. */
  readonly otherClasses: readonly ClassSummary[]
  readonly labels: readonly ShownLabel[] | null
  load(): Promise<void>
}

const latest = latestOnly()

/** The classes and labels that students can be filtered by. */
export const useStudentChoices = create<Choices>()((set) => ({
  classes: null,
  otherClasses: [],
  labels: null,
  // The list reads the same store and says what is wrong with it.
  load: () =>
    latest(
      async () => {
        const accounts = useAccounts.getState().filterAccounts()
        const [all, labels] = await Promise.all([
          api.classes.list({ accounts: undefined }),
          api.students.labelsInUse({ accounts }),
        ])
        const isLookedAt = ({ account }: ClassSummary) => accounts?.includes(account) ?? true
        return {
          classes: all.filter(isLookedAt),
          otherClasses: all.filter((each) => !isLookedAt(each)),
          labels,
        }
      },
      (read) => set(read),
    ),
}))

const reload = () => {
  if (useStudentChoices.getState().classes !== null) void useStudentChoices.getState().load()
}
api.gradebooks.changed(reload)
api.students.changed(reload)
onOtherAccounts(reload)
