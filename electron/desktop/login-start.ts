import type { App } from 'electron'
import {
  autostartFile,
  autostartProgram,
  refreshAutostart,
  removeAutostart,
  writeAutostart,
} from './autostart-entry.ts'
import { hiddenSwitch } from './hidden-start.ts'

/** What the computer starts at login. */
export interface LoginStart {
  /** Adds or removes Gradekeep. @throws where the system refuses */
  set(on: boolean): Promise<void>
  /** Lets what was added follow the program where that has moved; never adds what is not there. */
  refresh(): Promise<void>
}

/** Electron knows the login items of macOS and Windows; a Linux desktop reads files. */
export function createLoginStart(
  app: App,
  given: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; execPath: string },
): LoginStart {
  const { platform, env } = given
  if (platform === 'darwin') return electrons((openAtLogin) => app.setLoginItemSettings({ openAtLogin }))
  if (platform === 'win32') {
    return electrons((openAtLogin) => app.setLoginItemSettings({ openAtLogin, args: [hiddenSwitch] }))
  }
  const file = autostartFile(env, app.getPath('home'))
  const program = autostartProgram(env, given.execPath)
  return {
    set: (on) => (on ? writeAutostart(file, program) : removeAutostart(file)),
    refresh: () => refreshAutostart(file, program),
  }
}

/** Both systems keep the item by the app's own name, and an installer always puts it in the same place. */
const electrons = (set: (on: boolean) => void): LoginStart => ({
  set: async (on) => set(on),
  refresh: async () => undefined,
})
