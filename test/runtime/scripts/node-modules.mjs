import { existsSync, statSync } from 'node:fs'
import { inProject, root } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** Whether the installed packages are those of package-lock.json. npm writes its own copy of the lock last. */
function areInstalled() {
  const installed = statSync(inProject('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return installed !== undefined && installed.mtimeMs >= statSync(inProject('package-lock.json')).mtimeMs
}

/** @param {readonly string[]} words */
const npm = (words) =>
  // On Windows npm is a script, which only a shell can start.
  run('npm', [...words, '--no-audit', '--no-fund'], { cwd: root, shell: process.platform === 'win32' })

/** Installs the packages when they are missing or older than package-lock.json. Nothing works without them. */
export async function installNodeModules() {
  if (areInstalled()) return
  say('Installing packages…')
  const status = await npm(['ci'])
  if (status !== 0) throw new Error('The packages could not be installed; npm says why above. Nothing else was done.')
  if (!existsSync(inProject('node_modules', 'keytar'))) {
    say('The keychain module could not be built: Gradekeep will ask for the API secret each time it starts.')
  }
}
