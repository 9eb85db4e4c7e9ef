export { FindDialog } from './FindDialog.tsx'
export { type FindEntry, type FindSource, useFind } from './find.ts'
