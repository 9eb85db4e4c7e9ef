import { api, asAppError } from '../api/client.ts'
import { sayFailed } from './feedback.ts'

/** Prints the window's page, and says so if that failed. @returns whether it went to a printer */
export const printPage = (): Promise<boolean> =>
  api.app.print().catch((thrown: unknown) => {
    sayFailed(asAppError(thrown))
    return false
  })
