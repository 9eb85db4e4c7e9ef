export { LocalChangesTab } from './LocalChangesTab.tsx'
export {
  changeAndSay,
  type MadeChange,
  madeChange,
  redo,
  undo,
  undoAction,
  useLocalChanges,
  useUndoKeys,
} from './local-changes.ts'
