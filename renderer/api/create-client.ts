import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import { type Bridge, type Client, contract } from '../../shared/ipc/contract.ts'

type Invoke = (...input: readonly unknown[]) => Promise<Envelope<unknown>>
type Subscribe = (listener: (payload: unknown) => void) => () => void

// A hop that breaks (the main process is quitting, say) rejects with Electron's own error, not with an envelope.
async function unwrap(answer: Promise<Envelope<unknown>>): Promise<unknown> {
  let envelope: Envelope<unknown>
  try {
    envelope = await answer
  } catch (cause) {
    throw new AppError('internal', {}, { cause })
  }
  return fromEnvelope(envelope)
}

/**
 * The contract as the window's own code calls it: a value, or a thrown AppError.
 * @param bridge asked anew at each call, so that the client can be made before the bridge is there.
 */
export function createClient(bridge: () => Bridge): Client {
  const member = (group: string, name: string): unknown => {
    const calls: unknown = Reflect.get(bridge(), group)
    return typeof calls === 'object' && calls !== null ? Reflect.get(calls, name) : undefined
  }
  const callsOf = (group: string, calls: Readonly<Record<string, { kind: 'invoke' | 'event' }>>) =>
    Object.fromEntries(
      Object.entries(calls).map(([name, { kind }]) => [
        name,
        kind === 'invoke'
          ? (...input: readonly unknown[]) => unwrap((member(group, name) as Invoke)(...input))
          : (listener: (payload: unknown) => void) => (member(group, name) as Subscribe)(listener),
      ]),
    )
  // The contract's keys give the object its shape at run time and its type at compile time; only a cast joins the two.
  return Object.fromEntries(Object.entries(contract).map(([group, calls]) => [group, callsOf(group, calls)])) as Client
}
