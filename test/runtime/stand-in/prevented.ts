import type { EventEmitter } from 'node:events'

/** Emits a preventable event. @returns whether a listener called `preventDefault`. */
export function emitPreventable(emitter: EventEmitter, name: string, facts: object = {}): boolean {
  let prevented = false
  emitter.emit(name, { ...facts, preventDefault: () => (prevented = true) })
  return prevented
}
