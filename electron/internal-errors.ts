import { AppError } from '../shared/errors.ts'

/** Called with an unexpected failure before it is reduced to the code `internal`. */
export type OnInternalError = (thrown: unknown) => void

/** Whether a failure is unexpected: no AppError, or one with the code `internal`. */
export const isInternal = (thrown: unknown): boolean => !(thrown instanceof AppError) || thrown.code === 'internal'

const mostFrames = 20

/**
 * Where an unexpected failure happened, for a log: its class and stack frames, innermost cause last. Leaves the message
 * out, because it may quote a name, a secret or an address.
 */
export function internalReport(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `${typeof thrown} thrown`
  const frames = framesOf(thrown).join('\n')
  const own = frames === '' ? classOf(thrown) : `${classOf(thrown)}\n${frames}`
  return thrown.cause === undefined ? own : `${own}\ncaused by ${internalReport(thrown.cause)}`
}

const classOf = (error: Error): string => {
  const code = 'code' in error && /^[\w/-]+$/.test(String(error.code)) ? ` ${String(error.code)}` : ''
  return `${error.constructor.name}${code}`
}

// The stack begins with the message, whose lines could look like frames.
function framesOf({ stack = '', message }: Error): string[] {
  const at = message === '' ? -1 : stack.indexOf(message)
  const places = at === -1 ? stack : stack.slice(at + message.length)
  return places
    .split('\n')
    .filter((line) => /^\s+at \S.*(:\d+:\d+\)?|\((<anonymous>|native)\))$/.test(line))
    .slice(0, mostFrames)
}

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
