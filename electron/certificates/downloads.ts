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
  /** It answers with a redirect rather than follow it. */
  readonly fetch: Fetch
  /** Another server in ClassMarker's place, for tests. */
  readonly origin?: string | undefined
}

/** Between two files: nobody waits for the second, and ClassMarker has others to serve. */
const politePause = ms(1_000)

/** What ends the run rather than one file: the rest would meet it too, and waits. */
const stopping: readonly ErrorCode[] = [
  'job/cancelled',
  'certificate/no-folder',
  'certificate/no-space',
  'network/untrusted-certificate',
  'network/proxy-refused',
  'network/proxy-unreachable',
]

/** ClassMarker asks to be left in peace: no word on one file, and what waits goes on with the next scheduled round. */
const tooManyRequests = 429

/**
 * Downloads certificates into the folder chosen for them, one at a time. What waits stands in the database and is gone
 * on with after a quit, a crash or a lost network, unless it was paused.
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

  /** Queues the certificates that have an address and are not on this computer. @returns how many */
  async enqueue(query: CertificatesQuery): Promise<number> {
    const { store, clock } = this.#ports
    const wanted: number[] = []
    for (const { id, file } of await store.downloadable(query))
      if (file === null || !(await isSaved(file))) wanted.push(id)
    return store.queueDownloads(wanted, clock())
  }

  /** Downloads what waits, or goes on with it. @returns the job; the one that runs where one does */
  async resume(): Promise<string> {
    await this.#ports.store.pauseDownloads(false)
    return this.#start()
  }

  /** Gives up the file under way and waits until that is done; everything that waits does so until it is resumed. */
  async pause(): Promise<void> {
    const { store, jobs } = this.#ports
    await store.pauseDownloads(true)
    const running = jobs.list().filter((job) => job.kind === 'certificates' && isRunning(job))
    for (const { id } of running) {
      jobs.cancel(id)
      // How it ended is the job's own news.
      await jobs.result(id).catch(() => undefined)
    }
  }

  async retryFailed(): Promise<string> {
    await this.#ports.store.retryDownloads()
    return this.resume()
  }

  /** Takes what waits and what failed out of the queue. Saved files stay. */
  async clear(): Promise<void> {
    await this.#ports.store.clearDownloads()
  }

  /** Goes on with what waits, unless it was paused or has no folder yet. */
  async goOn(): Promise<void> {
    const { waiting, paused, folder } = await this.queue()
    if (waiting > 0 && !paused && folder !== null && !this.#closing) this.#start()
  }

  /** The address of a certificate's PDF, at the sample account's own server where it is the sample's. */
  async addressOf(accountId: string, url: string): Promise<{ address: URL; fetch: Fetch; origin: string }> {
    const { accounts, fetch, origin = classMarkerOrigin } = this.#ports
    const account = await accounts.stored(accountId)
    if (!account.sample) return { address: certificateAddress(url, origin), fetch, origin }
    const { endpoint } = await accounts.connectionFor(account)
    const sample = new URL(endpoint.apiUrl).origin
    return { address: certificateAddress(url, sample), fetch: endpoint.fetch, origin: sample }
  }

  /** From now on a job that is cancelled is so because the app quits, and what waits is not paused by it. */
  async close(): Promise<void> {
    this.#closing = true
  }

  #start(): string {
    this.#askedAgain = true
    const { jobs, runner } = this.#ports
    return jobs.start({
      kind: 'certificates',
      accountId: null,
      work: (context) => runner.run('download', 'certificates', () => this.#run(context)),
    })
  }

  async #run(context: JobContext<'certificates'>): Promise<DownloadProgress> {
    const done = { saved: 0, failed: 0 }
    try {
      let progress: DownloadProgress
      do {
        this.#askedAgain = false
        await this.#downloadAll(context, done)
        // Counted before the last look: who asks while this is counted would else be told of a job that ends.
        progress = await this.#progress(done)
      } while (this.#askedAgain)
      return progress
    } catch (thrown) {
      const { code } = serialiseError(thrown)
      // Offline: what waits is gone on with when the network is back.
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

  /** @returns why this one file could not be had, null where it is saved. @throws AppError what ends the run */
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
