import type { EventEmitter } from 'node:events'

/**
 * What Electron itself declares of everything a double has: a class that `implements` this for itself fails to compile
 * as soon as one of its members is not Electron's any more, or takes or returns something else.
 * @template Own members that are the stand-in's, and those whose values are doubles too and checked where they are
 */
export type Doubles<Real, Double, Own extends PropertyKey = never> = {
  [Name in Exclude<keyof Double, keyof EventEmitter | Own>]: Name extends keyof Real ? Real[Name] : never
}
