import type { Handlers } from '../../shared/ipc/contract.ts'
import { withLastNamesFirst } from '../../shared/model/class-columns.ts'
import type { ClassColumn, ClassColumns } from '../../shared/model/class-file.ts'
import type { TableRow } from '../../shared/model/table.ts'
import type { Core } from '../core.ts'

/** The window's calls on gradebooks, classes and what the teacher decided about cells. */
export function gradebookHandlers({
  store,
  tables,
  clock,
}: Core): Pick<Handlers, 'gradebooks' | 'classes' | 'overrides'> {
  return {
    gradebooks: {
      summary: ({ gradebook }) => store.gradebookSummary(gradebook),
      grades: ({ gradebook }) => store.gradebookGrades(gradebook),
      list: ({ accounts }) => store.listGradebooks(accounts),
      save: (gradebook) => store.saveGradebook(gradebook),
      rename: ({ id, name }) => store.renameGradebook(id, name),
      remove: ({ id }) => store.removeGradebook(id),
      restore: (removed) => store.restoreGradebook(removed),
      changesSinceHandIn: ({ id }) => store.changesSinceHandIn(id),
      checks: ({ gradebook, id }) => store.gradebookChecks(gradebook, id),
    },
    classes: {
      list: ({ accounts }) => store.listClasses(accounts),
      members: ({ id }) => store.classMembers(id),
      students: ({ filter }) => store.studentsFound(filter),
      add: ({ account, name, members }) => store.addClass(account, name, members, clock()),
      rename: ({ id, name }) => store.renameClass(id, name),
      remove: ({ id }) => store.removeClass(id),
      restore: (removed) => store.restoreClass(removed),
      preview: async ({ account, classId, table }) => store.previewClass(account, classId, ...chosenOf(tables, table)),
      apply: ({ id, change }) => store.changeClass(id, change),
    },
    overrides: {
      list: ({ accounts }) => store.overridesOf(accounts),
      set: ({ cell, override }) => store.setOverride(cell, override, clock()),
      excuse: ({ ids, reason }) => store.excuse(ids, reason, clock()),
      clear: ({ cell }) => store.clearOverride(cell),
    },
  }
}

/** The rows of the chosen columns only, and where each stands in them. */
export function chosenOf(
  tables: Pick<Core['tables'], 'columns' | 'heading'>,
  { columns, ...table }: { readonly id: string; readonly withFirstRow: boolean; readonly columns: ClassColumns },
): [readonly TableRow[], ClassColumns] {
  const chosen = Object.entries(columns) as [ClassColumn, number][]
  const places: ClassColumns = Object.fromEntries(chosen.map(([column], place) => [column, place]))
  const rows = tables.columns({ ...table, columns: chosen.map(([, at]) => at) })
  if (columns.name === undefined || places.name === undefined) return [rows, places]
  return [withLastNamesFirst(rows, places.name, tables.heading(table, columns.name)), places]
}
