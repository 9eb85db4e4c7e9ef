import { AppError } from '../../shared/errors.ts'
import type { SentQuestion } from '../../shared/model/bank-sent.ts'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import { readerVersion } from '../../shared/model/result-fields.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { readStoredSubmission } from '../connectors/assessments/index.ts'
import { readStored, readStoredQuestion } from '../connectors/classmarker/index.ts'
import type { OlderResult, RereadResult, Store } from '../store/api.ts'

/** Reads entries again that an older version could not read; readable ones join the results. */
export async function readAgain(store: Store, now: UnixSeconds): Promise<void> {
  for (const { id, accountId, feed, raw } of await store.unreadableBefore(readerVersion)) {
    // A submission that cannot be read is not kept: it can be fetched again.
    if (feed === 'submissions') continue
    const read = readStored(feed, raw)
    const page: Omit<ReceivedPage, 'results' | 'unreadable'> = {
      accountId,
      feed,
      tests: [],
      sources: [],
      cursor: null,
      covered: null,
      receivedAt: now,
    }
    if ('result' in read) {
      await store.applyPage({ ...page, results: [{ result: read.result, raw }], unreadable: [], reread: [id] })
    } else {
      await store.applyPage({
        ...page,
        results: [],
        unreadable: [{ raw, problem: read.problem, reader: readerVersion }],
      })
    }
  }
}

// A few milliseconds of reading and one short transaction, so that nobody waits for it noticeably.
const atOnce = 100

export interface RereadingPorts {
  readonly store: Pick<Store, 'resultsReadBefore' | 'applyReread' | 'bankQuestionsReadBefore' | 'applyBankReread'>
  readonly onInternalError: (thrown: unknown) => void
}

/**
 * Reads results and questions of the bank again that an older version read, in the background and in slices. A sync or a
 * pull waits for it: a difference between the readers must not look like a change at ClassMarker.
 */
export class Rereading {
  readonly #ports: RereadingPorts
  #running: Promise<void> | null = null
  /** Looking for questions reads all of them, and only a restored copy brings older ones. */
  #areQuestionsRead = false
  #closed = false

  constructor(ports: RereadingPorts) {
    this.#ports = ports
  }

  /** Reads what is left, or joins the running reading. Never rejects: the next call tries failures again. */
  run(): Promise<void> {
    this.#running ??= this.#readAll()
      .catch((thrown: unknown) => {
        // A disk that is full or read-only: all stays as it is.
        if (!(thrown instanceof AppError)) this.#ports.onInternalError(thrown)
      })
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }

  /** Reads what a restored copy brought. */
  runRestored(): Promise<void> {
    this.#areQuestionsRead = false
    return this.run()
  }

  /** Starts no further slice, and waits for the running one. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #readAll(): Promise<void> {
    const { store } = this.#ports
    while (!this.#closed) {
      const older = await store.resultsReadBefore(atOnce)
      if (older.length === 0) break
      await store.applyReread(older.map((each) => ({ id: each.id, raw: each.raw, read: readOlder(each) })))
    }
    while (!this.#closed && !this.#areQuestionsRead) {
      const older = await store.bankQuestionsReadBefore(atOnce)
      if (older.length === 0) this.#areQuestionsRead = true
      await store.applyBankReread(older.map(({ id, raw }) => ({ id, raw, question: questionIn(raw) })))
    }
  }
}

function questionIn(raw: string): SentQuestion | null {
  try {
    return readStoredQuestion(raw)
  } catch {
    // Damaged on the disk.
    return null
  }
}

export function readOlder({ feed, raw, assessmentId }: OlderResult): RereadResult['read'] {
  try {
    if (feed === 'submissions') {
      if (assessmentId === null) return null
      const { id: submissionId, ...submission } = readStoredSubmission(raw, assessmentId)
      return { submission: { ...submission, submissionId } }
    }
    const read = readStored(feed, raw)
    return 'result' in read ? read : null
  } catch {
    // Stored before JSON was kept exactly as it came, or a submission that this reader does not take for one.
    return null
  }
}
