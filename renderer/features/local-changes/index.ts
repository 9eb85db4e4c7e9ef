export { LocalChangesTab } from './LocalChangesTab.tsx'
export { type MadeChange, madeChange, redo, undo, undoAction, useLocalChanges, useUndoKeys } from './local-changes.ts'
