/** What other rooms may know of a database that is not open: its files, the copies beside it and what ails it. */
export { copiesBeside, isDamage, isNewPlace } from './damage.ts'
export { newestVersion } from './migrations/migrate.ts'
export { copyToRead } from './readable-copy.ts'
export { incoming, outgoing } from './replacement-files.ts'
export { isRunning } from './seal.ts'
