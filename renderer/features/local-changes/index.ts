export { LocalChangesTab } from './LocalChangesTab.tsx'
export {
  changeAndSay,
  type MadeChange,
  madeChange,
  redo,
  undo,
  undoAction,
  undoOne,
  useLocalChanges,
  useUndoKeys,
} from './local-changes.ts'
