import { AppError } from '../../shared/errors.ts'

/** Runs `work`; returns its AppError or null. Reports anything else and returns it as `internal`. Never throws. */
export async function failureOf(
  work: () => Promise<void>,
  onInternalError: (thrown: unknown) => void,
): Promise<AppError | null> {
  try {
    await work()
    return null
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown
    onInternalError(thrown)
    return new AppError('internal', {}, { cause: thrown })
  }
}
