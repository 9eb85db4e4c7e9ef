import { AppError } from '../../shared/errors.ts'

/** What some work failed of, null where it did not; what nobody foresaw is told, and is `internal`. Nothing is thrown. */
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
