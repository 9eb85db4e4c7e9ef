import { homedir } from 'node:os'
import { join } from 'node:path'

/** The app's data folder, the same that the window uses (Electron's `userData`). */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string = homedir()): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Gradekeep')
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'Gradekeep')
  return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Gradekeep')
}
