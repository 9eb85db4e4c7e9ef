export { SyncPill } from './SyncPill.tsx'
export { anyRunning, usePill } from './sync-pill.ts'
