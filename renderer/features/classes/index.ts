export { ClassesDialog } from './ClassesDialog.tsx'
export { useClasses } from './classes.ts'
export { reasonWords } from './member-words.ts'
export { peopleColumns } from './people-columns.ts'
