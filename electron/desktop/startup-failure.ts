import { type App, dialog } from 'electron'
import { serialiseError } from '../../shared/errors.ts'
import { sentenceFor } from '../../shared/sentences.ts'
import { internalReport } from '../internal-errors.ts'
import type { DesktopLog } from './desktop-log.ts'

/** Says why the app cannot start, and ends it: without its services a window would only look as if it worked. */
export function failStartup(app: App, given: { error: unknown; dataDir: string; log: DesktopLog }): void {
  given.log.error(`could not start: ${internalReport(given.error)}`)
  const sentence = sentenceFor(serialiseError(given.error))
  dialog.showErrorBox('Gradekeep could not start', `${sentence}\n\nData folder: ${given.dataDir}`)
  app.exit(1)
}
