export { ClassesDialog } from './ClassesDialog.tsx'
export { useClasses } from './classes.ts'
