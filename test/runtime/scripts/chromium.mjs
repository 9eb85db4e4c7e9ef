import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
/** Debian's Chromium without a browser around the page: a start takes a third of the processor time, a page the same. */
const headlessShell = 'chromium-headless-shell'
const places =
  process.platform === 'darwin'
    ? [
        '/Applications/Chromium.app/Contents/MacOS/Chromium',
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      ]
    : ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe']

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    // A folder that may be entered passes for executable.
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/**
 * The Chromium the stand-in runs on: `GRADEKEEP_CHROMIUM`, or the first one installed where the system keeps programs.
 * @returns {string | null}
 * @throws {Error} where `GRADEKEEP_CHROMIUM` names nothing that can be run
 */
export function chromiumPath() {
  return namedChromium() ?? installed(names) ?? places.find(isExecutable) ?? null
}

/** @returns {string | null} */
function namedChromium() {
  const path = process.env.GRADEKEEP_CHROMIUM
  if (!path) return null
  if (isExecutable(path)) return path
  throw new Error(
    `No window can open, as GRADEKEEP_CHROMIUM is ${path} and there is no program of that path to run: give it the path of a Chromium, or unset it.`,
  )
}

/**
 * The Chromium of the tests, where nobody sees a window: `GRADEKEEP_CHROMIUM`, the one without a browser if it is
 * installed, else the same.
 * @returns {string | null}
 */
export function testChromiumPath() {
  return namedChromium() ?? installed([headlessShell]) ?? chromiumPath()
}

/** @param {readonly string[]} wanted @returns {string | null} */
function installed(wanted) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return wanted.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable) ?? null
}
