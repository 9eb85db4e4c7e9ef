import { isAbsolute } from 'node:path'
import type { App } from 'electron'
import { defaultDataFolder } from '../cli/opening.ts'

type Paths = Pick<App, 'getPath'>

/** The data folder, the same that the command line uses, also where the system cannot name it. */
export function dataFolder(app: Paths): string {
  return named(app, 'userData') ?? defaultDataFolder(process.platform, process.env)
}

/**
 * The folder that a file dialog opens in. Documents can be missing, or redirected to a drive that is not there; then
 * it is the home folder, and at last the data folder.
 */
export function dialogFolder(app: Paths): string {
  return named(app, 'documents') ?? named(app, 'home') ?? dataFolder(app)
}

/**
 * A folder of the system. Null where `getPath` throws because it cannot be found, or takes a relative one from the
 * environment, which would be another folder wherever the app is started.
 */
function named(app: Paths, name: 'documents' | 'home' | 'userData'): string | null {
  try {
    const folder = app.getPath(name)
    return isAbsolute(folder) ? folder : null
  } catch {
    return null
  }
}
