import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { CertificatesQuery, DownloadQueue } from '../../shared/model/certificate.ts'
import { isRunning } from '../../shared/model/job.ts'
import { api, asAppError } from '../api/client.ts'
import { t } from '../i18n.ts'
import { coalesced } from './coalesced.ts'
import { say } from './feedback.ts'

interface DownloadsState {
  /** What waits and what failed; null until the first answer. */
  readonly queue: DownloadQueue | null
  /** Why the queue could not be read or told. */
  readonly error: AppError | null
  /** While the folder dialog is open. */
  readonly choosing: boolean
  load(): Promise<void>
  /** Queues these certificates. @param anotherFolder asks for a folder, though one was chosen before */
  download(query: CertificatesQuery, anotherFolder: boolean): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  retryFailed(): Promise<void>
  clear(): Promise<void>
  dismiss(): void
}

let asked = 0

export const useDownloads = create<DownloadsState>()((set, get) => {
  /** Does something to the queue and reads it again. */
  const change = async (work: () => Promise<unknown>) => {
    set({ error: null })
    try {
      await work()
    } catch (thrown) {
      const error = asAppError(thrown)
      if (error.code !== 'job/already-running') set({ error })
      return
    }
    await get().load()
  }
  return {
    queue: null,
    error: null,
    choosing: false,

    async load() {
      asked += 1
      const turn = asked
      try {
        const queue = await api.certificates.queue()
        if (turn === asked) set({ queue })
      } catch (thrown) {
        if (turn === asked) set({ error: asAppError(thrown) })
      }
    },

    async download(query, anotherFolder) {
      if (get().choosing) return
      set({ choosing: true })
      await change(async () => {
        const started = await api.certificates.download({ ...query, anotherFolder })
        if (started === null) return
        say(t('certificates.download.queued', { count: started.queued }))
      })
      set({ choosing: false })
    },
    pause: () => change(() => api.certificates.pause()),
    resume: () => change(() => api.certificates.resume()),
    retryFailed: () => change(() => api.certificates.retryFailed()),
    clear: () => change(() => api.certificates.clearQueue()),
    dismiss: () => set({ error: null }),
  }
})

const reload = coalesced(300, () => useDownloads.getState().load())

api.certificates.changed(() => reload())
api.jobs.changed((job) => {
  if (job.kind === 'certificates' && !isRunning(job)) reload()
})
