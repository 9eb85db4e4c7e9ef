import { existsSync, statSync } from 'node:fs'
import { inProject, root } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** Whether the installed packages are those of package-lock.json. npm writes its own copy of the lock last. */
function areInstalled() {
  const installed = statSync(inProject('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  return installed !== undefined && installed.mtimeMs >= statSync(inProject('package-lock.json')).mtimeMs
}

/** Installs the packages when they are missing or older than package-lock.json. Nothing works without them. */
export async function installNodeModules() {
  if (areInstalled()) return
  say('Installing packages…')
  // On Windows npm is a script, which only a shell can start.
  const status = await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, shell: process.platform === 'win32' })
  if (status !== 0) throw new Error('npm ci failed; its own words are above. Nothing else was done.')
  if (!existsSync(inProject('node_modules', 'keytar'))) {
    say('The keychain module could not be built: Gradekeep will ask for the API secret each time it starts.')
  }
}
