import { create } from 'zustand'
import {
  type GradebookDefinition,
  type GradebookQuery,
  type GradebookRow,
  type GradebookSort,
  type GradebookSummary,
  usualGradebook,
} from '../../../shared/model/gradebook.ts'
import type { GradingRules, TestRules } from '../../../shared/model/grading.ts'
import { api, asAppError } from '../../api/client.ts'
import { onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { createListStore } from '../../list/list-store.ts'
import type { MadeChange } from '../local-changes/index.ts'

/** Summaries by the answer they belong to: columns and rows are always of one question. */
const summaries = new Map<number, GradebookSummary>()

/** The rows of the gradebook, as far as they are loaded; each answer comes with its summary. */
export const useGradebookRows = createListStore<GradebookQuery, GradebookRow>({
  name: 'gradebook',
  calls: {
    ...api.gradebookList,
    async open(input) {
      const [opened, summary] = await Promise.all([
        api.gradebookList.open(input),
        api.gradebooks.summary({ gradebook: input.query.gradebook }),
      ])
      summaries.set(opened.answer, summary)
      return opened
    },
    close(input) {
      summaries.delete(input.answer)
      return api.gradebookList.close(input)
    },
  },
})

/** What the grid shows: a definition, and what it comes to. Null before the first answer. */
export interface ShownGradebook {
  readonly definition: GradebookDefinition
  readonly summary: GradebookSummary
}

const nothing: GradebookSummary = { students: 0, attempts: 0, tests: [], grades: [] }

/** The same object while the same answer is shown. */
let lastShown: (ShownGradebook & { readonly answer: number }) | null = null

export function useShownGradebook(): ShownGradebook | null {
  const shown = useGradebookRows((state) => state.shown)
  if (shown === null) return null
  if (lastShown?.answer !== shown.answer) {
    const { answer, query } = shown
    lastShown = { answer, definition: query.gradebook, summary: summaries.get(answer) ?? nothing }
  }
  return lastShown
}

interface GradebookState {
  /** The saved gradebook that is shown; null for the one that has no name yet. */
  readonly id: number | null
  readonly definition: GradebookDefinition
  readonly sort: GradebookSort
  /** Asks the current question again and starts at its first row. */
  read(): Promise<void>
  /** Shows another gradebook. */
  show(id: number | null, definition: GradebookDefinition): void
  /**
   * Changes the gradebook, and says so with a way back.
   * @param said what it is now: "Counts: first attempt"
   */
  change(change: Partial<GradebookDefinition>, said: string): void
  changeRules(change: Partial<GradingRules>, said: string): void
  /** Changes the rules of one test; a part that is undefined is as for all tests again. */
  changeTest(key: string, change: TestRules, said: string): void
  /** Shows another definition of the same gradebook, which is kept already. */
  follow(definition: GradebookDefinition): void
  setSort(sort: GradebookSort): void
}

const firstSort: GradebookSort = { field: 'name', direction: 'asc' }

/** Everything that the accounts looked at have, under the usual rules. */
export const unsavedGradebook = (): GradebookDefinition => ({
  ...usualGradebook,
  accounts: useAccounts.getState().filterAccounts() ?? null,
})

let isAsked = false
type Keep = (id: number, definition: GradebookDefinition) => Promise<MadeChange<unknown> | null>

let keep: Keep = async () => null

/** Has each new version of a saved gradebook kept by `callBack`, which answers how that is taken back. */
export const onChanged = (callBack: Keep): void => {
  keep = callBack
}

export const useGradebook = create<GradebookState>()((set, get) => {
  const replace = async (id: number | null, definition: GradebookDefinition) => {
    if (get().id !== id) return null
    get().follow(definition)
    return id === null ? null : keep(id, definition)
  }
  return {
    id: null,
    definition: usualGradebook,
    sort: firstSort,

    read() {
      if (!isAsked && get().id === null) set({ definition: unsavedGradebook() })
      isAsked = true
      const { definition, sort } = get()
      return useGradebookRows.getState().ask({ gradebook: definition, sort })
    },
    show(id, definition) {
      set({ id, definition, sort: firstSort })
      isAsked = true
      void useGradebookRows.getState().ask({ gradebook: definition, sort: firstSort })
    },
    change(change, said) {
      const { id, definition: before } = get()
      const kept = replace(id, { ...before, ...change })
      say(said, { action: { words: t('gradebook.undo'), run: () => void takeBack(id, before, kept) } })
    },
    changeRules: (rules, said) => get().change({ rules: { ...get().definition.rules, ...rules } }, said),
    changeTest(key, change, said) {
      const { tests } = get().definition.rules
      const rules = Object.entries({ ...tests[key], ...change }).filter(([, value]) => value !== undefined)
      const { [key]: _, ...others } = tests
      get().changeRules(
        { tests: rules.length === 0 ? others : { ...others, [key]: Object.fromEntries(rules) as TestRules } },
        said,
      )
    },
    follow(definition) {
      set({ definition })
      void useGradebookRows.getState().askAnew({ gradebook: definition, sort: get().sort })
    },
    setSort(sort) {
      set({ sort })
      void useGradebookRows.getState().askAnew({ gradebook: get().definition, sort })
    },
  }

  async function takeBack(
    id: number | null,
    before: GradebookDefinition,
    kept: Promise<MadeChange<unknown> | null>,
  ): Promise<void> {
    try {
      const made = await kept
      if (made === null) await replace(id, before)
      else await made.takeBack(() => replace(id, before))
      say(t('gradebook.undone'))
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  }
})

const refresh = () => {
  if (isAsked) useGradebookRows.getState().refresh()
}
api.results.changed(refresh)
api.gradebooks.changed(refresh)

onOtherAccounts(() => {
  useGradebook.setState({ id: null, definition: unsavedGradebook() })
  if (isAsked) void useGradebook.getState().read()
})
