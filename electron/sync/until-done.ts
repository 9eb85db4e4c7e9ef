import type { SyncOutcome } from '../../shared/model/account.ts'

interface Summary {
  readonly outcome: SyncOutcome
}

/**
 * Runs a job of an account again while it was asked for meanwhile and all went well.
 * @param asked the accounts for which it was asked for
 */
export async function untilDone<Result extends Summary>(
  asked: Set<string>,
  accountId: string,
  run: () => Promise<Result>,
  addUp: (earlier: Result, later: Result) => Result,
): Promise<Result> {
  let whole: Result | null = null
  do {
    asked.delete(accountId)
    const summary: Result = await run()
    whole = whole === null ? summary : addUp(whole, summary)
  } while (asked.has(accountId) && whole.outcome === 'complete')
  asked.delete(accountId)
  return whole
}
