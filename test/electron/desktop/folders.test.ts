import { homedir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { defaultDataFolder } from '../../../electron/cli/opening.ts'
import { dataFolder, dialogFolder } from '../../../electron/desktop/folders.ts'

/** An app on a system that can name these folders alone, as Electron's `getPath` does. */
const naming = (...known: readonly string[]) => ({
  getPath(name: string): string {
    if (!known.includes(name)) throw new Error(`Failed to get '${name}' path`)
    return `/system/${name}`
  },
})

describe('a folder that the system cannot name', () => {
  it.each([
    [['documents', 'home', 'userData'], '/system/documents'],
    [['home', 'userData'], '/system/home'],
    [['userData'], '/system/userData'],
    [[], defaultDataFolder(process.platform, process.env)],
  ])('costs a dialog its first folder and no more: of %j it opens in %s', (known, folder) => {
    expect(dialogFolder(naming(...known))).toBe(folder)
  })

  it('is found as the command line finds it, where it holds the data', () => {
    expect(dataFolder(naming('userData'))).toBe('/system/userData')
    expect(dataFolder(naming())).toBe(defaultDataFolder(process.platform, process.env, homedir()))
  })

  it('is found so too where the environment names one that is not absolute', () => {
    const relative = { getPath: () => 'school/.config/Gradekeep' }
    expect(dataFolder(relative)).toBe(defaultDataFolder(process.platform, process.env, homedir()))
  })
})
