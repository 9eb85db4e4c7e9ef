// Loaded with `node --import`: makes the specifier `electron` mean the stand-in, and `app-entry` the app it runs.
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const standIn = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier === 'electron/main')
      return { url: standIn, format: 'module-typescript', shortCircuit: true }
    return next(specifier === 'app-entry' ? pathToFileURL(process.argv[1] ?? '').href : specifier, context)
  },
})
