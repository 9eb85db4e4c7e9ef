import { AppError, type ErrorCode, serialiseError } from '../../shared/errors.ts'
import type { CertificatesQuery, DownloadProgress, DownloadQueue } from '../../shared/model/certificate.ts'
import { isRunning } from '../../shared/model/job.ts'
import { type Clock, ms } from '../../shared/model/time.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { type Fetch, type RetryPorts, retrying } from '../connectors/network.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import type { Store, WaitingDownload } from '../store/api.ts'
import type { ExclusiveRunner } from '../sync/exclusive-runner.ts'
import { certificateAddress, classMarkerOrigin, fetchPdf } from './fetch-pdf.ts'
import { certificateFileName, isSaved, removeAbandoned, savePdf } from './files.ts'

export interface DownloadsPorts {
  readonly store: Store
  readonly jobs: Jobs
  readonly runner: ExclusiveRunner
  readonly accounts: Pick<Accounts, 'stored' | 'connectionFor'>
  readonly clock: Clock
  readonly retry: RetryPorts
  /** Returns a redirect instead of following it. */
  readonly fetch: Fetch
  /** Another server in place of ClassMarker, for tests. */
  readonly origin?: string | undefined
}

/** Pause between two files, so as not to burden ClassMarker's server. */
const politePause = ms(1_000)

/** Errors that end the run and not just one file: every other file would meet them too, so it waits. */
const stopping: readonly ErrorCode[] = [
  'job/cancelled',
  'certificate/no-folder',
  'certificate/no-space',
  'network/untrusted-certificate',
  'network/proxy-refused',
  'network/proxy-unreachable',
  'network/captive-portal',
]

/** ClassMarker's server asks for a pause. This is no failure of the file; the next scheduled round continues. */
const tooManyRequests = 429

/**
 * Downloads certificates into the chosen folder, one at a time. The queue is in the database, so it continues after a
 * quit, a crash or a lost network, unless it was paused.
 */
export class Downloads {
  readonly #ports: DownloadsPorts
  #closing = false
  #askedAgain = false

  constructor(ports: DownloadsPorts) {
    this.#ports = ports
  }

  async queue(): Promise<DownloadQueue> {
    const { store } = this.#ports
    return {
      waiting: await store.waitingDownloads(),
      failed: await store.failedDownloads(),
      paused: await store.downloadsPaused(),
      folder: await store.certificatesFolder(),
    }
  }

  /** Queues the certificates that have an address and no file on this computer. @returns how many */
  async enqueue(query: CertificatesQuery): Promise<number> {
    const { store, clock } = this.#ports
    const wanted: number[] = []
    for (const { id, file } of await store.downloadable(query))
      if (file === null || !(await isSaved(file))) wanted.push(id)
    return store.queueDownloads(wanted, clock())
  }

  /** Starts or continues downloading. @returns the id of the job, the running one if there is one */
  async resume(): Promise<string> {
    await this.#ports.store.pauseDownloads(false)
    return this.#start()
  }

  /** Stops the current file and waits for that. The queue stays until it is resumed. */
  async pause(): Promise<void> {
    const { store, jobs } = this.#ports
    await store.pauseDownloads(true)
    const running = jobs.list().filter((job) => job.kind === 'certificates' && isRunning(job))
    for (const { id } of running) {
      jobs.cancel(id)
      // The job reports its own end.
      await jobs.result(id).catch(() => undefined)
    }
  }

  async retryFailed(): Promise<string> {
    await this.#ports.store.retryDownloads()
    return this.resume()
  }

  /** Removes waiting and failed certificates from the queue. Saved files stay. */
  async clear(): Promise<void> {
    await this.#ports.store.clearDownloads()
  }

