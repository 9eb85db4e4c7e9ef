export { ClassesDialog } from './ClassesDialog.tsx'
export { useClasses } from './classes.ts'
export { reasonWords } from './member-words.ts'
export {
  type LikeSomebody,
  likeSomebody,
  PerhapsHereLines,
  PerhapsHereNotice,
  usePerhapsHere,
  withoutThose,
} from './PerhapsHere.tsx'
export { peopleColumns } from './people-columns.ts'
