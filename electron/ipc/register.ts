import { AppError, type Envelope, toEnvelope } from '../../shared/errors.ts'
import { channelOf, type Emit, type Handlers } from '../../shared/ipc/contract.ts'
import { schemas } from '../../shared/ipc/schemas.ts'
import { isInternal, type OnInternalError } from '../internal-errors.ts'

/** The main process's side of IPC. Only the desktop has a real one. */
export interface IpcMainPort {
  handle(channel: string, listener: (event: unknown, input: unknown) => Promise<unknown>): void
  /** Whether an event comes from the app's own window, its main frame and its own origin. */
  isTrusted(event: unknown): boolean
  send(channel: string, payload: unknown): void
}

/**
 * Called for every answered call with its channel, duration in milliseconds and error code. Never with its input or
 * output.
 */
export type CallLog = (entry: { channel: string; milliseconds: number; error: string | null }) => void

type AnyHandler = (input: unknown) => Promise<unknown>
type AnySchema = {
  safeParse(
    input: unknown,
  ):
    | { success: true; data: unknown }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } }
}

/** Registers every call of the contract: sender check, then zod, then the handler, then an envelope. */
export function registerIpc(
  port: IpcMainPort,
  handlers: Handlers,
  log: CallLog,
  onInternalError: OnInternalError = () => undefined,
): void {
  for (const [group, calls] of Object.entries(schemas)) {
    for (const [name, schema] of Object.entries<AnySchema>(calls)) {
      const channel = channelOf(group, name)
      const handler: AnyHandler = Reflect.get(Reflect.get(handlers, group), name)
      port.handle(channel, async (event, input) => {
        const started = performance.now()
        const envelope: Envelope<unknown> = await toEnvelope(async () => {
          if (!port.isTrusted(event)) throw new AppError('ipc/untrusted-sender')
          try {
            return await handler(parse(schema, input))
          } catch (thrown) {
            if (isInternal(thrown)) onInternalError(thrown)
            throw thrown
          }
        })
        log({
          channel,
          milliseconds: Math.round(performance.now() - started),
          error: envelope.ok ? null : envelope.error.code,
        })
        return envelope
      })
    }
  }
}

/** Sends events to the window. */
export const emitter =
  (port: Pick<IpcMainPort, 'send'>): Emit =>
  (group, name, payload) =>
    port.send(channelOf(group, String(name)), payload)

function parse(schema: AnySchema, input: unknown): unknown {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  // Passes on the field's name only: its value may be a secret typed into the wrong box.
  throw new AppError('ipc/invalid-input', { field: parsed.error.issues[0]?.path.join('.') ?? '' })
}
