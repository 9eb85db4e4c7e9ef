import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A path inside the project. @param {...string} parts */
export const inProject = (...parts) => join(root, ...parts)

/** The Node the app and its tools need; it comes with the other packages, whatever the system has. */
export const projectNode = inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** A program among the installed packages, as arguments for `projectNode`. */
export const tools = {
  biome: inProject('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  electronVite: inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
  installElectron: inProject('node_modules', 'electron', 'install.js'),
  tsc: inProject('node_modules', 'typescript', 'bin', 'tsc'),
  vitest: inProject('node_modules', 'vitest', 'vitest.mjs'),
}

/** What a child needs so that every `node` it starts is the project's. @returns {NodeJS.ProcessEnv} */
export const projectEnvironment = () => ({
  ...process.env,
  PATH: [inProject('node_modules', '.bin'), process.env.PATH ?? ''].join(process.platform === 'win32' ? ';' : ':'),
})
