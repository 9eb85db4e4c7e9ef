export { pillWords } from './pill-words.ts'
export { SyncPill } from './SyncPill.tsx'
export { anyRunning, usePill } from './sync-pill.ts'
