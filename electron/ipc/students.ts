import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on students, and on what was changed on this computer alone. */
export function studentHandlers({ store, erasing, clock }: Core): Pick<Handlers, 'students' | 'local'> {
  return {
    students: {
      mergedKeys: ({ account, key }) => store.keysMergedInto(account, key),
      merge: ({ account, into, keys }) => store.mergeStudents(account, into, keys, clock()),
      split: ({ account, key }) => store.splitStudent(account, key),
      erasurePreview: (student) => erasing.preview(student),
      erase: ({ remakeCopies, ...student }) => erasing.erase(student, remakeCopies),
    },
    local: {
      changes: () => store.localChanges(),
      undo: () => store.undoLocalChange(clock()),
      redo: () => store.redoLocalChange(),
    },
  }
}
