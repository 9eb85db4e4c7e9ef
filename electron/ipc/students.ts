import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'
import { perhapsHere } from '../store/api.ts'
import { chosenOf } from './gradebook.ts'

const typedColumns = { first: 0, last: 1, email: 2, learnerId: 3 }

/** The window's calls on students, and on what was changed on this computer alone. */
export function studentHandlers({
  store,
  erasing,
  tables,
  importDesk,
  clock,
}: Core): Pick<Handlers, 'students' | 'local'> {
  return {
    students: {
      mergedKeys: ({ account, key }) => store.keysMergedInto(account, key),
      merge: ({ account, into, keys }) => store.mergeStudents(account, into, keys, clock()),
      split: ({ account, key }) => store.splitStudent(account, key),
      labelsInUse: ({ accounts }) => store.labelsInUse(accounts),
      page: (query) => store.studentPage(query),
      named: ({ students, filter }) => store.studentsNamed(students, filter),
      inbox: ({ accounts }) => store.identityInbox(accounts),
      mergePreview: ({ account, key, other }) => store.mergePreview(account, key, other),
      decide: ({ account, key, other, verdict }) => store.decideIdentity(account, key, other, verdict, clock()),
      added: ({ account }) => store.addedStudents(account),
      previewAdded: async ({ account, from }) =>
        'id' in from
          ? store.previewAdded(account, ...chosenOf(tables, from))
          : store.previewAdded(
              account,
              [{ line: 1, cells: [from.first, from.last, from.email, from.learnerId ?? ''] }],
              typedColumns,
            ),
      perhapsHere: ({ account, people }) => perhapsHere(store, account, people),
      add: ({ account, students, names }) => store.addStudents(account, students, clock(), names),
      name: ({ name, ...student }) => store.nameStudent(student, name),
      erasurePreview: (student) => erasing.preview(student),
      // Files that are read or imported may name them.
      erase: ({ remakeCopies, ...student }) => importDesk.clearFor(() => erasing.erase(student, remakeCopies)),
    },
    local: {
      changes: () => store.localChanges(),
      undo: () => store.undoLocalChange(clock()),
      undoOne: ({ id }) => store.undoLocalChange(clock(), id),
      redo: () => store.redoLocalChange(),
    },
  }
}
