import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { CertificateRow, CertificatesQuery, DownloadQueue } from '../../../shared/model/certificate.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { api, asAppError, coalesced, latestOnly } from '../../api/client.ts'
import { say } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { withAnswer } from '../../list/answers.ts'

interface CertificateFilesState {
  /** The certificate of the result in the panel, and where its PDF is; null when it has none. */
  readonly row: CertificateRow | null
  /** Why a PDF could not be opened or shown. */
  readonly problem: { readonly resultId: number; readonly error: AppError } | null
  /** Reads the certificate of a result. */
  load(resultId: number): Promise<void>
  /** Opens the PDF on this computer, else the one at ClassMarker. */
  open(resultId: number): Promise<void>
  show(resultId: number): Promise<void>
}

let wanted: number | null = null
let asked = 0

export const useCertificateFiles = create<CertificateFilesState>()((set) => {
  const attempt = async (resultId: number, work: () => Promise<unknown>) => {
    set({ problem: null })
    try {
      await work()
    } catch (thrown) {
      set({ problem: { resultId, error: asAppError(thrown) } })
    }
  }
  return {
    row: null,
    problem: null,

    async load(resultId) {
      wanted = resultId
      asked += 1
      const turn = asked
      set({ problem: null })
      const query = {
        filter: [{ field: 'id', op: 'in', value: [resultId] }],
        sort: { field: 'finished', direction: 'desc' },
      } as const
      try {
        const row = await withAnswer(api.certificateList, query, async ({ rows }) => rows[0])
        if (turn === asked) set({ row: row ?? null })
      } catch (thrown) {
        if (turn === asked) set({ problem: { resultId, error: asAppError(thrown) } })
      }
    },
    open: (resultId) => attempt(resultId, () => api.certificates.open({ resultId })),
    show: (resultId) => attempt(resultId, () => api.certificates.show({ resultId })),
  }
})

api.certificates.changed(() => {
  if (wanted !== null) void useCertificateFiles.getState().load(wanted)
})

interface DownloadsState {
  /** Downloads that wait and downloads that failed; null until the first answer. */
  readonly queue: DownloadQueue | null
  /** Why the queue could not be read or changed. */
  readonly error: AppError | null
  /** True while the folder dialog is open. */
  readonly choosing: boolean
  load(): Promise<void>
  /**
   * Queues these certificates.
   * @param anotherFolder asks for a folder even if one was chosen before
   */
  download(query: CertificatesQuery, anotherFolder: boolean): Promise<void>
  pause(): Promise<void>
  resume(): Promise<void>
  retryFailed(): Promise<void>
  clear(): Promise<void>
  dismiss(): void
}

const latestQueue = latestOnly()

export const useDownloads = create<DownloadsState>()((set, get) => {
  /** Runs a change of the queue and reads the queue again. */
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

    load: () =>
      latestQueue(
        () => api.certificates.queue(),
        (queue) => set({ queue }),
        (error) => set({ error }),
      ),

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
