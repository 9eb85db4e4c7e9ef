export { ClassesDialog } from './ClassesDialog.tsx'
export { useClasses } from './classes.ts'
export { reasonWords } from './member-words.ts'
