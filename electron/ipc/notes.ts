import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on notes and labels. */
export function noteHandlers({ store, clock }: Core): Pick<Handlers, 'notes' | 'labels'> {
  return {
    notes: {
      ofResult: ({ id }) => store.notesOfResult(id),
      ofStudent: (student) => store.notesOfStudent(student),
      add: ({ about, text }) => store.addNote(about, text, clock()),
      change: ({ id, text }) => store.changeNote(id, text, clock()),
      remove: ({ id }) => store.removeNote(id),
    },
    labels: {
      list: ({ accounts }) => store.listLabels(accounts),
      on: ({ about }) => store.labelsOn(about),
      add: ({ about, ...label }) => store.addLabel(label, about),
      change: (label) => store.changeLabel(label),
      remove: ({ id }) => store.removeLabel(id),
      put: ({ id, about }) => store.putLabel(id, about),
      takeOff: ({ id, about }) => store.takeLabelOff(id, about),
    },
  }
}
