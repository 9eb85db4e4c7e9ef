/**
 * `work`, at most once at a time and once per `interval` milliseconds. Calls meanwhile are answered by one more run at
 * the end, so the last change is never missed.
 */
export function coalesced(interval: number, work: () => Promise<void>): () => void {
  let busy = false
  let again = false

  const run = async (): Promise<void> => {
    busy = true
    again = false
    await work()
    setTimeout(() => {
      busy = false
      if (again) void run()
    }, interval)
  }

  return () => {
    if (busy) again = true
    else void run()
  }
}
