import { existsSync, statSync } from 'node:fs'
import { inProject, root } from './project.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** What the keychain module is built with on Linux. */
const keychainHeader = '/usr/include/libsecret-1/libsecret/secret.h'
const hasKeychain = () => existsSync(inProject('node_modules', 'keytar'))

/**
 * Whether the installed packages are those of package-lock.json. npm writes its own copy of the lock last. Whoever
 * called npm before the system had what the keychain module needs is without that module, which npm leaves out in
 * silence.
 */
function areInstalled() {
  const installed = statSync(inProject('node_modules', '.package-lock.json'), { throwIfNoEntry: false })
  if (installed === undefined || installed.mtimeMs < statSync(inProject('package-lock.json')).mtimeMs) return false
  const header = statSync(keychainHeader, { throwIfNoEntry: false })
  return hasKeychain() || header === undefined || header.ctimeMs < installed.mtimeMs
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
  if (!hasKeychain()) {
    say('The keychain module could not be built: Gradekeep will ask for the API secret each time it starts.')
  }
}
