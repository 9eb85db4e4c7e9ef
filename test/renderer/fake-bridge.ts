import { toEnvelope } from '../../shared/errors.ts'
import {
  type Bridge,
  channelOf,
  contract,
  type Emit,
  type Group,
  type Handlers,
  type InputOf,
} from '../../shared/ipc/contract.ts'

type Handler = (input: unknown) => unknown

export interface FakeBridge {
  /** The object the preload would put on the window. */
  readonly bridge: Bridge
  /** Answers a call from now on; an error thrown by `answer` arrives as the call's error. */
  handle<G extends Group, C extends keyof Handlers[G] & string>(group: G, name: C, answer: Handlers[G][C]): void
  /** Answers every call from now on with these handlers. */
  handleAll(answers: Handlers): void
  /** Sends an event to the window, as the main process would. */
  readonly emit: Emit
  /** The inputs of a call so far, oldest first. */
  callsOf<G extends Group, C extends keyof Handlers[G] & keyof (typeof contract)[G] & string>(
    group: G,
    name: C,
  ): readonly InputOf<(typeof contract)[G][C]>[]
}

/**
 * A main process for tests, derived from the contract: every call and event exists, and an unanswered call fails loudly
 * with its name. Inputs and answers are cloned, as the real bridge does, so that no test passes by sharing an object.
 */
export function createFakeBridge(): FakeBridge {
  const handlers = new Map<string, Handler>()
  const listeners = new Map<string, Set<(payload: unknown) => void>>()
  const calls = new Map<string, unknown[]>()

  const invoke = (channel: string) => (input?: unknown) => {
    calls.set(channel, [...(calls.get(channel) ?? []), structuredClone(input)])
    const handler = handlers.get(channel)
    if (!handler) return Promise.reject(new Error(`The test answers no call to ${channel}.`))
    return toEnvelope(async () => structuredClone(await handler(structuredClone(input))))
  }
  const subscribe = (channel: string) => (listener: (payload: unknown) => void) => {
    const heard = listeners.get(channel) ?? new Set()
    listeners.set(channel, heard.add(listener))
    return () => void heard.delete(listener)
  }
  const members = Object.entries(contract).map(([group, names]) => [
    group,
    Object.fromEntries(
      Object.entries(names).map(([name, { kind }]) => {
        const channel = channelOf(group, name)
        return [name, kind === 'invoke' ? invoke(channel) : subscribe(channel)]
      }),
    ),
  ])

  return {
    // The contract gives the members at run time and their type at compile time.
    bridge: Object.fromEntries(members) as Bridge,
    handle: (group, name, answer) => void handlers.set(channelOf(group, name), answer as unknown as Handler),
    handleAll: (answers) => {
      for (const [group, calls] of Object.entries<Record<string, unknown>>(answers))
        for (const [name, answer] of Object.entries(calls)) handlers.set(channelOf(group, name), answer as Handler)
    },
    emit: (group, name, payload) => {
      for (const listener of listeners.get(channelOf(group, String(name))) ?? []) listener(structuredClone(payload))
    },
    callsOf: (group, name) => (calls.get(channelOf(group, name)) ?? []) as never,
  }
}