  /** Continues the queue, unless it was paused or no folder was chosen yet. */
  async goOn(): Promise<void> {
    const { waiting, paused, folder } = await this.queue()
    if (waiting > 0 && !paused && folder !== null && !this.#closing) this.#start()
  }

  /** The address of a certificate's PDF; on the sample account's own server for the sample. */
  async addressOf(accountId: string, url: string): Promise<{ address: URL; fetch: Fetch; origin: string }> {
    const { accounts, fetch, origin = classMarkerOrigin } = this.#ports
    const account = await accounts.stored(accountId)
    if (!account.sample) return { address: certificateAddress(url, origin), fetch, origin }
    const { endpoint } = await accounts.connectionFor(account)
    const sample = new URL(endpoint.apiUrl).origin
    return { address: certificateAddress(url, sample), fetch: endpoint.fetch, origin: sample }
  }

  /** Marks that the app is quitting: a job cancelled from now on does not pause the queue. */
  async close(): Promise<void> {
    this.#closing = true
  }

  #start(): string {
    this.#askedAgain = true
    const { jobs, runner } = this.#ports
    return jobs.start({
      kind: 'certificates',
      accountId: null,
      work: (context) => runner.run('download', 'certificates', () => this.#run(context), context.signal),
    })
  }

  async #run(context: JobContext<'certificates'>): Promise<DownloadProgress> {
    const done = { saved: 0, failed: 0 }
    try {
      let progress: DownloadProgress
      do {
        this.#askedAgain = false
        await this.#downloadAll(context, done)
        // Count before asking again: a call of `resume` during the count would otherwise join a job that is ending.
        progress = await this.#progress(done)
      } while (this.#askedAgain)
      return progress
    } catch (thrown) {
      const { code } = serialiseError(thrown)
      // Offline: the queue continues when the network is back.
      if (code === 'network/offline' || code === 'network/proxy-unreachable') return await this.#progress(done)
      if (code === 'job/cancelled' && !this.#closing) await this.#ports.store.pauseDownloads(true)
      throw thrown
    }
  }

  async #downloadAll({ signal, report }: JobContext<'certificates'>, done: { saved: number; failed: number }) {
    const { store, retry, clock } = this.#ports
    const folder = await store.certificatesFolder()
    if (folder !== null) await removeAbandoned(folder, clock())
    report(await this.#progress(done))
    for (let next = await store.nextDownload(); next !== null; ) {
      const failure = await this.#download(next, signal)
      if (failure === null) done.saved++
      else {
        await store.failDownload(next.id, failure)
        done.failed++
      }
      report(await this.#progress(done))
      next = await store.nextDownload()
      if (next !== null) await retry.pause(politePause, signal)
    }
  }

  /** Downloads one file. @returns why it failed, null if it was saved. @throws AppError for errors that end the run */
  async #download(download: WaitingDownload, signal: AbortSignal): Promise<ErrorCode | null> {
    const { store, retry, clock } = this.#ports
    if (signal.aborted) throw new AppError('job/cancelled')
    try {
      const folder = await store.certificatesFolder()
      if (folder === null) throw new AppError('certificate/no-folder')
      if (download.url === null) throw new AppError('certificate/none')
      const { address, fetch } = await this.addressOf(download.accountId, download.url)
      const body = await retrying(() => fetchPdf(fetch, address, signal), retry, signal)
      const path = await savePdf(folder, certificateFileName(download), body)
      await store.saveCertificateFile(download, { path, bytes: body.length }, clock())
      return null
    } catch (thrown) {
      const { code, detail } = serialiseError(thrown)
      const ends = stopping.includes(code) || code === 'network/offline' || code === 'internal'
      if (ends || detail.status === tooManyRequests || code.startsWith('store/')) throw thrown
      return code === 'network/cut-off' ? 'certificate/not-a-pdf' : code
    }
  }

  async #progress(done: { readonly saved: number; readonly failed: number }): Promise<DownloadProgress> {
    return { ...done, total: done.saved + done.failed + (await this.#ports.store.waitingDownloads()) }
  }
}
