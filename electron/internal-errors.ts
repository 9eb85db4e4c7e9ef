import { AppError } from '../shared/errors.ts'

/** Told of a failure nobody foresaw, before it becomes the code `internal` and nothing more. */
export type OnInternalError = (thrown: unknown) => void

/** Whether nobody foresaw what was thrown. */
export const isInternal = (thrown: unknown): boolean => !(thrown instanceof AppError) || thrown.code === 'internal'

const mostFrames = 20

/**
 * Where an unforeseen failure happened, for a log: its class and the places in the program, innermost cause last. Its
 * message is left out, because it may quote a name, a secret or an address.
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

// The stack begins with the message, whose own lines could look like frames.
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
