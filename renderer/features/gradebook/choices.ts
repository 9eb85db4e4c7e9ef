import { create } from 'zustand'
import type { ClassSummary } from '../../../shared/model/class.ts'
import { type GradebookColumn, usualGradebook } from '../../../shared/model/gradebook.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { sayFailed } from '../../app/feedback.ts'

interface ChoicesState {
  /** The classes of the accounts looked at; null until the first answer. */
  readonly classes: readonly ClassSummary[] | null
  /** Every test that can be a column; null until the first answer. */
  readonly tests: readonly GradebookColumn[] | null
}

/** What students and tests can be chosen from. */
export const useChoices = create<ChoicesState>()(() => ({ classes: null, tests: null }))

const latest = latestOnly()

const load = (): Promise<void> =>
  latest(
    () => {
      const accounts = useAccounts.getState().filterAccounts()
      return Promise.all([
        api.classes.list({ accounts }),
        api.gradebooks.summary({ gradebook: { ...usualGradebook, accounts: accounts ?? null } }),
      ])
    },
    ([classes, { tests }]) => useChoices.setState({ classes, tests }),
    sayFailed,
  )

/** Reads them while the screen is there. */
export const choices = whileWatched(load, 500)

api.gradebooks.changed(choices.reload)
api.results.changed(choices.reload)
onOtherAccounts(choices.reload)
