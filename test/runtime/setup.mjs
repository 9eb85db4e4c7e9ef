/*
 * From a bare clone to a built app: packages of the system and of npm, Electron's program where it can be had, and
 * out/. Each step does nothing when there is nothing to do. Needs only Node 20 or later.
 */
import { pathToFileURL } from 'node:url'
import { build } from './scripts/build.mjs'
import { installDebianPackages } from './scripts/debian-packages.mjs'
import { downloadElectron } from './scripts/electron-download.mjs'
import { installNodeModules } from './scripts/node-modules.mjs'
import { say } from './scripts/say.mjs'

/** Does all set-up. Throws when the app cannot be built. */
export async function setUp() {
  await installDebianPackages()
  await installNodeModules()
  await downloadElectron()
  await build()
}

/** Does what the command line needs, which is no window: packages and the build. */
export async function setUpCommandLine() {
  await installNodeModules()
  await build()
}

/**
 * Runs a script's work, and ends the process with the status it returns, or with 1 and the reason when it throws.
 * @param {() => Promise<number>} work
 */
export async function finish(work) {
  try {
    process.exitCode = await work()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await finish(async () => {
    await setUp()
    say('Ready. npm start opens the app, npm test checks it, npm run gradekeep -- --help tells of the command line.')
    return 0
  })
}
