import type { UnixSeconds } from '../../shared/model/time.ts'
import { readerVersion, readResult } from '../classmarker/result.ts'
import type { ReceivedPage } from '../store/ingest.ts'
import type { Store } from '../store/store.ts'

/** Reads again what an older version could not read; what can be read now joins the results. */
export async function readAgain(store: Store, now: UnixSeconds): Promise<void> {
  for (const { id, accountId, feed, raw } of await store.unreadableBefore(readerVersion)) {
    const read = readResult(feed, JSON.parse(raw))
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
