import { AppError } from '../../shared/errors.ts'
import { windowBridge } from './bridge.ts'
import { createClient } from './create-client.ts'

/** The main process, as the window's code calls it. */
export const api = createClient(windowBridge)

/** Any thrown value as an AppError; what is none becomes `internal`. */
export const asAppError = (thrown: unknown): AppError =>
  thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
