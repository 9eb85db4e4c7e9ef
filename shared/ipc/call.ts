import type { z } from 'zod'

/** The window asks, the main process answers. The types travel in phantom members that never exist at run time. */
export interface Invoke<Input, Output> {
  readonly kind: 'invoke'
  readonly input?: Input
  readonly output?: Output
}

/** The main process tells every window that something changed. */
export interface Event<Payload> {
  readonly kind: 'event'
  readonly payload?: Payload
}

export const invoke = <Input, Output>(): Invoke<Input, Output> => ({ kind: 'invoke' })
export const event = <Payload>(): Event<Payload> => ({ kind: 'event' })

type Unchanging<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : { readonly [Member in keyof Value]: Unchanging<Value[Member]> }

/** What the calls of a group are sent, by their names, as their schemas let it through. */
export type InputsOf<Schemas extends () => Readonly<Record<string, z.ZodType>>> = {
  readonly [Call in keyof ReturnType<Schemas>]: Unchanging<z.output<ReturnType<Schemas>[Call]>>
}
