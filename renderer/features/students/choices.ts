import { create } from 'zustand'
import type { ClassSummary } from '../../../shared/model/class.ts'
import type { ShownLabel } from '../../../shared/model/student.ts'
import { api, latestOnly } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'

interface Choices {
  /** Null until the first answer. */
  readonly classes: readonly ClassSummary[] | null
  readonly labels: readonly ShownLabel[]
  load(): Promise<void>
}

const latest = latestOnly()

/** The classes and labels that students can be filtered by. */
export const useStudentChoices = create<Choices>()((set) => ({
  classes: null,
  labels: [],
  // The list reads the same store and says what is wrong with it.
  load: () =>
    latest(
      async () => {
        const accounts = useAccounts.getState().filterAccounts()
        const [classes, labels] = await Promise.all([
          api.classes.list({ accounts }),
          api.students.labelsInUse({ accounts }),
        ])
        return { classes, labels }
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
