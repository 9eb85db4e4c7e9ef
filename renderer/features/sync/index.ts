export { pillWords } from './pill-words.ts'
export { SyncPill } from './SyncPill.tsx'
export { anyRunning, needsSignIn, type PillState, pillState, usePill } from './sync-pill.ts'
