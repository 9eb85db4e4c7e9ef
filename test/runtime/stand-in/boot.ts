/*
 * Loads the app's entry as Electron does: to its end, and only then does anything become ready. An entry that waits for
 * the app to be ready waits for ever.
 */
import { argv } from 'node:process'

// As if the entry itself had been started.
argv.splice(1, 1)
const { app } = await import('./app.ts')
await import('app-entry')
app.standIn.entryLoaded()
