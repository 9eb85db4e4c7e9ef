import type { Envelope } from '../errors.ts'
import { accounts, sync } from './accounts.ts'
import { activity, app, settings } from './app.ts'
import { assessments } from './assessments.ts'
import { backups } from './backups.ts'
import { bank } from './bank.ts'
import type { Event, Invoke } from './call.ts'
import { certificates } from './certificates.ts'
import { codes } from './codes.ts'
import { digest } from './digest.ts'
import { exportCalls, jobs } from './exports.ts'
import { extraFields } from './extra-fields.ts'
import { find } from './find.ts'
import { classes, gradebooks, overrides } from './gradebook.ts'
import { imports, webhookSources } from './imports.ts'
import { lists } from './lists.ts'
import { labels, notes } from './notes.ts'
import { questions } from './questions.ts'
import { results } from './results.ts'
import { local, students } from './students.ts'
import { startLinks, tables } from './tables.ts'
import { tests } from './tests.ts'
import { views } from './views.ts'

/**
 * Every message between the window and the main process. Preload, handlers, the window's client and test doubles are
 * derived from this object; a new call is two lines in its noun's file, what it is sent and what it answers. Here are
 * names and types only: a noun's schemas are made by functions that the preload and the window leave out.
 */
export const contract = {
  app,
  accounts,
  sync,
  results,
  certificates,
  codes,
  gradebooks,
  classes,
  overrides,
  students,
  local,
  notes,
  labels,
  extraFields,
  tests,
  questions,
  bank,
  assessments,
  views,
  find,
  digest,
  imports,
  webhookSources,
  tables,
  startLinks,
  export: exportCalls,
  jobs,
  activity,
  backups,
  settings,
  ...lists,
} as const

export type Contract = typeof contract
export type Group = keyof Contract

type CallsOf<G extends Group> = {
  [C in keyof Contract[G]]: Contract[G][C] extends { kind: 'invoke' } ? C : never
}[keyof Contract[G]]
type EventsOf<G extends Group> = {
  [C in keyof Contract[G]]: Contract[G][C] extends { kind: 'event' } ? C : never
}[keyof Contract[G]]

export type InputOf<Call> = Call extends Invoke<infer Input, unknown> ? Input : never
export type OutputOf<Call> = Call extends Invoke<unknown, infer Output> ? Output : never
export type PayloadOf<Call> = Call extends Event<infer Payload> ? Payload : never

// A call without input takes no argument, rather than an `undefined` at every call site.
type Arguments<Input> = [Input] extends [undefined] ? [] : [input: Input]

/** What the main process must implement, all of it or it does not compile. */
export type Handlers = {
  [G in Group]: {
    [C in CallsOf<G>]: (...input: Arguments<InputOf<Contract[G][C]>>) => Promise<OutputOf<Contract[G][C]>>
  }
}

/** What the preload puts on the window. */
export type Bridge = {
  [G in Group]: {
    [C in CallsOf<G>]: (...input: Arguments<InputOf<Contract[G][C]>>) => Promise<Envelope<OutputOf<Contract[G][C]>>>
  } & {
    [E in EventsOf<G>]: (listener: (payload: PayloadOf<Contract[G][E]>) => void) => () => void
  }
}

/** What the window's own code calls: values, or a thrown AppError. */
export type Client = {
  [G in Group]: Handlers[G] & {
    [E in EventsOf<G>]: (listener: (payload: PayloadOf<Contract[G][E]>) => void) => () => void
  }
}

/** Tells all windows of a change. */
export type Emit = <G extends Group, E extends EventsOf<G>>(
  group: G,
  name: E,
  payload: PayloadOf<Contract[G][E]>,
) => void

export const channelOf = (group: string, name: string): string => `${group}.${name}`

export const bridgeName = 'gradekeep'
