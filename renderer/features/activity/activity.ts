import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import { isRunning } from '../../../shared/model/job.ts'
import type { ActivityLog } from '../../../shared/model/sync.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'

interface ActivityState {
  /** The newest entries of each kind; null until the first answer. */
  readonly log: ActivityLog | null
  readonly error: AppError | null
  load(): Promise<void>
  /**
   * Reads the log now and at every change from now on.
   * @returns a function that stops it
   */
  watch(): () => void
}

let watchers = 0
let asked = 0

export const useActivity = create<ActivityState>()((set, get) => ({
  log: null,
  error: null,

  async load() {
    asked += 1
    const turn = asked
    try {
      const log = await api.activity.log()
      if (turn === asked) set({ log, error: null })
    } catch (thrown) {
      if (turn === asked) set({ error: asAppError(thrown) })
    }
  },

  watch() {
    watchers += 1
    void get().load()
    return () => {
      watchers -= 1
    }
  },
}))

const reload = coalesced(500, () => useActivity.getState().load())
const reloadIfSeen = () => {
  if (watchers > 0) reload()
}

api.accounts.changed(reloadIfSeen)
api.results.changed(reloadIfSeen)
api.jobs.changed((job) => {
  if (!isRunning(job)) reloadIfSeen()
})
