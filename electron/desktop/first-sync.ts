import { isInternal } from '../internal-errors.ts'
import type { DesktopLog } from './desktop-log.ts'
import { logInternalError } from './log-file.ts'

/** Syncs as the app starts. Where that cannot even begin, the log says so; everything else goes on. */
export async function syncAtStart(syncs: { startAll(): Promise<void> }, log: DesktopLog): Promise<void> {
  try {
    await syncs.startAll()
  } catch (thrown) {
    if (isInternal(thrown)) logInternalError(log)(thrown)
    else log.error(`no sync at the start: ${String(thrown)}`)
  }
}
