import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { electronBinary } from './electron-binary.mjs'
import { inProject, projectNode, root, tools } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

const triedFile = inProject('node_modules', '.cache', 'gradekeep', 'electron-download-failed')
const patience = 120_000

/**
 * Fetches Electron's program, which is not in the package registry, once: a machine that cannot reach it is not made
 * to wait again. Not on continuous integration, nor when `ELECTRON_SKIP_BINARY_DOWNLOAD` is set.
 */
export async function downloadElectron() {
  if (electronBinary(root) !== null || process.env.CI || process.env.ELECTRON_SKIP_BINARY_DOWNLOAD) return
  const { version } = JSON.parse(readFileSync(inProject('node_modules', 'electron', 'package.json'), 'utf8'))
  if (existsSync(triedFile) && readFileSync(triedFile, 'utf8') === version) return
  say(`Fetching Electron ${version}…`)
  await run(projectNode, [tools.installElectron], { cwd: root, timeout: patience })
  if (electronBinary(root) !== null) return
  mkdirSync(dirname(triedFile), { recursive: true })
  writeFileSync(triedFile, version)
  say('Electron could not be fetched; windows open in Chromium instead. To try again: npx install-electron')
}
