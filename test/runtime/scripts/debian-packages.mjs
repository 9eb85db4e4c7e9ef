import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** What each package of the system is for. */
const wanted = {
  chromium: 'the window, where Electron itself is not installed',
  'libsecret-1-0': 'keeping the API secret in the keychain',
  'libsecret-1-dev': 'building the keychain module',
  'python3-minimal': 'building the keychain module',
  make: 'building the keychain module',
  'g++': 'building the keychain module',
  'gnome-keyring': 'testing against a real keychain',
  'dbus-daemon': 'testing against a real keychain',
  dbus: 'testing against a real keychain',
}

/** What only the check of everything needs; it is large. */
const wantedForAll = process.env.CI
  ? {
      'chromium-headless-shell': 'testing the window in two thirds of the time',
      ...(spawnSync('soffice', ['--version']).error === undefined
        ? {}
        : { 'libreoffice-calc-nogui': 'recalculating the workbooks that were written' }),
    }
  : {}

/** @param {string} name */
function isInstalled(name) {
  const asked = spawnSync('dpkg-query', ['--status', name], { encoding: 'utf8' })
  return asked.status === 0 && asked.stdout.includes('Status: install ok installed')
}

/**
 * Installs what is missing from Debian's packages. Without the right to do so, or without a network, it says what to
 * run and returns: everything that does not need the missing package still works.
 */
export async function installDebianPackages() {
  if (process.platform !== 'linux' || spawnSync('dpkg-query', ['--version']).status !== 0) return
  await install(wanted)
  // Each alone, because a package that a system does not know keeps the others of a command from being installed.
  for (const [name, use] of Object.entries(wantedForAll)) await install({ [name]: use })
}

/** @param {Readonly<Record<string, string>>} packages what each is for */
async function install(packages) {
  const missing = Object.entries(packages).filter(([name]) => !isInstalled(name))
  if (missing.length === 0) return
  say(`Packages of the system that are missing:\n${missing.map(([name, use]) => `  ${name} (${use})`).join('\n')}`)
  const names = missing.map(([name]) => name)
  const command = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`
  if (process.getuid?.() !== 0) {
    say(`To install them: sudo sh -c '${command}'`)
    return
  }
  const status = await run('sh', ['-c', command], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  if (status !== 0) say(`They could not be installed; what needs them will be left out. To try again: ${command}`)
}
