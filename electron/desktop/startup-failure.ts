import { type App, dialog } from 'electron'
import { AppError, serialiseError } from '../../shared/errors.ts'
import { sentenceFor, wordsFor as sentencesFor } from '../../shared/sentences.ts'
import { applyRescue, findRescue, type Rescue } from '../backup/rescue.ts'
import { databaseIn } from '../core.ts'
import { systemClock } from '../environment.ts'
import { internalReport } from '../internal-errors.ts'
import { isDamage } from '../store/api.ts'
import type { DesktopLog } from './desktop-log.ts'

export interface StartupFailure {
  readonly error: unknown
  readonly dataDir: string
  /** The worker that checks copies. */
  readonly snapshotWorker: string
  readonly log: DesktopLog
}

/**
 * Says why the app cannot start, and ends it: without its services a window would only look as if it worked. Where the
 * results are damaged and a whole copy is there, it offers to go on from that.
 */
export async function failStartup(app: App, failure: StartupFailure): Promise<void> {
  const { error, log } = failure
  log.error(`could not start: ${internalReport(error)}`)
  try {
    if (!(await isRescued(app, failure))) dialog.showErrorBox('Gradekeep could not start', wordsFor(failure))
  } catch (thrown) {
    log.error(`the copy could not be restored: ${internalReport(thrown)}`)
    dialog.showErrorBox('Gradekeep could not start', wordsFor({ ...failure, error: thrown }))
  } finally {
    app.exit(1)
  }
}

/** @returns whether there was a copy to offer; what the teacher chose has then been done */
async function isRescued(app: App, failure: StartupFailure): Promise<boolean> {
  const { error, dataDir, log } = failure
  if (!(error instanceof AppError && isDamage(error.code))) return false
  const rescue = await findRescue(databaseIn(dataDir), failure.snapshotWorker)
  if (rescue === null) return false
  if (wantsRescue(rescue, failure)) {
    const kept = await applyRescue(rescue, databaseIn(dataDir), systemClock())
    log.warn(`restored a copy; ${kept === null ? 'there was no file' : `the damaged file is kept as ${kept}`}`)
    app.relaunch()
  }
  return true
}

const wordsFor = ({ error, dataDir }: StartupFailure): string =>
  `${sentenceFor(serialiseError(error))}\n\nData folder: ${dataDir}`

function wantsRescue({ takenAt, contents }: Rescue, failure: StartupFailure): boolean {
  const taken = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' }).format(takenAt * 1000)
  const results = new Intl.NumberFormat().format(contents.results)
  const choice = dialog.showMessageBoxSync({
    type: 'warning',
    title: 'Gradekeep could not start',
    message: sentencesFor(serialiseError(failure.error)).what,
    detail:
      `There is a copy of ${taken} with ${results} results. Gradekeep can go on from it and then fetch what ` +
      `ClassMarker still has. What lies in its place now is kept.\n\nData folder: ${failure.dataDir}`,
    buttons: ['Go on from the copy', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return choice === 0
}
