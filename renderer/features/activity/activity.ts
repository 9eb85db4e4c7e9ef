import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import { isRunning } from '../../../shared/model/job.ts'
import type { ActivityLog } from '../../../shared/model/sync.ts'
import { api, latestOnly, whileWatched } from '../../api/client.ts'

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

const latest = latestOnly()
const watched = whileWatched(() => useActivity.getState().load(), 500)

export const useActivity = create<ActivityState>()((set) => ({
  log: null,
  error: null,

  load: () =>
    latest(
      () => api.activity.log(),
      (log) => set({ log, error: null }),
      (error) => set({ error }),
    ),
  watch: watched.watch,
}))

api.accounts.changed(watched.reload)
api.results.changed(watched.reload)
api.jobs.changed((job) => {
  if (!isRunning(job)) watched.reload()
})
