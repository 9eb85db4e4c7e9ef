import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/**
 * What electron-builder has to be told so that a Mac app is signed in any case. It finds a certificate by itself; where
 * there is none it would sign nothing, so it is told to sign ad hoc, with the hardened runtime and its entitlements.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {string} identities what `security find-identity -v` printed
 * @returns {readonly string[]}
 */
export function signingWords(platform, env, identities) {
  const isGiven = Boolean(env.CSC_LINK || env.CSC_NAME)
  const isFound = env.CSC_IDENTITY_AUTO_DISCOVERY !== 'false' && /^\s*\d+\) [0-9A-F]{40} "/m.test(identities)
  return platform !== 'darwin' || isGiven || isFound ? [] : ['-c.mac.identity=-']
}

/** What a Mac's keychains hold to sign with; nothing elsewhere. @returns {Promise<string>} */
export async function knownIdentities() {
  if (process.platform !== 'darwin') return ''
  const { stdout } = await promisify(execFile)('/usr/bin/security', ['find-identity', '-v'])
  return stdout
}
